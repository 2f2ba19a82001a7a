"""One mark from one answer; a score and an outcome from the marks. No database.

What an answer is worth as a share is the item's own rule (`content`); here a share
becomes points. The rules are written out with examples in docs/methods/marking.md.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeVar

from .content import Answer, ItemContent

Text = TypeVar("Text")
ZERO = Decimal(0)
# Marks are kept in hundredths of a point.
HUNDREDTH = Decimal("0.01")


def points(share: Fraction, max_mark: Decimal) -> Decimal:
    """Return a share of the points, in hundredths, halves rounded up."""
    exact = share * Fraction(max_mark)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(
        HUNDREDTH, rounding=ROUND_HALF_UP
    )


def mark(
    content: ItemContent,
    answer: Answer | None,
    max_mark: Decimal,
    *,
    wrong_tries: int = 0,
    penalty: Decimal = ZERO,
) -> Decimal | None:
    """Return the mark for an answer, between 0 and `max_mark`; an empty one gets 0.

    Each wrong try before it costs `penalty`, a share of the points. None where a person
    has to judge.
    """
    share = content.fraction(answer)
    if share is None:
        return None
    return points(after_tries(share, wrong_tries, penalty), max_mark)


def after_tries(share: Fraction, wrong_tries: int, penalty: Decimal) -> Fraction:
    """Return what is left of a share after wrong tries; never less than nothing."""
    return max(Fraction(0), share - wrong_tries * Fraction(penalty))


def wrong_tries(
    tries: Sequence[tuple[Answer | None, bool]], answer: Answer | None
) -> int:
    """Return how many wrong tries came before the answer that counts.

    `tries` are answers with whether they were right, in their order. The answer that
    counts may be the last of them; it does not count against itself.
    """
    before = tries[:-1] if tries and tries[-1][0] == answer else tries
    return sum(not is_right for _answer, is_right in before)


def total(marks: Iterable[Decimal]) -> Decimal:
    """Return the score: the sum of the marks."""
    return sum(marks, start=ZERO)


def is_passed(score: Decimal, max_score: Decimal, pass_mark: Decimal) -> bool:
    """Answer whether `score` reaches the pass mark, a share of `max_score`.

    Reaching it exactly passes. Decimals throughout: 0.8 of 5 is 4, not 4.000…1.
    """
    return score >= pass_mark * max_score


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What an attempt amounts to."""

    score: Decimal
    max_score: Decimal
    passed: bool


def outcome(
    marks: Iterable[tuple[Decimal, Decimal, bool]], pass_mark: Decimal
) -> Outcome:
    """Return the outcome of fully marked answers: (mark, maximum, is void) of each.

    What is void counts neither in the score nor in the maximum.
    """
    counted = [(mark, most) for mark, most, is_void in marks if not is_void]
    score = total(mark for mark, _most in counted)
    max_score = total(most for _mark, most in counted)
    return Outcome(score, max_score, is_passed(score, max_score, pass_mark))


def reached_band(
    bands: Mapping[int, Text], score: Decimal, max_score: Decimal
) -> Text | None:
    """Return the text of the highest band reached; None where none is, or no points.

    `bands` are texts by the per cent of the maximum from which they hold; reaching it
    exactly is enough.
    """
    reached = [
        percent for percent in bands if max_score and 100 * score >= percent * max_score
    ]
    return bands[max(reached)] if reached else None
