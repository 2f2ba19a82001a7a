"""One mark from one answer; a score and an outcome from the marks. No database.

The rules are written out with examples in docs/methods/marking.md.
"""

from collections.abc import Iterable
from decimal import Decimal

from .content import ItemContent

ZERO = Decimal(0)


def chosen_keys(answer: dict | None) -> frozenset[str]:
    """Return the option keys of a stored answer; none for no answer."""
    return frozenset((answer or {}).get("chosen", ()))


def is_right(content: ItemContent, answer: dict | None) -> bool:
    """Answer whether exactly the right options were chosen."""
    return chosen_keys(answer) == content.right_keys


def mark(content: ItemContent, answer: dict | None, max_mark: Decimal) -> Decimal:
    """Return the mark for an answer, between 0 and `max_mark`.

    All or nothing: the right options and no other. An unanswered item gets 0.
    """
    return max_mark if is_right(content, answer) else ZERO


def total(marks: Iterable[Decimal]) -> Decimal:
    """Return the score: the sum of the marks."""
    return sum(marks, start=ZERO)


def is_passed(score: Decimal, max_score: Decimal, pass_mark: Decimal) -> bool:
    """Answer whether `score` reaches the pass mark, a share of `max_score`.

    Reaching it exactly passes. Decimals throughout: 0.8 of 5 is 4, not 4.000…1.
    """
    return score >= pass_mark * max_score
