"""Whether several items measure one thing: a declared scale, never a feedback sheet.

Answers are scored first (reverse-worded items turned) and None where missing. All
figures come from the moments of the complete cases, which can be added up over runs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from operator import mul

from .distributions import f_quantile
from .intervals import Interval
from .moments import correlation_from, on_common_denominator
from .rounding import Number, exact


@dataclass(frozen=True)
class Moments:
    """What is kept of a block of answers: n, all sums and all sums of products.

    Of complete cases only; blocks of the same items can be added.
    """

    n: int
    sums: tuple[Fraction, ...]
    # Symmetric: products[i][j] is the sum of item i times item j over respondents.
    products: tuple[tuple[Fraction, ...], ...]

    @property
    def k(self) -> int:
        return len(self.sums)

    def __add__(self, other: "Moments") -> "Moments":
        if self.k != other.k:
            raise ValueError("Only blocks of the same items can be added.")
        return Moments(
            self.n + other.n,
            tuple(a + b for a, b in zip(self.sums, other.sums, strict=True)),
            tuple(
                tuple(a + b for a, b in zip(mine, theirs, strict=True))
                for mine, theirs in zip(self.products, other.products, strict=True)
            ),
        )

    def covariance(self, i: int, j: int) -> Fraction:
        """The sample covariance of two items; needs n >= 2."""
        cross = self.n * self.products[i][j] - self.sums[i] * self.sums[j]
        return cross / (self.n * (self.n - 1))

    def item_variances(self) -> tuple[Fraction, ...] | None:
        if self.n < 2:
            return None
        return tuple(self.covariance(i, i) for i in range(self.k))

    def total_covariances(self) -> tuple[Fraction, ...] | None:
        """The covariance of each item with the total; they add up to its variance."""
        if self.n < 2:
            return None
        return tuple(
            sum((self.covariance(i, j) for j in range(self.k)), Fraction())
            for i in range(self.k)
        )

    def total_mean(self) -> Fraction | None:
        return sum(self.sums, Fraction()) / self.n if self.n else None

    def total_variance(self) -> Fraction | None:
        covariances = self.total_covariances()
        return None if covariances is None else sum(covariances, Fraction())


def moments_of(rows: Sequence[Sequence[Number | None]]) -> Moments:
    """Return the moments of a block of answers: a row per respondent, None if missing.

    Rows with a missing answer are left out as a whole. All rows must be equally long.
    Method: docs/methods/reliability.md, "Complete cases".
    """
    if len({len(row) for row in rows}) > 1:
        raise ValueError("All rows must have the same number of items.")
    complete = [
        [value for value in row if value is not None] for row in rows if None not in row
    ]
    k, n = len(rows[0]) if rows else 0, len(complete)
    flat, denominator = on_common_denominator([v for row in complete for v in row])
    columns = [flat[i::k] for i in range(k)]
    return Moments(
        n,
        tuple(Fraction(sum(column), denominator) for column in columns),
        tuple(
            tuple(Fraction(sum(map(mul, a, b)), denominator**2) for b in columns)
            for a in columns
        ),
    )


def cronbach_alpha(moments: Moments) -> Fraction | None:
    """Return Cronbach's alpha (KR-20 for right/wrong items): at most 1, may be below 0.

    None for fewer than two items or respondents, or where all totals are equal.
    Method: docs/methods/reliability.md, "Cronbach's alpha".
    """
    total, parts = moments.total_variance(), moments.item_variances()
    if total is None or parts is None:
        return None
    return alpha_of(moments.k, sum(parts, Fraction()), total)


def alpha_of(
    k: int, sum_item_variances: Fraction, total_variance: Fraction
) -> Fraction | None:
    """Return Cronbach's alpha from variances, where the moments are not at hand.

    None for fewer than two items or where all totals are equal.
    Method: docs/methods/reliability.md, "Cronbach's alpha".
    """
    if k < 2 or not total_variance:
        return None
    return Fraction(k, k - 1) * (1 - sum_item_variances / total_variance)


def alpha_displayable(n: int, k: int) -> bool:
    """Tell whether alpha of a declared scale is printed: 3 items, 30 complete rows.

    Method: docs/methods/reliability.md, "Cronbach's alpha".
    """
    return k >= 3 and n >= 30


def feldt_ci95(alpha: Fraction | None, n: int, k: int) -> Interval | None:
    """Return Feldt's 95 % interval of alpha; None where alpha is, or n or k is below 2.

    Method: docs/methods/reliability.md, "Interval of alpha".
    """
    if alpha is None or n < 2 or k < 2:
        return None
    rest = float(1 - alpha)
    df1, df2 = n - 1, (n - 1) * (k - 1)
    return (
        1 - rest * f_quantile(0.975, df1, df2),
        1 - rest * f_quantile(0.025, df1, df2),
    )


def item_rest_correlations(moments: Moments) -> tuple[float | None, ...]:
    """Return each item's correlation with the total of the *other* items, -1 to 1.

    None where the item or the rest has no spread. Negative values ask whether an item
    should have been reversed.
    Method: docs/methods/reliability.md, "Item-rest correlation".
    """
    with_total, own = moments.total_covariances(), moments.item_variances()
    total = moments.total_variance()
    if with_total is None or own is None or total is None:
        return (None,) * moments.k
    return tuple(
        correlation_from(c - v, v, total - 2 * c + v)
        for c, v in zip(with_total, own, strict=True)
    )


def alpha_if_deleted(moments: Moments) -> tuple[Fraction | None, ...]:
    """Return alpha of the remaining items for each item that is left out in turn.

    None where fewer than two items remain or their totals are all equal.
    Method: docs/methods/reliability.md, "Alpha if an item is left out".
    """
    return tuple(cronbach_alpha(_without(moments, i)) for i in range(moments.k))


def omega_triads(moments: Moments) -> float | None:
    """Return omega from averaged triads of covariances: no optimiser, no random start.

    For k >= 3 items and, to be worth printing, n >= 100. None where a loading cannot be
    formed, because the covariances of a triad do not agree in sign.
    Method: docs/methods/reliability.md, "Omega (triads)".
    """
    k, total = moments.k, moments.total_variance()
    if k < 3 or not total:
        return None
    between = [[moments.covariance(p, q) for q in range(k)] for p in range(k)]
    loadings = []
    for i in range(k):
        others = [p for p in range(k) if p != i]
        pairs = [(p, q) for p in others for q in others if p < q]
        below = sum((between[p][q] for p, q in pairs), Fraction())
        above = sum((between[i][p] * between[i][q] for p, q in pairs), Fraction())
        if not below or above / below <= 0:
            return None
        loadings.append(sqrt(above / below))
    return sum(loadings) ** 2 / float(total)


def scale_score(answers: Sequence[Number | None]) -> Fraction | None:
    """Return one respondent's scale score: the mean of the items that were answered.

    None if fewer than half were answered.
    Method: docs/methods/reliability.md, "Scale scores".
    """
    given = [exact(answer) for answer in answers if answer is not None]
    if not given or 2 * len(given) < len(answers):
        return None
    return sum(given, Fraction()) / len(given)


def scale_scores(
    rows: Iterable[Sequence[Number | None]],
) -> tuple[Fraction | None, ...]:
    """Return every respondent's scale score, None where under half was answered.

    Method: docs/methods/reliability.md, "Scale scores".
    """
    return tuple(scale_score(row) for row in rows)


def _without(moments: Moments, left_out: int) -> Moments:
    kept = [i for i in range(moments.k) if i != left_out]
    return Moments(
        moments.n,
        tuple(moments.sums[i] for i in kept),
        tuple(tuple(moments.products[i][j] for j in kept) for i in kept),
    )
