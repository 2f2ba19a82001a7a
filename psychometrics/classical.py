"""Classical item analysis of a quiz, with the definitions of Moodle's quiz report.

Marks go in as one row per attempt (the first finished one of each learner); an item
that was not answered has mark 0, an item that was not part of an attempt has None.
Shares and correlations come out as 0..1 and -1..1. When a figure is worth showing is in
`bands`; single options are in `options`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from .intervals import Interval, fisher_ci95
from .moments import (
    correlation,
    covariance,
    kurtosis,
    mean,
    median,
    on_common_denominator,
    skewness,
    variance,
)
from .rounding import Number, exact


@dataclass(frozen=True)
class Quarter:
    """The learners of one quarter of the rest scores, and how they did on the item."""

    n: int
    facility: Fraction | None


@dataclass(frozen=True)
class ItemStatistics:
    """How one item worked in one quiz. None is "not known", never 0."""

    n: int
    max_mark: Fraction
    # Mean mark as a share of the maximum; high means easy.
    facility_index: Fraction | None
    # In marks.
    sd: float | None
    # As a share of the maximum mark.
    sd_share: float | None
    # Of the mark with the total of the learner's other items.
    item_rest_correlation: float | None
    item_rest_ci95: Interval | None
    discriminative_efficiency: float | None
    upper_lower_index: Fraction | None
    covariance_with_total: Fraction | None
    # Shares of the whole quiz; the effective one is None with a negative covariance.
    effective_weight: float | None
    intended_weight: Fraction | None
    # From the lowest to the highest quarter of the rest scores.
    quarters: tuple[Quarter, ...]


@dataclass(frozen=True)
class QuizStatistics:
    """How a quiz worked as a whole. Scores are in marks."""

    n: int
    k: int
    max_score: Fraction
    mean: Fraction | None
    median: Fraction | None
    sd: float | None
    skewness: float | None
    kurtosis: float | None
    # The same as Cronbach's alpha; may be negative, and then the error ratio exceeds 1.
    internal_consistency: Fraction | None
    error_ratio: float | None
    standard_error_of_measurement: float | None


@dataclass(frozen=True)
class QuizAnalysis:
    """The statistics of a quiz and of its items, in their order."""

    quiz: QuizStatistics
    items: tuple[ItemStatistics, ...]


def analyse(
    marks: Sequence[Sequence[Number | None]], max_marks: Sequence[Number]
) -> QuizAnalysis:
    """Return the statistics of a quiz and its items from a table of marks.

    One row per attempt, one column per item.
    Method: docs/methods/item-analysis.md, "The table of marks".
    """
    k = len(max_marks)
    if any(len(row) != k for row in marks):
        raise ValueError("Every attempt needs one mark, or None, per item.")
    # Everything is calculated in whole units of 1/unit of a mark: exact, and fast.
    given = [mark for row in marks for mark in row if mark is not None]
    whole, unit = on_common_denominator([*max_marks, *given])
    maxima, numbers = whole[:k], iter(whole[k:])
    rows = [[None if m is None else next(numbers) for m in row] for row in marks]
    totals = [sum(m for m in row if m is not None) for row in rows]
    columns = [_seen(i, rows, totals) for i in range(k)]
    weights = effective_weights([covariance(*column) for column in columns])
    items = tuple(
        _item_statistics(
            *column,
            max_mark,
            unit=unit,
            effective_weight=weight,
            intended_weight=Fraction(max_mark, sum(maxima)) if sum(maxima) else None,
        )
        for column, max_mark, weight in zip(columns, maxima, weights, strict=True)
    )
    is_complete = len(given) == len(marks) * k
    alpha = (
        internal_consistency([item_marks for item_marks, _ in columns], totals)
        if is_complete
        else None
    )
    return QuizAnalysis(_quiz_statistics(totals, maxima, alpha, unit), items)


def facility_index(marks: Sequence[Number], max_mark: Number) -> Fraction | None:
    """Return the mean mark as a share of the maximum, 0 to 1: high means easy.

    None without attempts or with a maximum of 0.
    Method: docs/methods/item-analysis.md, "Facility index".
    """
    average, maximum = mean(marks), exact(max_mark)
    return None if average is None or not maximum else average / maximum


def item_rest_correlation(
    marks: Sequence[Number], totals: Sequence[Number]
) -> float | None:
    """Return how marks go with the total of the *other* items, -1 to 1.

    Leaving the item out of the total stops it from correlating with itself. None where
    either side has no spread, for instance when everybody was right.
    Method: docs/methods/item-analysis.md, "Discrimination index".
    """
    return correlation(marks, _rests(marks, totals))


def discriminative_efficiency(
    marks: Sequence[Number], totals: Sequence[Number]
) -> float | None:
    """Return the covariance with the rest as a share of the largest one possible, <= 1.

    The largest one has the same marks and the same rest scores, best with best. None
    where that is 0.
    Method: docs/methods/item-analysis.md, "Discriminative efficiency".
    """
    rests = _rests(marks, totals)
    whole_marks, _ = on_common_denominator(marks)
    observed = covariance(whole_marks, rests)
    largest = covariance(sorted(whole_marks), sorted(rests))
    return None if observed is None or not largest else float(observed / largest)


def effective_weights(
    covariances: Sequence[Fraction | None],
) -> tuple[float | None, ...]:
    """Return how much each item really contributes to the spread of totals, in shares.

    From each item's covariance with the total; the shares add up to 1. None for a
    negative covariance, which is a reason to look at the item, and where no item has a
    positive one.
    Method: docs/methods/item-analysis.md, "Intended and effective weight".
    """
    roots = [None if c is None or c < 0 else sqrt(c) for c in covariances]
    whole = sum(root for root in roots if root is not None)
    return tuple(None if root is None or not whole else root / whole for root in roots)


def internal_consistency(
    columns: Sequence[Sequence[Number]], totals: Sequence[Number]
) -> Fraction | None:
    """Return alpha of the items, one column of marks each; at most 1, may be negative.

    None for fewer than two items or attempts, or where all totals are equal.
    Method: docs/methods/item-analysis.md, "Internal consistency, error ratio and
    standard error".
    """
    k, whole = len(columns), variance(totals)
    if k < 2 or not whole:
        return None
    parts = sum((variance(column) or Fraction() for column in columns), Fraction())
    return Fraction(k, k - 1) * (1 - parts / whole)


def upper_lower_index(
    marks: Sequence[Number], totals: Sequence[Number], max_mark: Number
) -> Fraction | None:
    """Return facility among the best 27 % minus facility among the weakest 27 %.

    By total score; learners tied with the last of a group join it. None where the two
    groups would overlap, and without a group or a maximum.
    Method: docs/methods/item-analysis.md, "Upper-lower index".
    """
    groups = extreme_groups(totals)
    if groups is None:
        return None
    weakest, best = groups
    low = facility_index([marks[i] for i in weakest], max_mark)
    high = facility_index([marks[i] for i in best], max_mark)
    return None if low is None or high is None else high - low


def extreme_groups(
    totals: Sequence[Number],
) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Return who is among the weakest and who among the best 27 %, as positions.

    Attempts tied with the last of a group join it. None where the two groups would
    overlap, and without attempts.
    Method: docs/methods/item-analysis.md, "Upper-lower index".
    """
    size = (27 * len(totals) + 50) // 100
    if size == 0:
        return None
    scores, _ = on_common_denominator(totals)
    ordered = sorted(scores)
    highest_low, lowest_high = ordered[size - 1], ordered[-size]
    if highest_low >= lowest_high:
        return None
    return (
        tuple(i for i, score in enumerate(scores) if score <= highest_low),
        tuple(i for i, score in enumerate(scores) if score >= lowest_high),
    )


def quartile_strip(
    marks: Sequence[Number], totals: Sequence[Number], max_mark: Number
) -> tuple[Quarter, ...]:
    """Return the facility in each quarter of the rest scores, weakest quarter first.

    Equal rest scores are never split: they go where the middle of their ranks lies, so
    a quarter may be empty; its facility is None.
    Method: docs/methods/item-analysis.md, "Quartile strip".
    """
    rests = _rests(marks, totals)
    ordered = sorted(rests)
    groups: list[list[Number]] = [[], [], [], []]
    for mark, rest in zip(marks, rests, strict=True):
        twice_the_rank = bisect_left(ordered, rest) + bisect_right(ordered, rest)
        groups[2 * twice_the_rank // len(rests)].append(mark)
    return tuple(
        Quarter(len(group), facility_index(group, max_mark)) for group in groups
    )


def _seen(
    item: int, rows: Sequence[Sequence[int | None]], totals: Sequence[int]
) -> tuple[list[int], list[int]]:
    """Return the marks of one item and the totals of the attempts that had it."""
    marks, with_totals = [], []
    for row, total in zip(rows, totals, strict=True):
        mark = row[item]
        if mark is not None:
            marks.append(mark)
            with_totals.append(total)
    return marks, with_totals


def _item_statistics(
    marks: Sequence[int],
    totals: Sequence[int],
    max_mark: int,
    *,
    unit: int,
    effective_weight: float | None,
    intended_weight: Fraction | None,
) -> ItemStatistics:
    spread, with_total = variance(marks), covariance(marks, totals)
    discrimination = item_rest_correlation(marks, totals)
    return ItemStatistics(
        n=len(marks),
        max_mark=Fraction(max_mark, unit),
        facility_index=facility_index(marks, max_mark),
        sd=_root(spread, unit),
        sd_share=_root(spread, max_mark) if max_mark else None,
        item_rest_correlation=discrimination,
        item_rest_ci95=fisher_ci95(discrimination, len(marks)),
        discriminative_efficiency=discriminative_efficiency(marks, totals),
        upper_lower_index=upper_lower_index(marks, totals, max_mark),
        covariance_with_total=None if with_total is None else with_total / unit**2,
        effective_weight=effective_weight,
        intended_weight=intended_weight,
        quarters=quartile_strip(marks, totals, max_mark),
    )


def _quiz_statistics(
    totals: Sequence[int], maxima: Sequence[int], alpha: Fraction | None, unit: int
) -> QuizStatistics:
    average, middle = mean(totals), median(totals)
    spread = _root(variance(totals), unit)
    ratio = None if alpha is None else sqrt(1 - alpha)
    return QuizStatistics(
        n=len(totals),
        k=len(maxima),
        max_score=Fraction(sum(maxima), unit),
        mean=None if average is None else average / unit,
        median=None if middle is None else middle / unit,
        sd=spread,
        skewness=skewness(totals),
        kurtosis=kurtosis(totals),
        internal_consistency=alpha,
        error_ratio=ratio,
        standard_error_of_measurement=(
            None if ratio is None or spread is None else ratio * spread
        ),
    )


def _rests(marks: Sequence[Number], totals: Sequence[Number]) -> list[int]:
    """Return what each learner scored on the other items, in some common unit."""
    both, _ = on_common_denominator([*marks, *totals])
    n = len(marks)
    return [total - mark for mark, total in zip(both[:n], both[n:], strict=True)]


def _root(variance: Fraction | None, unit: int) -> float | None:
    """Return the standard deviation, in marks, of a variance in units."""
    return None if variance is None else sqrt(variance / unit**2)
