"""Follow-up surveys: who is asked when, and what answering one does.

A person is asked from so many weeks after completing the course, for as many weeks
again. Answers go into the run of the quarter and of the person's organisation; it has
no step, so nothing of the course depends on it.
"""

import dataclasses
import datetime
from collections.abc import Mapping

from django.urls import reverse
from django.utils import timezone

from courses.models import Course, Enrolment
from courses.study import outline_of
from people.models import User

from .actions import AlreadyAnswered, RunIsClosed, count_response
from .models import (
    FollowUp,
    InterimPolicy,
    Receipt,
    RunKind,
    RunMode,
    Survey,
    SurveyRun,
)
from .windows import SurveyNotReady, open_run, organisation_of, quarter_of


class NotAsked(Exception):
    """The person did not complete the course, or it is too early or too late."""


@dataclasses.dataclass(frozen=True)
class FollowUpTask:
    """A follow-up survey that waits for a person."""

    title: str
    url: str
    minutes: int
    last_day: datetime.date
    is_confidential: bool


def waiting_for(user: User, *, at: datetime.datetime) -> list[FollowUpTask]:
    """Return the follow-up surveys that wait for the person, the most urgent first."""
    completed = (
        Enrolment.objects.active()
        .of(user)
        .exclude(completed_at=None)
        .exclude(course__follow_up=None)
        .exclude(course__follow_up__survey__current_version=None)
        .select_related("course__follow_up__survey__current_version")
    )
    tasks = []
    for enrolment in completed:
        follow_up = enrolment.course.follow_up
        if not _is_asked(enrolment, follow_up, at) or has_answered(user, follow_up):
            continue
        tasks.append(
            FollowUpTask(
                title=outline_of(enrolment.course).title,
                url=reverse("feedback:follow-up", args=[enrolment.course.slug]),
                minutes=follow_up.survey.minutes_needed,
                last_day=timezone.localdate(_ends_at(enrolment, follow_up)),
                is_confidential=(
                    follow_up.survey.current_version.mode == RunMode.CONFIDENTIAL
                ),
            )
        )
    return sorted(tasks, key=lambda task: (task.last_day, task.title))


def has_answered(user: User, follow_up: FollowUp) -> bool:
    """Answer whether the person has given this follow-up, in whichever run."""
    return Receipt.objects.filter(
        user=user,
        run__kind=RunKind.FOLLOW_UP,
        run__course=follow_up.course_id,
        run__survey_version__survey=follow_up.survey_id,
    ).exists()


def enrolment_asked(
    user: User, course: Course, *, at: datetime.datetime
) -> tuple[Enrolment, FollowUp]:
    """Return the completed enrolment and what is asked of it; raises NotAsked."""
    follow_up = FollowUp.objects.filter(course=course).select_related("survey").first()
    enrolment = Enrolment.objects.active().of(user).filter(course=course).first()
    if follow_up is None or enrolment is None:
        raise NotAsked
    if not _is_asked(enrolment, follow_up, at):
        raise NotAsked
    return enrolment, follow_up


def submit_follow_up(
    *,
    enrolment: Enrolment,
    follow_up: FollowUp,
    values: Mapping[int, int],
    comments: Mapping[int, str],
    language: str,
    at: datetime.datetime,
) -> SurveyRun:
    """Count one person's answers to a follow-up, without the person.

    Raises AlreadyAnswered, SurveyNotReady, NotAsked.
    """
    if not _is_asked(enrolment, follow_up, at):
        raise NotAsked
    if has_answered(enrolment.user, follow_up):
        raise AlreadyAnswered
    for _time in range(2):
        run = _run_for(enrolment, follow_up.survey, at)
        try:
            count_response(
                run=run,
                enrolment=enrolment,
                step=None,
                values=values,
                comments=comments,
                language=language,
                at=at,
            )
        except RunIsClosed:
            # Somebody closed it since; the next one takes the answer.
            continue
        return run
    raise SurveyNotReady


def _run_for(enrolment: Enrolment, survey: Survey, at: datetime.datetime) -> SurveyRun:
    """Return the follow-up run of the quarter and the person's organisation."""
    if survey.current_version is None:
        raise SurveyNotReady
    today = timezone.localdate(at)
    first_day, next_quarter, name = quarter_of(today)
    return open_run(
        {
            "kind": RunKind.FOLLOW_UP,
            "course": enrolment.course,
            "step": None,
            "survey_version": survey.current_version,
            "mode": survey.current_version.mode,
            "cohort": None,
            "organisation": organisation_of(enrolment.user),
            "name": name,
            "opened_on": first_day,
            "closes_on": next_quarter,
            "interim": InterimPolicy.OFF,
        },
        today,
    )


def _begins_at(enrolment: Enrolment, follow_up: FollowUp) -> datetime.datetime:
    return enrolment.completed_at + datetime.timedelta(weeks=follow_up.weeks)


def _ends_at(enrolment: Enrolment, follow_up: FollowUp) -> datetime.datetime:
    return enrolment.completed_at + datetime.timedelta(weeks=2 * follow_up.weeks)


def _is_asked(enrolment: Enrolment, follow_up: FollowUp, at: datetime.datetime) -> bool:
    if enrolment.completed_at is None:
        return False
    return _begins_at(enrolment, follow_up) <= at < _ends_at(enrolment, follow_up)
