"""Who was asked: the denominator of the response rate."""

import datetime

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils import timezone

from courses.models import Enrolment, Step, UnlockRule
from people.models import Membership

from .models import CodeBatch, FollowUp, Receipt, RunKind, SurveyRun
from .windows import DAYS_AFTER_COHORT


def count_eligible(run: SurveyRun) -> int | None:
    """Return how many people were asked in the run.

    Of a run with codes: how many codes were made. Of a follow-up: whose time came in
    its window, and of any other run who reached the survey; with those who answered.
    None for answers that came on paper.
    """
    if run.kind == RunKind.CODES:
        made = CodeBatch.objects.filter(run=run).aggregate(total=Sum("size"))
        return made["total"] or 0
    if run.kind != RunKind.FOLLOW_UP and run.step_id is None:
        return None
    answered = set(Receipt.objects.filter(run=run).values_list("user", flat=True))
    return len(eligible_people(run) | answered)


def eligible_people(run: SurveyRun) -> set[int]:
    """Return the people who reached the survey and whose answer this run would take.

    Reached: they finished the last required step before it, or enrolled, if there is
    none. In an automatic run between its first and last day; a planned run asks all who
    have reached the survey by its last day. Whoever answered in another run of the step
    is not asked again.
    """
    if run.kind == RunKind.FOLLOW_UP:
        return _due_for_follow_up(run)
    step = run.step
    if step is None:
        return set()
    required = Step.objects.none()
    if step.unlock_rule == UnlockRule.AFTER_REQUIRED:
        required = Step.objects.required().filter(
            course=run.course_id, position__lt=step.position
        )
    required_ids = list(required.values_list("pk", flat=True))
    enrolments = Enrolment.objects.active().filter(course=run.course_id)
    moment = "enrolled_at"
    # Counting none of no steps finds nobody at all.
    if required_ids:
        moment = "reached_at"
        done = Q(completions__step__in=required_ids)
        enrolments = enrolments.annotate(
            done_count=Count("completions", filter=done),
            reached_at=Max("completions__completed_at", filter=done),
        ).filter(done_count=len(required_ids))
    if run.kind != RunKind.PLANNED:
        enrolments = enrolments.filter(**{f"{moment}__gte": _midnight(run.opened_on)})
    if run.closes_on is not None:
        enrolments = enrolments.filter(**{f"{moment}__lt": _midnight(run.closes_on)})
    if run.cohort_id is not None:
        enrolments = enrolments.filter(cohort=run.cohort_id)
        people = set(enrolments.values_list("user", flat=True))
    else:
        people = _in_no_cohort(enrolments, moment) & _answering_for(run)
    elsewhere = Receipt.objects.filter(run__step=run.step_id).exclude(run=run)
    return people - set(elsewhere.values_list("user", flat=True))


def _due_for_follow_up(run: SurveyRun) -> set[int]:
    """Return whose follow-up began within the run's window, but for earlier answers."""
    follow_up = FollowUp.objects.filter(
        course=run.course_id, survey=run.survey_version.survey_id
    ).first()
    if follow_up is None or run.closes_on is None:
        return set()
    wait = datetime.timedelta(weeks=follow_up.weeks)
    due = Enrolment.objects.active().filter(
        course=run.course_id,
        completed_at__gte=_midnight(run.opened_on) - wait,
        completed_at__lt=_midnight(run.closes_on) - wait,
    )
    elsewhere = Receipt.objects.filter(
        run__kind=RunKind.FOLLOW_UP,
        run__course=run.course_id,
        run__survey_version__survey=run.survey_version.survey_id,
    ).exclude(run=run)
    people = set(due.values_list("user", flat=True)) & _answering_for(run)
    return people - set(elsewhere.values_list("user", flat=True))


def _in_no_cohort(enrolments: QuerySet[Enrolment], moment: str) -> set[int]:
    """Return who reached the survey outside of the window of a cohort of theirs."""
    return {
        user_id
        for user_id, ends_on, reached_at in enrolments.values_list(
            "user", "cohort__ends_on", moment
        )
        if ends_on is None
        or timezone.localdate(reached_at)
        >= ends_on + datetime.timedelta(days=DAYS_AFTER_COHORT)
    }


def _answering_for(run: SurveyRun) -> set[int]:
    """Return who of the course answers for the run's organisation, or for none."""
    takers = Enrolment.objects.active().filter(course=run.course_id)
    first: dict[int, int] = {}
    for user_id, organisation_id in (
        Membership.objects.filter(user__in=takers.values("user"))
        .order_by("joined_at", "pk")
        .values_list("user", "organisation")
    ):
        first.setdefault(user_id, organisation_id)
    return {
        user_id
        for user_id in takers.values_list("user", flat=True)
        if first.get(user_id) == run.organisation_id
    }


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(
        datetime.datetime.combine(day, datetime.time()), timezone.get_default_timezone()
    )
