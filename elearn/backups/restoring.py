"""Having the site back from an archive: made beside what is there, then swapped."""

import dataclasses
import datetime
import json
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from . import (
    BackupProblem,
    BrokenOff,
    erasures,
    marker,
    postgresql,
    reason,
    shelf,
    sqlite,
)
from .archive import ANSWERS, MEDIA, POSTGRESQL, SQLITE, Manifest, Reader
from .making import media_files, media_is_here

IN_USE = "Stop the site first: somebody has its database open."


@dataclasses.dataclass(frozen=True)
class Restored:
    """What a restore has done."""

    rows: int
    files: int
    erased: int


def check_fits(reader: Reader, *, trusted: bool) -> None:
    """Raise BackupProblem for an archive that this site must not take in."""
    manifest = reader.manifest
    if not reader.is_ours and not trusted:
        raise BackupProblem(
            "This archive was made with another secret key, or changed since. A dump "
            "can make the database do anything. If you know where it comes from, add "
            "--trust."
        )
    if manifest.database != connection.vendor:
        raise BackupProblem(
            f"The archive holds a {manifest.database} database, and this site has "
            f"{connection.vendor}. Set DATABASE_URL to the same kind."
        )
    unknown = _unknown_migrations(manifest)
    if unknown:
        app, name = unknown[0]
        raise BackupProblem(
            f"The archive is newer than this site's code: it has the migration {app} "
            f"{name}. Update the site to version {manifest.site_version} or later."
        )


def _unknown_migrations(manifest: Manifest) -> list[tuple[str, str]]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known |= {(app, name) for app, name in migration.replaces}
    return sorted(set(manifest.migrations) - known)


def has_content() -> bool:
    """Answer whether the site has people or uploads that a restore would replace."""
    if any(media_files(Path(settings.MEDIA_ROOT))):
        return True
    if connection.vendor == "sqlite" and not sqlite.path().exists():
        return False
    try:
        with connection.cursor() as cursor:
            if "people_user" not in connection.introspection.table_names(cursor):
                return False
            cursor.execute("SELECT 1 FROM people_user LIMIT 1")
            return cursor.fetchone() is not None
    except (DatabaseError, sqlite3.DatabaseError):
        # What cannot be read may be all the more dear to somebody.
        return True


def restore(reader: Reader, *, at: datetime.datetime, dry_run: bool) -> Restored:
    """Make the site what the archive holds.

    Everything is unpacked and checked beside the site. Only then the places are
    swapped, under a marker with which the site refuses to serve. With `dry_run` it ends
    before that. Raises BackupProblem when nothing was changed, BrokenOff when something
    was.
    """
    var, media = Path(settings.VAR_DIR), Path(settings.MEDIA_ROOT)
    var.mkdir(parents=True, exist_ok=True)
    with (
        shelf.locked(var),
        # Within the folder: it may be a disk of its own, which cannot be renamed.
        shelf.workplace(media, shelf.RESTORING) as uploads,
        ExitStack() as stack,
    ):
        shelf.check_room(uploads, reader.manifest.size)
        files = reader.extract_media(uploads / MEDIA)
        if connection.vendor == "sqlite":
            place = sqlite.path().parent
            work = stack.enter_context(shelf.workplace(place, shelf.RESTORING))
            rows, erased = _restore_sqlite(reader, work, uploads, at, dry_run)
        else:
            work = stack.enter_context(shelf.workplace(var, shelf.RESTORING))
            rows, erased = _restore_postgresql(reader, work, uploads, at, dry_run)
    if not dry_run:
        cache.clear()
    return Restored(rows, files, erased)


def _restore_sqlite(
    reader: Reader, work: Path, uploads: Path, at: datetime.datetime, dry_run: bool
) -> tuple[int, int]:
    """Return how many rows there were, and how many accounts were erased again."""
    database, made = sqlite.path(), work / SQLITE
    # Once more for what migrating writes.
    shelf.check_room(work, 2 * reader.member(SQLITE).size)
    reader.extract(reader.member(SQLITE), made)
    rows = sqlite.examined(made)
    _check_rows(rows, reader.manifest)
    with sqlite.beside(made):
        erased = _bring_up_to_date()
    sqlite.make_single(made, "The unpacked database could not be closed.")
    sqlite.examined(made)
    made.chmod(database.stat().st_mode & 0o777 if database.exists() else 0o600)
    if not dry_run:
        connection.close()
        if database.exists():
            _stop_using(database)
        with _marked(at):
            _swap_media(uploads)
            sqlite.delete_log(database)
            # In one step: there is the former file or the new one, never none.
            made.replace(database)
            shelf.sync_folder(database.parent)
    return sum(rows.values()), erased


def _stop_using(database: Path) -> None:
    """See that nobody has the file open, and that nothing is left in its log."""
    try:
        sqlite.make_single(database, IN_USE)
    except sqlite3.DatabaseError:
        # Damaged; that may be why somebody restores.
        return


def _restore_postgresql(
    reader: Reader, work: Path, uploads: Path, at: datetime.datetime, dry_run: bool
) -> tuple[int, int]:
    """Return how many rows there were, and how many accounts were erased again."""
    rows, dump, answers = reader.manifest.rows, work / POSTGRESQL, {}
    shelf.check_room(work, 6 * reader.member(POSTGRESQL).size)
    reader.extract(reader.member(POSTGRESQL), dump)
    postgresql.examine(dump)
    for member in reader.answers():
        table = member.name.removeprefix(f"{ANSWERS}/")
        answers[table] = work / table
        reader.extract(member, answers[table])
    script = work / "script.sql"
    postgresql.write_script(dump, answers, rows, script)
    erased = 0
    if not dry_run:
        postgresql.refuse_others()
        with _marked(at):
            postgresql.run_script(script)
            _swap_media(uploads)
            erased = _bring_up_to_date()
    return sum(rows.values()), erased


def _check_rows(found: dict[str, int], manifest: Manifest) -> None:
    differing = {
        name
        for name in found.keys() | manifest.rows.keys()
        if found.get(name) != manifest.rows.get(name)
    }
    if differing:
        raise BackupProblem(
            f"The table {min(differing)} has other rows than the manifest says. Use "
            "another backup."
        )


def _bring_up_to_date() -> int:
    """Migrate an older backup, and erase whom the site has erased since."""
    try:
        call_command("migrate", interactive=False, verbosity=0)
        return erasures.erase_again()
    except Exception as error:
        raise BackupProblem(
            "The database of the archive could not be brought up to date "
            f"({reason(error)})"
        ) from error


def _swap_media(uploads: Path) -> None:
    """Put the unpacked files in the place of the former; those go with `uploads`."""
    root, former = Path(settings.MEDIA_ROOT), uploads / "former"
    if not media_is_here():
        return
    former.mkdir()
    for path in list(root.iterdir()):
        if path != uploads:
            path.replace(former / path.name)
    for path in list((uploads / MEDIA).iterdir()):
        path.replace(root / path.name)
    shelf.sync_folder(root)


@contextmanager
def _marked(at: datetime.datetime) -> Iterator[None]:
    """Mark the site as half restored until the block is done.

    A failure in between leaves the marker, as a killed process does.
    """
    marker.path().write_text(json.dumps({"begun_at": at.isoformat(timespec="seconds")}))
    shelf.sync_folder(marker.path().parent)
    try:
        yield
    except postgresql.ToolFailed as error:
        if error.code not in postgresql.ROLLED_BACK:
            raise BrokenOff(f"{error} {marker.ADVICE}") from error
        marker.path().unlink()
        raise
    except Exception as error:
        raise BrokenOff(f"{reason(error)} {marker.ADVICE}") from error
    marker.path().unlink()
    shelf.sync_folder(marker.path().parent)
