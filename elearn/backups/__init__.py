"""Backups: one archive from which the whole site can be had back.

`archive` knows the file format, `sqlite` and `postgresql` the databases, `shelf` the
folder of archives. `making` and `restoring` are what the commands call. The format is
told in docs/reference/backup-archive.md.
"""


class BackupProblem(Exception):
    """Something is in the way of a backup or of restoring one, as a sentence."""


class BrokenOff(BackupProblem):
    """A restore failed in the middle of its changes; the site must not serve so."""


def reason(error: Exception) -> str:
    """Return what an error says in one line; the lines after it may quote rows."""
    if isinstance(error, BackupProblem):
        return str(error)
    said = str(error).strip().splitlines()
    return f"{type(error).__name__}: {said[0]}." if said else f"{type(error).__name__}."
