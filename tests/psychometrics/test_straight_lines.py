"""The same answer to everything: what is flagged, and when it may be said."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psychometrics.reliability import alpha_of, cronbach_alpha, moments_of
from psychometrics.straightlining import (
    is_assessable,
    is_straight_line,
    straight_lining,
)


@pytest.mark.parametrize(
    ("ratings", "reversed_items", "is_flagged"),
    [
        # The table of docs/methods/reliability.md, "Straight-lining".
        ([5, 5, 5, 5], [False, False, False, True], True),
        ([5, 5, 5, 5], [False] * 4, False),
        ([5, 5, 5, 1], [False, False, False, True], False),
        ([5, 5, 5, None], [False, False, False, True], False),
        ([3, 3, None, 3, 3], [False, False, False, False, True], True),
        ([3, 3, 3, 3, None], [False, False, False, False, True], False),
        ([None] * 4, [False, False, False, True], False),
    ],
)
def test_a_straight_line_ignores_what_is_reversed(ratings, reversed_items, is_flagged):
    assert is_straight_line(ratings, reversed_items) is is_flagged


@pytest.mark.parametrize(
    ("reversed_items", "is_possible"),
    [
        ([False, False, False, True], True),
        ([False, False, True], False),
        ([False] * 8, False),
        ([True] * 8, False),
        ([], False),
    ],
)
def test_without_a_reversed_statement_nothing_is_assessed(reversed_items, is_possible):
    assert is_assessable(reversed_items) is is_possible


@given(n=st.integers(0, 80), flagged=st.integers(0, 80), threshold=st.integers(1, 10))
def test_neither_side_of_the_note_is_ever_small(n, flagged, threshold):
    flagged = min(flagged, n)
    said = straight_lining(
        flagged=flagged,
        n=n,
        total_without=4 * (n - flagged),
        ratings_without=n - flagged,
        threshold=threshold,
    )

    assert (said is not None) is (flagged >= threshold and n - flagged >= threshold)
    if said is not None:
        assert said.mean_without == 4
        assert said.share == Fraction(flagged, n)


def test_nobody_looks_like_a_few():
    said = [
        straight_lining(
            flagged=flagged, n=58, total_without=200, ratings_without=50, threshold=5
        )
        for flagged in range(6)
    ]

    assert said[:5] == [None] * 5
    assert said[5].flagged == 5


def test_more_than_everybody_cannot_be_flagged():
    with pytest.raises(ValueError, match="Not more people"):
        straight_lining(flagged=3, n=2, total_without=0, ratings_without=0, threshold=5)


ROWS = st.lists(st.tuples(*[st.integers(1, 5)] * 3), min_size=2, max_size=20)


@given(rows=ROWS)
def test_alpha_of_variances_is_alpha_of_the_answers(rows):
    moments = moments_of(rows)

    assert cronbach_alpha(moments) == alpha_of(
        3, sum(moments.item_variances(), Fraction()), moments.total_variance()
    )
