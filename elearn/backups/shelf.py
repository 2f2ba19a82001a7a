"""The folder of backups: names, the newest, room, and which are deleted."""

import contextlib
import datetime
import errno
import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from . import BackupProblem

NAME = re.compile(r"elearn-(\d{8}T\d{6}Z)\.zip")
STAMP = "%Y%m%dT%H%M%SZ"
# What a backup in the making is called; nothing of that name is ever whole.
PART = ".elearn-part-"
# The same of the copy of the database for one, and of a restore.
COPYING = ".elearn-copying-"
RESTORING = ".elearn-restore-"
LOCK = ".elearn-lock"


def name_at(at: datetime.datetime) -> str:
    """Return the name of the archive that is made at this moment."""
    return f"elearn-{at.astimezone(datetime.UTC).strftime(STAMP)}.zip"


def archives(folder: Path) -> list[Path]:
    """Return the archives of a folder, the newest first; none where it is not there."""
    if not folder.is_dir():
        return []
    found = [p for p in folder.iterdir() if NAME.fullmatch(p.name) and p.is_file()]
    return sorted(found, key=lambda path: path.name, reverse=True)


def made_at(archive: Path) -> datetime.datetime:
    """Return when an archive was made, as its name says."""
    match = NAME.fullmatch(archive.name)
    if match is None:
        raise ValueError(archive.name)
    found = datetime.datetime.strptime(match[1], STAMP)  # noqa: DTZ007 - next line
    return found.replace(tzinfo=datetime.UTC)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other backups and restores out of the folder; raises BackupProblem."""
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupProblem(
                f"Another backup or restore is at work in {folder}. Wait for it."
            ) from error
        except OSError:
            # A share that knows no locks; whoever uses one starts one backup at a time.
            pass
        yield


@contextlib.contextmanager
def workplace(parent: Path, prefix: str) -> Iterator[Path]:
    """Make a folder that only this account reads, and delete it in the end.

    What a killed process has left of that name is deleted first; nobody else may be at
    work in `parent`.
    """
    parent.mkdir(parents=True, exist_ok=True)
    for left in parent.glob(f"{prefix}*"):
        shutil.rmtree(left)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put(part: Path, target: Path) -> None:
    """Give a finished archive its name; never in place of another file."""
    taken = f"{target} is there already. Nothing was overwritten."
    try:
        os.link(part, target)
    except FileExistsError as error:
        raise BackupProblem(taken) from error
    except OSError as error:
        # A disk that knows no links, such as a memory stick's.
        if target.exists():
            raise BackupProblem(taken) from error
        part.rename(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Have the disk keep the names of a folder, where it can; files keep themselves."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(handle)


def check_room(folder: Path, needed: int) -> None:
    """Raise BackupProblem where the disk has less room than is needed, in bytes."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise BackupProblem(
            f"{folder} has {free // 1_000_000} MB free, and "
            f"{needed // 1_000_000 + 1} MB are needed. Make room first."
        )


def delete_all_but(folder: Path, keep: int) -> list[Path]:
    """Delete all archives of the folder but the newest `keep`; return the deleted."""
    over = archives(folder)[keep:]
    for archive in over:
        archive.unlink()
    return over
