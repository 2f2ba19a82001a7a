"""Any order of starting, saving, submitting, waiting and granting keeps the rules."""

import datetime

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from assessments import actions
from assessments.models import Accommodation, Attempt, Mark, OverduePolicy
from courses.models import StepCompletion
from tests.factories.assessments import AssessmentFactory
from tests.factories.courses import build_course, enrolled
from tests.factories.people import UserFactory

NOON = datetime.datetime(2026, 10, 5, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture
def built(site):
    return build_course(lessons=0, assessment=AssessmentFactory())


def test_the_states_of_attempts(built):
    """Each run is another learner of the same quiz, whose rules are set anew."""

    class Attempts(RuleBasedStateMachine):
        @initialize(
            allowed=st.sampled_from([None, 1, 2]),
            wait=st.sampled_from([None, 20]),
            limit=st.sampled_from([None, 30]),
            policy=st.sampled_from(list(OverduePolicy)),
            counting=st.sampled_from(["best", "first", "last"]),
        )
        def begin(self, allowed, wait, limit, policy, counting):
            self.quiz = built.quiz.assessment
            self.quiz.attempts_allowed = allowed
            self.quiz.wait_minutes = wait
            self.quiz.time_limit_minutes = limit
            self.quiz.overdue_policy = policy
            self.quiz.counting = counting
            self.quiz.save()
            self.step = built.step(built.quiz)
            self.enrolment = enrolled(UserFactory(), built.course)
            self.now = NOON
            self.revision = 0
            self.key = 0
            # What an ended attempt was when it was first seen to be over.
            self.ended = {}
            self.start(is_new=True)

        @property
        def mine(self):
            return Attempt.objects.filter(enrolment=self.enrolment)

        @rule(is_new=st.booleans())
        def start(self, is_new):
            self.key += is_new or not self.key
            before = self.mine.count()
            try:
                actions.start_attempt(
                    enrolment=self.enrolment,
                    step=self.step,
                    assessment=self.quiz,
                    start_key=f"k{self.key}",
                    at=self.now,
                )
            except (actions.NoAttemptsLeft, actions.TooSoon):
                assert self.mine.count() == before

        @precondition(lambda self: self.mine.exists())
        @rule(
            position=st.integers(1, 3), is_right=st.booleans(), late=st.integers(0, 3)
        )
        def save(self, position, is_right, late):
            attempt = self.mine.order_by("-number").first()
            response = attempt.responses.select_related("item_version").get(
                position=position
            )
            content = response.item_version.plain_content
            full = content.full_answer() if is_right else None
            self.revision += 1
            is_taken = not attempt.is_submitted and (
                attempt.due_at is None
                or self.now <= attempt.due_at + datetime.timedelta(seconds=5)
            )
            try:
                actions.save_response(
                    attempt=attempt,
                    position=position,
                    given=content.given(response.option_order, full),
                    revision=self.revision - late,
                    at=self.now,
                )
            except actions.AttemptClosed:
                assert not is_taken
            except actions.StaleAnswer:
                assert late
            else:
                response.refresh_from_db()
                assert is_taken or response.answer == full

        @precondition(lambda self: self.mine.exists())
        @rule()
        def submit(self):
            attempt = self.mine.order_by("-number").first()
            assert actions.submit_attempt(attempt=attempt, at=self.now).is_submitted

        @precondition(lambda self: self.mine.exists())
        @rule()
        def submit_and_start_again(self):
            """What those do who want more attempts than they have."""
            self.submit()
            self.start(is_new=True)

        @rule(minutes=st.sampled_from([1, 10, 29, 31, 200]))
        def wait(self, minutes):
            self.now += datetime.timedelta(minutes=minutes)

        @rule()
        def look(self):
            actions.end_overdue_attempts(at=self.now)
            late = self.now - datetime.timedelta(seconds=5)
            assert not self.mine.open().filter(closes_at__lt=late).exists()

        @rule(
            minutes=st.sampled_from([0, 15]),
            attempts=st.sampled_from([0, 1]),
            is_repeated=st.booleans(),
        )
        def grant(self, minutes, attempts, is_repeated):
            given = Accommodation.objects.filter(enrolment=self.enrolment).count()
            if not minutes and not attempts:
                return
            running = self.mine.open().first()
            actions.grant_accommodation(
                enrolment=self.enrolment,
                step=self.step,
                number=max(1, given + (not is_repeated)),
                extra_minutes=minutes,
                extra_attempts=attempts,
                reason="Agreed",
                by=self.enrolment.user,
                at=self.now,
            )
            after = Accommodation.objects.filter(enrolment=self.enrolment).count()
            assert after == given + (not is_repeated or given == 0)
            if running is not None and running.due_at and after == given:
                assert Attempt.objects.get(pk=running.pk).due_at == running.due_at

        @invariant()
        def never_more_attempts_than_allowed_and_granted(self):
            if not hasattr(self, "quiz") or self.quiz.attempts_allowed is None:
                return
            granted = Accommodation.objects.given(self.enrolment, self.step).total()
            assert self.mine.count() <= self.quiz.attempts_allowed + granted.attempts
            assert self.mine.open().count() <= 1

        @invariant()
        def what_is_over_stays_as_it_was(self):
            if not hasattr(self, "quiz"):
                return
            for attempt in self.mine.submitted():
                now = (
                    attempt.submitted_at,
                    attempt.ended_by,
                    attempt.score,
                    tuple(
                        str(answer)
                        for answer in attempt.responses.order_by(
                            "position"
                        ).values_list("answer", flat=True)
                    ),
                )
                assert self.ended.setdefault(attempt.pk, now) == now

        @invariant()
        def a_score_is_the_sum_of_the_latest_marks(self):
            if not hasattr(self, "quiz"):
                return
            for attempt in self.mine.submitted():
                marks = Mark.objects.latest().filter(response__attempt=attempt)
                values = [mark.value for mark in marks]
                if attempt.is_counted:
                    assert len(values) == attempt.item_count
                    assert attempt.score == sum(values)
                else:
                    assert (attempt.score, values) == (None, [])

        @invariant()
        def the_step_is_completed_by_an_attempt_that_counts(self):
            if not hasattr(self, "quiz"):
                return
            passed = self.mine.filter(passed=True)
            if self.quiz.counting == "first":
                first = self.mine.submitted().filter(is_counted=True)
                first = first.order_by("number").first()
                passed = passed.filter(pk=first.pk if first else None)
            done = StepCompletion.objects.filter(enrolment=self.enrolment)
            assert done.exists() == passed.exists()

    Attempts.TestCase.settings = settings(
        max_examples=30,
        stateful_step_count=20,
        deadline=None,
        # Making a failure smaller would take minutes with a database.
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    case = Attempts.TestCase()
    case.runTest()
