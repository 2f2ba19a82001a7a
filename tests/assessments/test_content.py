"""Every type of item: how answers are read, and what they are worth.

The tables are those of docs/methods/marking.md.
"""

import json
import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments import scoring
from assessments.blocks import ItemStreamBlock, stored_content
from assessments.content import (
    ItemType,
    OrderingContent,
    UnreadableAnswer,
    content_from_json,
)
from tests.factories import answer_strategies, content_strategies, contents

ALL_TYPES = pytest.mark.parametrize("item_type", ItemType, ids=str)
few = settings(max_examples=15, deadline=None)


def mixed(content, seed=1):
    return content.arrangement(random.Random(seed))


# What holds for every type ---------------------------------------------------------


@ALL_TYPES
def test_what_a_form_sends_for_an_answer_is_read_as_that_answer(item_type):
    @few
    @given(st.data(), st.integers())
    def holds(data, seed):
        content = data.draw(content_strategies.contents_of(item_type))
        answer = data.draw(answer_strategies.answers_to(content))
        arrangement = mixed(content, seed)

        assert content.read(arrangement, content.given(arrangement, answer)) == answer

    holds()


@ALL_TYPES
def test_a_content_survives_being_stored(item_type):
    @few
    @given(content_strategies.contents_of(item_type, cases=True))
    def holds(content):
        stored = json.loads(json.dumps(content.to_json()))

        assert content_from_json(stored) == content
        assert content_from_json(stored).checksum == content.checksum

    holds()


@ALL_TYPES
def test_a_content_survives_the_editors_form(item_type):
    @few
    @given(content_strategies.contents_of(item_type, cases=True))
    def holds(content):
        stored = json.loads(json.dumps(stored_content(content)))
        child = ItemStreamBlock().to_python(stored)[0]

        assert child.block.content(child.value, content.stimulus) == content

    holds()


@ALL_TYPES
def test_a_mark_lies_between_nothing_and_everything(item_type):
    @few
    @given(st.data(), st.decimals("0.01", 100, places=2), st.integers(0, 4))
    def holds(data, max_mark, wrong_tries):
        content = data.draw(content_strategies.contents_of(item_type))
        answer = data.draw(answer_strategies.answers_to(content))
        mark = scoring.mark(
            content,
            answer,
            max_mark,
            wrong_tries=wrong_tries,
            penalty=Decimal("0.333"),
        )

        assert mark is None or 0 <= mark <= max_mark
        assert (mark is None) == (content.is_marked_by_hand and answer is not None)

    holds()


@ALL_TYPES
def test_no_answer_is_worth_nothing_and_the_full_answer_everything(item_type):
    @few
    @given(content_strategies.contents_of(item_type))
    def holds(content):
        full = content.full_answer()

        assert content.fraction(None) == 0
        assert full is None or content.fraction(full) == 1
        assert (full is None) == (item_type == ItemType.FREE_TEXT)

    holds()


@ALL_TYPES
def test_another_arrangement_changes_no_mark(item_type):
    @few
    @given(st.data())
    def holds(data):
        content = data.draw(content_strategies.contents_of(item_type))
        answer = data.draw(answer_strategies.answers_to(content))
        for seed in (1, 2):
            arrangement = mixed(content, seed)
            again = content.read(arrangement, content.given(arrangement, answer))
            assert content.fraction(again) == content.fraction(answer)

    holds()


NAMES = st.sampled_from(
    ["option", "text", "move", "pair-0", "pair-1", "gap-0", "place-0", "shown-1", "x"]
)


@ALL_TYPES
def test_anything_that_is_sent_is_an_answer_or_refused(item_type):
    @few
    @given(
        st.data(),
        st.dictionaries(
            NAMES,
            st.lists(
                st.one_of(
                    st.text(max_size=6),
                    st.sampled_from(["0", "1", "2", "99999999", "-1", "2-up", "٣"]),
                ),
                max_size=3,
            ),
        ),
    )
    def holds(data, sent):
        content = data.draw(content_strategies.contents_of(item_type))
        arrangement = mixed(content)
        try:
            answer = content.read(arrangement, sent)
        except UnreadableAnswer:
            return
        share = content.fraction(answer)
        assert share is None or 0 <= share <= 1
        assert content.read(arrangement, content.given(arrangement, answer)) == answer

    holds()


# More of what is right is never worth less -------------------------------------------


@few
@given(st.data())
def test_a_further_right_option_never_costs_and_a_wrong_one_never_earns(data):
    content = data.draw(content_strategies.choices(ItemType.MULTIPLE_CHOICE))
    keys = sorted(option.key for option in content.options)
    chosen = data.draw(st.sets(st.sampled_from(keys)))
    key = data.draw(st.sampled_from(keys))
    without = content.fraction({"chosen": sorted(chosen - {key})})
    with_it = content.fraction({"chosen": sorted(chosen | {key})})

    if key in content.right_keys:
        assert with_it >= without
    elif chosen - {key}:
        assert with_it <= without


@few
@given(st.data())
def test_another_right_pair_never_costs(data):
    content = data.draw(content_strategies.matchings())
    answer = data.draw(answer_strategies.answers_to(content)) or {"pairs": {}}
    pair = data.draw(st.sampled_from(content.pairs))
    better = {"pairs": {**answer["pairs"], pair.key: content.right_choice(pair)}}

    assert content.fraction(better) >= content.fraction(answer)


@few
@given(st.data())
def test_another_right_gap_never_costs(data):
    content = data.draw(content_strategies.gap_texts())
    answer = data.draw(answer_strategies.answers_to(content)) or {"gaps": {}}
    gap = data.draw(st.sampled_from(content.gaps))
    better = {"gaps": {**answer["gaps"], gap.key: gap.right_key}}

    assert content.fraction(better) >= content.fraction(answer)


@few
@given(st.data())
def test_an_order_is_worth_its_right_neighbours(data):
    """So a further right neighbour, with the others kept, never costs."""
    content = data.draw(content_strategies.orderings())
    order = (data.draw(answer_strategies.answers_to(content)) or content.full_answer())[
        "order"
    ]
    right = [element.key for element in content.elements]
    followers = set(zip(order, order[1:], strict=False))
    wanted = list(zip(right, right[1:], strict=False))
    share = Fraction(sum(pair in followers for pair in wanted), len(wanted))

    if content.partial_credit:
        assert content.fraction({"order": order}) == share
    else:
        assert content.fraction({"order": order}) == (share == 1)


# The fields of an order ------------------------------------------------------------


def shown(*keys):
    """Return the fields of a page that shows a, b, c and d in this order."""
    arrangement = ["a", "b", "c", "d"]
    return {
        f"shown-{arrangement.index(key)}": [str(place)]
        for place, key in enumerate(keys, start=1)
    }


@pytest.mark.parametrize(
    ("sent", "order"),
    [
        ({}, None),
        ({"move": ["keep"]}, "badc"),
        ({"move": ["2-up"]}, "bacd"),
        ({"move": ["3-up"]}, "bdac"),
        ({"move": ["1-up"]}, "badc"),
        ({"move": ["2-down"]}, "badc"),
        ({"place-2": ["1"]}, "cbad"),
        ({"place-0": ["2"]}, "badc"),
        ({"place-1": ["4"], "place-2": ["1"]}, "cadb"),
    ],
    ids=[
        "untouched",
        "kept as it is",
        "the last up",
        "the third up",
        "the first up",
        "the last down",
        "the last to the top",
        "a place that it has",
        "two places",
    ],
)
def test_what_the_fields_of_an_order_amount_to(sent, order):
    """The page showed b, a, d, c to somebody who had not answered yet."""
    content: OrderingContent = contents.ordering()
    answer = content.read(["a", "b", "c", "d"], {**shown(*"badc"), **sent})

    assert answer == ({"order": list(order)} if order else None)


@pytest.mark.parametrize("button", ["up", "9-up", "1-left", "-1-up", "²-up", "1"])
def test_a_button_that_is_not_there_is_refused(button):
    with pytest.raises(UnreadableAnswer):
        contents.ordering().read(["a", "b", "c", "d"], {"move": [button]})
