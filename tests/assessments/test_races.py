"""Races around an attempt: fifty at once, and the clock, a save and a grant beside.

Each has a control: with the guard taken away it has to go wrong. `tests.racing` takes
it away; where two jobs have to meet at one place, the place is made slow for both.
"""

import datetime
import time

import pytest
from django.db import DatabaseError

from assessments import actions
from assessments.actions import answers, attempts
from assessments.models import Accommodation, Attempt, EndedBy, Mark
from courses.models import StepCompletion
from tests.factories.assessments import AssessmentFactory
from tests.factories.courses import build_course, enrolled
from tests.factories.people import UserFactory
from tests.factories.site import ensure_site
from tests.racing import at_once, without_constraints, without_locks

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
MANY = 50
# A race may end well by luck, so a control has several tries to go wrong.
ROUNDS = 6
NOON = datetime.datetime(2026, 10, 5, 12, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)
CONSTRAINTS = ("assessments_attempt_one_open", "assessments_attempt_number")


class Learner:
    """One learner of a quiz with half an hour and one attempt."""

    def __init__(self, built=None):
        if built is None:
            ensure_site()
            assessment = AssessmentFactory(attempts_allowed=1, time_limit_minutes=30)
            built = build_course(lessons=0, assessment=assessment)
        self.built = built
        self.assessment = built.quiz.assessment
        self.step = built.step(built.quiz)
        self.enrolment = enrolled(UserFactory(), built.course)

    def another(self):
        return Learner(self.built)

    def start(self, key="k"):
        return actions.start_attempt(
            enrolment=self.enrolment,
            step=self.step,
            assessment=self.assessment,
            start_key=key,
            at=NOON,
        )

    @property
    def attempt(self):
        return Attempt.objects.get(enrolment=self.enrolment)

    def save(self, position, revision=1, at=NOON):
        """Save the right answer."""
        attempt = self.attempt
        response = attempt.responses.select_related("item_version").get(
            position=position
        )
        content = response.item_version.plain_content
        given = content.given(response.option_order, content.full_answer())
        return actions.save_response(
            attempt=attempt, position=position, given=given, revision=revision, at=at
        )

    def submit(self, at=NOON):
        return actions.submit_attempt(attempt=self.attempt, at=at)

    def grant(self, number=1):
        return actions.grant_accommodation(
            enrolment=self.enrolment,
            step=self.step,
            number=number,
            extra_minutes=15,
            extra_attempts=0,
            reason="Agreed",
            by=self.enrolment.user,
            at=NOON,
        )


@pytest.fixture
def learner():
    return Learner()


def slow(monkeypatch, module, name, *, before=0.0, after=0.0):
    """Make a function take its time, so that others come in between."""
    original = getattr(module, name)

    def slowed(*args, **kwargs):
        time.sleep(before)
        result = original(*args, **kwargs)
        time.sleep(after)
        return result

    monkeypatch.setattr(module, name, slowed)


def failed(outcomes):
    return any(isinstance(outcome, DatabaseError) for outcome in outcomes)


# Starting -----------------------------------------------------------------------------


def test_fifty_starts_with_one_attempt_allowed_make_one(learner):
    outcomes = at_once([lambda n=n: learner.start(f"k{n}") for n in range(MANY)])

    assert {outcome.pk for outcome in outcomes} == {learner.attempt.pk}
    assert learner.attempt.responses.count() == 3


def test_control_without_guards_starts_collide(learner):
    def collide():
        other = learner.another()
        outcomes = at_once([lambda n=n: other.start(f"k{n}") for n in range(20)])
        made = Attempt.objects.filter(enrolment=other.enrolment).count()
        return failed(outcomes) or made > 1

    with without_constraints(Attempt, CONSTRAINTS), without_locks():
        assert any(collide() for _round in range(ROUNDS))


# Submitting ---------------------------------------------------------------------------


def test_fifty_submissions_give_one_result(learner):
    learner.start()
    for position in (1, 2, 3):
        learner.save(position)
    attempt = learner.attempt

    outcomes = at_once(
        [lambda: actions.submit_attempt(attempt=attempt, at=NOON)] * MANY
    )

    assert {(o.score, o.passed) for o in outcomes} == {(3, True)}
    assert Mark.objects.count() == 3
    assert StepCompletion.objects.filter(step=learner.step).count() == 1


def test_control_without_locks_submissions_collide(learner):
    def collide():
        other = learner.another()
        attempt = other.start()
        outcomes = at_once(
            [lambda: actions.submit_attempt(attempt=attempt, at=NOON)] * 20
        )
        marks = Mark.objects.filter(response__attempt=attempt).count()
        return failed(outcomes) or marks > 3

    with without_locks():
        assert any(collide() for _round in range(ROUNDS))


# Saving while submitting --------------------------------------------------------------


def counted_what_was_acknowledged(learner):
    """Save three answers while submitting; say whether the outcome is honest."""
    learner.start()
    *saved, submitted = at_once(
        [*(lambda p=p: learner.save(p) for p in (1, 2, 3)), learner.submit]
    )
    if failed([*saved, submitted]):
        return False
    refused = [one for one in saved if isinstance(one, actions.AttemptClosed)]
    assert {type(one).__name__ for one in saved} <= {"Response", "AttemptClosed"}
    return submitted.score == 3 - len(refused)


def test_an_answer_that_was_acknowledged_is_counted(learner, monkeypatch):
    # Between looking whether the attempt is open and storing the answer.
    slow(monkeypatch, answers, "refuse_late", after=0.2)
    for _round in range(3):
        assert counted_what_was_acknowledged(learner.another())


def test_control_without_locks_an_acknowledged_answer_is_lost(learner, monkeypatch):
    slow(monkeypatch, answers, "refuse_late", after=0.2)
    with without_locks():
        assert not all(
            counted_what_was_acknowledged(learner.another()) for _r in range(ROUNDS)
        )


def test_of_two_saves_and_a_submission_the_last_acknowledged_counts(learner):
    learner.start()
    attempt = learner.attempt

    def clear():
        return actions.save_response(
            attempt=attempt, position=1, given={}, revision=2, at=NOON
        )

    right, cleared, submitted = at_once(
        [lambda: learner.save(1, revision=1), clear, learner.submit]
    )

    stored = attempt.responses.get(position=1)
    if not isinstance(cleared, Exception):
        # What left the browser later, whatever arrived first.
        assert (stored.answer, submitted.score) == (None, 0)
    elif not isinstance(right, Exception):
        assert submitted.score == 1
    else:
        assert submitted.score == 0


# The clock ----------------------------------------------------------------------------


def test_an_attempt_ends_once_by_the_clock_or_by_its_learner(learner):
    # Two seconds late is in time for the learner; a minute is late for everybody.
    learner.start()
    learner.save(1)
    late = learner.attempt.due_at + MINUTE

    at_once(
        [lambda: learner.submit(at=late)] * 10
        + [lambda: actions.end_overdue_attempts(at=late)] * 10
    )

    attempt = learner.attempt
    assert (attempt.ended_by, attempt.score) == (EndedBy.CLOCK, 1)
    assert attempt.submitted_at == attempt.due_at
    assert Mark.objects.count() == 3


def test_two_timers_at_once_end_each_attempt_once(learner):
    learners = [learner, learner.another(), learner.another()]
    for one in learners:
        one.start()
    late = learner.attempt.due_at + MINUTE

    counts = at_once([lambda: actions.end_overdue_attempts(at=late)] * 4)

    assert sum(counts) == 3
    assert Mark.objects.count() == 9


def test_control_without_locks_clock_and_learner_both_end_it(learner):
    def collide():
        other = learner.another()
        other.start()
        late = other.attempt.due_at + MINUTE
        outcomes = at_once(
            [lambda: other.submit(at=late)] * 5
            + [lambda: actions.end_overdue_attempts(at=late)] * 5
        )
        marks = Mark.objects.filter(response__attempt=other.attempt).count()
        return failed(outcomes) or marks > 3

    with without_locks():
        assert any(collide() for _round in range(ROUNDS))


# More time ----------------------------------------------------------------------------


def minutes_of(learner):
    return (learner.attempt.due_at - learner.attempt.started_at) / MINUTE


def test_more_time_granted_during_a_start_is_given_once(learner, monkeypatch):
    # Between reading what was granted and writing the attempt.
    slow(monkeypatch, attempts, "assemble", after=0.2)
    for _round in range(3):
        other = learner.another()
        outcomes = at_once([other.start, other.grant])

        assert not failed(outcomes)
        assert minutes_of(other) == 45


def test_control_without_locks_more_time_is_lost(learner, monkeypatch):
    slow(monkeypatch, attempts, "assemble", after=0.4)

    def is_lost():
        other = learner.another()
        outcomes = at_once([other.start, other.grant])
        return failed(outcomes) or minutes_of(other) != 45

    with without_locks():
        assert any(is_lost() for _round in range(ROUNDS))


def test_fifty_times_the_same_form_give_once(learner):
    learner.start()
    outcomes = at_once([learner.grant] * MANY)

    assert Accommodation.objects.count() == 1
    assert sum(is_new for _given, is_new in outcomes) == 1
    assert minutes_of(learner) == 45


def test_control_without_locks_the_same_form_gives_twice(learner):
    def collide():
        other = learner.another()
        outcomes = at_once([other.grant] * 20)
        given = Accommodation.objects.filter(enrolment=other.enrolment).count()
        return failed(outcomes) or given > 1

    with without_locks():
        assert any(collide() for _round in range(ROUNDS))


def test_giving_time_submitting_and_saving_at_once_do_not_wait_for_each_other_forever(
    learner,
):
    """Locks are taken in one order: the enrolment, then the attempt."""

    def all_at_once(other):
        other.start()
        for position in (1, 2, 3):
            other.save(position)
        outcomes = at_once(
            [
                other.submit,
                other.grant,
                lambda: other.grant(2),
                lambda: other.save(1, revision=2),
                other.submit,
            ]
            * 3
        )

        assert not failed(outcomes)
        assert other.attempt.passed

    for _round in range(3):
        all_at_once(learner.another())
