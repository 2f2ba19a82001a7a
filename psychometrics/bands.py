"""From which number of answers on a figure is shown, and the word that goes with it.

Values are stable lower-case keys; the page translates them. Whether a figure may be
shown at all without betraying somebody is decided in `disclosure`.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from .rounding import Number, exact, round_half_up


class Band(StrEnum):
    """How much a number of answers can carry."""

    HIDDEN = "hidden"
    COUNTS = "counts"
    PROVISIONAL = "provisional"
    PERCENT = "percent"


def display_band(n: int, threshold: int = 5) -> Band:
    """Return what may be printed for `n` valid ratings of one item.

    Below the threshold (and at 0) nothing, below 10 counts without a per cent, below 30
    a per cent marked provisional.
    Method: docs/methods/likert.md, "Bands of n".
    """
    if n < max(threshold, 1):
        return Band.HIDDEN
    if n < 10:
        return Band.COUNTS
    return Band.PROVISIONAL if n < 30 else Band.PERCENT


@dataclass(frozen=True)
class QuizBands:
    """What may be printed of a quiz item and of its quiz."""

    facility: Band
    discrimination: Band
    reliability: Band


def quiz_bands(n: int, threshold: int = 5) -> QuizBands:
    """Return what may be printed for `n` attempts: facility first, reliability last.

    Discrimination is hidden below 10 and provisional below 30, reliability hidden below
    30.
    Method: docs/methods/item-analysis.md, "When a figure is shown".
    """
    facility = display_band(n, threshold)
    return QuizBands(
        facility=facility,
        discrimination=Band.HIDDEN if n < 10 else facility,
        reliability=Band.HIDDEN if n < 30 else facility,
    )


class FacilityWord(StrEnum):
    """How easy an item is, in the bands of The Open University."""

    EXTREMELY_DIFFICULT = "extremely_difficult"
    VERY_DIFFICULT = "very_difficult"
    DIFFICULT = "difficult"
    MODERATELY_DIFFICULT = "moderately_difficult"
    ABOUT_RIGHT = "about_right"
    FAIRLY_EASY = "fairly_easy"
    EASY = "easy"
    VERY_EASY = "very_easy"
    EXTREMELY_EASY = "extremely_easy"


class DiscriminationWord(StrEnum):
    """How well an item tells strong from weak learners."""

    VERY_GOOD = "very_good"
    ADEQUATE = "adequate"
    WEAK = "weak"
    VERY_WEAK = "very_weak"
    NEGATIVE = "negative"


# The highest whole per cent of each band.
_FACILITY_LIMITS = (
    (5, FacilityWord.EXTREMELY_DIFFICULT),
    (10, FacilityWord.VERY_DIFFICULT),
    (20, FacilityWord.DIFFICULT),
    (34, FacilityWord.MODERATELY_DIFFICULT),
    (65, FacilityWord.ABOUT_RIGHT),
    (80, FacilityWord.FAIRLY_EASY),
    (89, FacilityWord.EASY),
    (94, FacilityWord.VERY_EASY),
)


def facility_word(facility: Fraction) -> FacilityWord:
    """Return the word for a facility of 0 to 1, judged by the whole per cent printed.

    Method: docs/methods/item-analysis.md, "Words".
    """
    percent = int(round_half_up(facility * 100, 0))
    for highest, word in _FACILITY_LIMITS:
        if percent <= highest:
            return word
    return FacilityWord.EXTREMELY_EASY


def discrimination_word(correlation: Number) -> DiscriminationWord:
    """Return the word for an item-rest correlation of -1 to 1, by the per cent printed.

    Method: docs/methods/item-analysis.md, "Words".
    """
    percent = int(round_half_up(exact(correlation) * 100, 0))
    if percent < 0:
        return DiscriminationWord.NEGATIVE
    if percent < 20:
        return DiscriminationWord.VERY_WEAK
    if percent < 30:
        return DiscriminationWord.WEAK
    return DiscriminationWord.ADEQUATE if percent < 50 else DiscriminationWord.VERY_GOOD
