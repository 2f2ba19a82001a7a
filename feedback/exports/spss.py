"""A report for SPSS and PSPP: the distribution as CSV, and the syntax that reads it.

Counts instead of people: each row is weighted by how many gave that answer. So what is
hidden on the page is not in these files either.
"""

from django.utils.translation import gettext as _

from feedback import wording
from feedback.models import AnswerState
from feedback.report import RunReport

from .answers import distribution_table
from .archive import archive
from .csv import table_as_csv
from .tables import Column, Kind, Table, one_line

# What SPSS takes, in bytes of UTF-8; lines are kept short for older releases.
LONGEST_VARIABLE_LABEL = 200
LONGEST_VALUE_LABEL = 120
LONGEST_TEXT = 255


def report_as_spss(report: RunReport) -> bytes:
    """Return the syntax and the data it reads as a zip."""
    table = distribution_table(report)
    return archive(
        {"ratings.sps": syntax(report, table), "distribution.csv": table_as_csv(table)}
    )


def syntax(report: RunReport, table: Table) -> str:
    """Return the SPSS syntax that reads `table` and says what everything in it is."""
    missing = {state.value: str(state.label) for state in AnswerState}
    # One variable has one set of labels; the column `label` names each in any case.
    scales = {item.offered_labels for item in report.items}
    points = dict(enumerate(report.labels, start=1)) if len(scales) == 1 else {}
    parts = [
        *_comments(report),
        _reading(table),
        _labels(
            "VARIABLE LABELS",
            [(column.name, _meaning(column)) for column in table.columns],
            LONGEST_VARIABLE_LABEL,
        ),
        _labels(
            "VALUE LABELS item_number",
            [
                (str(number), item.wording)
                for number, item in enumerate(report.items, start=1)
            ],
            LONGEST_VALUE_LABEL,
        ),
        _labels(
            "VALUE LABELS answer",
            [(str(code), label) for code, label in (points | missing).items()],
            LONGEST_VALUE_LABEL,
        ),
        _labels(
            "VALUE LABELS score",
            [(str(code), label) for code, label in missing.items()],
            LONGEST_VALUE_LABEL,
        ),
        f"MISSING VALUES answer score ({_codes()}).",
        "VARIABLE LEVEL answer score (ORDINAL) /count n share (SCALE) "
        "/item_number (NOMINAL).",
        # Otherwise its mean is shown as a whole number.
        "FORMATS score (F8.2).",
        _comment(
            _("All respondents together. Drop the next two lines for the groups.")
        ),
        'COMPUTE everybody = (RTRIM(group_by) = "").',
        "FILTER BY everybody.",
        _comment(_("Each row stands for as many people as gave that answer.")),
        "WEIGHT BY count.",
        "EXECUTE.",
        _comment(_("For example, the means of the table:")),
        _comment("MEANS TABLES=score BY item_number /CELLS=COUNT MEAN STDDEV."),
    ]
    return "\r\n".join(part.replace("\n", "\r\n") for part in parts if part) + "\r\n"


def _comments(report: RunReport) -> list[str]:
    """Return what the file is about, as comments at its head."""
    lines = [f"{name}: {value}" for name, value in wording.facts(report)]
    if notice := wording.notice(report):
        lines.insert(0, notice)
    lines.append(
        _(
            "Put this file and distribution.csv into one folder and make it the "
            "working folder, for instance with the command CD."
        )
    )
    return [_comment(line) for line in lines]


def _comment(text: str) -> str:
    """Return a text as a comment of SPSS, which ends with a line's last full stop."""
    return f"* {one_line(text).rstrip(' .:')}."


def _reading(table: Table) -> str:
    columns = "\n".join(f"  {c.name} {_format(c, table)}" for c in table.columns)
    return (
        "GET DATA /TYPE=TXT\n"
        "  /FILE='distribution.csv'\n"
        "  /ENCODING='UTF8'\n"
        "  /ARRANGEMENT=DELIMITED\n"
        "  /FIRSTCASE=2\n"
        "  /DELIMITERS=','\n"
        "  /QUALIFIER='\"'\n"
        f"  /VARIABLES=\n{columns}."
    )


def _format(column: Column, table: Table) -> str:
    """Return the format of a variable: texts as wide as their longest, in bytes."""
    match column.kind:
        case Kind.COUNT:
            return "F8.0"
        case Kind.SHARE | Kind.DECIMAL | Kind.MEASURE:
            return "F8.4"
    index = table.columns.index(column)
    longest = max((len(_bytes(row[index])) for row in table.rows), default=0)
    return f"A{min(max(longest, 8), LONGEST_TEXT)}"


def _bytes(value: object) -> bytes:
    return str(value if value is not None else "").encode()


def _labels(command: str, labels: list[tuple[str, str]], longest: int) -> str:
    """Return a command that gives names or values their labels, one per line."""
    if not labels:
        return ""
    lines = "\n".join(f"  {name} {_quoted(label, longest)}" for name, label in labels)
    return f"{command}\n{lines}."


def _quoted(text: str, longest: int) -> str:
    """Return a text as a literal of SPSS, shortened to what fits."""
    text = one_line(text)
    if len(text.encode()) > longest:
        room = longest - len("…".encode())
        text = text.encode()[:room].decode(errors="ignore").rstrip() + "…"
    return "'" + text.replace("'", "''") + "'"


def _meaning(column: Column) -> str:
    title, meaning = str(column.title), str(column.meaning)
    return f"{title}: {meaning}" if meaning else title


def _codes() -> str:
    return ", ".join(str(state.value) for state in AnswerState)
