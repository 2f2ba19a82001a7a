"""From which number of attempts on, and with which word, a quiz figure is shown."""

from fractions import Fraction

import pytest

from psychometrics.bands import (
    Band,
    DiscriminationWord,
    FacilityWord,
    discrimination_word,
    facility_word,
    quiz_bands,
)


@pytest.mark.parametrize(
    ("n", "facility", "discrimination", "reliability"),
    [
        (4, Band.HIDDEN, Band.HIDDEN, Band.HIDDEN),
        (5, Band.COUNTS, Band.HIDDEN, Band.HIDDEN),
        (9, Band.COUNTS, Band.HIDDEN, Band.HIDDEN),
        (10, Band.PROVISIONAL, Band.PROVISIONAL, Band.HIDDEN),
        (29, Band.PROVISIONAL, Band.PROVISIONAL, Band.HIDDEN),
        (30, Band.PERCENT, Band.PERCENT, Band.PERCENT),
    ],
)
def test_quiz_figures_appear_one_after_the_other(
    n, facility, discrimination, reliability
):
    bands = quiz_bands(n)

    assert bands.facility is facility
    assert bands.discrimination is discrimination
    assert bands.reliability is reliability


@pytest.mark.parametrize(
    ("percent", "word"),
    [
        (0, FacilityWord.EXTREMELY_DIFFICULT),
        (5, FacilityWord.EXTREMELY_DIFFICULT),
        (6, FacilityWord.VERY_DIFFICULT),
        (10, FacilityWord.VERY_DIFFICULT),
        (11, FacilityWord.DIFFICULT),
        (20, FacilityWord.DIFFICULT),
        (21, FacilityWord.MODERATELY_DIFFICULT),
        (34, FacilityWord.MODERATELY_DIFFICULT),
        (35, FacilityWord.ABOUT_RIGHT),
        (65, FacilityWord.ABOUT_RIGHT),
        (66, FacilityWord.FAIRLY_EASY),
        (80, FacilityWord.FAIRLY_EASY),
        (81, FacilityWord.EASY),
        (89, FacilityWord.EASY),
        (90, FacilityWord.VERY_EASY),
        (94, FacilityWord.VERY_EASY),
        (95, FacilityWord.EXTREMELY_EASY),
        (100, FacilityWord.EXTREMELY_EASY),
    ],
)
def test_every_facility_has_one_word(percent, word):
    assert facility_word(Fraction(percent, 100)) is word


def test_the_word_agrees_with_the_printed_per_cent():
    assert facility_word(Fraction(655, 1000)) is FacilityWord.FAIRLY_EASY
    assert facility_word(Fraction(654, 1000)) is FacilityWord.ABOUT_RIGHT


@pytest.mark.parametrize(
    ("r", "word"),
    [
        (0.7, DiscriminationWord.VERY_GOOD),
        (0.5, DiscriminationWord.VERY_GOOD),
        (0.49, DiscriminationWord.ADEQUATE),
        (0.3, DiscriminationWord.ADEQUATE),
        (0.29, DiscriminationWord.WEAK),
        (0.2, DiscriminationWord.WEAK),
        (0.19, DiscriminationWord.VERY_WEAK),
        (0.0, DiscriminationWord.VERY_WEAK),
        (-0.01, DiscriminationWord.NEGATIVE),
        (-1.0, DiscriminationWord.NEGATIVE),
    ],
)
def test_every_discrimination_has_one_word(r, word):
    assert discrimination_word(r) is word
