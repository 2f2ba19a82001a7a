"""What about an item is worth a trainer's look. Plain values in, no database.

For checks of learning: that nearly everybody is right is the goal there, not a fault,
so a high facility and a weak discrimination are no reason to look.
Method: docs/methods/item-analysis.md, "What is worth a look".
"""

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction

from psychometrics.intervals import Interval

# Below this number of attempts an accident looks like a fault.
ENOUGH_TO_JUDGE = 10
ENOUGH_FOR_ADVICE = 30
MANY_UNANSWERED = Fraction(1, 10)


class Flag(StrEnum):
    """One reason to look at an item, the most serious first."""

    OPTION_BEFORE_KEY = "option_before_key"
    NEGATIVE_DISCRIMINATION = "negative_discrimination"
    BELOW_GUESSING = "below_guessing"
    MANY_UNANSWERED = "many_unanswered"
    UNUSED_DISTRACTOR = "unused_distractor"


def flags(
    *,
    n: int,
    facility: Fraction | None,
    discrimination_ci95: Interval | None,
    guess: Fraction | None,
    unanswered: int,
    options: Iterable[tuple[int, bool]],
) -> tuple[Flag, ...]:
    """Return the reasons to look at an item that `n` attempts had.

    `options` are count and "is right" of each option, `guess` is what blind guessing
    would earn.
    """
    if n < ENOUGH_TO_JUDGE:
        return ()
    counts = list(options)
    keys = [count for count, is_key in counts if is_key]
    distractors = [count for count, is_key in counts if not is_key]
    found = []
    if keys and distractors and max(distractors) > min(keys):
        found.append(Flag.OPTION_BEFORE_KEY)
    if discrimination_ci95 is not None and discrimination_ci95[1] < 0:
        found.append(Flag.NEGATIVE_DISCRIMINATION)
    if facility is not None and guess is not None and facility < guess:
        found.append(Flag.BELOW_GUESSING)
    if Fraction(unanswered, n) > MANY_UNANSWERED:
        found.append(Flag.MANY_UNANSWERED)
    # Of two options neither can be done without.
    if n >= ENOUGH_FOR_ADVICE and len(counts) > 2 and 0 in distractors:
        found.append(Flag.UNUSED_DISTRACTOR)
    return tuple(found)
