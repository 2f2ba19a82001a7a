"""The courses whose ratings somebody may read, one entry for each.

The newest run with released results stands for a course; figures and trend are made of
what is released. The number of queries does not grow with courses, runs or answers,
except for the eligible of runs that are still open.
"""

import dataclasses
from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction

from django.utils import timezone

from courses.models import Course
from people.models import User

from .models import RunSnapshot, SurveyRun
from .report import ItemReport, RunReport
from .reporting import run_reports
from .trends import MOST_RUNS, Trend, TrendLine, series_of, trend_of


class Order(StrEnum):
    """In which order the courses stand."""

    TITLE = "title"
    NEWEST = "newest"
    LOWEST = "lowest"
    RATE = "rate"
    ANSWERS = "answers"


@dataclasses.dataclass(frozen=True)
class CourseRatings:
    """One course in the overview: its latest run and how many there are."""

    course: Course
    title: str
    latest: RunReport
    run_count: int
    trend: Trend | None = None

    @property
    def drawn(self) -> TrendLine | None:
        """The line of the mean of all ratings; None where there is none to draw."""
        if self.trend is None or self.latest.overall_mean is None:
            return None
        return self.trend.overall if self.trend.overall.is_line else None

    @property
    def shown_runs(self) -> list[SurveyRun]:
        """The runs of which the overview shows something."""
        points = self.drawn.points if self.drawn else ()
        earlier = [p.run for p in points if p.is_shown and p.run != self.latest.run]
        return [self.latest.run, *earlier]

    @property
    def lowest(self) -> list[ItemReport]:
        """The three statements with the lowest mean, of those that are shown.

        Of the main scale: a 3 of 5 is not lower than a 4 of 7.
        """
        labels = self.latest.labels
        rated = [
            (item.summary.mean, number, item)
            for number, item in enumerate(self.latest.items)
            if item.summary is not None
            and item.summary.mean is not None
            and item.offered_labels == labels
        ]
        return [item for _mean, _number, item in sorted(rated)[:3]]


def ratings_overview(user: User) -> list[CourseRatings]:
    """Return the courses whose ratings the person may read, by title."""
    from courses.study import outline_of

    by_course: dict[int, list[SurveyRun]] = {}
    for run in (
        SurveyRun.objects.visible_to(user)
        .begun(timezone.localdate())
        .select_related("course", "survey_version__survey", "organisation")
        .order_by("-opened_on", "-pk")
    ):
        by_course.setdefault(run.course_id, []).append(run)
    released = set(
        RunSnapshot.objects.released()
        .filter(run__in=[run.pk for runs in by_course.values() for run in runs])
        .values_list("run", flat=True)
        .distinct()
    )
    # The newest that has something to show, else the newest.
    latest = [
        next((run for run in runs if run.pk in released), runs[0])
        for runs in by_course.values()
    ]
    series = {
        run.pk: _newest_of(series_of(run, by_course[run.course_id]), released)
        for run in latest
    }
    titles = {run.course_id: outline_of(run.course).title for run in latest}
    reports = {report.run.pk: report for report in run_reports(latest, titles=titles)}
    others = {run.pk: run for runs in series.values() for run in runs}
    earlier = run_reports(
        [run for pk, run in others.items() if pk not in reports],
        titles=titles,
        counts_eligible=False,
    )
    known = reports | {report.run.pk: report for report in earlier}
    entries = [
        CourseRatings(
            course=run.course,
            title=reports[run.pk].title,
            latest=reports[run.pk],
            run_count=len(by_course[run.course_id]),
            trend=trend_of(reports[run.pk], [known[one.pk] for one in series[run.pk]]),
        )
        for run in latest
    ]
    return in_order(entries, Order.TITLE)


def _newest_of(series: list[SurveyRun], released: set[int]) -> list[SurveyRun]:
    """Return the runs that may be drawn, closed ones without results too."""
    return [run for run in series if run.pk in released or not run.is_open][-MOST_RUNS:]


def in_order(entries: Iterable[CourseRatings], order: Order) -> list[CourseRatings]:
    """Return the courses in an order; those without the figure stand last.

    Figures are compared as exact ratios; equal ones stay in the order of titles.
    """
    by_title = sorted(entries, key=lambda entry: entry.title.casefold())
    match order:
        case Order.NEWEST:
            return sorted(
                by_title, key=lambda entry: entry.latest.run.opened_on, reverse=True
            )
        case Order.LOWEST:
            return sorted(by_title, key=lambda e: _last(e.latest.overall_mean))
        case Order.RATE:
            return sorted(by_title, key=lambda e: _last(e.latest.response_rate))
        case Order.ANSWERS:
            return sorted(by_title, key=lambda e: e.latest.responded or 0, reverse=True)
    return by_title


def _last(figure: Fraction | None) -> tuple[bool, Fraction]:
    """Return what sorts a figure from low to high, and what is not shown to the end."""
    return figure is None, figure or Fraction(0)


def matching(
    entries: Iterable[CourseRatings], *, words: str = "", organisation: str = ""
) -> list[CourseRatings]:
    """Return the courses with all of the words in their title, of one organisation."""
    wanted = words.casefold().split()
    return [
        entry
        for entry in entries
        if all(word in entry.title.casefold() for word in wanted)
        and (not organisation or str(entry.latest.run.organisation_id) == organisation)
    ]
