"""What coordinators do with runs besides closing them. Each function is one action."""

import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.models import Cohort, Course, Step
from people.models import Organisation

from .models import InterimPolicy, RunKind, RunMode, RunState, Survey, SurveyRun
from .windows import SurveyNotReady, dimensions_for
from .writer import locked_run


class NameIsTaken(Exception):
    """The course already has a run of this name."""


class RunHasBegun(Exception):
    """The run has begun, so that somebody may have answered."""


class DayCannotMove(Exception):
    """The last day of this run is not to be chosen, or the run is closed."""


def plan_run(
    *,
    kind: RunKind,
    course: Course,
    survey: Survey,
    step: Step | None,
    name: str,
    opens_on: datetime.date,
    last_day: datetime.date,
    cohort: Cohort | None = None,
    organisation: Organisation | None = None,
    shows_interim: bool = False,
    has_reminders: bool = True,
    is_illustrative: bool = False,
) -> SurveyRun:
    """Plan a run for learners of a course, or for people who come with codes.

    `step` is the feedback page's that asks the survey; None for a run with codes. A
    cohort brings its own organisation. `is_illustrative` says wherever its figures are
    shown that they are made up. Raises SurveyNotReady for a survey that was never
    published, NameIsTaken.
    """
    if survey.current_version is None:
        raise SurveyNotReady
    if cohort is not None:
        organisation = cohort.organisation
    # Whoever comes with a code has no account that a pseudonym could belong to.
    is_learners = kind == RunKind.PLANNED
    mode = survey.current_version.mode if is_learners else RunMode.ANONYMOUS
    shows_interim = shows_interim and mode == RunMode.ANONYMOUS
    try:
        with transaction.atomic():
            return SurveyRun.objects.create(
                kind=kind,
                mode=mode,
                course=course,
                survey_version=survey.current_version,
                step=step,
                cohort=cohort,
                organisation=organisation,
                name=name,
                opened_on=opens_on,
                closes_on=last_day + datetime.timedelta(days=1),
                interim=InterimPolicy.STEPS if shows_interim else InterimPolicy.OFF,
                has_reminders=has_reminders and kind == RunKind.PLANNED,
                threshold=settings.ELEARN_MINIMUM_GROUP,
                dimensions=dimensions_for(organisation),
                is_illustrative=is_illustrative,
            )
    except IntegrityError as error:
        raise NameIsTaken from error


def last_day_can_move(run: SurveyRun) -> bool:
    """Answer whether somebody may choose another last day for the run.

    Not for a run of a quarter, which is its quarter, nor for one that is closed.
    """
    if not run.is_open or run.closes_on is None:
        return False
    return run.cohort_id is not None or run.kind in {RunKind.PLANNED, RunKind.CODES}


@transaction.atomic
def move_last_day(
    *, run: SurveyRun, last_day: datetime.date, at: datetime.datetime
) -> SurveyRun:
    """Give an open or planned run another last day, today or later.

    Raises DayCannotMove.
    """
    run = locked_run(run.pk)
    closes_on = last_day + datetime.timedelta(days=1)
    is_past = closes_on <= max(timezone.localdate(at), run.opened_on)
    if not last_day_can_move(run) or is_past:
        raise DayCannotMove
    run.closes_on = closes_on
    run.save(update_fields=["closes_on"])
    return run


@transaction.atomic
def switch_reminders(*, run: SurveyRun, has_reminders: bool) -> SurveyRun:
    """Switch the reminders of a run on or off; off also those not yet sent."""
    run = locked_run(run.pk)
    run.has_reminders = has_reminders and run.can_remind
    run.save(update_fields=["has_reminders"])
    if not run.has_reminders:
        for waiting in run.reminder_rounds.all():
            waiting.mails.all().delete()
    return run


@transaction.atomic
def cancel_run(*, run: SurveyRun, at: datetime.datetime) -> None:
    """Delete a planned run that has not begun, with its codes.

    Raises RunHasBegun: that a run has no answers yet is nobody's to find out.
    """
    run = locked_run(run.pk)
    if run.state_on(timezone.localdate(at)) != RunState.PLANNED:
        raise RunHasBegun
    run.codes.all().delete()
    run.code_batches.all().delete()
    run.delete()
