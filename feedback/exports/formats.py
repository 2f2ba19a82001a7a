"""The kinds of file that a report is given as: one list for page, address and command.

Each has one writer, which takes a report and reads nothing else: no answer, no count.
"""

import dataclasses
from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feedback.report import RunReport

from .csv import report_as_csv
from .datapackage import report_as_datapackage
from .html import report_as_html
from .json import report_as_json_text
from .pdf import report_as_pdf
from .spss import report_as_spss
from .xlsx import report_as_xlsx


@dataclasses.dataclass(frozen=True)
class Format:
    """One kind of file."""

    # As the command names it.
    key: str
    # The last part of its address.
    path: str
    content_type: str
    title: str | Promise
    purpose: str | Promise
    write: Callable[[RunReport], str | bytes]
    # Whether it holds the figures of earlier runs as well.
    has_trend: bool = True

    @property
    def extension(self) -> str:
        return self.path.rsplit(".", 1)[1]

    def filename(self, report: RunReport) -> str:
        """Return what a file of the report is called, in plain letters and digits."""
        stem = self.path.rsplit(".", 1)[0]
        kind = "" if stem in ("table", "figures", "report") else f"-{stem}"
        name = f"{report.course.slug}-ratings-{report.run.pk}{kind}"
        if report.comparison is not None:
            name += f"-against-{report.comparison.other.run.pk}"
        return f"{name}.{self.extension}"


FORMATS = (
    Format(
        key="pdf",
        path="report.pdf",
        content_type="application/pdf",
        title=_("Report as PDF"),
        purpose=_("The table, the bars and the method, to print and to pass on."),
        write=report_as_pdf,
    ),
    Format(
        key="html",
        path="table.html",
        content_type="text/html; charset=utf-8",
        title=_("Table as HTML"),
        purpose=_("To open, copy and paste into a text, for instance in Word."),
        write=report_as_html,
    ),
    Format(
        key="xlsx",
        path="table.xlsx",
        content_type=(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        ),
        title=_("Workbook for Excel"),
        purpose=_("The table, each answer, a codebook and the method as sheets."),
        write=report_as_xlsx,
    ),
    Format(
        key="csv",
        path="table.csv",
        content_type="text/csv; charset=utf-8",
        title=_("Table as CSV"),
        purpose=_("The table for any spreadsheet or program."),
        write=report_as_csv,
        has_trend=False,
    ),
    Format(
        key="spss",
        path="spss.zip",
        content_type="application/zip",
        title=_("Files for SPSS"),
        purpose=_("Counts of answers and the syntax that reads them."),
        write=report_as_spss,
        has_trend=False,
    ),
    Format(
        key="datapackage",
        path="datapackage.zip",
        content_type="application/zip",
        title=_("Data Package"),
        purpose=_("All tables with a description that programs read, to archive."),
        write=report_as_datapackage,
    ),
    Format(
        key="json",
        path="figures.json",
        content_type="application/json; charset=utf-8",
        title=_("Figures as JSON"),
        purpose=_("For scripts, and to recompute a figure."),
        write=report_as_json_text,
    ),
)
BY_KEY = {one.key: one for one in FORMATS}
