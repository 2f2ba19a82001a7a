"""Checking an answer: what becomes a try, when an answer is final, what it costs."""

import datetime
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from assessments import actions, scoring
from assessments.models import Behaviour, Try

from .checking import (
    chosen,
    free_text,
    matching,
    sat,
    several,
    short_text,
    single,
)

METHODS = Path(__file__).resolve().parents[2] / "docs" / "methods" / "marking.md"


def worked_examples():
    """Return the rows of the table in the methods page: tries, share, mark."""
    text = METHODS.read_text("utf-8").split("## Tries and penalties")[1]
    rows = re.findall(r"^\| (.+?) \| (\d) \| (.+?) \| (.+?) \|$", text, flags=re.M)
    return [
        pytest.param(int(wrong), Fraction(share), Decimal(mark), id=what)
        for what, wrong, share, mark in rows
    ]


def test_the_methods_page_has_examples():
    """A control: without rows the test below would not be run."""
    assert len(worked_examples()) >= 6


@pytest.mark.parametrize(("wrong", "share", "mark"), worked_examples())
def test_marks_are_as_the_methods_page_works_them_out(wrong, share, mark):
    left = scoring.after_tries(share, wrong, Decimal("0.25"))

    assert scoring.points(left, Decimal(2)) == mark


def test_a_right_answer_is_final_at_once(site, noon):
    quiz = sat(single(), at=noon)

    response = quiz.check(chosen(0))

    assert response.is_settled
    assert quiz.tries() == [(1, True)]


def test_an_immediate_answer_is_final_whatever_it_was(site, noon):
    quiz = sat(single(), behaviour=Behaviour.IMMEDIATE, at=noon)

    assert quiz.check(chosen(1)).is_settled
    with pytest.raises(actions.AnswerSettled):
        quiz.check(chosen(0))
    assert quiz.tries() == [(1, False)]


def test_there_is_one_try_more_than_hints(site, noon):
    quiz = sat(single(), at=noon)

    assert not quiz.check(chosen(1)).is_settled
    assert not quiz.check(chosen(2)).is_settled
    assert quiz.check(chosen(3)).is_settled
    assert quiz.tries() == [(1, False), (2, False), (3, False)]


def test_a_question_without_hints_has_one_try(site, noon):
    quiz = sat(single(hints=()), at=noon)

    assert quiz.check(chosen(1)).is_settled


def test_checking_the_same_again_changes_nothing(site, noon):
    quiz = sat(single(), at=noon)
    first = quiz.check(chosen(1), revision=5)

    again = quiz.check(chosen(1), revision=5, at=noon + datetime.timedelta(hours=1))
    later = quiz.check(chosen(1), revision=9, at=noon + datetime.timedelta(hours=1))

    assert quiz.tries() == [(1, False)]
    for other in (again, later):
        assert (other.answer, other.revision, other.saved_at) == (
            first.answer,
            first.revision,
            first.saved_at,
        )


def test_an_answer_that_was_tried_earlier_costs_no_further_try(site, noon):
    quiz = sat(single(), at=noon)
    quiz.check(chosen(1), revision=1)
    quiz.check(chosen(2), revision=2)

    quiz.check(chosen(1), revision=3)

    assert quiz.tries() == [(1, False), (2, False)]
    assert quiz.attempt.responses.get().answer == chosen(2)


def test_an_older_answer_is_not_checked(site, noon):
    quiz = sat(single(), at=noon)
    quiz.check(chosen(1), revision=5)

    with pytest.raises(actions.StaleAnswer):
        quiz.check(chosen(2), revision=4)
    assert quiz.tries() == [(1, False)]


def test_a_stored_answer_can_be_checked_with_the_revision_it_was_stored_with(
    site, noon
):
    quiz = sat(single(), at=noon)
    quiz.save(chosen(1))

    quiz.check(chosen(1), revision=quiz.revision)

    assert quiz.tries() == [(1, False)]


def test_nothing_is_not_checked(site, noon):
    quiz = sat(single(), at=noon)

    with pytest.raises(actions.NothingToCheck):
        quiz.check(None)
    assert quiz.tries() == []


def test_what_the_question_does_not_offer_is_not_checked(site, noon):
    quiz = sat(single(), at=noon)

    with pytest.raises(actions.UnreadableAnswer):
        actions.check_response(
            attempt=quiz.attempt,
            position=1,
            given={"option": ["9"]},
            revision=1,
            at=noon,
        )
    assert not Try.objects.exists()


def test_a_deferred_quiz_checks_nothing(site, noon):
    quiz = sat(single(), behaviour=Behaviour.DEFERRED, at=noon)

    with pytest.raises(actions.CheckingNotOffered):
        quiz.check(chosen(0))
    assert quiz.attempt.responses.get().answer is None


def test_nothing_is_checked_after_submission(site, noon):
    quiz = sat(single(), at=noon)
    quiz.check(chosen(1))
    quiz.submit()

    with pytest.raises(actions.AttemptClosed):
        quiz.check(chosen(0))
    # A replay of what was checked before only tells the same again.
    assert quiz.check(chosen(1)).answer == chosen(1)
    assert quiz.tries() == [(1, False)]


def test_nothing_is_checked_after_the_time(site, noon):
    quiz = sat(single(), at=noon)
    quiz.attempt.due_at = quiz.attempt.closes_at = noon
    quiz.attempt.save()

    with pytest.raises(actions.AttemptOverdue):
        quiz.check(chosen(0), at=noon + datetime.timedelta(seconds=6))
    assert quiz.tries() == []


def test_a_settled_answer_is_not_saved_over(site, noon):
    quiz = sat(single(), at=noon)
    quiz.check(chosen(0))

    with pytest.raises(actions.AnswerSettled):
        quiz.save(chosen(1))
    # Fields that can only be read send nothing.
    assert quiz.save(None).answer == chosen(0)
    quiz.attempt.responses.get(answer=chosen(0))


def test_what_a_person_marks_is_stored_and_stays_open(site, noon):
    quiz = sat(free_text(), at=noon)

    response = quiz.check({"text": "I would listen."})

    assert response.answer == {"text": "I would listen."}
    assert not response.is_settled
    assert quiz.tries() == []


def test_a_reflection_is_final_once_it_is_checked(site, noon):
    quiz = sat(free_text(is_reflection=True), at=noon)

    assert quiz.check({"text": "I wonder."}).is_settled
    with pytest.raises(actions.AnswerSettled):
        quiz.check({"text": "I would ask what matters to Aino."})
    assert quiz.tries() == []


@pytest.mark.parametrize(
    ("checked", "saved", "mark"),
    [
        ([0], None, "1"),
        ([1, 0], None, "0.75"),
        ([1, 2, 0], None, "0.5"),
        ([1, 2, 3], None, "0"),
        ([], 0, "1"),
        ([1], 0, "0.75"),
        ([1], None, "0"),
    ],
    ids=str,
)
def test_each_wrong_try_costs_a_share_at_submission(site, noon, checked, saved, mark):
    quiz = sat(single(), at=noon)
    for option in checked:
        quiz.check(chosen(option))
    if saved is not None:
        quiz.save(chosen(saved))

    quiz.submit()

    assert quiz.mark() == Decimal(mark)


def test_the_last_try_does_not_count_against_itself(site, noon):
    quiz = sat(several(), at=noon)
    quiz.check(chosen(1))
    quiz.check(chosen(3))
    quiz.check(chosen(0))

    quiz.submit()

    # Half of it is right, and two wrong tries before cost a quarter each.
    assert quiz.mark() == Decimal(0)


def test_an_immediate_answer_that_is_partly_right_keeps_its_part(site, noon):
    quiz = sat(several(), behaviour=Behaviour.IMMEDIATE, at=noon)
    quiz.check(chosen(0))

    quiz.submit()

    assert quiz.mark() == Decimal("0.5")


def test_a_partly_right_answer_that_was_checked_counts_as_one_that_was_not(site, noon):
    checked = sat(short_text(), at=noon)
    checked.check({"text": "money"})
    saved = sat(short_text(), at=noon)
    saved.save({"text": "money"})

    checked.submit()
    saved.submit()

    assert checked.mark() == saved.mark() == Decimal("0.5")


def test_a_quiz_without_penalty_takes_nothing(site, noon):
    quiz = sat(single(), penalty="0", at=noon)
    quiz.check(chosen(1))
    quiz.check(chosen(0))

    quiz.submit()

    assert quiz.mark() == 1


def test_submitting_takes_no_more_queries_for_more_tries(
    site, noon, django_assert_max_num_queries
):
    contents = [single() for _number in range(20)]
    quiz = sat(*contents, at=noon)
    for position in range(1, 21):
        quiz.check(chosen(1), position)
        quiz.check(chosen(2), position)

    with django_assert_max_num_queries(40):
        quiz.submit()


def test_checking_takes_at_most_eight_queries(site, noon, django_assert_num_queries):
    quiz = sat(single(), at=noon)
    form = quiz.given(1, chosen(1))

    with django_assert_num_queries(7):
        actions.check_response(
            attempt=quiz.attempt, position=1, given=form, revision=1, at=noon
        )


def test_matching_has_tries_as_well(site, noon):
    quiz = sat(matching(), at=noon)
    full = quiz.attempt.responses.get().item_version.plain_content.full_answer()

    quiz.check({"pairs": {"p0": "p0", "p1": "p0", "p2": "p0"}})
    assert quiz.check(full).is_settled

    quiz.submit()
    assert quiz.mark() == Decimal("0.75")
