"""Which run an answer belongs to: windows of time, and the runs opened in them."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from courses.models import Enrolment, Step

from .groups import Dimension
from .models import InterimPolicy, Survey, SurveyRun


class SurveyNotReady(Exception):
    """The survey was never published."""


def run_for(
    *, enrolment: Enrolment, step: Step, survey: Survey, at: datetime.datetime
) -> SurveyRun:
    """Return the open run that an answer given now belongs to, opened if need be.

    The run of the learner's cohort until its last day or until it is closed; otherwise
    that of the quarter and of the learner's organisation. Raises SurveyNotReady.
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
    }
    if cohort is not None:
        # Feedback is often given some days after the last session.
        closes_on = cohort.ends_on + datetime.timedelta(days=15)
        window = {
            **common,
            "cohort": cohort,
            "organisation": cohort.organisation,
            "name": cohort.name,
            "opened_on": cohort.starts_on,
            "closes_on": closes_on,
            "interim": InterimPolicy.OFF,
        }
        has_ended = any(not run.is_open for run in _runs_of(window))
        if today < closes_on and not has_ended:
            return _open_run(window, today)
    first_day, next_quarter, name = quarter_of(today)
    membership = (
        enrolment.user.memberships.select_related("organisation")
        .order_by("joined_at", "pk")
        .first()
    )
    window = {
        **common,
        "cohort": None,
        "organisation": membership.organisation if membership else None,
        "name": name,
        "opened_on": first_day,
        "closes_on": next_quarter,
        "interim": InterimPolicy.STEPS,
    }
    return _open_run(window, today)


def quarter_of(day: datetime.date) -> tuple[datetime.date, datetime.date, str]:
    """Return the first day of `day`'s quarter, that of the next one, and its name."""
    quarter = (day.month - 1) // 3
    first = datetime.date(day.year, 3 * quarter + 1, 1)
    following = (first + datetime.timedelta(days=95)).replace(day=1)
    return first, following, f"{day.year} Q{quarter + 1}"


def _runs_of(window: Mapping[str, Any]) -> list[SurveyRun]:
    """Return the runs of one window and survey, the first one first."""
    name = window["name"]
    return list(
        SurveyRun.objects.filter(
            course=window["course"],
            cohort=window["cohort"],
            organisation=window["organisation"],
            survey_version__survey=window["survey_version"].survey_id,
            source_checksum=None,
        )
        .filter(Q(name=name) | Q(name__startswith=f"{name} / "))
        .order_by("pk")
    )


def _open_run(window: Mapping[str, Any], today: datetime.date) -> SurveyRun:
    """Return the open run of a window, opened if there is none.

    A window has a second run, "2026 Q4 / 2", when the first was closed early or when
    the survey was published anew meanwhile.
    """
    before = _runs_of(window)
    for run in before:
        if run.is_open and run.survey_version_id == window["survey_version"].pk:
            return run
    fields = dict(window)
    if before:
        fields["name"] = f"{window['name']} / {len(before) + 1}"
        fields["opened_on"] = max(today, window["opened_on"])
    dimensions = [Dimension.PROFESSION, Dimension.LANGUAGE]
    if fields["organisation"] is None:
        dimensions.insert(0, Dimension.ORGANISATION)
    try:
        with transaction.atomic():
            return SurveyRun.objects.create(
                threshold=settings.ELEARN_MINIMUM_GROUP,
                dimensions=[str(dimension) for dimension in dimensions],
                **fields,
            )
    except IntegrityError:
        # A parallel answer opened it.
        identity = ("course", "survey_version", "cohort", "organisation", "name")
        return SurveyRun.objects.get(**{name: fields[name] for name in identity})
