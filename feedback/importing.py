"""Answers from paper questionnaires: a CSV file with a row per respondent. No database.

The header names the statements by their short names. Further columns may be
`organisation`, `profession`, `language` and `comment`. A cell is a point of the scale,
NA for "not applicable", or empty for no answer.
"""

import csv
import dataclasses
import difflib
import io
from collections.abc import Mapping, Sequence

from people.models import Language, Profession

from .conditions import Condition, asked_keys
from .groups import Dimension
from .models import AnswerState
from .writer import Submission

COMMENT = "comment"
# Far more than any paper survey; a larger file is a mistake.
MAX_BYTES = 50 * 1024 * 1024
MAX_COMMENT = 2000
NOT_APPLICABLE = {"NA", "N/A"}


@dataclasses.dataclass(frozen=True)
class Column:
    """One statement that the file may rate."""

    item_version_id: int
    points: int
    # Who is asked; None for everybody.
    condition: Condition | None = None


@dataclasses.dataclass(frozen=True)
class Problem:
    """One thing that is wrong, with its place: the first row after the header is 2."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        place = f"Row {self.row}" if self.row else "File"
        if self.column:
            place = f"{place}, column {self.column}"
        return f"{place}: {self.sentence}"


@dataclasses.dataclass(frozen=True)
class Reading:
    """What a file says: the good rows, and everything that is wrong."""

    submissions: list[Submission]
    dimensions: list[str]
    problems: list[Problem]
    bad_rows: int

    @property
    def is_unreadable(self) -> bool:
        """True when the file as a whole cannot be used, good rows or not."""
        return any(problem.row <= 1 for problem in self.problems)


def read_ratings(
    content: bytes, columns: Mapping[str, Column], comment_id: int | None
) -> Reading:
    """Read a file of answers; every problem is reported, none is repaired silently.

    `columns` are the statements by short name; `comment_id` is the open question that
    the column `comment` belongs to, None when the survey has none.
    """

    def unreadable(sentence: str) -> Reading:
        return Reading([], [], [Problem(0, "", sentence)], 0)

    if len(content) > MAX_BYTES:
        return unreadable(f"It is larger than {MAX_BYTES // 1024 // 1024} MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return unreadable("It is not UTF-8 text. Save it as “CSV UTF-8”.")
    if "\0" in text:
        return unreadable("It contains binary data. Save it as “CSV UTF-8”.")
    header_line = text.split("\n", 1)[0]
    delimiter = ";" if header_line.count(";") > header_line.count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        return unreadable(f"It is not a CSV table: {error}.")
    if not rows or not any(cell.strip() for cell in rows[0]):
        return unreadable("It is empty. The first row must name the columns.")

    header = [cell.strip() for cell in rows[0]]
    problems = _header_problems(header, columns, comment_id)
    if problems:
        return Reading([], [], problems, 0)
    submissions = []
    bad_rows = 0
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        submission, row_problems = _read_row(number, header, cells, columns, comment_id)
        problems += row_problems
        if row_problems:
            bad_rows += 1
        else:
            submissions.append(submission)
    if not submissions and not problems:
        return unreadable("It has a header but no answers.")
    dimensions = [d for d in Dimension.values if d in header]
    return Reading(submissions, dimensions, problems, bad_rows)


def _header_problems(
    header: Sequence[str], columns: Mapping[str, Column], comment_id: int | None
) -> list[Problem]:
    known = [*columns, *Dimension.values]
    if comment_id is not None:
        known.append(COMMENT)
    problems = []
    for name in header:
        if name == "":
            problems.append(Problem(1, "", "A column has no name."))
        elif header.count(name) > 1 and not any(p.column == name for p in problems):
            problems.append(Problem(1, name, "The column stands there twice."))
        elif name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = (
                f"Did you mean {near[0]}?"
                if near
                else (f"The survey has {', '.join(columns)}.")
            )
            problems.append(Problem(1, name, f"The survey has no such column. {hint}"))
    if not any(name in columns for name in header):
        problems.append(Problem(1, "", "No column names a statement of the survey."))
    return problems


def _read_row(
    number: int,
    header: Sequence[str],
    cells: Sequence[str],
    columns: Mapping[str, Column],
    comment_id: int | None,
) -> tuple[Submission, list[Problem]]:
    problems = []
    if len(cells) > len(header):
        problems.append(
            Problem(number, "", f"It has {len(cells)} cells, the header {len(header)}.")
        )
    cells = [cell.strip() for cell in cells] + [""] * (len(header) - len(cells))
    values = {
        column.item_version_id: int(AnswerState.SKIPPED) for column in columns.values()
    }
    groups, comments = {}, {}
    for name, cell in zip(header, cells, strict=False):
        if name in columns:
            value, sentence = _value(cell, columns[name].points)
            if sentence:
                problems.append(Problem(number, name, sentence))
            values[columns[name].item_version_id] = value
        elif name == COMMENT:
            if len(cell) > MAX_COMMENT:
                problems.append(
                    Problem(
                        number, name, f"It is longer than {MAX_COMMENT} characters."
                    )
                )
            if cell and comment_id is not None:
                comments[comment_id] = cell
        else:
            sentence = _group_problem(name, cell)
            if sentence:
                problems.append(Problem(number, name, sentence))
            groups[name] = cell
    # A column that the file does not have was not asked, as far as anybody knows.
    for name, column in columns.items():
        if name not in header:
            del values[column.item_version_id]
    for name in _not_asked(header, columns, values):
        if values.pop(columns[name].item_version_id) != AnswerState.SKIPPED:
            problems.append(
                Problem(
                    number,
                    name,
                    "It has an answer, but this person was not to be asked. Empty it, "
                    f"or correct {_decider(columns[name])}.",
                )
            )
    return Submission(values=values, groups=groups, comments=comments), problems


def _not_asked(
    header: Sequence[str], columns: Mapping[str, Column], values: Mapping[int, int]
) -> list[str]:
    """Return the columns that this person was not asked.

    Where the file does not have the statement that decides, nobody knows, and what the
    cell says is taken.
    """
    conditions = {
        name: column.condition
        if column.condition and column.condition.key in header
        else None
        for name, column in columns.items()
    }
    answers = {name: values.get(c.item_version_id) for name, c in columns.items()}
    asked = asked_keys(conditions, answers)
    return [name for name in columns if name in header and name not in asked]


def _decider(column: Column) -> str:
    return column.condition.key if column.condition else ""


def _value(cell: str, points: int) -> tuple[int, str]:
    """Return the value of one cell, and a sentence when it is none."""
    if cell == "":
        return int(AnswerState.SKIPPED), ""
    if cell.upper() in NOT_APPLICABLE:
        return int(AnswerState.NOT_APPLICABLE), ""
    if cell.isascii() and cell.isdigit() and 1 <= int(cell[:4]) <= points:
        return int(cell), ""
    return 0, f"“{cell[:40]}” is not 1 to {points}, NA or empty."


def _group_problem(dimension: str, cell: str) -> str:
    allowed = {
        Dimension.PROFESSION: Profession.values,
        Dimension.LANGUAGE: Language.values,
    }.get(Dimension(dimension))
    if cell and allowed is not None and cell not in allowed:
        return f"“{cell[:40]}” is not one of {', '.join(allowed)}, or empty."
    if len(cell) > 120:
        return "It is longer than 120 characters."
    if cell == "*":
        return "“*” cannot be the name of a group."
    return ""
