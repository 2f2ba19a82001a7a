"""The figures of one Likert item, and of all ratings of a survey taken together.

An item is one statement with ordered points; several items that are added up are a
scale and belong to `reliability`. Counts go in lowest point first, after a
reverse-worded item was turned; "not applicable" and skipped answers are never among
them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from .bands import Band, display_band
from .intervals import (
    Interval,
    clustered_ci95,
    dirichlet_beta_ci95,
    t_ci95,
    wilson_ci95,
)
from .participation import response_rate
from .rounding import exact, round_half_up, round_sqrt_half_up

__all__ = [
    "Band",
    "LikertSummary",
    "clustered_ci95",
    "count_quantile",
    "default_top_box_size",
    "display_band",
    "interpolated_median",
    "overall_mean",
    "response_rate",
    "reverse_counts",
    "summarise",
]


@dataclass(frozen=True)
class LikertSummary:
    """Every figure of one item, from its counts alone. None is "not known", never 0."""

    # Lowest point first; a point that nobody chose keeps its place.
    counts: tuple[int, ...]
    lowest: int
    top_box_size: int
    n: int
    # The sum of all ratings.
    total: int
    mean: Fraction | None
    # Sample variance and standard deviation, divisor n - 1.
    variance: Fraction | None
    sd: float | None
    median: Fraction | None
    q1: Fraction | None
    q3: Fraction | None
    iqr: Fraction | None
    interpolated_median: Fraction | None
    favourable_count: int
    favourable_share: Fraction | None
    unfavourable_count: int
    unfavourable_share: Fraction | None
    # Of the favourable share.
    wilson95: Interval | None
    # Of the mean: Student's for readers who compare with other software, and the
    # Dirichlet-Beta interval, which is the one to show.
    t_ci95: Interval | None
    db_ci95: Interval | None

    @property
    def highest(self) -> int:
        return self.lowest + len(self.counts) - 1

    @property
    def neutral_count(self) -> int:
        return self.n - self.favourable_count - self.unfavourable_count

    @property
    def is_t_ci95_displayable(self) -> bool:
        """False where Student's interval is missing or only a point."""
        return self.t_ci95 is not None and bool(self.variance)

    @property
    def mean_display(self) -> str | None:
        """The mean as printed in tables, with two decimals."""
        return None if self.mean is None else round_half_up(self.mean, 2)

    @property
    def sd_display(self) -> str | None:
        """The standard deviation with two decimals, rounded from the exact variance."""
        return None if self.variance is None else round_sqrt_half_up(self.variance, 2)

    @property
    def favourable_percent_display(self) -> str | None:
        """The favourable share as a whole per cent, without the sign."""
        return _percent(self.favourable_share)

    @property
    def unfavourable_percent_display(self) -> str | None:
        """The unfavourable share as a whole per cent, without the sign."""
        return _percent(self.unfavourable_share)

    @property
    def percent_display(self) -> tuple[str, ...] | None:
        """A whole per cent per point, each rounded alone, so not always 100 in all."""
        if self.n == 0:
            return None
        return tuple(round_half_up(Fraction(100 * c, self.n), 0) for c in self.counts)

    @property
    def db_ci95_display(self) -> tuple[str, str] | None:
        """The limits of the interval to show, with two decimals."""
        if self.db_ci95 is None:
            return None
        low, high = self.db_ci95
        return round_half_up(exact(low), 2), round_half_up(exact(high), 2)


def summarise(
    counts: Sequence[int], *, lowest: int = 1, top_box_size: int | None = None
) -> LikertSummary:
    """Return every figure of one item from how often each of its points was chosen.

    The lowest point comes first and has the value `lowest`. `top_box_size` is how many
    of the highest points count as favourable; by default what is usual for so many
    points.
    Method: docs/methods/likert.md, "One item".
    """
    points = len(counts)
    if points < 2:
        raise ValueError("An item needs at least two points.")
    if any(count < 0 for count in counts):
        raise ValueError("A count cannot be negative.")
    size = default_top_box_size(points) if top_box_size is None else top_box_size
    if not 1 <= size <= points:
        raise ValueError(f"The top box must have 1 to {points} points, not {size}.")
    n = sum(counts)
    total = sum(c * s for s, c in enumerate(counts, lowest))
    squares = sum(c * s * s for s, c in enumerate(counts, lowest))
    mean = Fraction(total, n) if n else None
    variance = Fraction(n * squares - total**2, n * (n - 1)) if n > 1 else None
    favourable = sum(counts[points - size :])
    # The mirror image of the favourable points, as far as the two do not overlap.
    unfavourable = sum(counts[: min(size, points - size)])
    q1, q2, q3 = (
        count_quantile(counts, Fraction(quarter, 4), lowest=lowest)
        for quarter in (1, 2, 3)
    )
    return LikertSummary(
        counts=tuple(counts),
        lowest=lowest,
        top_box_size=size,
        n=n,
        total=total,
        mean=mean,
        variance=variance,
        sd=None if variance is None else sqrt(variance),
        median=q2,
        q1=q1,
        q3=q3,
        iqr=None if q1 is None or q3 is None else q3 - q1,
        interpolated_median=interpolated_median(counts, lowest=lowest),
        favourable_count=favourable,
        favourable_share=Fraction(favourable, n) if n else None,
        unfavourable_count=unfavourable,
        unfavourable_share=Fraction(unfavourable, n) if n else None,
        wilson95=wilson_ci95(favourable, n),
        t_ci95=t_ci95(mean, variance, n, lowest, lowest + points - 1),
        db_ci95=dirichlet_beta_ci95(counts, lowest),
    )


def default_top_box_size(points: int) -> int:
    """Return how many of the highest points are favourable unless the survey says more.

    One of 2 or 3 points, two of 4 to 9, three of 10 and more.
    Method: docs/methods/likert.md, "Favourable and unfavourable".
    """
    if points < 4:
        return 1
    return 2 if points < 10 else 3


def reverse_counts(counts: Sequence[int]) -> tuple[int, ...]:
    """Return the counts of a reverse-worded item as if it were worded the other way.

    A rating r becomes lowest + highest - r. Raw ratings stay stored as given; turn them
    once, when they are read.
    Method: docs/methods/likert.md, "Reverse-worded items".
    """
    return tuple(reversed(counts))


def count_quantile(
    counts: Sequence[int], share: Fraction, *, lowest: int = 1
) -> Fraction | None:
    """Return the Hyndman-Fan type 2 quantile of counted ratings; None for no ratings.

    Always a point of the item or the midpoint of two used points; `share` lies strictly
    between 0 and 1.
    Method: docs/methods/likert.md, "Median and quartiles".
    """
    n = sum(counts)
    if n == 0:
        return None
    position, rest = divmod(n * share.numerator, share.denominator)
    upper = _rating_at(counts, position + 1, lowest)
    if rest:
        return Fraction(upper)
    return Fraction(_rating_at(counts, position, lowest) + upper, 2)


def interpolated_median(counts: Sequence[int], *, lowest: int = 1) -> Fraction | None:
    """Return the median that tells full rooms apart; None for no ratings.

    Each point is taken to stretch half a point to both sides, so the result can lie up
    to half a point outside the used points.
    Method: docs/methods/likert.md, "Interpolated median".
    """
    n = sum(counts)
    below = 0
    for s, count in enumerate(counts, lowest):
        if count and 2 * (below + count) > n:
            return s - Fraction(1, 2) + (Fraction(n, 2) - below) / count
        below += count
        if count and 2 * below == n:
            return Fraction(s + _rating_at(counts, below + 1, lowest), 2)
    return None


def overall_mean(items: Iterable[tuple[int, int]]) -> Fraction | None:
    """Return the mean of all ratings of several items, each given as (sum, n).

    Every rating weighs the same, so an item with more answers weighs more. Leave out
    hidden items and items on another set of points. None without ratings.
    Method: docs/methods/likert.md, "Mean of all ratings".
    """
    total = n = 0
    for item_total, item_n in items:
        total += item_total
        n += item_n
    return Fraction(total, n) if n else None


def _rating_at(counts: Sequence[int], position: int, lowest: int) -> int:
    """Return the rating at a position (from 1) of the ratings in ascending order."""
    for s, count in enumerate(counts, lowest):
        position -= count
        if position <= 0:
            return s
    raise ValueError("There are fewer ratings than that.")


def _percent(share: Fraction | None) -> str | None:
    return None if share is None else round_half_up(share * 100, 0)
