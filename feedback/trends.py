"""How the ratings of a survey went from run to run.

Made of reports, so of what is released. A point that is hidden is a gap, and a line is
broken where it would join what cannot be compared: another wording, or a mean of other
statements. docs/methods/comparison.md, "Over time", says more.
"""

import dataclasses
from collections.abc import Iterable, Sequence
from fractions import Fraction

from psychometrics.intervals import Interval

from .comparing import ask_the_same
from .models import SurveyRun
from .pooling import same_points
from .report import ItemReport, RunReport, main_items

# More would be too narrow to read.
MOST_RUNS = 12


@dataclasses.dataclass(frozen=True)
class TrendPoint:
    """One figure of one run; without a mean it is a gap."""

    run: SurveyRun
    mean: Fraction | None = None
    n: int | None = None
    interval: Interval | None = None
    # Whether it may be joined to the point before it.
    continues: bool = False
    # The statement of that run, where there is one.
    item: ItemReport | None = None
    # How it was worded then, where that is not how it is worded now.
    wording: str = ""

    @property
    def is_shown(self) -> bool:
        return self.mean is not None


@dataclasses.dataclass(frozen=True)
class TrendLine:
    """One figure over the runs, the oldest first, on a scale of 1 to `highest`."""

    # "" for the mean of all ratings.
    key: str
    wording: str
    highest: int
    points: tuple[TrendPoint, ...]

    @property
    def is_line(self) -> bool:
        """Whether there are two points to look from one to the other."""
        return sum(point.is_shown for point in self.points) > 1


@dataclasses.dataclass(frozen=True)
class Trend:
    """The runs of one survey in one organisation, the oldest first."""

    runs: tuple[SurveyRun, ...]
    overall: TrendLine
    items: tuple[TrendLine, ...]
    # Older runs that are not drawn.
    left_out: int

    @property
    def shown_runs(self) -> tuple[SurveyRun, ...]:
        """The runs of which some figure is shown; the others are gaps."""
        lines = (self.overall, *self.items)
        shown = {p.run.pk for line in lines for p in line.points if p.is_shown}
        return tuple(run for run in self.runs if run.pk in shown)


def series_of(run: SurveyRun, runs: Iterable[SurveyRun]) -> list[SurveyRun]:
    """Return the runs that form one line with `run`, the oldest first.

    Of the same course, survey and organisation; made-up answers only with their like.
    What the same people answered before and after is no trend but a change.
    """
    return sorted(
        (
            one
            for one in runs
            if one.course_id == run.course_id
            and one.survey_version.survey_id == run.survey_version.survey_id
            and one.organisation_id == run.organisation_id
            and one.is_illustrative == run.is_illustrative
            and (one.step_id == run.step_id or not run.is_confidential)
        ),
        key=lambda one: (one.opened_on, one.pk),
    )


def with_trend(report: RunReport, reports: Sequence[RunReport]) -> RunReport:
    """Return the report with the trend of `reports`, of which it is one."""
    return dataclasses.replace(report, trend=trend_of(report, reports))


def trend_of(report: RunReport, reports: Sequence[RunReport]) -> Trend | None:
    """Return the trend that a run is part of; None unless two runs show something.

    `reports` are those of the series, the oldest first. Runs that are still open and
    show nothing yet are left out; closed ones that show nothing are gaps.
    """
    told = [one for one in reports if one.is_released or not one.run.is_open]
    if sum(one.is_released for one in told) < 2:
        return None
    drawn = told[-MOST_RUNS:]
    return Trend(
        runs=tuple(one.run for one in drawn),
        overall=_overall(report, drawn),
        items=tuple(_line(item, drawn) for item in report.items),
        left_out=len(told) - len(drawn),
    )


def _overall(report: RunReport, reports: Sequence[RunReport]) -> TrendLine:
    points: list[TrendPoint] = []
    before: RunReport | None = None
    for one in reports:
        if one.overall_mean is None or len(one.labels) != len(report.labels):
            points.append(TrendPoint(one.run))
            before = None
            continue
        points.append(
            TrendPoint(
                run=one.run,
                mean=one.overall_mean,
                n=one.overall_n,
                interval=one.overall_ci95,
                continues=before is not None and _same_statements(before, one),
            )
        )
        before = one
    return TrendLine("", "", len(report.labels), tuple(points))


def _same_statements(one: RunReport, other: RunReport) -> bool:
    """Tell whether two means of all ratings are of the same statements."""
    mine, theirs = _pooled(one), _pooled(other)
    return mine.keys() == theirs.keys() and all(
        ask_the_same(item, theirs[key]) for key, item in mine.items()
    )


def _pooled(report: RunReport) -> dict[str, ItemReport]:
    return {item.key: item for item in main_items(report.items) if item.shown}


def _line(now: ItemReport, reports: Sequence[RunReport]) -> TrendLine:
    points: list[TrendPoint] = []
    before: ItemReport | None = None
    for one in reports:
        item = next((i for i in one.items if i.key == now.key), None)
        if item is None or item.summary is None or not _on_same_scale(item, now):
            points.append(TrendPoint(one.run, item=item))
            before = None
            continue
        points.append(
            TrendPoint(
                run=one.run,
                mean=item.summary.mean,
                n=item.n,
                interval=item.summary.db_ci95,
                continues=before is not None and ask_the_same(before, item),
                item=item,
                wording="" if ask_the_same(item, now) else item.wording,
            )
        )
        before = item if item.summary.mean is not None else None
    return TrendLine(now.key, now.wording, len(now.labels), tuple(points))


def _on_same_scale(item: ItemReport, now: ItemReport) -> bool:
    """Tell whether a point may be drawn on the axis of the statement as it is now."""
    if item.asked is None or now.asked is None:
        return item.offered_labels == now.offered_labels
    return same_points(item.asked.points, now.asked.points)
