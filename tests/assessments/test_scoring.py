"""Marks, scores and outcomes: the rules of docs/methods/marking.md, no database."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import scoring
from assessments.content import ChoiceContent, ItemType, Option

POINTS = st.decimals("0.01", "100", places=2)


def content(right: str, options: str = "ABCD") -> ChoiceContent:
    """Return an item with one option per letter, those in `right` right."""
    kind = "single_choice" if len(right) == 1 else "multiple_choice"
    return ChoiceContent(
        type=ItemType(kind),
        stem={"en": "Which?"},
        options=tuple(
            Option(letter, {"en": letter}, letter in right, {}) for letter in options
        ),
        feedback={},
    )


def chosen(letters: str) -> dict:
    return {"chosen": list(letters)}


# One item -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "points"),
    [("AC", 1), ("CA", 1), ("A", 0), ("ABC", 0), ("B", 0), ("", 0)],
)
def test_the_table_of_the_methods_page(answer, points):
    assert scoring.mark(content("AC"), chosen(answer), Decimal(1)) == points


@pytest.mark.parametrize("answer", [None, {}, {"chosen": []}])
def test_no_answer_gets_nothing(answer):
    assert scoring.mark(content("A"), answer, Decimal(1)) == 0


def test_a_key_of_no_option_makes_an_answer_wrong():
    assert scoring.mark(content("A"), chosen("AZ"), Decimal(1)) == 0


@given(
    right=st.sets(st.sampled_from("ABCD"), min_size=1),
    answer=st.sets(st.sampled_from("ABCDZ")),
    max_mark=POINTS,
)
def test_a_mark_is_all_or_nothing_and_bounded(right, answer, max_mark):
    mark = scoring.mark(content("".join(right)), chosen("".join(answer)), max_mark)

    assert mark in {Decimal(0), max_mark}
    assert (mark == max_mark) == (right == answer)


@given(
    right=st.sets(st.sampled_from("ABCD"), min_size=1),
    answer=st.sets(st.sampled_from("ABCD")),
    max_mark=POINTS,
)
def test_coming_closer_to_the_key_never_costs_points(right, answer, max_mark):
    """Correct one choice at a time: the mark never falls on the way to the key."""
    item = content("".join(right))
    marks = [scoring.mark(item, chosen("".join(answer)), max_mark)]
    for option in sorted(right ^ answer):
        answer = answer ^ {option}
        marks.append(scoring.mark(item, chosen("".join(answer)), max_mark))

    assert marks == sorted(marks)
    assert marks[-1] == max_mark


# An attempt ---------------------------------------------------------------------------


@given(marks=st.lists(POINTS, max_size=30))
def test_a_score_is_the_exact_sum_in_any_order(marks):
    assert scoring.total(marks) == scoring.total(reversed(marks)) == sum(marks)


def test_no_marks_make_a_score_of_zero():
    assert scoring.total([]) == 0


@pytest.mark.parametrize(
    ("score", "maximum", "pass_mark", "passed"),
    [
        ("4", "5", "0.8", True),
        ("3.99", "5", "0.8", False),
        ("2.4", "3", "0.8", True),
        ("2.39", "3", "0.8", False),
        ("0.7", "1", "0.7", True),
        # As binary fractions 0.1 × 3 is more than 0.3.
        ("0.3", "3", "0.1", True),
        ("0", "5", "0", True),
        ("5", "5", "1", True),
        ("4.99", "5", "1", False),
    ],
)
def test_reaching_the_pass_mark_exactly_passes(score, maximum, pass_mark, passed):
    result = scoring.is_passed(Decimal(score), Decimal(maximum), Decimal(pass_mark))

    assert result is passed


@given(
    maximum=POINTS,
    pass_mark=st.decimals("0", "1", places=4),
    lower=POINTS,
    more=POINTS,
)
def test_more_points_never_turn_a_pass_into_a_fail(maximum, pass_mark, lower, more):
    if scoring.is_passed(lower, maximum, pass_mark):
        assert scoring.is_passed(lower + more, maximum, pass_mark)


@given(maximum=POINTS, pass_mark=st.decimals("0.0001", "1", places=4))
def test_the_least_passing_score_passes_and_less_does_not(maximum, pass_mark):
    needed = maximum * pass_mark

    assert scoring.is_passed(needed, maximum, pass_mark)
    assert not scoring.is_passed(needed - Decimal("0.00000001"), maximum, pass_mark)
