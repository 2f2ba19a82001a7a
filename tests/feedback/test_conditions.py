"""Who is asked what: the rule itself, and how authors write points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.conditions import (
    NOT_APPLICABLE,
    Condition,
    UnreadablePoints,
    asked_keys,
    points_of,
    written_points,
)
from feedback.models import AnswerState

VALUES = st.sampled_from([None, NOT_APPLICABLE, -98, 1, 2, 3, 4, 5])


@st.composite
def surveys(draw):
    """Draw the conditions of a survey, each on an earlier item, and all answers."""
    keys = [f"k{number}" for number in range(draw(st.integers(1, 8)))]
    conditions = {}
    for number, key in enumerate(keys):
        earlier = draw(st.sampled_from([None, *keys[:number]]))
        values = draw(st.lists(st.sampled_from([NOT_APPLICABLE, 1, 2, 3]), min_size=1))
        conditions[key] = Condition(earlier, tuple(values)) if earlier else None
    return conditions, {key: draw(VALUES) for key in keys}


def test_the_code_for_not_applicable_is_the_stored_one():
    assert AnswerState.NOT_APPLICABLE == NOT_APPLICABLE


@given(surveys())
def test_an_item_is_asked_exactly_when_the_way_to_it_was_taken(survey):
    conditions, answers = survey

    def is_asked(key):
        condition = conditions[key]
        return condition is None or (
            is_asked(condition.key) and answers[condition.key] in condition.values
        )

    assert asked_keys(conditions, answers) == {k for k in conditions if is_asked(k)}


@given(surveys())
def test_answers_to_what_is_not_asked_change_nothing(survey):
    conditions, answers = survey
    asked = asked_keys(conditions, answers)
    without = {key: value for key, value in answers.items() if key in asked}

    assert asked_keys(conditions, without) == asked


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("1, 2", (1, 2)),
        ("2 1;2", (1, 2)),
        ("1-3", (1, 2, 3)),
        ("1 – 3, 5", (1, 2, 3, 5)),
        ("n/a 5 4", (4, 5, NOT_APPLICABLE)),
        ("NA", (NOT_APPLICABLE,)),
        ("", ()),
    ],
)
def test_points_as_authors_write_them(text, points):
    assert points_of(text) == points
    assert points_of(written_points(points)) == points


@pytest.mark.parametrize("text", ["low", "0", "3-1", "1-", "-1", "1.5", "100", "²"])
def test_what_is_no_point_is_refused(text):
    with pytest.raises(UnreadablePoints):
        points_of(text)
