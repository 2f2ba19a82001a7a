"""Figures that need the answers of each person: made once, at the final release.

What is returned is stored with the release; nobody reads an answer for a page. A small
difference between whom a figure is of and whom the counts are of would let somebody try
out the answers of the few, so there is no figure then. docs/methods/reliability.md,
"What a run says of its scale", gives the rules.
"""

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import lcm
from operator import itemgetter
from typing import Any

from psychometrics.disclosure import subset_allowed
from psychometrics.intervals import t_ci95
from psychometrics.reliability import alpha_displayable, alpha_of, feldt_ci95
from psychometrics.rounding import round_half_up, round_sqrt_half_up
from psychometrics.straightlining import (
    is_assessable,
    is_straight_line,
    straight_lining,
)

from .confidential import answers_of
from .models import SurveyItemVersion, SurveyRun

# The ratings of one respondent in the order of the statements, as they were given.
Row = tuple[int | None, ...]


def respondent_figures(
    run: SurveyRun, versions: Sequence[SurveyItemVersion], responded: int
) -> dict[str, Any]:
    """Return the scale and the straight lines of a closed run; what may not be is None.

    `versions` are the statements on one scale that are shown.
    """
    if not versions:
        return {"scale": None, "straight_lining": None}
    reversed_items = [version.is_reverse_keyed for version in versions]
    sums = _Sums(len(versions[0].points), reversed_items)
    for row in _rows(run, versions):
        sums.add(row)
    return {
        "scale": _scale(sums, responded, run.threshold),
        "straight_lining": _straight_lines(sums, run.threshold),
    }


def _rows(run: SurveyRun, versions: Sequence[SurveyItemVersion]) -> Iterator[Row]:
    """Yield the ratings of each respondent, one at a time: a run may be large."""
    places = {version.pk: place for place, version in enumerate(versions)}
    answers = (
        answers_of(run)
        .filter(item_version__in=list(places), value__gte=1)
        .order_by("response")
        .values_list("response", "item_version", "value")
        .iterator(chunk_size=5000)
    )
    for _response, given in itertools.groupby(answers, key=itemgetter(0)):
        row: list[int | None] = [None] * len(places)
        for _of, version, value in given:
            row[places[version]] = value
        yield tuple(row)


class _Sums:
    """What is kept while the rows go by: sums, never a row."""

    def __init__(self, points: int, reversed_items: Sequence[bool]) -> None:
        self.points = points
        self.reversed_items = tuple(reversed_items)
        self.k = len(reversed_items)
        # Of the complete rows: how many, and sums and squares of items and of totals.
        self.complete = 0
        self.item_sums = [0] * self.k
        self.item_squares = [0] * self.k
        self.total_sum = self.total_squares = 0
        # Of those who rated half of the statements: sums of scores and their squares,
        # in parts of a unit that every mean of so many ratings is a whole number of.
        self.unit = lcm(*range(1, self.k + 1))
        self.scored = self.score_sum = self.score_squares = 0
        # Of those who rated anything.
        self.n = self.flagged = self.sum_without = self.ratings_without = 0

    def add(self, row: Row) -> None:
        turned = [
            None if rating is None else self.points + 1 - rating if back else rating
            for rating, back in zip(row, self.reversed_items, strict=True)
        ]
        given = [rating for rating in turned if rating is not None]
        total = sum(given)
        self.n += 1
        if is_straight_line(row, self.reversed_items):
            self.flagged += 1
        else:
            self.sum_without += total
            self.ratings_without += len(given)
        if given and 2 * len(given) >= self.k:
            score = total * (self.unit // len(given))
            self.scored += 1
            self.score_sum += score
            self.score_squares += score * score
        if len(given) == self.k:
            self.complete += 1
            self.total_sum += total
            self.total_squares += total * total
            for place, rating in enumerate(given):
                self.item_sums[place] += rating
                self.item_squares[place] += rating * rating


def _variance(total: int, squares: int, n: int) -> Fraction:
    return Fraction(n * squares - total * total, n * (n - 1))


def _scale(sums: _Sums, responded: int, threshold: int) -> dict[str, Any] | None:
    found: dict[str, Any] = {"k": sums.k}
    n = sums.complete
    if alpha_displayable(n, sums.k) and subset_allowed(responded, n, threshold):
        parts = zip(sums.item_sums, sums.item_squares, strict=True)
        alpha = alpha_of(
            sums.k,
            sum((_variance(one, square, n) for one, square in parts), Fraction()),
            _variance(sums.total_sum, sums.total_squares, n),
        )
        interval = feldt_ci95(alpha, n, sums.k)
        if alpha is not None and interval is not None:
            found |= {
                "n_complete": n,
                "alpha": _two(alpha),
                "alpha_ci95": [_two(limit) for limit in interval],
            }
    n = sums.scored
    if sums.k >= 3 and n >= threshold and subset_allowed(responded, n, threshold):
        mean = Fraction(sums.score_sum, n * sums.unit)
        variance = _variance(sums.score_sum, sums.score_squares, n) / sums.unit**2
        interval = t_ci95(mean, variance, n, 1, sums.points)
        found |= {
            "n_scored": n,
            "mean": _two(mean),
            "sd": round_sqrt_half_up(variance, 2),
            "mean_ci95": [_two(limit) for limit in interval] if interval else None,
        }
    return found if len(found) > 1 else None


def _two(value: Fraction | float) -> str:
    """Return a figure as it is printed: more decimals would only help to try out."""
    return round_half_up(Fraction(value), 2)


def _straight_lines(sums: _Sums, threshold: int) -> dict[str, Any] | None:
    if not is_assessable(sums.reversed_items):
        return None
    found = straight_lining(
        flagged=sums.flagged,
        n=sums.n,
        total_without=sums.sum_without,
        ratings_without=sums.ratings_without,
        threshold=threshold,
    )
    if found is None:
        return None
    return {
        "flagged": found.flagged,
        "n": found.n,
        "mean_without": _two(found.mean_without),
    }
