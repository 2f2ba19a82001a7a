"""The beginning and the end of an attempt."""

import datetime
import random

from django.db import transaction

from assessments import rules, scoring
from assessments.assembly import assemble
from assessments.leeway import Granted
from assessments.models import (
    Accommodation,
    Assessment,
    Attempt,
    Counting,
    EndedBy,
    Mark,
    OverduePolicy,
    Response,
    VoidedItem,
)
from courses.actions import complete_step
from courses.models import Enrolment, Step

from .checking import wrong_tries_in
from .problems import NoAttemptsLeft, QuizNotReady, TooSoon


def start_attempt(
    *,
    enrolment: Enrolment,
    step: Step,
    assessment: Assessment,
    start_key: str,
    at: datetime.datetime,
    rng: random.Random | None = None,
) -> Attempt:
    """Return the learner's attempt in progress, begun now if there is none.

    The same `start_key` always returns the attempt that it began, also when that was
    handed in since. An attempt whose time is up is ended first. Raises NoAttemptsLeft,
    TooSoon and QuizNotReady.
    """
    with transaction.atomic():
        # Starts of one learner wait for each other here, so that each sees the last.
        Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        mine = list(Attempt.objects.filter(enrolment=enrolment, step=step))
        for attempt in mine:
            if attempt.start_key == start_key:
                return attempt
            if not attempt.is_submitted:
                if not end_overdue_attempts(at=at, attempt=attempt):
                    return attempt
                attempt.refresh_from_db()
        granted = Accommodation.objects.given(enrolment, step).total()
        decision = rules.may_start(
            ended=[attempt.submitted_at for attempt in mine],
            attempts_allowed=assessment.attempts_allowed,
            wait_minutes=assessment.wait_minutes,
            granted=granted,
            at=at,
        )
        if decision.block is rules.Block.NO_ATTEMPTS_LEFT:
            raise NoAttemptsLeft
        if decision.block is rules.Block.TOO_SOON and decision.opens_at is not None:
            raise TooSoon(decision.opens_at)
        return _begin(
            enrolment=enrolment,
            step=step,
            assessment=assessment,
            number=max((attempt.number for attempt in mine), default=0) + 1,
            start_key=start_key,
            at=at,
            granted=granted,
            # Shuffling must be unpredictable to learners, not to cryptographers.
            rng=rng or random.SystemRandom(),
        )


def _begin(
    *,
    enrolment: Enrolment,
    step: Step,
    assessment: Assessment,
    number: int,
    start_key: str,
    at: datetime.datetime,
    granted: Granted,
    rng: random.Random,
) -> Attempt:
    """Freeze what the assessment asks today into a new attempt."""
    had = Response.objects.filter(attempt__enrolment=enrolment, attempt__step=step)
    slots = assemble(
        assessment,
        rng,
        had=set(had.values_list("item_version__item_id", flat=True)),
    )
    if not slots:
        raise QuizNotReady
    times = rules.times(
        started_at=at,
        limit_minutes=assessment.time_limit_minutes,
        extra_minutes=granted.minutes,
        policy=assessment.overdue_policy,
        grace_minutes=assessment.grace_minutes,
    )
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        step=step,
        assessment=assessment,
        number=number,
        start_key=start_key,
        started_at=at,
        due_at=times.due_at,
        closes_at=times.closes_at,
        behaviour=assessment.behaviour,
        penalty=assessment.penalty,
        layout=assessment.layout,
        overdue_policy=assessment.overdue_policy,
        item_count=len(slots),
        max_score=scoring.total(slot.max_mark for slot in slots),
        pass_mark=assessment.pass_mark,
    )
    Response.objects.bulk_create(
        Response(
            attempt=attempt,
            position=position,
            item_version=slot.version,
            option_order=slot.version.plain_content.arrangement(rng),
            max_mark=slot.max_mark,
            revisit_id=slot.revisit_id,
            section=slot.section,
        )
        for position, slot in enumerate(slots, start=1)
    )
    return attempt


@transaction.atomic
def submit_attempt(*, attempt: Attempt, at: datetime.datetime) -> Attempt:
    """Mark the stored answers, close the attempt and return it.

    Passing completes the quiz's step in the same transaction. Handing in again changes
    nothing and returns the first outcome. After the attempt has closed it is ended as
    the clock would have ended it.
    """
    attempt = locked_attempt(attempt.pk)
    if not attempt.is_submitted:
        if attempt.closes_at is not None and rules.is_late(attempt.closes_at, at):
            end_attempt(attempt, attempt.closes_at, by=EndedBy.CLOCK)
        else:
            end_attempt(attempt, at, by=EndedBy.LEARNER)
    return attempt


def end_overdue_attempts(
    *, at: datetime.datetime, attempt: Attempt | None = None
) -> int:
    """End attempts whose time is up, as the quiz has it, and return how many.

    All of them, or only the one given. What was saved in time is marked, unless the
    quiz does not count what was not submitted in time. They end when their time was
    up, whenever this is called; calling it again, or twice at once, changes nothing.
    """
    overdue = Attempt.objects.overdue(at)
    if attempt is not None:
        overdue = overdue.filter(pk=attempt.pk)
    ended = 0
    for pk in list(overdue.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            locked = locked_attempt(pk)
            # Meanwhile it may have been submitted, or been given more time.
            if locked.is_submitted or not rules.is_late(locked.closes_at, at):
                continue
            end_attempt(locked, locked.closes_at or at, by=EndedBy.CLOCK)
            ended += 1
    return ended


def locked_attempt(pk: int) -> Attempt:
    """Return the attempt, alone with it until the end of the transaction.

    The enrolment is locked first, as it is by a start and by whoever gives more time.
    Completing the step locks it as well; in another order two could wait for each
    other.
    """
    Enrolment.objects.select_for_update(of=("self",)).get(attempts=pk)
    return (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("enrolment", "step", "assessment")
        .get(pk=pk)
    )


def end_attempt(attempt: Attempt, at: datetime.datetime, *, by: EndedBy) -> None:
    """Close a locked attempt and mark what can be marked."""
    attempt.submitted_at = at
    attempt.ended_by = by
    attempt.is_counted = (
        by == EndedBy.LEARNER or attempt.overdue_policy == OverduePolicy.SUBMIT
    )
    attempt.save(update_fields=["submitted_at", "ended_by", "is_counted"])
    if not attempt.is_counted:
        return
    void = set(
        VoidedItem.objects.filter(assessment=attempt.assessment_id).values_list(
            "item_version", flat=True
        )
    )
    marks = []
    wrong_tries = wrong_tries_in(attempt)
    for response in attempt.responses.select_related("item_version"):
        is_void = response.item_version_id in void
        value = (
            scoring.ZERO
            if is_void
            else scoring.mark(
                response.item_version.plain_content,
                response.answer,
                response.max_mark,
                wrong_tries=wrong_tries.get(response.pk, 0),
                penalty=attempt.penalty,
            )
        )
        if value is not None:
            marks.append(
                Mark(response=response, value=value, is_void=is_void, marked_at=at)
            )
    Mark.objects.bulk_create(marks)
    settle_score(attempt, at)


def settle_score(attempt: Attempt, at: datetime.datetime) -> None:
    """Write the score and the outcome of a locked attempt, once all of it is marked.

    The one place where marks become a score. Passing completes the quiz's step.
    """
    marks = list(
        Mark.objects.latest()
        .filter(response__attempt=attempt)
        .values_list("value", "response__max_mark", "is_void")
    )
    if len(marks) < attempt.item_count:
        return
    outcome = scoring.outcome(marks, attempt.pass_mark)
    attempt.score, attempt.max_score = outcome.score, outcome.max_score
    attempt.passed = outcome.passed
    attempt.save(update_fields=["score", "max_score", "passed"])
    if attempt.passed and may_complete(attempt):
        complete_step(enrolment=attempt.enrolment, step=attempt.step, at=at)


def may_complete(attempt: Attempt) -> bool:
    """Answer whether passing this attempt completes the step.

    Where the first attempt counts, only that one; an attempt that was discarded does
    not count as the first.
    """
    if attempt.assessment.counting != Counting.FIRST:
        return True
    return not Attempt.objects.filter(
        enrolment=attempt.enrolment_id,
        step=attempt.step_id,
        number__lt=attempt.number,
        is_counted=True,
    ).exists()
