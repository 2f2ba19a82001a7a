"""Who took part: response rate, complete and partial questionnaires, unanswered items.

The words around the numbers, such as "7 of 8", belong to the page.
"""

from enum import StrEnum
from fractions import Fraction


class Participation(StrEnum):
    """What became of a questionnaire that somebody began."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    BREAK_OFF = "break_off"


def response_rate(
    complete: int, eligible: int | None, *, partial: int = 0
) -> Fraction | None:
    """Return which share of the eligible people answered, 0 to 1.

    With `partial` 0 this is RR1, else RR2, which counts partial questionnaires too.
    None where the number of eligible people is not known, is 0, or is too small to be
    right.
    Method: docs/methods/likert.md, "Response rate".
    """
    if not eligible or complete + partial > eligible:
        return None
    return Fraction(complete + partial, eligible)


def participation(
    answered: int,
    applicable: int,
    *,
    complete_from: Fraction = Fraction(4, 5),
    partial_from: Fraction = Fraction(1, 2),
) -> Participation:
    """Return whether a questionnaire counts as complete, partial or broken off.

    `answered` counts ratings and "not applicable" among the `applicable` rating items
    that were shown; with none applicable there was nothing to leave out.
    Method: docs/methods/likert.md, "Response rate".
    """
    if not 0 <= answered <= applicable:
        raise ValueError("Not more items can be answered than there are.")
    share = Fraction(answered, applicable) if applicable else Fraction(1)
    if share >= complete_from:
        return Participation.COMPLETE
    return Participation.PARTIAL if share >= partial_from else Participation.BREAK_OFF


def item_non_response(skipped: int, shown: int) -> Fraction | None:
    """Return which share of those who saw an item left it out, 0 to 1; None for nobody.

    "Not applicable" is an answer, not a skip.
    Method: docs/methods/likert.md, "Skipped and not applicable".
    """
    return Fraction(skipped, shown) if shown else None


def not_applicable_share(not_applicable: int, shown: int) -> Fraction | None:
    """Return which share of those who saw an item chose "not applicable"; None for 0.

    Method: docs/methods/likert.md, "Skipped and not applicable".
    """
    return Fraction(not_applicable, shown) if shown else None
