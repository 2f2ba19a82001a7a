"""A SQLite database as one file: copied while people write, checked, put in place."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from . import BackupProblem
from .tables import left_empty, random_keyed, read_rows


def path() -> Path:
    """Return where the site's database lies."""
    found = Path(str(connection.settings_dict["NAME"]))
    if not found.is_absolute():
        raise BackupProblem(
            f"The database “{found}” is not a file with a full path. Give it one in "
            "DATABASE_URL."
        )
    return found


def write_copy(folder: Path, target: Path) -> dict[str, int]:
    """Write the database as it is at one moment; return the rows of each table.

    Never the file itself: its write-ahead log would be missing, and in its free pages
    lie rows that were deleted. What survives is written row by row into a new file.
    The order of answers is taken away, as closing a run would, so that the archive of
    an open run tells nothing by it. `folder` is for what is made on the way.
    """
    first = folder / "first.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(first)])
    with _opened(first) as copy:
        for table, key in random_keyed():
            _reorder(copy, table, key)
        for table in left_empty():
            copy.execute(f"DELETE FROM {_quoted(table)}")  # noqa: S608 - our own names
        copy.commit()
        # Once more: the former order lies in free pages now.
        copy.execute("VACUUM INTO ?", [str(target)])
    first.unlink()
    return examined(target)


def _reorder(copy: sqlite3.Connection, table: str, key: str) -> None:
    """Store the rows of a table anew in the order of its keys, which are chance."""
    name = _quoted(table)
    # Without what the database computes itself.
    columns = ", ".join(
        _quoted(row[1]) for row in copy.execute(f"PRAGMA table_info({name})")
    )
    copy.execute(
        f"CREATE TABLE elearn_reordered AS SELECT {columns} FROM {name} "  # noqa: S608
        f"ORDER BY {_quoted(key)}"
    )
    copy.execute(f"DELETE FROM {name}")  # noqa: S608
    copy.execute(
        f"INSERT INTO {name} ({columns}) "  # noqa: S608
        "SELECT * FROM elearn_reordered ORDER BY rowid"
    )
    copy.execute("DROP TABLE elearn_reordered")


def examined(database: Path) -> dict[str, int]:
    """Return the rows of each table; raises BackupProblem for a damaged file."""
    try:
        with _opened(database, read_only=True) as copy:
            faults = [row[0] for row in copy.execute("PRAGMA integrity_check(3)")]
            orphans = copy.execute("PRAGMA foreign_key_check").fetchone()
            names = [
                row[0]
                for row in copy.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' "
                    "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
                )
            ]
            rows = read_rows(lambda sql: copy.execute(sql).fetchone()[0], names)
    except sqlite3.DatabaseError as error:
        raise BackupProblem(f"The database file is damaged: {error}.") from error
    if faults != ["ok"]:
        raise BackupProblem(f"The database file is damaged: {faults[0]}.")
    if orphans:
        raise BackupProblem(
            f"The database file is damaged: a row of {orphans[0]} refers to nothing."
        )
    return rows


@contextlib.contextmanager
def beside(database: Path) -> Iterator[None]:
    """Let the site's code work on another file than the site's database."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(database)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def make_single(database: Path, in_the_way: str) -> None:
    """Put everything into the one file: no write-ahead log is left beside it.

    Only possible while nobody else has the database open; `in_the_way` is said then.
    """
    try:
        with _opened(database) as opened:
            mode = opened.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError as error:
        raise BackupProblem(in_the_way) from error
    if mode != "delete":
        raise BackupProblem(in_the_way)
    delete_log(database)
    with database.open("rb+") as file:
        os.fsync(file.fileno())


def delete_log(database: Path) -> None:
    """Delete the write-ahead log of a file that is no longer there, or no longer whole.

    Beside another file of the same name it would be taken for that one's.
    """
    for ending in ("-wal", "-shm"):
        Path(f"{database}{ending}").unlink(missing_ok=True)


@contextlib.contextmanager
def _opened(database: Path, read_only: bool = False) -> Iterator[sqlite3.Connection]:
    mode = "ro" if read_only else "rw"
    address = f"{database.resolve().as_uri()}?mode={mode}"
    opened = sqlite3.connect(address, uri=True, timeout=2)
    try:
        yield opened
    finally:
        opened.close()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
