"""Races: jobs that begin at the same moment, with the product's guards or without."""

import contextlib
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections, connection, connections, models


def at_once(jobs: list[Callable]) -> list:
    """Run jobs in threads that begin together; return what each returned or raised."""
    barrier = threading.Barrier(len(jobs))
    outcomes: list = [None] * len(jobs)

    def work(index, job):
        try:
            barrier.wait(timeout=30)
            outcomes[index] = job()
        except Exception as error:  # noqa: BLE001 - the outcome is what is looked at
            outcomes[index] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=work, args=(index, job))
        for index, job in enumerate(jobs)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    close_old_connections()
    return outcomes


@contextlib.contextmanager
def without_locks():
    """Take away what makes writers wait for each other.

    On PostgreSQL that are the row locks. On SQLite, where row locks do not exist, it is
    that a transaction takes the write lock when it begins.
    """
    original = models.QuerySet.select_for_update

    def unlocked(self, *args, **kwargs):
        # Time for every other job to open its connection and come here as well;
        # otherwise the first may be done before the second begins.
        time.sleep(0.2)
        return self

    options = connections.settings["default"].get("OPTIONS", {})
    mode = options.get("transaction_mode")
    models.QuerySet.select_for_update = unlocked
    if connection.vendor == "sqlite":
        options["transaction_mode"] = "DEFERRED"
    try:
        yield
    finally:
        models.QuerySet.select_for_update = original
        if connection.vendor == "sqlite":
            options["transaction_mode"] = mode


@contextlib.contextmanager
def without_constraints(model, names):
    """Take constraints out of the database, and put them back when `model` is empty.

    Not on SQLite, which would have to rebuild the table; there a race without locks
    goes wrong before it comes to a constraint.
    """
    if connection.vendor == "sqlite":
        yield
        return
    constraints = [c for c in model._meta.constraints if c.name in names]
    with connection.schema_editor() as editor:
        for constraint in constraints:
            editor.remove_constraint(model, constraint)
    try:
        yield
    finally:
        model.objects.all().delete()
        with connection.schema_editor() as editor:
            for constraint in constraints:
                editor.add_constraint(model, constraint)
