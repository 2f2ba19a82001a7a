"""What changes surveys and runs. Each function is one transaction."""

import datetime
import functools
import logging
from collections.abc import Mapping

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from courses.actions import complete_step
from courses.models import Course, Enrolment, Step
from people.models import Organisation, User
from psychometrics.disclosure import release_step

from . import writer
from .confidential import pseudonym_of
from .eligibility import count_eligible
from .groups import EVERYBODY, Dimension
from .models import (
    InterimPolicy,
    Receipt,
    ReminderMail,
    RunGroup,
    RunKind,
    RunSnapshot,
    Survey,
    SurveyCode,
    SurveyRun,
    SurveyVersion,
)
from .moderation import comments_may_be_read
from .publishing import freeze_survey as freeze_survey
from .release import hidden_groups, payload_of
from .windows import run_for

logger = logging.getLogger(__name__)


class AlreadyAnswered(Exception):
    """The person has given this feedback before; it was counted once."""


class RunIsClosed(Exception):
    """The run takes no answers any more."""


# Answers ------------------------------------------------------------------------------


def submit_response(
    *,
    enrolment: Enrolment,
    step: Step,
    survey: Survey,
    values: Mapping[int, int],
    comments: Mapping[int, str],
    language: str,
    at: datetime.datetime,
) -> SurveyRun:
    """Count one person's answers, without the person, and complete the step.

    The receipt says that the person answered, the response what somebody answered; both
    or neither are stored. Raises AlreadyAnswered when the person has a receipt, so that
    repeating the request changes nothing; SurveyNotReady.
    """
    if Receipt.objects.filter(user=enrolment.user, run__step=step).exists():
        raise AlreadyAnswered
    count = functools.partial(
        count_response,
        enrolment=enrolment,
        step=step,
        values=values,
        comments=comments,
        language=language,
        at=at,
    )
    run = run_for(enrolment=enrolment, step=step, survey=survey, at=at)
    try:
        count(run=run)
    except RunIsClosed:
        # Somebody closed it since; the next one takes the answer.
        run = run_for(enrolment=enrolment, step=step, survey=survey, at=at)
        count(run=run)
    _close_ended(enrolment.course, at)
    return run


@transaction.atomic
def count_response(
    *,
    run: SurveyRun,
    enrolment: Enrolment,
    step: Step | None,
    values: Mapping[int, int],
    comments: Mapping[int, str],
    language: str,
    at: datetime.datetime,
) -> None:
    """Store a receipt and a response in one run, and complete the step if there is one.

    Raises RunIsClosed, also when the run asks another version by now; AlreadyAnswered.
    """
    asked = run.survey_version_id
    run = writer.locked_run(run.pk)
    if not run.is_open or run.survey_version_id != asked:
        raise RunIsClosed
    _receipt, is_new = Receipt.objects.get_or_create(user=enrolment.user, run=run)
    if not is_new:
        raise AlreadyAnswered
    responded = writer.store(
        run=run,
        submissions=[
            writer.Submission(
                values=values,
                comments=comments,
                groups=_groups_of(run, enrolment.user, language),
                pseudonym=pseudonym_of(enrolment.user, run.course)
                if run.is_confidential
                else None,
            )
        ],
    )
    release_interim(run=run, responded=responded, at=at)
    if step is not None:
        complete_step(enrolment=enrolment, step=step, at=at)


def _close_ended(course: Course, at: datetime.datetime) -> None:
    """Close the course's runs whose window is over, where no timer does it.

    The answer that led here is stored already; nothing that goes wrong may undo it.
    """
    try:
        close_due_runs(at=at, course=course)
    except DatabaseError:
        logger.exception("A survey run could not be closed; `close_runs` tries again.")


def _groups_of(run: SurveyRun, user: User, language: str) -> dict[str, str]:
    """Return the person's group in each dimension of the run."""
    groups = {}
    for dimension in run.dimensions:
        match dimension:
            case Dimension.PROFESSION:
                groups[dimension] = user.profession
            case Dimension.LANGUAGE:
                groups[dimension] = language
            case Dimension.ORGANISATION:
                membership = user.memberships.order_by("joined_at", "pk").first()
                groups[dimension] = membership.organisation.name if membership else ""
    return groups


@transaction.atomic
def close_run(
    *, run: SurveyRun, at: datetime.datetime, closed_on: datetime.date | None = None
) -> SurveyRun:
    """End the collection, release the results and destroy what could betray anybody.

    Groups too small to be shown are folded together, so that no small count remains;
    answers are stored anew in random order; comments that too few people answered
    beside to have them read are deleted. `closed_on` is the last day of the
    collection, by default the day of `at`. Closing twice changes nothing.
    """
    run = writer.locked_run(run.pk)
    if not run.is_open:
        return run
    if run.eligible is None:
        run.eligible = count_eligible(run)
    # What was meant for those who have not answered has no purpose any more.
    ReminderMail.objects.filter(round__run=run).delete()
    SurveyCode.objects.filter(run=run).delete()
    for dimension in run.dimensions:
        hidden = hidden_groups(run, dimension)
        if hidden:
            writer.fold_groups(run=run, dimension=dimension, keys=hidden)
    everybody = RunGroup.objects.filter(run=run, dimension=EVERYBODY).first()
    responded = everybody.responded if everybody else 0
    if not comments_may_be_read(responded):
        writer.delete_comments(run=run)
    writer.shuffle_responses(run=run)
    writer.shuffle_counts(run=run)
    run.closed_on = max(closed_on or timezone.localdate(at), run.opened_on)
    run.save(update_fields=["closed_on", "eligible"])
    _release_if_due(run=run, responded=responded, at=at)
    return run


def close_due_runs(
    *, at: datetime.datetime, course: Course | None = None
) -> list[SurveyRun]:
    """Close every run whose window is over, of one course or of all; return them."""
    due = SurveyRun.objects.due(timezone.localdate(at))
    if course is not None:
        due = due.filter(course=course)
    return [close_run(run=run, at=at) for run in due]


def release_interim(*, run: SurveyRun, responded: int, at: datetime.datetime) -> None:
    """Take the next step of releasing the counts of an open run that shows any."""
    if run.interim == InterimPolicy.STEPS:
        _release_if_due(run=run, responded=responded, at=at)


def _release_if_due(*, run: SurveyRun, responded: int, at: datetime.datetime) -> None:
    """Take the next step of releasing the counts, if there is one to take.

    While the run is open its releases lag: what is shown was counted before the latest
    threshold of answers came. That leaves room for a final release of everybody.
    """
    today = timezone.localdate(at)
    last = run.snapshots.order_by("-number").first()
    published = run.snapshots.latest_released()
    prepared = last if last is not None and last.released_on is None else None
    step = release_step(
        # A release reads every answer. From a hundred on, one per twentieth more is
        # enough, or a large run would do so at each fifth answer.
        threshold=max(run.threshold, responded // 20) if run.is_open else run.threshold,
        n=responded,
        published=published.responded if published else None,
        prepared=prepared.responded if prepared else None,
        window_open=run.is_open,
    )
    if prepared is not None and step.publishes_prepared:
        prepared.released_on = today
        prepared.save(update_fields=["released_on"])
    if prepared is not None and not run.is_open:
        # It was counted on the way and is never shown.
        prepared.delete()
        last = published
    if step.counts_now:
        RunSnapshot.objects.create(
            run=run,
            number=(last.number if last else 0) + 1,
            responded=responded,
            payload=payload_of(run, last.payload if last else None),
            released_on=None if run.is_open else today,
        )


class FileAlreadyImported(Exception):
    """Answers from a file with the same content were counted before."""


@transaction.atomic
def import_run(
    *,
    course: Course,
    survey_version: SurveyVersion,
    name: str,
    submissions: list[writer.Submission],
    dimensions: list[str],
    eligible: int | None,
    organisation: Organisation | None,
    source_checksum: str,
    opened_on: datetime.date,
    at: datetime.datetime,
    is_illustrative: bool = False,
) -> SurveyRun:
    """Count answers that were collected on paper as a run of its own, and close it.

    Raises FileAlreadyImported for a file that was counted before and IntegrityError
    when the course already has a run of this name.
    """
    if SurveyRun.objects.filter(source_checksum=source_checksum).exists():
        raise FileAlreadyImported
    run = SurveyRun.objects.create(
        course=course,
        survey_version=survey_version,
        organisation=organisation,
        name=name,
        kind=RunKind.PAPER,
        has_reminders=False,
        threshold=settings.ELEARN_MINIMUM_GROUP,
        dimensions=dimensions,
        eligible=eligible,
        opened_on=opened_on,
        source_checksum=source_checksum,
        is_illustrative=is_illustrative,
    )
    writer.store(run=run, submissions=submissions)
    return close_run(run=run, at=at, closed_on=opened_on)
