"""A report as a workbook: figures as numbers, everything else as text.

Sheets: the table, the distribution, the codebook, the columns and the method. Comments
are in none of them: beside ratings, their authors could be guessed.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from feedback import comparison_wording, wording
from feedback.comparing import NotCompared
from feedback.definitions import definitions
from feedback.groups import Dimension
from feedback.methods_sentence import methods_text
from feedback.report import RunReport
from psychometrics.bands import Band, display_band

from .answers import codebook_table, distribution_table
from .archive import archive
from .over_runs import trend_tables
from .tables import Column, Kind, Table, Value, one_line, ratings_table

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

# What a cell of a workbook can hold, and the name of a sheet.
LONGEST_TEXT = 32_767
LONGEST_NAME = 31
# Shown rounded, kept exact: a spreadsheet rounds once, as we do.
FORMATS = {
    Kind.COUNT: "0",
    Kind.DECIMAL: "0.00",
    Kind.SHARE: "0%",
    Kind.MEASURE: "0.000",
}
# Names of styles in the workbook.
TEXT, HEAD = "elearn text", "elearn head"
STYLES = {kind: f"elearn {kind}" for kind in FORMATS}
WIDTHS = {"wording": 56, "reason": 34, "label": 28, "group_label": 28, "item": 16}


def report_as_xlsx(report: RunReport) -> bytes:
    """Return the report as the bytes of a workbook, the same for the same release."""
    # Here, because it takes a while to load and few requests need it.
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    book.remove(book.active)
    _add_styles(book)
    tables = [
        _for_people(ratings_table(report), report),
        distribution_table(report),
        codebook_table(report),
        *trend_tables(report),
    ]
    for table in tables:
        _fill(book.create_sheet(_sheet_name(table.title)), table, report)
    _columns(book.create_sheet(_sheet_name(_("Columns"))), tables)
    _method(book.create_sheet(_sheet_name(_("Method"))), report)
    book.properties.title = one_line(report.title)
    book.properties.creator = "elearn"
    day = datetime.datetime.combine(
        report.released_on or report.run.opened_on, datetime.time()
    )
    book.properties.created = book.properties.modified = day
    out = io.BytesIO()
    # Not `book.save`, which notes the time of saving.
    ExcelWriter(book, zipfile.ZipFile(out, "w")).save()
    with zipfile.ZipFile(out) as package:
        return archive({name: package.read(name) for name in package.namelist()})


def _for_people(table: Table, report: RunReport) -> Table:
    """Return a table without what is the same in every row; the method sheet has it."""
    kept = [
        index
        for index, column in enumerate(table.columns)
        if not column.is_of_run
        # Made-up answers say so beside every figure.
        or (column.name == "illustrative" and report.run.is_illustrative)
    ]
    return Table(
        name=table.name,
        title=table.title,
        columns=tuple(table.columns[index] for index in kept),
        rows=tuple(tuple(row[index] for index in kept) for row in table.rows),
    )


def _add_styles(book: "Workbook") -> None:
    """Define the looks of cells once; one at a time they take most of the work."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side

    top = Alignment(vertical="top")
    wrapped = Alignment(vertical="top", wrap_text=True)
    book.add_named_style(NamedStyle(TEXT, alignment=wrapped))
    book.add_named_style(
        NamedStyle(
            HEAD,
            font=Font(bold=True),
            border=Border(bottom=Side(style="medium")),
            alignment=Alignment(vertical="bottom", wrap_text=True),
        )
    )
    for kind, number_format in FORMATS.items():
        book.add_named_style(
            NamedStyle(STYLES[kind], number_format=number_format, alignment=top)
        )


def _fill(sheet: "Worksheet", table: Table, report: RunReport) -> None:
    """Write a table: a head that stays in sight, then the rows."""
    names = [column.name for column in table.columns]
    _write_row(sheet, 1, [str(c.title) for c in table.columns], [HEAD] * len(names))
    styles = [STYLES.get(column.kind, TEXT) for column in table.columns]
    for number, row in enumerate(table.rows, start=2):
        n = dict(zip(names, row, strict=True)).get("n")
        # Below ten a percentage says more than there is; the page shows none either.
        is_bare = isinstance(n, int) and display_band(n) is Band.COUNTS
        cells = [
            None
            if is_bare and column.kind is Kind.SHARE
            else _in_words(column, value, report)
            for column, value in zip(table.columns, row, strict=True)
        ]
        _write_row(sheet, number, cells, styles)
    for number, column in enumerate(table.columns, start=1):
        letter = sheet.cell(1, number).column_letter
        sheet.column_dimensions[letter].width = WIDTHS.get(
            column.name, max(8, min(20, len(str(column.title)) + 3))
        )
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    _for_print(sheet)


def _columns(sheet: "Worksheet", tables: list[Table]) -> None:
    """Write what each column of each sheet is, with its name in other files."""
    heads = [_("Sheet"), _("Column"), _("Name in other files"), _("Meaning")]
    _write_row(sheet, 1, heads, [HEAD] * len(heads))
    entries = [
        [table.title, str(column.title), column.name, str(column.meaning)]
        for table in tables
        for column in table.columns
    ]
    for number, entry in enumerate(entries, start=2):
        _write_row(sheet, number, entry, [TEXT] * len(heads))
    for letter, width in zip("ABCD", (16, 28, 20, 80), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    _for_print(sheet)


def _method(sheet: "Worksheet", report: RunReport) -> None:
    """Write what the figures are about and how they were counted."""
    parts = {
        _("About these figures"): wording.facts(report),
        _("For the methods section"): [(_("Text to copy"), methods_text(report))],
        _("How it is counted"): definitions(report.run.threshold),
    }
    rows: list[tuple[str, str, str]] = []
    if notice := wording.notice(report):
        rows.append((_("Illustrative"), notice, TEXT))
    for title, entries in parts.items():
        rows.append((title, "", HEAD))
        rows += [(name, text, TEXT) for name, text in entries]
    for number, (name, text, style) in enumerate(rows, start=1):
        _write_row(sheet, number, [name, text], [style, style])
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 100
    _for_print(sheet)


def _in_words(column: Column, value: Value, report: RunReport) -> Value:
    """Return a value as a person reads it: words instead of our codes."""
    match column.name, value:
        case _name, bool():
            return pgettext("answer", "yes") if value else pgettext("answer", "no")
        case _name, datetime.date():
            return value.isoformat()
        case "reason", str():
            return wording.reason(value, report.run.threshold)
        case "group_by", str() if value:
            return str(Dimension(value).label)
        case "not_compared", str():
            this, other = comparison_wording.names(report)
            return comparison_wording.not_compared(NotCompared(value), this, other)
        case "band", Band.COUNTS:
            return _("counts only")
        case "band", Band.PROVISIONAL:
            return _("provisional")
        case "band", Band.PERCENT:
            return _("per cent")
    return value


def _write_row(
    sheet: "Worksheet", row: int, values: Sequence[Value], styles: Sequence[str]
) -> None:
    """Write values into a row: numbers as numbers, everything else as text."""
    for number, (value, style) in enumerate(zip(values, styles, strict=True), start=1):
        if value is None:
            continue
        cell = sheet.cell(row, number)
        if isinstance(value, str):
            cell.value = one_line(value)[:LONGEST_TEXT]
            cell.style = style
            # Whatever it begins with, it is text, and stays it when it is edited.
            cell.data_type = "s"
            cell.quotePrefix = True
        elif isinstance(value, int | float | Fraction):
            cell.value = value if isinstance(value, int) else float(value)
            cell.style = style


def _for_print(sheet: "Worksheet") -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if sheet.freeze_panes:
        sheet.print_title_rows = "1:1"


def _sheet_name(title: str) -> str:
    """Return a title without what the name of a sheet may not have."""
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:LONGEST_NAME]
