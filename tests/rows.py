"""All rows of the test database: kept, put back, or never really there.

Emptying a database and building the same site again took longer than most of the tests
that needed it. Building it once and putting its rows back takes hundredths of a second.
"""

import contextlib
import dataclasses
from collections.abc import Iterator

from django.core.cache import cache
from django.db import connection, transaction


@dataclasses.dataclass(frozen=True)
class Table:
    """The rows of one table at one moment, as the database gave them."""

    name: str
    columns: tuple[str, ...]
    rows: list[tuple]


@dataclasses.dataclass(frozen=True)
class Rows:
    """The rows of all tables at one moment."""

    tables: list[Table]

    @classmethod
    def kept(cls) -> "Rows":
        """Return the rows that are in the database now."""
        tables = []
        with connection.cursor() as cursor:
            for name in _names(cursor):
                cursor.execute(f"SELECT * FROM {_quoted(name)}")
                columns = tuple(column[0] for column in cursor.description)
                tables.append(Table(name, columns, cursor.fetchall()))
        return cls(tables)

    def put_back(self) -> None:
        """Make the database hold these rows and no others.

        In one transaction, at whose end foreign keys are checked; until then the order
        of the tables does not matter. Counters go on from where they are. What the
        cache knows is about other rows, so it goes as well.
        """
        cache.clear()
        with transaction.atomic(), connection.cursor() as cursor:
            for table in self.tables:
                cursor.execute(f"DELETE FROM {_quoted(table.name)}")
            for table in self.tables:
                if table.rows:
                    columns = ", ".join(map(_quoted, table.columns))
                    places = ", ".join(["%s"] * len(table.columns))
                    cursor.executemany(
                        f"INSERT INTO {_quoted(table.name)} ({columns}) "
                        f"VALUES ({places})",
                        table.rows,
                    )


@contextlib.contextmanager
def rolled_back() -> Iterator[None]:
    """Let nothing remain in the database of what is done within."""
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()


def everything_stored() -> str:
    """Return all rows of all tables as one text, to look whether a word is in it."""
    return repr([table.rows for table in Rows.kept().tables])


def _names(cursor) -> list[str]:
    return sorted(connection.introspection.django_table_names(only_existing=True))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
