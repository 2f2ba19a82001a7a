"""A report as PDF: the table, the bars as vectors, the groups and the method.

`pdf.typ` says how it is set. The file is tagged for screen readers, and the same bytes
for the same release.
"""

from fractions import Fraction
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from courses.typesetting import as_pdf
from feedback.charts import Bar, Chart
from feedback.report import RunReport

from .printed import Bars, Document, PrintedTable, document

LAYOUT = Path(__file__).with_name("pdf.typ")
# More points than this need the width of a page that lies on its side.
MOST_POINTS_UPRIGHT = 7

# The colours of the page, as they are in daylight. Labels on the darker ones are white.
NEUTRAL = "#8a8a8a"
SOFT = {"unfavourable": "#c46a12", "favourable": "#5a7fb5"}
MIDDLE = {"unfavourable": "#a9520d", "favourable": "#3d5f94"}
FULL = {"unfavourable": "#7f3b08", "favourable": "#1f3a6e"}


def report_as_pdf(report: RunReport) -> bytes:
    """Return the report as the bytes of a PDF file."""
    return as_pdf(LAYOUT, _data(document(report), report))


def _data(printed: Document, report: RunReport) -> dict[str, Any]:
    day = report.released_on
    return {
        "language": get_language() or "en",
        "date": [day.year, day.month, day.day] if day else None,
        "is_wide": any(len(b.labels) > MOST_POINTS_UPRIGHT for b in report.blocks),
        "title": printed.title,
        "subtitle": printed.subtitle,
        "notice": printed.notice,
        "lead": printed.lead,
        "finding": printed.finding,
        "facts": printed.facts,
        "methods": printed.methods,
        "ratings": [_table(table) for table in printed.ratings],
        "others": [_table(table) for table in printed.others],
        "charts": [_chart(bars) for bars in printed.bars] if report.is_released else [],
        "definitions": printed.definitions,
        "words": {
            "table": _("Question by question"),
            "bars": _("The same as bars"),
            "rounded": _(
                "Percentages are rounded one by one, so those of a statement may add "
                "up to 99 or 101."
            ),
            "unfavourable": pgettext("side of a chart", "Unfavourable"),
            "favourable": pgettext("side of a chart", "Favourable"),
            "middle": pgettext("side of a chart", "In the middle"),
            "methods": _("For the methods section"),
            "facts": _("About these figures"),
            "definitions": _("How it is counted"),
        },
    }


def _table(table: PrintedTable) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "notes": table.notes,
        "heads": table.heads,
        "footnote": table.footnote if table.blocks else "",
        "blocks": [
            {
                "title": block.title,
                "note": block.note,
                "rows": [
                    {"head": row.head, "cells": row.cells, "reason": row.reason}
                    for row in block.rows
                ],
            }
            for block in table.blocks
        ],
    }


def _chart(bars: Bars) -> dict[str, Any]:
    """Return the bars of one scale in parts of their width, 0 to 1."""
    chart = bars.chart
    return {
        "finding": bars.finding,
        "legend": [
            {"point": point, "name": name, **_colours(tone, len(chart.legend))}
            for point, (tone, name) in enumerate(chart.legend, start=1)
        ],
        "zero": _part(chart.zero, chart),
        "neutral_start": _part(chart.neutral_start, chart),
        "has_neutral": chart.has_neutral,
        "bars": [
            {
                "head": head,
                "n": _("n = %(n)s") % {"n": bar.item.n},
                "reason": reason,
                "alternative": sentence,
                **_bar(bar, chart),
            }
            for head, reason, sentence, bar in zip(
                bars.heads, bars.reasons, bars.sentences, chart.bars, strict=True
            )
        ],
    }


def _bar(bar: Bar, chart: Chart) -> dict[str, Any]:
    sides = [segment for segment in bar.segments if segment.tone != "neutral"]
    left = min((segment.left for segment in sides), default=Fraction(chart.zero))
    right = max((s.left + s.width for s in sides), default=Fraction(chart.zero))
    return {
        "unfavourable": bar.unfavourable,
        "favourable": bar.favourable,
        "left": _part(min(left, Fraction(chart.zero)), chart),
        "right": _part(max(right, Fraction(chart.zero)), chart),
        "segments": [
            {
                "left": _part(segment.left, chart),
                "width": _part(segment.width, chart),
                "label": segment.label,
                "point": segment.point,
                **_colours(segment.tone, len(bar.item.labels)),
            }
            for segment in bar.segments
        ],
    }


def _part(position: int | Fraction, chart: Chart) -> float:
    return float(Fraction(position) / chart.width)


def _colours(tone: str, points: int) -> dict[str, Any]:
    """Return the colour of a point and of the label in it."""
    if tone == "neutral":
        return {"fill": NEUTRAL, "ink": "#000000", "pattern": "lines"}
    side, rank = tone.rsplit("-", 1)
    # Brown and blue are the same grey on a printer without colours.
    pattern = "dots" if side == "unfavourable" else ""
    if rank == "1":
        return {"fill": SOFT[side], "ink": "#000000", "pattern": pattern}
    # Long scales have a step between the mild and the full tone.
    has_middle = rank == "2" and points in (6, 7)
    fill = MIDDLE[side] if has_middle else FULL[side]
    return {"fill": fill, "ink": "#ffffff", "pattern": pattern}
