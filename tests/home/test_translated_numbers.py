"""Numbers are compared over languages by what they say, not how they are written."""

from collections import Counter

import pytest

from tests.home.translated_texts import numbers


@pytest.mark.parametrize(
    ("english", "finnish"),
    [
        ("6,844 people", "6\u00a0844 ihmistä"),
        ("1,191 people, 502 jobs", "1 191 ihmistä, 502 työtä"),
        ("a ratio of 2.07 (1.82–2.35)", "suhdeluku 2,07 (1,82–2,35)"),
        ("by 18 December 2024", "18.12.2024 mennessä"),
        ("by 18 December 2024", "18. joulukuuta 2024 mennessä"),
        ("the 1980s, at 46%.", "1980-luku, 46\u00a0%."),
        ("0.456, or 46 per cent", "0,456 eli 46 prosenttia"),
        ("the bus at 16:20", "bussi kello 16.20"),
    ],
)
def test_a_number_is_the_same_in_either_way_of_writing(english, finnish):
    assert numbers(english, "en") == numbers(finnish, "fi") != Counter()


@pytest.mark.parametrize(
    ("english", "finnish"),
    [
        ("46 per cent", "64 prosenttia"),
        ("a ratio of 2.07", "suhdeluku 2,70"),
        ("a ratio of 2.07", "suhdeluku 2.07"),
        ("6,844 people", "6\u00a0448 ihmistä"),
        ("348 of 763", "763"),
        ("20 of 100", "20 ihmistä 100:sta, 2 uutta"),
    ],
)
def test_a_number_that_drifted_is_seen(english, finnish):
    assert numbers(english, "en") != numbers(finnish, "fi")
