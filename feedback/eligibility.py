"""Who was asked: the denominator of the response rate."""

import datetime

from django.db.models import Count, Max, Q
from django.utils import timezone

from courses.models import Enrolment, Step, UnlockRule

from .models import Receipt, SurveyRun


def count_eligible(run: SurveyRun) -> int | None:
    """Return how many people reached the survey in the run's window.

    Reached: they finished the last required step before it (the moment they enrolled,
    if there is none) between the run's first and last day, or they answered. None for
    answers that were not collected by a step of a course.
    """
    if run.step_id is None:
        return None
    step = Step.objects.get(pk=run.step_id)
    required = Step.objects.none()
    if step.unlock_rule == UnlockRule.AFTER_REQUIRED:
        required = Step.objects.required().filter(
            course=run.course_id, position__lt=step.position
        )
    required_ids = list(required.values_list("pk", flat=True))

    start = _midnight(run.opened_on)
    end = _midnight(run.closes_on) if run.closes_on else None
    people = Enrolment.objects.active().filter(course=run.course_id)
    if run.cohort_id is not None:
        people = people.filter(cohort=run.cohort_id)
    elif run.organisation_id is not None:
        people = people.filter(user__memberships__organisation=run.organisation_id)
    else:
        people = people.filter(user__memberships=None)
    done = Q(completions__step__in=required_ids)
    people = people.annotate(
        done_count=Count("completions", filter=done),
        reached_at=Max("completions__completed_at", filter=done),
    ).filter(done_count=len(required_ids))
    moment = "reached_at" if required_ids else "enrolled_at"
    people = people.filter(**{f"{moment}__gte": start})
    if end is not None:
        people = people.filter(**{f"{moment}__lt": end})
    reached = set(people.values_list("user", flat=True))
    answered = set(Receipt.objects.filter(run=run).values_list("user", flat=True))
    return len(reached | answered)


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(
        datetime.datetime.combine(day, datetime.time()), timezone.get_default_timezone()
    )
