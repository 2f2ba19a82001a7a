"""How the figures went from run to run: one row per figure and run, and as JSON."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.report import RunReport
from feedback.trends import TrendLine, TrendPoint

from .tables import Column, Kind, Table, Value, table_of
from .values import display, number


@dataclasses.dataclass(frozen=True)
class Place:
    """One figure in one run; the figure's place counts from 1, all together is 0."""

    place: int
    line: TrendLine
    point: TrendPoint


def trend_tables(report: RunReport) -> list[Table]:
    """Return the table of the trend; none without one."""
    if report.trend is None:
        return []
    return [table_of("trend", _("Over the runs"), COLUMNS, _places(report))]


def _places(report: RunReport) -> Iterator[Place]:
    if report.trend is None:
        return
    for place, line in enumerate((report.trend.overall, *report.trend.items)):
        for point in line.points:
            yield Place(place, line, point)


def _limit(index: int) -> Callable[[Place], Value]:
    return lambda x: x.point.interval[index] if x.point.interval else None


def _summary(name: str) -> Callable[[Place], Value]:
    """Return what takes a figure of a statement that is shown; None otherwise."""
    return lambda x: (
        getattr(x.point.item.summary, name, None)
        if x.point.item and x.point.is_shown
        else None
    )


COLUMNS = (
    Column(
        "item_number",
        Kind.COUNT,
        _("Number"),
        lambda x: x.place,
        _("The place of the statement in the survey; 0 is the mean of all ratings."),
    ),
    Column("item", Kind.TEXT, _("Short name"), lambda x: x.line.key),
    Column("trend_run", Kind.TEXT, _("Survey run"), lambda x: x.point.run.name),
    Column("opened", Kind.DAY, _("First day"), lambda x: x.point.run.opened_on),
    Column("closed", Kind.DAY, _("Last day"), lambda x: x.point.run.closed_on),
    Column(
        "wording",
        Kind.TEXT,
        pgettext_lazy("of a survey", "Statement"),
        lambda x: x.point.wording or x.line.wording,
        _("As it was worded in that run."),
    ),
    Column(
        "joined",
        Kind.YES_NO,
        _("Joined to the run before"),
        lambda x: x.point.continues,
        _("no: another wording, other statements, or nothing to join it to."),
    ),
    Column(
        "n",
        Kind.COUNT,
        pgettext_lazy("number of ratings", "n"),
        lambda x: x.point.n if x.point.is_shown else None,
    ),
    Column(
        "mean",
        Kind.DECIMAL,
        pgettext_lazy("of ratings", "Mean"),
        lambda x: x.point.mean,
        _("Empty where it is hidden or was not asked for."),
    ),
    Column("mean_low", Kind.DECIMAL, _("Mean, from"), _limit(0)),
    Column("mean_high", Kind.DECIMAL, _("Mean, to"), _limit(1)),
    Column(
        "favourable",
        Kind.COUNT,
        pgettext_lazy("share of ratings", "Favourable"),
        _summary("favourable_count"),
    ),
    Column(
        "favourable_share",
        Kind.SHARE,
        _("Favourable share"),
        _summary("favourable_share"),
    ),
)


def trend_as_json(report: RunReport) -> list[dict[str, Any]] | None:
    """Return the figures over the runs as plain values; None without a trend."""
    trend = report.trend
    if trend is None:
        return None
    return [
        {
            "key": line.key or None,
            "wording": line.wording or None,
            "points": [_point(point) for point in line.points],
        }
        for line in (trend.overall, *trend.items)
    ]


def _point(point: TrendPoint) -> dict[str, Any]:
    is_rated = point.item is not None and point.is_shown
    summary = point.item.summary if point.item is not None and is_rated else None
    return {
        "run": point.run.name,
        "opened": point.run.opened_on.isoformat(),
        "n": point.n if point.is_shown else None,
        "mean": number(point.mean),
        "mean_display": display(point.mean, 2),
        "ci95": list(point.interval) if point.interval else None,
        "favourable": summary.favourable_count if summary else None,
        "favourable_share": number(summary.favourable_share) if summary else None,
        "joined": point.continues,
        "other_wording": point.wording or None,
    }
