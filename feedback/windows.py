"""Which run an answer belongs to: windows of time, and the runs opened in them."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from courses.models import Enrolment, Step
from people.models import Organisation, User

from .groups import Dimension
from .models import (
    InterimPolicy,
    RunKind,
    RunMode,
    Survey,
    SurveyRun,
    SurveyVersion,
)
from .writer import locked_run

# Feedback is often given some days after the last session of a cohort.
DAYS_AFTER_COHORT = 15
# What the column holds, with room for " / 2".
LONGEST_NAME = 110
# How often to look again for a run that somebody else has just opened.
MOST_TRIES = 5


class SurveyNotReady(Exception):
    """The survey was never published."""


def run_for(
    *, enrolment: Enrolment, step: Step, survey: Survey, at: datetime.datetime
) -> SurveyRun:
    """Return the open run that an answer given now belongs to, opened if need be.

    In this order: the run planned for the learner's cohort; the cohort's own, until its
    last day or until it is closed; the run planned for the course and the learner's
    organisation; the one of the quarter and the organisation. Raises SurveyNotReady.
    """
    version = survey.current_version
    if version is None:
        raise SurveyNotReady
    today = timezone.localdate(at)
    cohort = enrolment.cohort
    common = {
        "course": enrolment.course,
        "step": step,
        "survey_version": version,
        "mode": version.mode,
    }
    if cohort is not None:
        of_cohort = {
            **common,
            "kind": RunKind.AUTOMATIC,
            "cohort": cohort,
            "organisation": cohort.organisation,
            "name": cohort.name,
            "opened_on": cohort.starts_on,
            "closes_on": cohort.ends_on + datetime.timedelta(days=DAYS_AFTER_COHORT),
            "interim": InterimPolicy.OFF,
        }
        run = _planned(of_cohort, today) or _of_cohort(of_cohort, today)
        if run is not None:
            return run
    first_day, next_quarter, name = quarter_of(today)
    of_quarter = {
        **common,
        "kind": RunKind.AUTOMATIC,
        "cohort": None,
        "organisation": organisation_of(enrolment.user),
        "name": name,
        "opened_on": first_day,
        "closes_on": next_quarter,
        "interim": interim_of(version),
    }
    return _planned(of_quarter, today) or open_run(of_quarter, today)


def interim_of(version: SurveyVersion) -> InterimPolicy:
    """Return whether a run that nobody planned shows results before it closes."""
    if version.mode == RunMode.CONFIDENTIAL:
        # Answers may be taken back, and two releases would tell whose.
        return InterimPolicy.OFF
    return InterimPolicy.STEPS


def organisation_of(user: User) -> Organisation | None:
    """Return the organisation that a person answers for: the one joined first."""
    membership = (
        user.memberships.select_related("organisation")
        .order_by("joined_at", "pk")
        .first()
    )
    return membership.organisation if membership else None


def quarter_of(day: datetime.date) -> tuple[datetime.date, datetime.date, str]:
    """Return the first day of `day`'s quarter, that of the next one, and its name."""
    quarter = (day.month - 1) // 3
    first = datetime.date(day.year, 3 * quarter + 1, 1)
    following = (first + datetime.timedelta(days=95)).replace(day=1)
    return first, following, f"{day.year} Q{quarter + 1}"


def dimensions_for(organisation: Organisation | None) -> list[str]:
    """Return the ways in which the respondents of a new run are grouped."""
    dimensions = [Dimension.PROFESSION, Dimension.LANGUAGE]
    if organisation is None:
        dimensions.insert(0, Dimension.ORGANISATION)
    return [str(dimension) for dimension in dimensions]


def _planned(window: Mapping[str, Any], today: datetime.date) -> SurveyRun | None:
    """Return the run planned for these learners that collects today, if there is one.

    The one that ends first. Where the survey was published anew since it was planned,
    an empty run asks the new version; beside one with answers a second part is opened.
    """
    same = SurveyRun.objects.filter(
        kind=RunKind.PLANNED,
        course=window["course"],
        step=window["step"],
        cohort=window["cohort"],
        organisation=window["organisation"],
    )
    runs = list(same.collecting(today).order_by("closes_on", "pk"))
    version = window["survey_version"]
    for run in runs:
        if run.survey_version_id == version.pk:
            return run
    if not runs:
        return None
    first = runs[0]
    with transaction.atomic():
        empty = locked_run(first.pk)
        if empty.is_open and not empty.groups.exists():
            empty.survey_version, empty.mode = version, version.mode
            if version.mode == RunMode.CONFIDENTIAL:
                empty.interim = InterimPolicy.OFF
            empty.save(update_fields=["survey_version", "mode", "interim"])
            return empty
    return open_run(
        {
            **window,
            "kind": RunKind.PLANNED,
            "name": first.name,
            "opened_on": first.opened_on,
            "closes_on": first.closes_on,
            "interim": InterimPolicy.OFF
            if version.mode == RunMode.CONFIDENTIAL
            else first.interim,
            "has_reminders": first.has_reminders,
        },
        today,
    )


def _of_cohort(window: Mapping[str, Any], today: datetime.date) -> SurveyRun | None:
    """Return the cohort's run of today, opened if need be; None when its time is over.

    A coordinator may have moved the last day of a run that is open.
    """
    runs = _runs_of(window)
    version = window["survey_version"]
    for run in runs:
        if run.survey_version_id == version.pk and _collects(run, today):
            return run
    is_over = any(not run.is_open or not _collects(run, today) for run in runs)
    if is_over or today >= window["closes_on"]:
        return None
    return open_run(window, today)


def _collects(run: SurveyRun, today: datetime.date) -> bool:
    return run.is_open and (run.closes_on is None or today < run.closes_on)


def _runs_of(window: Mapping[str, Any]) -> list[SurveyRun]:
    """Return the runs of one window, step and survey, the first one first."""
    named = Q()
    for name in _names(window):
        named |= Q(name=name) | Q(name__startswith=f"{name} / ")
    return list(
        SurveyRun.objects.filter(
            kind=window["kind"],
            course=window["course"],
            step=window["step"],
            cohort=window["cohort"],
            organisation=window["organisation"],
            survey_version__survey=window["survey_version"].survey_id,
        )
        .filter(named)
        .order_by("pk")
    )


def _names(window: Mapping[str, Any]) -> list[str]:
    """Return what a window's first run may be called: with the step's title as well.

    A course may ask one survey at two steps, before and after.
    """
    name, step = window["name"], window["step"]
    return [name] if step is None else [name, f"{name} – {step.title}"[:LONGEST_NAME]]


def open_run(window: Mapping[str, Any], today: datetime.date) -> SurveyRun:
    """Return the open run of a window, opened if there is none.

    A window has a second run, "2026 Q4 / 2", when the first was closed early, when the
    survey was published anew meanwhile, or when another run bears its name.
    """
    for _time in range(MOST_TRIES):
        before = _runs_of(window)
        for run in before:
            if run.is_open and run.survey_version_id == window["survey_version"].pk:
                return run
        fields = dict(window)
        if before:
            fields["opened_on"] = max(today, window["opened_on"])
        fields["name"] = _free_name(window, before)
        try:
            with transaction.atomic():
                return SurveyRun.objects.create(
                    threshold=settings.ELEARN_MINIMUM_GROUP,
                    dimensions=dimensions_for(fields["organisation"]),
                    **fields,
                )
        except IntegrityError:
            # A parallel answer opened it, and now it is found.
            continue
    raise SurveyNotReady


def _free_name(window: Mapping[str, Any], before: Sequence[SurveyRun]) -> str:
    """Return the name of the window's next run, after those of `before`.

    Another kind of run, or another step's, may bear the name already. A run of this
    window that a parallel answer has just opened counts as not there: opening it twice
    must fail.
    """
    others = SurveyRun.objects.exclude(kind=window["kind"], step=window["step"]).filter(
        course=window["course"],
        cohort=window["cohort"],
        organisation=window["organisation"],
        survey_version__survey=window["survey_version"].survey_id,
        name__startswith=window["name"],
    )
    taken = {*others.values_list("name", flat=True), *(run.name for run in before)}
    names = _names(window)
    if before:
        # A further part is called like the first.
        fitting = [n for n in names if f"{before[0].name} / ".startswith(f"{n} / ")]
        first = fitting[-1]
    else:
        first = next((n for n in names if n not in taken), names[-1])
    name, number = first, 1
    while name in taken:
        number += 1
        name = f"{first} / {number}"
    return name
