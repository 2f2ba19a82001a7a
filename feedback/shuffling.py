"""Storing the answers of a run anew, with fresh keys and in random order.

Part of `feedback.writer`, which is the only one to call it.

The database does the work, some thousand responses at a time: a run of a million is
never in the memory of this process, and no statement takes long. New rows lie in the
order of keys that were drawn for this, so the order of the former rows is in nothing.
Which former key became which is in a table of this connection and transaction only.
"""

import itertools
import uuid
from collections.abc import Iterator

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from .models import Answer, Comment, Response, SurveyRun

# As the database gives it.
Key = uuid.UUID | str

# Responses per statement.
BATCH = 5000

# A random key of version 4, as the database stores it.
_FRESH_KEY = {
    "postgresql": "gen_random_uuid()",
    "sqlite": "lower(hex(randomblob(6)) || '4' || substr(hex(randomblob(2)), 2) || "
    "substr('89AB', 1 + (random() & 3), 1) || substr(hex(randomblob(8)), 2))",
}


@transaction.atomic
def shuffle(run: SurveyRun) -> None:
    """Store all answers and comments of a run anew, in random order."""
    with connection.cursor() as cursor:
        for first, end in _drawn(cursor, Response, run):
            _move(cursor, Response, "id", first, end)
            _move(cursor, Answer, "response_id", first, end)
            _delete(cursor, Answer, "response_id", first, end)
            _delete(cursor, Response, "id", first, end)
        cursor.execute("DROP TABLE feedback_shuffle")
        for first, end in _drawn(cursor, Comment, run):
            _move(cursor, Comment, "id", first, end)
            _delete(cursor, Comment, "id", first, end)
        cursor.execute("DROP TABLE feedback_shuffle")


def _drawn(
    cursor: CursorWrapper, model: type[Model], run: SurveyRun
) -> Iterator[tuple[Key, Key | None]]:
    """Draw a fresh key for each row of the run; give the keys in ranges of a batch."""
    kind = model._meta.pk.db_type(connection)
    cursor.execute(
        "CREATE TEMPORARY TABLE feedback_shuffle "
        f"(old_id {kind} PRIMARY KEY, new_id {kind})"
    )
    cursor.execute(
        "INSERT INTO feedback_shuffle (old_id, new_id) "  # noqa: S608 - names of ours
        f"SELECT id, {_FRESH_KEY[connection.vendor]} FROM {model._meta.db_table} "
        "WHERE run_id = %s",
        [run.pk],
    )
    cursor.execute("CREATE INDEX feedback_shuffle_new ON feedback_shuffle (new_id)")
    if connection.vendor == "postgresql":
        cursor.execute("ANALYZE feedback_shuffle")
    cursor.execute(
        "SELECT new_id FROM (SELECT new_id, ROW_NUMBER() OVER (ORDER BY new_id) AS "
        "place FROM feedback_shuffle) numbered WHERE place %% %s = 1 ORDER BY new_id",
        [BATCH],
    )
    starts = [row[0] for row in cursor.fetchall()]
    yield from itertools.zip_longest(starts, starts[1:])


def _range(first: Key, end: Key | None) -> tuple[str, list[Key]]:
    if end is None:
        return "new_id >= %s", [first]
    return "new_id >= %s AND new_id < %s", [first, end]


def _move(
    cursor: CursorWrapper, model: type[Model], by: str, first: Key, end: Key | None
) -> None:
    """Copy the rows whose `by` has a fresh key, in the order of the keys they get."""
    where, parameters = _range(first, end)
    fresh = {"id": _FRESH_KEY[connection.vendor], by: "drawn.new_id"}
    columns = [str(field.column) for field in model._meta.concrete_fields]
    values = ", ".join(fresh.get(column, f"former.{column}") for column in columns)
    cursor.execute(
        f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {values} "  # noqa: S608 - names of ours
        f"FROM feedback_shuffle drawn JOIN {model._meta.db_table} former "
        f"ON former.{by} = drawn.old_id WHERE {where} "
        f"ORDER BY {1 + columns.index('id')}",
        parameters,
    )


def _delete(
    cursor: CursorWrapper, model: type[Model], by: str, first: Key, end: Key | None
) -> None:
    where, parameters = _range(first, end)
    cursor.execute(
        f"DELETE FROM {model._meta.db_table} WHERE {by} IN "  # noqa: S608 - names of ours
        f"(SELECT old_id FROM feedback_shuffle WHERE {where})",
        parameters,
    )
