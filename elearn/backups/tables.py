"""Which tables a backup treats in a way of their own, and how rows are counted."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection

from elearn.doctor.anonymity import WITH_RANDOM_KEYS


def random_keyed() -> list[tuple[str, str]]:
    """Return the tables of answers and receipts with the column of their random key.

    Written in the order of their keys, which is none, and not in that of arrival.
    """
    there = _there()
    return [
        (model._meta.db_table, str(model._meta.pk.column))
        for model in WITH_RANDOM_KEYS
        if model._meta.db_table in there
    ]


def left_empty() -> list[str]:
    """Return the tables whose rows stay behind.

    Sessions: one that was ended must not come back, and who was signed in when is
    nobody's to keep. After a restore everybody signs in anew.
    """
    return [table for table in [Session._meta.db_table] if table in _there()]


def _there() -> set[str]:
    """Return the tables that the database has; before an update there may be fewer."""
    return set(connection.introspection.table_names())


def read_rows(ask: Callable[[str], Any], names: Iterable[str]) -> dict[str, int]:
    """Return how many rows each table has."""
    quote = connection.ops.quote_name
    return {
        name: int(ask(f"SELECT count(*) FROM {quote(name)}"))  # noqa: S608 - its own
        for name in names
    }
