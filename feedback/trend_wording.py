"""A trend in words and written numbers: the table beside the small drawings."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from .report import RunReport
from .trend_drawing import draw
from .trends import Trend, TrendLine, TrendPoint
from .wording import decimal, favourable, interval


def trend_of_page(report: RunReport) -> dict[str, Any] | None:
    """Return what a page shows of a trend; None where there is none."""
    trend = report.trend
    if trend is None:
        return None
    lines = [trend.overall, *trend.items]
    return {
        "runs": [run.name for run in trend.runs],
        "rows": [_row(number, line) for number, line in enumerate(lines)],
        "notes": notes(trend),
    }


def _row(number: int, line: TrendLine) -> dict[str, Any]:
    return {
        "number": number,
        "title": line.wording or pgettext("figure", "Mean of all ratings"),
        "drawing": draw(line) if line.is_line else None,
        "cells": [cell(point) for point in line.points],
        "earlier": earlier_wordings(line),
    }


def cell(point: TrendPoint) -> dict[str, Any]:
    """Return one figure of one run as it is written, "–" where there is none."""
    summary = point.item.summary if point.item and point.is_shown else None
    return {
        "run": point.run.name,
        "mean": "–" if point.mean is None else decimal(point.mean),
        "n": point.n if point.is_shown else None,
        "interval": interval(point.interval),
        "favourable": favourable(point.item) if point.item and point.is_shown else "",
        "favourable_count": summary.favourable_count if summary else None,
        "is_reworded": bool(point.wording),
    }


def earlier_wordings(line: TrendLine) -> list[str]:
    """Return how a statement was worded in which run, where that was otherwise."""
    return [
        _("In “%(run)s”: %(wording)s")
        % {"run": point.run.name, "wording": point.wording}
        for point in line.points
        if point.wording
    ]


def notes(trend: Trend) -> list[str]:
    """Return what has to be known to read the drawings, as sentences."""
    found = [
        _(
            "Each drawing goes from 1 at the bottom to the highest point at the top; "
            "the upright lines are plausible ranges. A dotted line or a dash is a run "
            "in which the figure is hidden or was not asked for. The line is broken "
            "where the wording or the statements behind a mean have changed."
        ),
        reading_note(),
    ]
    if trend.left_out:
        found.append(
            ngettext(
                "%(count)s older run is not drawn.",
                "%(count)s older runs are not drawn.",
                trend.left_out,
            )
            % {"count": trend.left_out}
        )
    return found


def reading_note() -> str:
    """Return what a trend does not say."""
    return _(
        "Ranges that overlap may differ by chance alone. To judge two runs, compare "
        "them."
    )


def sentence(line: TrendLine) -> str:
    """Return a line as one sentence: "Spring 4.12, Autumn 4.35"."""
    return ", ".join(
        _("%(run)s %(mean)s") % {"run": point.run.name, "mean": decimal(point.mean)}
        for point in line.points
        if point.mean is not None
    )
