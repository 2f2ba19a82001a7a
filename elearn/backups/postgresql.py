"""A PostgreSQL database as a dump of its own tools, with the answers beside it.

pg_dump writes rows as they lie, and so in the order in which people answered. The
tables of answers are therefore read in the order of their random keys, at the same
moment as all others.
"""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import IO, Any

from django.db import connection, transaction

from . import BackupProblem
from .tables import left_empty, random_keyed, read_rows

# What psycopg calls a parameter, and the variable by which PostgreSQL's tools take it:
# on a command line everybody on the machine could read a password.
VARIABLES = {
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "host": "PGHOST",
    "port": "PGPORT",
    "options": "PGOPTIONS",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "passfile": "PGPASSFILE",
    "service": "PGSERVICE",
}
# psql's exit codes for which nothing was committed: its own failure, a statement's.
ROLLED_BACK = {1, 3}
# Seconds to wait for others to be gone.
PATIENCE = 5
QUIET = ["--no-owner", "--no-privileges", "--no-comments"]


class ToolFailed(BackupProblem):
    """One of PostgreSQL's tools ended with an error."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code


def write_copy(folder: Path) -> tuple[Path, dict[str, Path], dict[str, int]]:
    """Write the database as it is at one moment.

    Returns the dump, the file of each table of answers, and the rows of each table.
    """
    dump = folder / "database.pgdump"
    answers: dict[str, Path] = {}
    apart = [table for table, _key in random_keyed()]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run(
            "pg_dump",
            "--format=custom",
            *QUIET,
            f"--snapshot={snapshot}",
            f"--file={dump}",
            *(f"--exclude-table-data=public.{table}" for table in apart),
            *(f"--exclude-table-data=public.{table}" for table in left_empty()),
        )
        for table, key in random_keyed():
            answers[table] = folder / table
            _copy_out(cursor, table, key, answers[table])
        rows = read_rows(lambda sql: _value(cursor, sql), tables())
    return dump, answers, rows | dict.fromkeys(left_empty(), 0)


def _copy_out(cursor: Any, table: str, key: str, target: Path) -> None:
    columns = _columns(cursor, table)
    statement = (
        f"COPY (SELECT {columns} FROM {_quoted(table)} ORDER BY {_quoted(key)}) "  # noqa: S608
        "TO STDOUT"
    )
    with target.open("wb") as file:
        # The first line says which columns follow.
        file.write(f"{columns}\n".encode())
        with cursor.copy(statement) as rows:
            for chunk in rows:
                file.write(chunk)


def _columns(cursor: Any, table: str) -> str:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name = %s "
        "AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return ", ".join(_quoted(row[0]) for row in cursor.fetchall())


def tables() -> list[str]:
    """Return the names of the tables in the site's database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        )
        return [row[0] for row in cursor.fetchall()]


def refuse_others() -> None:
    """Raise BackupProblem while anybody else is connected to the database.

    A connection that has just been closed is there for a moment more.
    """
    until = time.monotonic() + PATIENCE
    while others := _others():
        if time.monotonic() > until:
            raise BackupProblem(
                f"The database has {others} other connections. Stop the site first, "
                "and all that uses its database."
            )
        time.sleep(0.1)


def _others() -> int:
    with connection.cursor() as cursor:
        return _value(
            cursor,
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'",
        )


def examine(dump: Path) -> None:
    """Raise BackupProblem for a dump that this machine's tools cannot read."""
    _run("pg_restore", "--list", str(dump))


def write_script(
    dump: Path, answers: dict[str, Path], rows: dict[str, int], target: Path
) -> None:
    """Write the one script that makes the database what the backup holds.

    A file that is whole before anything runs: were it piped, a cut in the middle would
    look like its end, and half a database would be committed.
    """
    with target.open("wb") as script:
        dropped = ", ".join(f"public.{_quoted(name)}" for name in tables())
        if dropped:
            script.write(f"DROP TABLE {dropped} CASCADE;\n".encode())
        for section in ("pre-data", "data"):
            _append(script, dump, section)
        for table, file in answers.items():
            _append_rows(script, table, file)
        _append(script, dump, "post-data")
        for table, count in rows.items():
            script.write(_assertion(table, count).encode())


def run_script(script: Path) -> None:
    """Run it in one transaction: all of it or nothing."""
    connection.close()
    _run(
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        "--output=/dev/null",
        f"--file={script}",
    )


def _append(script: IO[bytes], dump: Path, section: str) -> None:
    script.flush()
    _run(
        "pg_restore",
        "--no-owner",
        "--no-privileges",
        f"--section={section}",
        "--file=-",
        str(dump),
        into=script,
    )


def _append_rows(script: IO[bytes], table: str, file: Path) -> None:
    with file.open("rb") as source:
        columns = source.readline().decode("utf-8", "replace").strip()
        if not re.fullmatch(r'"[a-z0-9_]+"(, "[a-z0-9_]+")*', columns):
            raise BackupProblem(f"The archive's table {table} has no list of columns.")
        script.write(f"COPY public.{_quoted(table)} ({columns}) FROM STDIN;\n".encode())
        shutil.copyfileobj(source, script)
        script.write(b"\\.\n")


def _assertion(table: str, count: int) -> str:
    return (
        f"DO $check$ BEGIN IF (SELECT count(*) FROM public.{_quoted(table)}) "  # noqa: S608
        f"<> {count} THEN RAISE EXCEPTION 'the rows of a table differ'; END IF; "
        "END $check$;\n"
    )


def _run(tool: str, *arguments: str, into: IO[bytes] | None = None) -> None:
    """Run one of PostgreSQL's tools; raise what it complains of as a sentence."""
    found = shutil.which(tool)
    if found is None:
        raise BackupProblem(
            f"The program {tool} is missing. It comes with PostgreSQL's client, on "
            "Debian and Ubuntu: apt install postgresql-client."
        )
    given = connection.get_connection_params()
    env = os.environ | {
        VARIABLES[name]: str(value)
        for name, value in given.items()
        if name in VARIABLES and value
    }
    done = subprocess.run(  # noqa: S603 - a tool of the database, no shell
        [found, *arguments],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=into if into is not None else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        # The lines after the first may quote rows.
        reason = said[0][:300] if said else "no reason"
        raise ToolFailed(f"{tool} failed: {reason}.", done.returncode)


def _value(cursor: Any, statement: str) -> Any:
    cursor.execute(statement)
    return cursor.fetchone()[0]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
