"""What answers are worth: each line of the tables on the methods page is a case."""

from fractions import Fraction

import pytest

from assessments.content import (
    AcceptedText,
    ChoiceContent,
    GapContent,
    ItemType,
    MatchingContent,
    Pair,
    ShortTextContent,
)
from tests.factories import contents

# The tables of the methods page ------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "share"),
    [
        ("ac", Fraction(1)),
        ("a", Fraction(1, 2)),
        ("abc", Fraction(1, 2)),
        ("ab", Fraction(0)),
        ("b", Fraction(0)),
        ("abcd", Fraction(0)),
        ("", Fraction(0)),
    ],
)
def test_partial_credit_for_several_options(chosen, share):
    content: ChoiceContent = contents.multiple(partial_credit=True)

    assert content.fraction({"chosen": list(chosen)} if chosen else None) == share


@pytest.mark.parametrize(
    ("pairs", "share", "whole"),
    [
        ({"p1": "p1", "p2": "p2", "p3": "p3"}, Fraction(1), 1),
        ({"p1": "p1", "p2": "p2", "p3": "d1"}, Fraction(2, 3), 0),
        ({"p1": "p2", "p2": "p1", "p3": "p3"}, Fraction(1, 3), 0),
        ({"p1": "p1"}, Fraction(1, 3), 0),
        ({"p1": "d1", "p2": "d1"}, Fraction(0), 0),
    ],
    ids=["all", "one wrong", "two swapped", "one and no more", "all wrong"],
)
def test_matching(pairs, share, whole):
    answer = {"pairs": pairs}

    assert contents.matching().fraction(answer) == share
    assert contents.matching(partial_credit=False).fraction(answer) == whole


def test_prompts_may_share_an_answer():
    content: MatchingContent = contents.matching()
    twice = MatchingContent(
        type=content.type,
        stem=content.stem,
        pairs=(
            *content.pairs[:2],
            Pair("p4", {"en": "A visit this week"}, {"en": "Rapid search"}),
        ),
    )

    assert list(twice.choices) == ["p1", "p2"]
    assert twice.fraction({"pairs": {"p1": "p1", "p2": "p2", "p4": "p2"}}) == 1


@pytest.mark.parametrize(
    ("order", "share", "whole"),
    [
        ("abcd", Fraction(1), 1),
        ("bcda", Fraction(2, 3), 0),
        ("abdc", Fraction(1, 3), 0),
        ("acbd", Fraction(0), 0),
        ("dcba", Fraction(0), 0),
    ],
)
def test_ordering(order, share, whole):
    answer = {"order": list(order)}

    assert contents.ordering().fraction(answer) == share
    assert contents.ordering(partial_credit=False).fraction(answer) == whole


@pytest.mark.parametrize(
    ("gaps", "share", "whole"),
    [
        ({"job": "x", "count": "y"}, Fraction(1), 1),
        ({"job": "x", "count": "z"}, Fraction(1, 2), 0),
        ({"job": "x"}, Fraction(1, 2), 0),
        ({"job": "y", "count": "x"}, Fraction(0), 0),
    ],
    ids=["all", "one wrong", "one open", "all wrong"],
)
def test_gaps(gaps, share, whole):
    content: GapContent = contents.gaps()

    assert content.fraction({"gaps": gaps}) == share
    assert contents.gaps(partial_credit=False).fraction({"gaps": gaps}) == whole


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Individual Placement and Support", Fraction(1)),
        ("  individual   placement AND support ", Fraction(1)),
        ("individual placement", Fraction(1)),
        ("Placement", Fraction(1, 2)),
        ("the individual placement", Fraction(0)),
        ("support", Fraction(0)),
    ],
)
def test_short_text(text, share):
    assert contents.short_text().fraction({"text": text}) == share


@pytest.mark.parametrize(
    ("fields", "share"),
    [({}, 0), ({"ignore_accents": True}, 1)],
    ids=["marks count", "marks do not count"],
)
def test_letters_with_marks(fields, share):
    content = ShortTextContent(
        type=ItemType.SHORT_TEXT,
        stem={"en": "x"},
        accepted=(AcceptedText("a", "työ"),),
        **fields,
    )

    assert content.fraction({"text": "tyo"}) == share


@pytest.mark.parametrize("pattern", ["a * b", "* b", "a *", "a*b", "*b*", "a \\* b"])
def test_the_full_answer_to_a_pattern_fits_it(pattern):
    content = ShortTextContent(
        type=ItemType.SHORT_TEXT,
        stem={"en": "x"},
        accepted=(AcceptedText("a", pattern),),
    )

    assert content.is_right(content.full_answer())


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("1.5", Fraction(1)),
        ("1,5 kg", Fraction(1)),
        ("1500 g", Fraction(1)),
        ("1 500 g", Fraction(1)),
        ("1.6", Fraction(1)),
        ("1.61", Fraction(1, 2)),
        ("2", Fraction(1, 2)),
        ("2.01", Fraction(0)),
        ("1500", Fraction(0)),
        ("1.5 lb", Fraction(0)),
        ("one and a half", Fraction(0)),
    ],
)
def test_number(text, share):
    assert contents.number().fraction({"text": text}) == share


def test_a_number_without_the_unit_that_is_asked_for_is_none():
    content = contents.number(unit_required=True)

    assert content.fraction({"text": "1.5"}) == 0
    assert content.fraction({"text": "1.5 kg"}) == 1


@pytest.mark.parametrize(
    ("points", "share"),
    [
        ({"asks": 1, "hopes": 3}, Fraction(1)),
        ({"asks": 1, "hopes": 1}, Fraction(1, 2)),
        ({"asks": 1}, Fraction(1, 4)),
        ({}, Fraction(0)),
    ],
    ids=["all", "half", "one criterion", "none"],
)
def test_a_text_that_is_judged_by_criteria(points, share):
    assert contents.essay().judged(points) == share


def test_what_was_written_waits_for_a_person():
    assert contents.essay().fraction({"text": "I would ask."}) is None
    assert contents.essay().fraction(None) == 0


def test_a_reflection_earns_nothing_and_waits_for_nobody():
    assert contents.reflection().fraction({"text": "One talk."}) == 0
    assert not contents.reflection().is_graded
