"""A report as CSV: one row per statement and group, as on the page."""

import csv
import io
from fractions import Fraction

from courses.spreadsheet import cell_text
from feedback.reporting import GroupReport, ItemReport, RunReport
from psychometrics.rounding import exact, round_half_up

COLUMNS = [
    "course",
    "survey",
    "survey_version",
    "run",
    "opened",
    "closed",
    "status",
    "illustrative",
    "eligible",
    "responded",
    "group_by",
    "group",
    "item",
    "wording",
    "shown",
    "reason",
    "n",
    "mean",
    "mean_low",
    "mean_high",
    "sd",
    "median",
    "favourable",
    "favourable_share",
    "favourable_low",
    "favourable_high",
    "not_applicable",
    "skipped",
]


def report_as_csv(report: RunReport) -> str:
    """Return the report as CSV text: RFC 4180, a point as the decimal sign.

    Hidden and unknown figures are empty. Begins with a byte order mark, without which
    Excel spoils ä and ö.
    """
    points = max((len(item.labels) for item in report.items), default=0)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*COLUMNS, *(f"count_{p}" for p in range(1, points + 1))])
    for item in report.items:
        writer.writerow(_row(report, None, item, points))
    for groups in report.groups.values():
        for group in groups:
            for item in group.items or report.items:
                hidden = item if group.shown else _without_figures(item, group)
                writer.writerow(_row(report, group, hidden, points))
    return "\ufeff" + out.getvalue()


def _without_figures(item: ItemReport, group: GroupReport) -> ItemReport:
    return ItemReport(
        key=item.key,
        wording=item.wording,
        labels=item.labels,
        is_reversed=item.is_reversed,
        shown=False,
        reason=group.reason,
    )


def _row(
    report: RunReport, group: GroupReport | None, item: ItemReport, points: int
) -> list[object]:
    run, summary = report.run, item.summary
    mean_low, mean_high = (summary.db_ci95 if summary else None) or (None, None)
    low, high = (summary.wilson95 if summary else None) or (None, None)
    counts: list[object] = list(item.counts or ())
    return [
        cell_text(report.course.slug),
        cell_text(run.survey_version.survey.key),
        run.survey_version.number,
        cell_text(run.name),
        run.opened_on.isoformat(),
        run.closed_on.isoformat() if run.closed_on else "",
        report.status,
        "yes" if run.is_illustrative else "no",
        _cell(report.eligible),
        _cell(report.responded),
        group.dimension if group else "",
        cell_text(group.key if group else ""),
        cell_text(item.key),
        cell_text(item.wording),
        "yes" if item.shown else "no",
        item.reason or "",
        _cell(summary.n if summary else None),
        round_half_up(summary.mean, 2) if summary and summary.mean is not None else "",
        _decimals(mean_low),
        _decimals(mean_high),
        _decimals(summary.sd if summary else None),
        _decimals(summary.median if summary else None),
        _cell(summary.favourable_count if summary else None),
        _decimals(summary.favourable_share if summary else None, 4),
        _decimals(low, 4),
        _decimals(high, 4),
        _cell(item.not_applicable),
        _cell(item.skipped),
        *counts,
        *([""] * (points - len(counts))),
    ]


def _cell(value: int | None) -> int | str:
    return "" if value is None else value


def _decimals(value: int | float | Fraction | None, decimals: int = 2) -> str:
    return "" if value is None else round_half_up(exact(value), decimals)
