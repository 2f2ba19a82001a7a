"""What a learner should know before an attempt, and what happened so far."""

import dataclasses
import datetime
import secrets
from decimal import Decimal

from django.utils import timezone

from assessments import rule_wording, rules
from assessments.assembly import offer
from assessments.leeway import Granted
from assessments.models import Accommodation, Assessment, Attempt, QuizPage
from courses.study import Study

from .terms import Terms, terms


@dataclasses.dataclass(frozen=True)
class QuizStart:
    """What a learner should know before starting, and what happened so far."""

    question_count: int
    pass_mark: Decimal
    attempts: tuple[Attempt, ...]
    decision: rules.Decision
    granted: Granted
    # None for no limit; with what the learner was given.
    minutes: int | None
    assessment: Assessment
    # For the form that starts an attempt, so that sending it twice starts one.
    start_key: str
    at: datetime.datetime

    @property
    def pass_percent(self) -> str:
        """The pass mark in per cent, without needless zeros."""
        return f"{(self.pass_mark * 100).normalize():f}"

    @property
    def attempts_allowed(self) -> int | None:
        return self.decision.allowed

    @property
    def terms(self) -> Terms:
        """What is told of the answers, and when."""
        return terms(self.assessment, attempts_allowed=self.attempts_allowed)

    @property
    def attempts_left(self) -> int | None:
        return self.decision.left

    @property
    def open_attempt(self) -> Attempt | None:
        """The attempt to go on with."""
        return next((a for a in self._not_submitted if not self._is_over(a)), None)

    @property
    def overdue_attempt(self) -> Attempt | None:
        """An attempt whose time is up, and that ends as soon as it is opened."""
        return next((a for a in self._not_submitted if self._is_over(a)), None)

    @property
    def submitted(self) -> tuple[Attempt, ...]:
        return tuple(a for a in self.attempts if a.is_submitted)

    @property
    def is_passed(self) -> bool:
        return any(attempt.passed for attempt in self.attempts)

    @property
    def result(self) -> Attempt | None:
        """The attempt that is the learner's result so far."""
        return rules.counting_attempt(self.attempts, self.assessment.counting)

    @property
    def why_not(self) -> str:
        """What keeps the learner from beginning an attempt, in a sentence."""
        return rule_wording.why_not(self.decision)

    @property
    def when_time_is_up(self) -> str:
        """What happens at the end of the time, in a sentence."""
        return rule_wording.when_time_is_up(
            self.assessment.overdue_policy, self.assessment.grace_minutes
        )

    @property
    def _not_submitted(self) -> tuple[Attempt, ...]:
        return tuple(a for a in self.attempts if not a.is_submitted)

    def _is_over(self, attempt: Attempt) -> bool:
        return rules.is_late(attempt.closes_at, self.at)


def attempts_left(allowed: int | None, used: int) -> int | None:
    """Return how many attempts remain; None where any number is allowed."""
    return None if allowed is None else max(0, allowed - used)


def quiz_start(*, page: QuizPage, study: Study | None) -> QuizStart:
    """Return what the start page of a quiz says."""
    assessment = page.assessment
    attempts: tuple[Attempt, ...] = ()
    granted = Granted()
    at = timezone.now()
    is_enrolled, is_locked = False, False
    if study is not None and study.enrolment is not None and study.current is not None:
        step_id = study.current.step.id
        is_enrolled, is_locked = True, study.current.is_locked
        attempts = tuple(
            Attempt.objects.filter(enrolment=study.enrolment, step=step_id).order_by(
                "number"
            )
        )
        granted = Accommodation.objects.given(study.enrolment, step_id).total()
    available = offer(assessment)
    limit = assessment.time_limit_minutes
    return QuizStart(
        question_count=available.item_count,
        pass_mark=assessment.pass_mark,
        attempts=attempts,
        decision=decide(
            assessment=assessment,
            attempts=attempts,
            granted=granted,
            is_enrolled=is_enrolled,
            is_locked=is_locked,
            available=available,
            at=at,
        ),
        granted=granted,
        minutes=None if limit is None else limit + granted.minutes,
        assessment=assessment,
        start_key=secrets.token_hex(16),
        at=at,
    )


def decide(
    *,
    assessment: Assessment,
    attempts: tuple[Attempt, ...],
    granted: Granted,
    is_enrolled: bool,
    is_locked: bool,
    available: rules.Offer,
    at: datetime.datetime,
) -> rules.Decision:
    """Ask the rules whether a learner with these attempts may begin another one.

    An attempt whose time is up has ended when it was up, whether or not anybody has
    written that down.
    """
    return rules.may_start(
        ended=[
            attempt.closes_at
            if not attempt.is_submitted and rules.is_late(attempt.closes_at, at)
            else attempt.submitted_at
            for attempt in attempts
        ],
        attempts_allowed=assessment.attempts_allowed,
        wait_minutes=assessment.wait_minutes,
        granted=granted,
        is_enrolled=is_enrolled,
        is_locked=is_locked,
        offer=available,
        at=at,
    )
