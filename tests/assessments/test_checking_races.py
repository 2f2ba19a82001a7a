"""Checks that arrive at once make one try. The race has a control that goes wrong."""

import datetime

import pytest
from django.db import DatabaseError

from assessments import actions
from assessments.models import Try
from tests.factories.site import ensure_site
from tests.racing import at_once, without_constraints, without_locks

from .checking import chosen, sat, single

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
MANY = 50
ROUNDS = 8
AT = datetime.datetime(2026, 10, 5, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture
def quiz():
    ensure_site()
    return sat(single(), at=AT)


def checking(quiz, option, revision):
    given = quiz.given(1, chosen(option))
    return lambda: actions.check_response(
        attempt=quiz.attempt, position=1, given=given, revision=revision, at=AT
    )


def test_many_checks_at_once_make_one_try(quiz):
    # Clicks of one page, and of pages that were opened one after the other.
    jobs = [checking(quiz, 1, revision) for revision in [1] * 25 + list(range(2, 27))]

    outcomes = at_once(jobs)

    assert len(outcomes) == MANY
    assert quiz.tries() == [(1, False)]
    assert {(o.answer["chosen"][0], o.settled_at) for o in outcomes} == {("o1", None)}


def test_control_without_guards_checks_collide(quiz):
    def collide():
        Try.objects.all().delete()
        quiz.attempt.responses.update(answer=None, revision=0, settled_at=None)
        outcomes = at_once([checking(quiz, 1, 1)] * 10)
        failed = any(isinstance(outcome, DatabaseError) for outcome in outcomes)
        return failed or Try.objects.count() > 1

    with without_constraints(Try, ("assessments_try_number",)), without_locks():
        assert any(collide() for _round in range(ROUNDS))


def test_checking_and_submitting_at_once_marks_what_was_told(quiz):
    def submit():
        return actions.submit_attempt(attempt=quiz.attempt, at=AT)

    checked, submitted = at_once([checking(quiz, 0, 1), submit])

    if isinstance(checked, actions.AttemptClosed):
        assert (submitted.score, quiz.tries()) == (0, [])
    else:
        assert (submitted.score, quiz.tries()) == (1, [(1, True)])


def test_different_answers_at_once_are_tries_of_their_own(quiz):
    at_once([checking(quiz, option, option) for option in (1, 2, 3)])

    tries = quiz.tries()
    assert [number for number, _right in tries] == list(range(1, len(tries) + 1))
    assert 1 <= len(tries) <= 3
    assert not any(is_right for _number, is_right in tries)
