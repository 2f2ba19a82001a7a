"""Who was erased after a backup was made, so that restoring it erases them again.

A list beside the backups, and not in the database, which is what a restore replaces.
Its lines are digests of random identities; they lead to nobody, except in a backup in
which the person still is.
"""

import hashlib
import logging
import os
from pathlib import Path

from django.conf import settings
from django.db import transaction

from people.models import User

NAME = "erased-people.txt"
logger = logging.getLogger(__name__)


def path() -> Path:
    """Return where the list is."""
    return Path(settings.ELEARN_BACKUP_DIR) / NAME


def note_erasure(*, instance: User, **kwargs: object) -> None:
    """Receive that an account was deleted; write it down once that is final."""
    line = _digest(instance)
    transaction.on_commit(lambda: _append(line), robust=True)


def erase_again() -> int:
    """Delete from the database who was erased since; return how many."""
    erased = _lines()
    count = 0
    for user in User.objects.order_by("pk").iterator():
        if _digest(user) in erased:
            user.delete()
            count += 1
    return count


def _digest(user: User) -> str:
    return hashlib.sha256(f"elearn erased {user.public_id}".encode()).hexdigest()


def _lines() -> set[str]:
    try:
        return set(path().read_text(encoding="ascii").split())
    except FileNotFoundError:
        return set()


def _append(line: str) -> None:
    try:
        if line in _lines():
            return
        path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        handle = os.open(path(), flags, 0o600)
        try:
            # One short line in one call: two processes never mix theirs.
            os.write(handle, f"{line}\n".encode())
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        logger.error(
            "An account was erased, and %s cannot be written (%s). Restoring an older "
            "backup would bring it back.",
            path(),
            error.strerror,
        )
