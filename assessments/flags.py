"""What about an item is worth a trainer's look. Plain values in, no database.

In a check of learning, that nearly everybody is right is the goal, not a fault, so a
high facility and a weak discrimination are no reason to look. Where a quiz is to tell
people apart, they are.
Method: docs/methods/item-analysis.md, "What is worth a look".
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from fractions import Fraction

from psychometrics.intervals import Interval

# Below this number of attempts an accident looks like a fault.
ENOUGH_TO_JUDGE = 10
ENOUGH_FOR_ADVICE = 30
MANY_UNANSWERED = Fraction(1, 10)
KNOWN_BY_MOST = Fraction(1, 2)
# The bands of facility and of discrimination that are of no use for telling apart.
EXTREMELY_EASY = Fraction(95, 100)
VERY_DIFFICULT = Fraction(10, 100)
ADEQUATE = 0.3


class Flag(StrEnum):
    """One reason to look at an item, the most serious first."""

    OPTION_BEFORE_KEY = "option_before_key"
    NEGATIVE_DISCRIMINATION = "negative_discrimination"
    BELOW_GUESSING = "below_guessing"
    ESSENTIAL_UNKNOWN = "essential_unknown"
    MANY_UNANSWERED = "many_unanswered"
    UNUSED_DISTRACTOR = "unused_distractor"
    # For telling people apart only.
    TOO_EASY = "too_easy"
    TOO_DIFFICULT = "too_difficult"
    WEAK_DISCRIMINATION = "weak_discrimination"


def flags(
    *,
    n: int,
    facility: Fraction | None,
    discrimination_ci95: Interval | None,
    guess: Fraction | None,
    unanswered: int,
    options: Iterable[tuple[int, bool]],
    is_essential: bool = False,
    is_selection: bool = False,
) -> tuple[Flag, ...]:
    """Return the reasons to look at an item that `n` attempts had.

    `options` are count and "is right" of each option, `guess` is what blind guessing
    would earn. `is_essential` is the author's word for what everybody should know,
    `is_selection` says that the quiz is to tell people apart.
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
    if is_essential and facility is not None and facility < KNOWN_BY_MOST:
        found.append(Flag.ESSENTIAL_UNKNOWN)
    if Fraction(unanswered, n) > MANY_UNANSWERED:
        found.append(Flag.MANY_UNANSWERED)
    # Of two options neither can be done without.
    if n >= ENOUGH_FOR_ADVICE and len(counts) > 2 and 0 in distractors:
        found.append(Flag.UNUSED_DISTRACTOR)
    if is_selection:
        found.extend(_selection_flags(facility, discrimination_ci95))
    return tuple(found)


def _selection_flags(
    facility: Fraction | None, discrimination_ci95: Interval | None
) -> Iterator[Flag]:
    """Yield why an item tells people apart badly, by the bands of the methods page.

    A weak discrimination is one that is surely below an adequate one: with few attempts
    a low value alone is an accident.
    """
    if facility is not None and facility >= EXTREMELY_EASY:
        yield Flag.TOO_EASY
    if facility is not None and facility <= VERY_DIFFICULT:
        yield Flag.TOO_DIFFICULT
    if discrimination_ci95 is not None and 0 <= discrimination_ci95[1] < ADEQUATE:
        yield Flag.WEAK_DISCRIMINATION
