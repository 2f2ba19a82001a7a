"""Tables as CSV: RFC 4180, a point as the decimal sign, ISO dates."""

import csv
import datetime
import io
from fractions import Fraction

from courses.spreadsheet import cell_text
from feedback.report import RunReport
from psychometrics.rounding import exact, round_half_up

from .tables import Kind, Table, Value, one_line, ratings_table

PLACES = {Kind.DECIMAL: 2, Kind.SHARE: 4, Kind.MEASURE: 4}


def report_as_csv(report: RunReport) -> str:
    """Return the evaluation table as CSV text.

    Begins with a byte order mark, without which Excel spoils ä and ö.
    """
    return "\ufeff" + table_as_csv(ratings_table(report))


def table_as_csv(table: Table) -> str:
    """Return a table as CSV text; what is hidden or not known is empty."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    for row in table.rows:
        writer.writerow(
            [
                written(value, column.kind)
                for value, column in zip(row, table.columns, strict=True)
            ]
        )
    return out.getvalue()


def written(value: Value, kind: Kind) -> str:
    """Return a value as a cell of text that no spreadsheet takes for a formula."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime.date():
            return value.isoformat()
        case int() | float() | Fraction() if kind in PLACES:
            return round_half_up(exact(value), PLACES[kind])
        case str():
            return cell_text(one_line(value))
        case _:
            return str(value)
