"""How two groups or two runs differ on one item, and how sure that is.

Both are given as counts per point, lowest first. The same people measured twice are not
two groups: their pairs need a paired method. Words for the page are keys here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import comb, exp, lgamma, log, sqrt

from .distributions import Z_95, t_quantile, t_two_sided_p
from .intervals import Interval

# The 99.9 % point of the normal distribution, for the outer limits of a funnel.
_Z_998 = 3.090232306167813
# Ratings that each side needs; below, the distributions are shown and no verdict.
FEWEST_FOR_VERDICT = 10
# Where counting the ways to deal the ratings is no longer worth the time.
_SMALLEST_P = Fraction(1, 10**280)


@dataclass(frozen=True)
class Comparison:
    """How the ratings x stand to the ratings y. None is "not known", never 0."""

    n_x: int
    n_y: int
    pairs_x_greater: int
    pairs_y_greater: int
    pairs_tied: int
    # From -1 (every y is higher) to 1 (every x is higher).
    cliffs_delta: Fraction | None
    # The chance that a random x is higher than a random y, ties shared: 0 to 1.
    prob_superiority: Fraction | None
    # Positive where x is higher.
    brunner_munzel_t: float | None
    df: float | None
    p_two_sided: float | None
    # Only where the ranks have no variance, so that the test above does not exist.
    permutation_p_two_sided: Fraction | None
    prob_superiority_ci95: Interval | None
    cliffs_delta_ci95: Interval | None
    # Of the estimated probability of superiority, for intervals at other levels.
    standard_error: float | None

    @property
    def p(self) -> float | None:
        """The p-value that applies: Brunner and Munzel's, else the exact one."""
        if self.p_two_sided is not None:
            return self.p_two_sided
        exact_p = self.permutation_p_two_sided
        return None if exact_p is None else float(exact_p)


def compare(counts_x: Sequence[int], counts_y: Sequence[int]) -> Comparison:
    """Compare two independent groups of ratings of one item by pairs, not by means.

    Everything is None where a group is empty; test and interval are None where a group
    has a single rating or the ranks have no variance.
    Method: docs/methods/comparison.md, "Cliff's delta" and "The Brunner-Munzel test".
    """
    if len(counts_x) != len(counts_y):
        raise ValueError("Both groups must have the same points.")
    if any(count < 0 for count in (*counts_x, *counts_y)):
        raise ValueError("A count cannot be negative.")
    n_x, n_y = sum(counts_x), sum(counts_y)
    pairs = n_x * n_y
    x_greater = _pairs_greater(counts_x, counts_y)
    y_greater = _pairs_greater(counts_y, counts_x)
    delta = Fraction(x_greater - y_greater, pairs) if pairs else None
    superiority = None if delta is None else (delta + 1) / 2
    t = df = p = error = permutation_p = None
    interval: Interval | None = None
    part_x = _placement_variance(counts_x, counts_y)
    part_y = _placement_variance(counts_y, counts_x)
    if superiority is not None:
        if part_x is not None and part_y is not None and part_x + part_y > 0:
            error = sqrt(part_x + part_y)
            df = float(
                (part_x + part_y) ** 2 / (part_x**2 / (n_x - 1) + part_y**2 / (n_y - 1))
            )
            t = float(superiority - Fraction(1, 2)) / error
            p = t_two_sided_p(t, df)
            interval = _logit_interval(superiority, error, df, 0.975)
        else:
            permutation_p = permutation_p_two_sided(counts_x, counts_y)
    return Comparison(
        n_x=n_x,
        n_y=n_y,
        pairs_x_greater=x_greater,
        pairs_y_greater=y_greater,
        pairs_tied=pairs - x_greater - y_greater,
        cliffs_delta=delta,
        prob_superiority=superiority,
        brunner_munzel_t=t,
        df=df,
        p_two_sided=p,
        permutation_p_two_sided=permutation_p,
        prob_superiority_ci95=interval,
        cliffs_delta_ci95=_as_delta(interval),
        standard_error=error,
    )


def permutation_p_two_sided(
    counts_x: Sequence[int], counts_y: Sequence[int]
) -> Fraction | None:
    """Return the exact p of complete separation or of complete equality.

    Twice the share of the ways to deal the ratings to groups of these sizes that give
    the observed separation, at most 1 and never printed as less than 1e-280; 1 where
    all ratings are equal. None for an empty group and for anything in between, where
    the Brunner-Munzel test applies.
    Method: docs/methods/comparison.md, "Complete separation".
    """
    n_x, n_y = sum(counts_x), sum(counts_y)
    used_x = [s for s, count in enumerate(counts_x) if count]
    used_y = [s for s, count in enumerate(counts_y) if count]
    if not used_x or not used_y:
        return None
    if len({*used_x, *used_y}) == 1:
        return Fraction(1)
    if used_x[0] <= used_y[-1] and used_y[0] <= used_x[-1]:
        return None
    log_ways = lgamma(n_x + n_y + 1) - lgamma(n_x + 1) - lgamma(n_y + 1)
    if log_ways > 650:
        return _SMALLEST_P
    return min(Fraction(2, comb(n_x + n_y, n_x)), Fraction(1))


def holm(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Return Holm's adjusted p-values of one family, in the order given.

    A None is not a test: it stays None and does not count.
    Method: docs/methods/comparison.md, "Several items at once".
    """
    tests = sorted((p, i) for i, p in enumerate(p_values) if p is not None)
    adjusted: list[float | None] = [None] * len(p_values)
    highest = 0.0
    for rank, (p, i) in enumerate(tests):
        highest = max(highest, min(1.0, p * (len(tests) - rank)))
        adjusted[i] = highest
    return tuple(adjusted)


class VerdictWord(StrEnum):
    """What a comparison says."""

    X_HIGHER = "x_higher"
    Y_HIGHER = "y_higher"
    PRACTICALLY_EQUAL = "practically_equal"
    NO_CLEAR_DIFFERENCE = "no_clear_difference"


class Grade(StrEnum):
    """How much higher one side is."""

    CLEARLY = "clearly"
    SOMEWHAT = "somewhat"


@dataclass(frozen=True)
class Verdict:
    """The outcome of one comparison in words."""

    # None where a group is empty.
    word: VerdictWord | None
    # Only with "higher".
    grade: Grade | None
    # Both groups have at least FEWEST_FOR_VERDICT ratings.
    is_displayable: bool

    @property
    def graded(self) -> str | None:
        """The word with its grade, for instance "y_clearly_higher"."""
        if self.word is None or self.grade is None:
            return self.word
        side, higher = self.word.split("_")
        return f"{side}_{self.grade}_{higher}"


def judge(comparisons: Sequence[Comparison]) -> tuple[Verdict, ...]:
    """Return the verdicts of all comparisons of one view, which form one family.

    A difference is established where the interval excludes "no difference" at the level
    that Holm's procedure gives it; where there is no interval, the exact p decides.
    Method: docs/methods/comparison.md, "Verdicts" and "Several items at once".
    """
    tests = sorted((c.p, i) for i, c in enumerate(comparisons) if c.p is not None)
    established: set[int] = set()
    for rank, (_, i) in enumerate(tests):
        if not _excludes_equality(comparisons[i], 0.05 / (len(tests) - rank)):
            break
        established.add(i)
    return tuple(_verdict(c, i in established) for i, c in enumerate(comparisons))


def _verdict(comparison: Comparison, is_established: bool) -> Verdict:
    delta = comparison.cliffs_delta
    word: VerdictWord | None = None
    grade: Grade | None = None
    if delta is not None:
        if not is_established:
            word = VerdictWord.NO_CLEAR_DIFFERENCE
        elif abs(delta) < Fraction("0.147"):
            word = VerdictWord.PRACTICALLY_EQUAL
        else:
            word = VerdictWord.X_HIGHER if delta > 0 else VerdictWord.Y_HIGHER
            grade = Grade.CLEARLY if abs(delta) >= Fraction("0.33") else Grade.SOMEWHAT
    fewest = min(comparison.n_x, comparison.n_y)
    return Verdict(word, grade, fewest >= FEWEST_FOR_VERDICT)


def _excludes_equality(comparison: Comparison, level: float) -> bool:
    """Tell whether the interval with error `level` leaves out "no difference"."""
    superiority = comparison.prob_superiority
    error, df = comparison.standard_error, comparison.df
    if superiority is None or error is None or df is None:
        exact_p = comparison.permutation_p_two_sided
        return exact_p is not None and exact_p < level
    low, high = _logit_interval(superiority, error, df, 1 - level / 2)
    return not low <= 0.5 <= high


@dataclass(frozen=True)
class FunnelLimits:
    """Between which shares a group of some size lies by chance alone."""

    ci95: Interval
    ci998: Interval


def funnel_limits(pooled_share: Fraction, n: int) -> FunnelLimits:
    """Return the 95 % and 99.8 % limits of a funnel plot for a group with `n` ratings.

    Around the pooled share of the groups shown, 0 to 1, and clipped to that range; n at
    least 1.
    Method: docs/methods/comparison.md, "Funnel of organisations".
    """
    centre = float(pooled_share)
    error = sqrt(pooled_share * (1 - pooled_share) / n)
    inner, outer = (
        (max(centre - z * error, 0.0), min(centre + z * error, 1.0))
        for z in (Z_95, _Z_998)
    )
    return FunnelLimits(inner, outer)


def merge_buckets(counts: Sequence[int], threshold: int) -> tuple[range, ...]:
    """Return which neighbouring periods to draw as one, so that none is too small.

    Periods are added up from the left until they reach the threshold; what remains at
    the end joins the last bucket. Empty if even all together do not reach it.
    Method: docs/methods/comparison.md, "Over time".
    """
    buckets: list[range] = []
    start = n = 0
    for i, count in enumerate(counts):
        n += count
        if n >= threshold:
            buckets.append(range(start, i + 1))
            start, n = i + 1, 0
    if buckets and start < len(counts):
        buckets[-1] = range(buckets[-1].start, len(counts))
    return tuple(buckets)


def _pairs_greater(counts: Sequence[int], others: Sequence[int]) -> int:
    """Return in how many pairs the first rating is the higher one."""
    pairs = lower_others = 0
    for count, other in zip(counts, others, strict=True):
        pairs += count * lower_others
        lower_others += other
    return pairs


def _placement_variance(
    counts: Sequence[int], others: Sequence[int]
) -> Fraction | None:
    """Return the sample variance of the placements among `others`, divided by n.

    The placement of a rating is the share of the other group below it, ties shared.
    None for fewer than two ratings or an empty other group.
    """
    n, n_others = sum(counts), sum(others)
    if n < 2 or n_others == 0:
        return None
    total = squares = below = 0
    for count, other in zip(counts, others, strict=True):
        # In units of half a rating of the other group.
        placement = 2 * below + other
        total += count * placement
        squares += count * placement**2
        below += other
    return Fraction(n * squares - total**2, n * n * (n - 1) * (2 * n_others) ** 2)


def _logit_interval(
    superiority: Fraction, error: float, df: float, p: float
) -> Interval:
    """Return the interval on the logit scale, which never leaves 0 to 1."""
    centre = log(superiority / (1 - superiority))
    half = t_quantile(p, df) * error / float(superiority * (1 - superiority))
    return _inverse_logit(centre - half), _inverse_logit(centre + half)


def _inverse_logit(x: float) -> float:
    return 1 / (1 + exp(-x)) if x > -700 else 0.0


def _as_delta(interval: Interval | None) -> Interval | None:
    return None if interval is None else (2 * interval[0] - 1, 2 * interval[1] - 1)
