"""The rows of django-quiz-app, from its SQLite database or a `dumpdata` fixture."""

import dataclasses
import json
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

Row = Mapping[str, Any]

# Bytes. Ten thousand questions with a million sittings stay below it.
LARGEST = 512 * 1024 * 1024
# Steps of SQLite's virtual machine; a view that never ends must end.
MOST_STEPS = 500_000_000

# What the tables are called in a fixture, and in a database.
MODELS = {
    "quiz.category": "quiz_category",
    "quiz.subcategory": "quiz_subcategory",
    "quiz.quiz": "quiz_quiz",
    "quiz.question": "quiz_question",
    "quiz.sitting": "quiz_sitting",
    "quiz.progress": "quiz_progress",
    "multichoice.mcquestion": "multichoice_mcquestion",
    "multichoice.answer": "multichoice_answer",
    "true_false.tf_question": "true_false_tf_question",
    "essay.essay_question": "essay_essay_question",
}
# Which questions are in which quiz.
MEMBERSHIP = "quiz_question_quiz"


class NotReadable(Exception):
    """The file is no database and no fixture of django-quiz-app; says why."""


@dataclasses.dataclass(frozen=True)
class Tables:
    """Rows by model, each with its number as `pk`; people's addresses by number."""

    rows: Mapping[str, tuple[Row, ...]]
    people: Mapping[int, str]

    def __getitem__(self, model: str) -> tuple[Row, ...]:
        return self.rows.get(model, ())


def read_tables(data: bytes) -> Tables:
    """Return the rows of a database or fixture. Raises NotReadable."""
    if len(data) > LARGEST:
        raise NotReadable("The file is larger than 512 MB.")
    if data.startswith(b"SQLite format 3\x00"):
        tables = _from_database(data)
    else:
        tables = _from_fixture(data)
    if not tables["quiz.quiz"] and not tables["quiz.question"]:
        raise NotReadable("There is no quiz and no question of django-quiz-app in it.")
    return tables


# A database ---------------------------------------------------------------------------


def _from_database(data: bytes) -> Tables:
    connection = sqlite3.connect(":memory:")
    try:
        # A copy in memory: the file may be on a disk that nobody may write to.
        connection.deserialize(data)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
        connection.row_factory = sqlite3.Row
        connection.set_progress_handler(_Steps(), 100_000)
        return _rows_of(connection)
    except (sqlite3.Error, OverflowError, ValueError, MemoryError) as error:
        raise NotReadable(f"The database cannot be read: {error}.") from error
    finally:
        connection.close()


class _Steps:
    """Counts what SQLite does, and stops it when it does too much."""

    def __init__(self) -> None:
        self.done = 0

    def __call__(self) -> bool:
        self.done += 100_000
        return self.done > MOST_STEPS


def _rows_of(connection: sqlite3.Connection) -> Tables:
    # Tables only: a view or a virtual table is code of whoever made the file.
    there = {
        name
        for name, sql in connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
        )
        if sql and not sql.upper().lstrip().startswith("CREATE VIRTUAL")
    }
    rows = {}
    for model, table in MODELS.items():
        if table in there:
            found = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            rows[model] = tuple(_plain(dict(row)) for row in found)
    if MEMBERSHIP in there:
        quizzes: dict[Any, list[Any]] = {}
        for row in connection.execute(f'SELECT * FROM "{MEMBERSHIP}"'):  # noqa: S608
            quizzes.setdefault(row["question_id"], []).append(row["quiz_id"])
        rows["quiz.question"] = tuple(
            {**row, "quiz": quizzes.get(row["pk"], [])}
            for row in rows.get("quiz.question", ())
        )
    return Tables(rows, _people_of(connection, there))


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with the names that fixtures use."""
    plain = {name.removesuffix("_id"): value for name, value in row.items()}
    plain["pk"] = row.get("id", row.get("question_ptr_id"))
    return plain


def _people_of(connection: sqlite3.Connection, there: set[str]) -> dict[int, str]:
    """Return addresses by number from the table of people, whatever it is called."""
    for table in sorted(there, key=lambda name: (name != "auth_user", name)):
        quoted = table.replace('"', '""')
        described = connection.execute(f'PRAGMA table_info("{quoted}")')
        columns = {row[1] for row in described}
        if {"id", "email", "password"} <= columns:
            return {
                pk: email
                for pk, email in connection.execute(
                    f'SELECT id, email FROM "{quoted}"'  # noqa: S608
                )
                if isinstance(pk, int) and isinstance(email, str)
            }
    return {}


# A fixture ----------------------------------------------------------------------------


def _from_fixture(data: bytes) -> Tables:
    try:
        records = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NotReadable(
            "The file is neither a database nor text in UTF-8."
        ) from error
    except (ValueError, RecursionError) as error:
        raise NotReadable(f"The file is not JSON: {error}.") from error
    if not isinstance(records, list):
        raise NotReadable("A fixture is a list of records; this is something else.")
    rows: dict[str, list[Row]] = {}
    people: dict[int, str] = {}
    for model, pk, fields in _records(records):
        if model in MODELS:
            rows.setdefault(model, []).append({**fields, "pk": pk})
        elif "password" in fields and isinstance(fields.get("email"), str):
            people[pk] = fields["email"]
    return Tables({model: tuple(found) for model, found in rows.items()}, people)


def _records(records: list[Any]) -> Iterator[tuple[str, int, dict[str, Any]]]:
    for record in records:
        if not isinstance(record, dict):
            continue
        model, pk, fields = (record.get(name) for name in ("model", "pk", "fields"))
        if isinstance(model, str) and isinstance(pk, int) and isinstance(fields, dict):
            yield model.lower(), pk, fields
