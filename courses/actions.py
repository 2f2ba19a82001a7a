"""What changes a learner's record of a course. Each function is one transaction."""

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import User

from .certificates.actions import issue_certificate
from .models import (
    Cohort,
    Course,
    Enrolment,
    LessonPage,
    ReadingPlace,
    Step,
    StepCompletion,
)


class StepNotInCourse(Exception):
    """The step is not one of the course that the enrolment is for."""


class CohortNotOpen(Exception):
    """The cohort's window has not begun or is over."""


def enrol(
    *, user: User, course: Course, at: datetime.datetime, cohort: Cohort | None = None
) -> Enrolment:
    """Return the person's active enrolment in the course, made now if there is none.

    Enrolling again changes nothing, except that a cohort is added to an enrolment that
    has none. Coming back after a withdrawal reopens the former enrolment with all that
    was done in it. Raises CohortNotOpen outside of the cohort's window.
    """
    # The day where the site is, not in Greenwich.
    today = timezone.localdate(at)
    if cohort is not None and not cohort.starts_on <= today <= cohort.ends_on:
        raise CohortNotOpen
    try:
        with transaction.atomic():
            return _enrol(user=user, course=course, at=at, cohort=cohort)
    except IntegrityError:
        # A parallel request was first; its enrolment is there now.
        return Enrolment.objects.active().get(user=user, course=course)


def _enrol(
    *, user: User, course: Course, at: datetime.datetime, cohort: Cohort | None
) -> Enrolment:
    mine = Enrolment.objects.select_for_update().filter(user=user, course=course)
    enrolment = mine.active().first() or mine.order_by("-withdrawn_at").first()
    if enrolment is None:
        return Enrolment.objects.create(
            user=user, course=course, cohort=cohort, enrolled_at=at
        )
    enrolment.withdrawn_at = None
    if enrolment.cohort_id is None and cohort is not None:
        enrolment.cohort = cohort
    enrolment.save(update_fields=["withdrawn_at", "cohort"])
    return enrolment


@transaction.atomic
def withdraw(*, enrolment: Enrolment, at: datetime.datetime) -> None:
    """End an enrolment. What was done in it stays, for the person may come back."""
    Enrolment.objects.active().filter(pk=enrolment.pk).update(withdrawn_at=at)


@transaction.atomic
def complete_step(
    *, enrolment: Enrolment, step: Step, at: datetime.datetime
) -> Enrolment:
    """Record that a step is done, and the course when this was its last required step.

    The one way to finish a step, called by whatever finishes it inside its own
    transaction. Doing it again changes nothing; the first time counts. With the course
    its certificate is issued. Returns the enrolment as it is afterwards. Raises
    StepNotInCourse for a step of another course.
    """
    if step.course_id != enrolment.course_id:
        raise StepNotInCourse
    # Everybody's steps are counted under the lock of their enrolment, so that of two
    # steps finished at once one sees the other.
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    _completion, is_first = StepCompletion.objects.get_or_create(
        enrolment=enrolment, step=step, defaults={"completed_at": at}
    )
    if is_first and step.kind == LessonPage._meta.label_lower:
        ReadingPlace.objects.filter(enrolment=enrolment, step=step).delete()
    return _record_completion(enrolment=enrolment, at=at)


@transaction.atomic
def keep_place(
    *, enrolment: Enrolment, step: Step, section: str, at: datetime.datetime
) -> bool:
    """Remember where the learner is in a lesson; return whether it is remembered.

    The latest place counts. A completed lesson has none. Raises StepNotInCourse for a
    step of another course.
    """
    if step.course_id != enrolment.course_id:
        raise StepNotInCourse
    # So that a place which is sent on leaving does not outlive the completion.
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if StepCompletion.objects.filter(enrolment=enrolment, step=step).exists():
        return False
    ReadingPlace.objects.bulk_create(
        [ReadingPlace(enrolment=enrolment, step=step, section=section, reached_at=at)],
        update_conflicts=True,
        unique_fields=["enrolment", "step"],
        update_fields=["section", "reached_at"],
    )
    return True


@transaction.atomic
def recompute_completion(*, enrolment: Enrolment, at: datetime.datetime) -> Enrolment:
    """Record the completion that the completed steps amount to today, if any.

    For use after a course has changed. A recorded completion is never taken back.
    """
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    return _record_completion(enrolment=enrolment, at=at)


def _record_completion(*, enrolment: Enrolment, at: datetime.datetime) -> Enrolment:
    if enrolment.is_completed:
        return enrolment
    required = Step.objects.required().filter(course=enrolment.course_id)
    missing = required.exclude(completions__enrolment=enrolment)
    titles = list(required.order_by("position").values_list("title", flat=True))
    if not titles or missing.exists():
        return enrolment
    enrolment.completed_at = at
    enrolment.completion_rule = completion_rule(titles)
    enrolment.save(update_fields=["completed_at", "completion_rule"])
    issue_certificate(enrolment=enrolment, at=at)
    return enrolment


def completion_rule(titles: list[str]) -> str:
    """Return the rule that was met, in words that stay readable when pages are gone."""
    # A record speaks one language, whoever's request happens to write it.
    return f"All required steps: {'; '.join(titles)}."
