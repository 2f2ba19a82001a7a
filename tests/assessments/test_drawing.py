"""Choosing items for several draws at once."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.drawing import Draw, choose, found_counts

ITEMS = st.integers(0, 9)
DRAWS = st.lists(
    st.builds(Draw, st.integers(1, 3), st.frozensets(ITEMS, max_size=6)), max_size=4
)


def most_by_trying(draws, items):
    """Return the size of the largest choice, found by trying every choice of places."""
    seats = [index for index, draw in enumerate(draws) for _n in range(draw.count)]
    for size in range(min(len(seats), len(items)), 0, -1):
        for chosen in itertools.combinations(seats, size):
            if any(
                all(
                    item in draws[seat].accepts
                    for item, seat in zip(order, chosen, strict=True)
                )
                for order in itertools.permutations(items, size)
            ):
                return size
    return 0


@given(DRAWS, st.randoms())
def test_a_choice_has_no_item_twice_and_only_fitting_ones(draws, rng):
    order = rng.sample(range(10), 10)
    chosen = choose(draws, order)

    everything = [item for items in chosen for item in items]
    assert len(everything) == len(set(everything))
    for draw, items in zip(draws, chosen, strict=True):
        assert set(items) <= draw.accepts
        assert len(items) <= draw.count


@given(
    st.lists(
        st.builds(Draw, st.integers(1, 2), st.frozensets(st.integers(0, 3))),
        max_size=3,
    ),
    st.permutations(range(4)),
)
def test_as_many_are_found_as_there_are(draws, order):
    assert sum(map(len, choose(draws, order))) == most_by_trying(draws, range(4))


@given(DRAWS, st.permutations(range(10)))
def test_what_is_found_does_not_depend_on_chance(draws, order):
    assert sum(map(len, choose(draws, order))) == sum(found_counts(draws))


@given(DRAWS, st.permutations(range(10)), st.integers(0, 10))
def test_no_other_choice_has_more_preferred_items(draws, order, known):
    """Taking the preferred items alone finds no more of them than taking all."""
    preferred = order[:known]
    chosen = {item for items in choose(draws, order) for item in items}

    assert len(chosen & set(preferred)) == sum(map(len, choose(draws, preferred)))


def test_an_item_moves_to_another_draw_where_that_makes_room():
    wide, narrow = Draw(1, frozenset({1, 2})), Draw(1, frozenset({1}))

    assert choose([wide, narrow], [1, 2]) == [[2], [1]]
    assert found_counts([wide, narrow]) == [1, 1]


def test_the_later_draw_lacks_what_there_is_too_little_of():
    draws = [Draw(2, frozenset({1, 2})), Draw(2, frozenset({2, 3}))]

    assert found_counts(draws) == [2, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_every_item_is_drawn_about_equally_often(count):
    rng = random.Random(5)
    times = dict.fromkeys(range(6), 0)
    for _round in range(3000):
        order = list(range(6))
        rng.shuffle(order)
        for item in choose([Draw(count, frozenset(range(6)))], order)[0]:
            times[item] += 1

    assert max(times.values()) - min(times.values()) < 3000 * count / 6 * 0.15
