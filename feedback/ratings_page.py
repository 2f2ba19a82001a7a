"""What the page of one run shows: a report in words and written numbers."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import comparison_wording, findings, wording
from .charts import Form, chart_of, plotly_figure
from .definitions import definitions
from .exports.formats import FORMATS
from .groups import Dimension
from .methods_sentence import methods_text
from .moderation import comments_may_be_read
from .report import RunReport, ScaleBlock
from .reporting import released_comments
from .scale_wording import scale_of_page
from .trend_wording import trend_of_page

# The kinds of file that stand beside the table.
FIRST_FILES = {"pdf", "html", "xlsx"}


def page_of(report: RunReport, query: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page shows of a report.

    `query` chooses the groups, `by`, and the form of the chart, `chart`; a value that
    is not known is taken for none.
    """
    run, slug = report.run, report.course.slug
    dimension = query.get("by", "")
    if dimension not in report.groups:
        dimension = ""
    form = _form(query.get("chart", ""))
    rows = wording.rows(report.items, run.threshold)
    chosen = {"run": run.pk}
    if report.comparison is not None:
        chosen["compare"] = report.comparison.other.run.pk
    return {
        "report": report,
        "participation": wording.participation(report),
        "state": wording.state(report),
        "rows": rows,
        "labels": report.labels,
        "overall_mean": wording.decimal(report.overall_mean)
        if report.overall_mean is not None
        else "",
        "overall_interval": wording.interval(report.overall_ci95),
        "main_scale": wording.main_scale(report),
        "extremes": findings.extremes(report),
        "response_rate": wording.percent(report.response_rate)
        if report.response_rate is not None
        else "",
        "blocks": [
            _block(number, block, report, rows, form)
            for number, block in enumerate(report.blocks, start=1)
        ],
        "form": form,
        "forms": _forms(form, chosen | ({"by": dimension} if dimension else {})),
        "dimensions": [
            {"key": key, "label": Dimension(key).label} for key in report.groups
        ],
        "dimension": dimension,
        "dimension_label": Dimension(dimension).label if dimension else "",
        "groups": _groups(report, dimension),
        "groups_note": wording.groups_note(report),
        "group_blocks": _group_blocks(report, dimension, rows),
        "comparison": _comparison(report),
        "trend": trend_of_page(report),
        "trend_finding": findings.over_runs(report.trend) if report.trend else "",
        "straight_lines": wording.straight_lines(report),
        "one_scale": scale_of_page(report),
        "comments": released_comments(run, settings.ELEARN_MINIMUM_FOR_COMMENTS),
        "comments_are_deleted": not run.is_open
        and not comments_may_be_read(report.responded or 0),
        "comment_threshold": settings.ELEARN_MINIMUM_FOR_COMMENTS,
        "methods": methods_text(report),
        "files": [
            {
                "url": f"{reverse(f'feedback:ratings-{kind.key}', args=[slug])}"
                f"?{urlencode(chosen)}",
                "title": kind.title,
                "purpose": kind.purpose,
                # What most people want, beside the table itself.
                "is_first": kind.key in FIRST_FILES,
            }
            for kind in FORMATS
        ],
        "notice": wording.notice(report),
        "definitions": definitions(run.threshold),
    }


def _form(wanted: str) -> Form:
    return Form(wanted) if wanted in set(Form) else Form.DIVERGING


def _forms(chosen: Form, query: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the forms of the chart as links, each keeping what else was chosen."""
    titles = {
        Form.DIVERGING: pgettext("form of a chart", "To both sides"),
        Form.STACKED: pgettext("form of a chart", "Shares of 100%"),
        Form.COUNTS: pgettext("form of a chart", "Counts"),
    }
    return [
        {
            "title": title,
            "query": urlencode(
                {**query, **({} if form is Form.DIVERGING else {"chart": str(form)})}
            ),
            "is_chosen": form is chosen,
        }
        for form, title in titles.items()
    ]


def _block(
    number: int,
    block: ScaleBlock,
    report: RunReport,
    rows: list[wording.Row],
    form: Form,
) -> dict[str, Any]:
    """Return the statements on one scale: their rows, and their bars."""
    chart = chart_of([report.items[place] for place in block.places], form)
    own = [rows[place] for place in block.places]
    return {
        "number": number,
        "labels": block.labels,
        "rows": own,
        "chart": chart,
        "bars": list(zip(own, chart.bars, strict=True)),
        "finding": findings.span([report.items[place] for place in block.places]),
        "figure": plotly_figure(chart) if report.is_released else None,
        # The first keeps the plain name.
        "figure_id": "ratings-figure" if number == 1 else f"ratings-figure-{number}",
    }


def _groups(report: RunReport, dimension: str) -> list[dict[str, Any]]:
    return [
        {
            "group": group,
            "rows": wording.rows(group.items, report.run.threshold),
        }
        for group in report.groups.get(dimension, ())
    ]


def _group_blocks(
    report: RunReport, dimension: str, rows: list[wording.Row]
) -> list[dict[str, Any]]:
    """Return the statements by scale, for the tables that compare groups."""
    if not report.groups.get(dimension):
        return []
    return [
        {"labels": block.labels, "rows": [rows[place] for place in block.places]}
        for block in report.blocks
    ]


def _comparison(report: RunReport) -> dict[str, Any] | None:
    """Return the comparison with another run, if there is one."""
    if report.comparison is None:
        return None
    this, other = comparison_wording.names(report)
    by_scale: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in comparison_wording.comparison_rows(report):
        by_scale.setdefault(row["scale"], []).append(row)
    return {
        "run": report.comparison.other.run,
        "this": this,
        "other": other,
        "verdicts": findings.verdicts(report),
        "introduction": comparison_wording.introduction(report),
        "blocks": [
            {"labels": labels, "rows": rows} for labels, rows in by_scale.items()
        ],
        "caption": _("“%(this)s” and “%(other)s”") % {"this": this, "other": other},
    }
