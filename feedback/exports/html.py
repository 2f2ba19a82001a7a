"""A report as one HTML file: to open, to copy from, and to paste into a document.

A word processor keeps the rules and the alignment of a table that are attributes; a
style sheet makes the rest readable in a browser.
"""

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from courses.spreadsheet import cell_text
from feedback.report import RunReport

from .printed import Block, Document, PrintedTable, Row, document
from .tables import one_line

# In the file itself, which is opened from a disk: there none of the site's files can be
# had, and no policy of its pages applies.
STYLE = """<style>
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem;
  font: 1rem/1.5 "Segoe UI", system-ui, sans-serif; color: #1c2420; background: #fff; }
h1, h2 { line-height: 1.2; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9375rem; }
caption { padding: 0.5rem 0; text-align: left; font-weight: 600; }
th, td { padding: 0.25rem 0.5rem; vertical-align: top; }
thead th { vertical-align: bottom; border-bottom: 1px solid; }
table { border-top: 2px solid; border-bottom: 2px solid; }
tbody tr + tr > *, tbody + tbody > tr:first-child > * { border-top: 1px solid #c9c4b8; }
tbody th { text-align: left; font-weight: 400; }
tbody th[colspan] { padding-top: 0.75rem; font-weight: 600; }
td { font-variant-numeric: tabular-nums; white-space: nowrap; }
td[colspan] { white-space: normal; font-style: italic; }
dt { font-weight: 600; } dd { margin: 0 0 0.5rem; }
</style>"""


def report_as_html(report: RunReport) -> str:
    """Return the report as an HTML file that needs no other."""
    return render_to_string(
        "feedback/ratings_document.html",
        {
            "document": _safe(document(report)),
            "language": get_language(),
            "style": mark_safe(STYLE),  # noqa: S308 - a constant
        },
    )


def _safe(printed: Document) -> dict[str, object]:
    """Return the document with cells that no spreadsheet takes for formulas.

    A table that is copied from a browser into a spreadsheet is read like a file.
    """
    return {
        "title": _cell(printed.title),
        "subtitle": _cell(printed.subtitle),
        "notice": printed.notice,
        "lead": printed.lead,
        "finding": _cell(printed.finding),
        "facts": [(name, _cell(value)) for name, value in printed.facts],
        "methods": _cell(printed.methods),
        "ratings": [_safe_table(table) for table in printed.ratings],
        "others": [_safe_table(table) for table in printed.others],
        "definitions": printed.definitions,
    }


def _safe_table(table: PrintedTable) -> PrintedTable:
    return PrintedTable(
        caption=_cell(table.caption),
        notes=tuple(map(_cell, table.notes)),
        heads=table.heads,
        blocks=tuple(
            Block(
                _cell(block.title),
                tuple(Row(_cell(r.head), r.cells, r.reason) for r in block.rows),
                _cell(block.note),
            )
            for block in table.blocks
        ),
        footnote=table.footnote,
    )


def _cell(text: str) -> str:
    return cell_text(one_line(text))
