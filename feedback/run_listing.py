"""The runs that a person may look after, and what may be said of how many answered."""

import dataclasses
import datetime
from collections.abc import Iterable

from courses.models import Course
from courses.study import outline_of
from people.models import User

from . import wording
from .eligibility import count_eligible
from .groups import EVERYBODY
from .models import RunGroup, RunState, SurveyRun
from .release import responded_as_told


@dataclasses.dataclass(frozen=True)
class RunEntry:
    """One run in a list."""

    run: SurveyRun
    # Of the course, in the active language.
    title: str
    state: RunState
    # Whom it asks: a cohort, an organisation, or "".
    place: str
    participation: str


def managed_runs(user: User, today: datetime.date) -> dict[str, list[RunEntry]]:
    """Return the runs that the person may look after, by "current" and "closed".

    The number of queries does not grow with the number of runs.
    """
    runs = list(
        SurveyRun.objects.visible_to(user)
        .select_related("course", "cohort", "organisation", "survey_version__survey")
        .order_by("-opened_on", "-pk")
    )
    responded = dict(
        RunGroup.objects.filter(run__in=runs, dimension=EVERYBODY).values_list(
            "run", "responded"
        )
    )
    titles = _titles(run.course for run in runs)
    entries = [
        RunEntry(
            run=run,
            title=titles[run.course_id],
            state=run.state_on(today),
            place=place_of(run),
            participation=participation(
                run, today, responded.get(run.pk, 0), run.eligible
            ),
        )
        for run in runs
    ]
    return {
        "current": sorted(
            (entry for entry in entries if entry.state != RunState.CLOSED),
            key=lambda entry: (entry.run.closes_on or today, entry.title),
        ),
        "closed": [entry for entry in entries if entry.state == RunState.CLOSED],
    }


def entry_of(run: SurveyRun, today: datetime.date) -> RunEntry:
    """Return one run, with how many were asked as it is today."""
    everybody = run.groups.filter(dimension=EVERYBODY).first()
    return RunEntry(
        run=run,
        title=outline_of(run.course).title,
        state=run.state_on(today),
        place=place_of(run),
        participation=participation(
            run,
            today,
            everybody.responded if everybody else 0,
            count_eligible(run) if run.is_open else run.eligible,
        ),
    )


def participation(
    run: SurveyRun, today: datetime.date, responded: int, eligible: int | None
) -> str:
    """Return what may be said of how many answered; "" before the run begins."""
    if run.state_on(today) == RunState.PLANNED:
        return ""
    return wording.answered(
        threshold=run.threshold,
        responded=responded_as_told(run, responded),
        eligible=eligible,
        is_open=run.is_open,
    )


def place_of(run: SurveyRun) -> str:
    """Return whom the run asks: its cohort, or its organisation, "" where neither."""
    if run.cohort is not None and run.cohort.name != run.name:
        return run.cohort.name
    return str(run.organisation or "")


def _titles(courses: Iterable[Course]) -> dict[int, str]:
    by_id = {course.pk: course for course in courses}
    return {pk: outline_of(course).title for pk, course in by_id.items()}
