"""Making a backup: the database, then the files of the media, then a look at both."""

import dataclasses
import datetime
import os
import re
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from . import BackupProblem, postgresql, shelf, sqlite
from .archive import ANSWERS, MEDIA, POSTGRESQL, SQLITE, Manifest, Writer, opened

# Told by name and value; the others may hold a password, or say where one is.
OPEN_SETTINGS = re.compile(r"ELEARN_(?!.*(SECRET|KEY|PASSWORD|TOKEN))[A-Z_]+")


@dataclasses.dataclass(frozen=True)
class Made:
    """A finished backup."""

    path: Path
    size: int
    tables: int
    rows: int
    files: int
    # Older ones that it made superfluous.
    deleted: list[Path]
    # Whether the files of the media are in it.
    has_media: bool


def make_backup(*, folder: Path, at: datetime.datetime, keep: int | None) -> Made:
    """Write a new archive into `folder`, read it again, and give it its name.

    Until then it has a name that nobody takes for a backup. With `keep`, all archives
    of the folder but the newest so many are deleted afterwards. Raises BackupProblem.
    """
    var = Path(settings.VAR_DIR)
    var.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / shelf.name_at(at)
    with ExitStack() as stack:
        stack.enter_context(shelf.locked(var))
        if folder != var:
            stack.enter_context(shelf.locked(folder))
        if target.exists():
            raise BackupProblem(f"{target} is there already. Nothing was overwritten.")
        database, files = _sizes()
        shelf.check_room(var, 2 * database)
        shelf.check_room(folder, database + files)
        # The database is copied on the disk of the site: a folder of backups may be a
        # share, which is no place for one that is being written.
        with (
            shelf.workplace(folder, shelf.PART) as place,
            shelf.workplace(var, shelf.COPYING) as work,
        ):
            part = place / "archive.zip"
            manifest = _write(part, work, at)
            with opened(part) as again:
                again.check()
                if again.manifest != manifest or not again.is_ours:
                    raise BackupProblem(
                        "What was written cannot be read again. Look at the disk."
                    )
            shelf.put(part, target)
        deleted = shelf.delete_all_but(folder, keep) if keep else []
    return Made(
        path=target,
        size=target.stat().st_size,
        tables=len(manifest.rows),
        rows=sum(manifest.rows.values()),
        files=sum(m.name.startswith(f"{MEDIA}/") for m in manifest.members),
        deleted=deleted,
        has_media=media_is_here(),
    )


def _write(part: Path, work: Path, at: datetime.datetime) -> Manifest:
    # Read by nobody but the account that runs the site.
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w+b") as file, Writer(file) as writer:
        # The database before the files: every file that it names is there by now.
        rows = _add_database(writer, work)
        if media_is_here():
            _add_media(writer, Path(settings.MEDIA_ROOT))
        manifest = Manifest(
            made_at=at.astimezone(datetime.UTC).isoformat(timespec="seconds"),
            site_version=site_version(),
            database=connection.vendor,
            rows=rows,
            migrations=sorted(MigrationRecorder(connection).applied_migrations()),
            settings=_open_settings(),
            members=writer.members,
        )
        writer.finish(manifest)
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _add_database(writer: Writer, work: Path) -> dict[str, int]:
    if connection.vendor == "sqlite":
        copy = work / SQLITE
        rows = sqlite.write_copy(work, copy)
        with copy.open("rb") as source:
            writer.add(SQLITE, source, compress=True)
        copy.unlink()
        return rows
    dump, answers, rows = postgresql.write_copy(work)
    with dump.open("rb") as source:
        # It is compressed already.
        writer.add(POSTGRESQL, source, compress=False)
    for table, file in answers.items():
        with file.open("rb") as source:
            writer.add(f"{ANSWERS}/{table}", source, compress=True)
    return rows


def _add_media(writer: Writer, root: Path) -> None:
    for path in media_files(root):
        try:
            source = path.open("rb")
        except FileNotFoundError:
            # Deleted since the folder was listed.
            continue
        with source:
            name = path.relative_to(root).as_posix()
            writer.add(f"{MEDIA}/{name}", source, compress=False)


def media_files(root: Path) -> Iterator[Path]:
    """Yield the files below the folder of media. Links are not followed."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if not f.startswith(shelf.RESTORING))
        for name in sorted(names):
            path = Path(folder) / name
            if path.is_file() and not path.is_symlink():
                yield path


def media_is_here() -> bool:
    """Answer whether uploads lie in a folder of this machine, and not in a service."""
    return isinstance(default_storage, FileSystemStorage)


def _sizes() -> tuple[int, int]:
    """Return the bytes of the database and of all uploads."""
    files = sum(p.stat().st_size for p in media_files(Path(settings.MEDIA_ROOT)))
    if connection.vendor == "sqlite":
        return sqlite.path().stat().st_size, files
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0]), files


def _open_settings() -> dict[str, str]:
    return {
        name: value
        for name, value in sorted(os.environ.items())
        if OPEN_SETTINGS.fullmatch(name)
    }


def site_version() -> str:
    """Return the version of the code, as pyproject.toml has it."""
    content = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(content)["project"]["version"])
