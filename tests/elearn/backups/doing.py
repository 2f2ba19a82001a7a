"""Making a backup and having it back, and what a site holds, to compare."""

import datetime
import hashlib
import os
import signal
import traceback
import warnings

import pytest
from django.db import connection

from elearn.backups.archive import opened
from elearn.backups.making import make_backup
from elearn.backups.restoring import check_fits, restore
from tests.conftest import NOON
from tests.rows import Rows

SECOND = datetime.timedelta(seconds=1)
ONLY_SQLITE = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="about the file of SQLite"
)
ONLY_POSTGRESQL = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="about PostgreSQL's tools"
)


def back_up(at=NOON, keep=None, folder=None):
    from django.conf import settings

    return make_backup(folder=folder or settings.ELEARN_BACKUP_DIR, at=at, keep=keep)


def have_back(path, *, dry_run=False, trusted=False):
    with opened(path) as reader:
        check_fits(reader, trusted=trusted)
        return restore(reader, at=NOON, dry_run=dry_run)


def sums():
    """Return a sum over the rows of each table, in whatever order they lie."""
    return {
        table.name: hashlib.sha256(
            "\n".join(sorted(map(repr, table.rows))).encode()
        ).hexdigest()
        for table in Rows.kept().tables
    }


def media():
    from django.conf import settings

    root = settings.MEDIA_ROOT
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def killed_at(monkeypatch, owner, name, what):
    """Do something in a process of its own that dies when it comes to `name`."""

    def die(*args, **kwargs):
        os.kill(os.getpid(), signal.SIGKILL)

    # A connection is not shared between two processes.
    connection.close()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        try:
            monkeypatch.setattr(owner, name, die)
            what()
        except BaseException:  # noqa: BLE001 - it has another process to tell
            traceback.print_exc()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"{name} was not reached"
