"""Clicks that arrive at once make one attempt and one result.

Each race has a control: with the guard taken away it has to go wrong.
"""

import pytest
from django.db import DatabaseError, OperationalError

from assessments import actions
from assessments.models import Attempt, Mark
from tests.factories.assessments import AssessmentFactory
from tests.factories.courses import build_course, enrolled
from tests.factories.people import UserFactory
from tests.factories.site import ensure_site
from tests.racing import at_once, without_constraints, without_locks

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
MANY = 20
# A race may end well by luck, so a control has several tries to go wrong.
ROUNDS = 8


@pytest.fixture
def quiz():
    ensure_site()
    assessment = AssessmentFactory(attempts_allowed=1)
    built = build_course(lessons=0, assessment=assessment)
    enrolment = enrolled(UserFactory(), built.course)
    return built, assessment, enrolment


def starting(quiz, number):
    built, assessment, enrolment = quiz
    step = built.step(built.quiz)
    return lambda: actions.start_attempt(
        enrolment=enrolment,
        step=step,
        assessment=assessment,
        start_key=f"key-{number}",
        at=enrolment.enrolled_at,
    )


def another_learner(quiz):
    built, assessment, _enrolment = quiz
    return built, assessment, enrolled(UserFactory(), built.course)


CONSTRAINTS = ("assessments_attempt_one_open", "assessments_attempt_number")


def test_many_starts_at_once_make_one_attempt(quiz):
    outcomes = at_once([starting(quiz, number) for number in range(MANY)])

    assert Attempt.objects.count() == 1
    assert {outcome.pk for outcome in outcomes} == {Attempt.objects.get().pk}


def test_control_without_guards_starts_collide(quiz):
    def collide():
        learner = another_learner(quiz)
        outcomes = at_once([starting(learner, number) for number in range(MANY)])
        failed = any(isinstance(outcome, OperationalError) for outcome in outcomes)
        return failed or Attempt.objects.filter(enrolment=learner[2]).count() > 1

    with without_constraints(Attempt, CONSTRAINTS), without_locks():
        assert any(collide() for _round in range(ROUNDS))


def test_many_submissions_at_once_give_one_result(quiz):
    attempt = starting(quiz, 0)()
    at = attempt.started_at

    outcomes = at_once([lambda: actions.submit_attempt(attempt=attempt, at=at)] * MANY)

    assert {outcome.score for outcome in outcomes} == {0}
    assert Mark.objects.count() == 3


def test_saving_and_submitting_at_once_marks_what_was_acknowledged(quiz):
    attempt = starting(quiz, 0)()
    at = attempt.started_at
    response = attempt.responses.select_related("item_version").get(position=1)
    content = response.item_version.plain_content
    right = content.given(response.option_order, content.full_answer())

    def save():
        return actions.save_response(
            attempt=attempt, position=1, given=right, revision=1, at=at
        )

    def submit():
        return actions.submit_attempt(attempt=attempt, at=at)

    saved, submitted = at_once([save, submit])

    if isinstance(saved, actions.AttemptClosed):
        assert submitted.score == 0
    else:
        assert submitted.score == 1


def test_control_without_locks_submissions_collide(quiz):
    def collide():
        attempt = starting(another_learner(quiz), 0)()
        outcomes = at_once(
            [lambda: actions.submit_attempt(attempt=attempt, at=attempt.started_at)]
            * MANY
        )
        # On PostgreSQL the second to come finds the marks of the first, and fails.
        failed = any(isinstance(outcome, DatabaseError) for outcome in outcomes)
        return failed or Mark.objects.filter(response__attempt=attempt).count() > 3

    with without_locks():
        assert any(collide() for _round in range(ROUNDS))
