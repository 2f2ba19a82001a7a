"""The courses whose ratings somebody may read, one line for each."""

import dataclasses

from django.utils import timezone

from courses.models import Course
from people.models import User

from .models import SurveyRun
from .report import ItemReport, RunReport
from .reporting import run_report


@dataclasses.dataclass(frozen=True)
class CourseRatings:
    """One course in the overview: its latest run and how many there are."""

    course: Course
    title: str
    latest: RunReport
    run_count: int

    @property
    def lowest(self) -> list[ItemReport]:
        """The three statements with the lowest mean, of those that are shown."""
        rated = [
            (item.summary.mean, number, item)
            for number, item in enumerate(self.latest.items)
            if item.summary is not None and item.summary.mean is not None
        ]
        return [item for _mean, _number, item in sorted(rated)[:3]]


def ratings_overview(user: User) -> list[CourseRatings]:
    """Return the courses whose ratings the person may read, by title."""
    from courses.study import outline_of

    runs: dict[int, list[SurveyRun]] = {}
    for run in (
        SurveyRun.objects.visible_to(user)
        .begun(timezone.localdate())
        .select_related("course", "survey_version__survey")
        .order_by("-opened_on", "-pk")
    ):
        runs.setdefault(run.course_id, []).append(run)
    entries = []
    for mine in runs.values():
        reports = (run_report(run) for run in mine)
        # The newest that has something to show, else the newest.
        latest = next((r for r in reports if r.is_released), None)
        entries.append(
            CourseRatings(
                course=mine[0].course,
                title=outline_of(mine[0].course).title,
                latest=latest or run_report(mine[0]),
                run_count=len(mine),
            )
        )
    return sorted(entries, key=lambda entry: entry.title)
