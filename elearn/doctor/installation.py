"""Whether the machine, the database and the settings are what the site relies on."""

import datetime
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core import checks as django_checks
from django.core.mail import get_connection
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from elearn.backups import marker, shelf
from people.models import User

from . import Finding, Level, check

NETWORK_FILE_SYSTEMS = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "afs", "glusterfs")
LEAST_SPACE = 1_000_000_000
# Seconds; what the lists of HTTPS sites ask for.
LEAST_HSTS = 180 * 24 * 3600
MOST_DRIFT = datetime.timedelta(seconds=5)
DEMO_PEOPLE = ["learner", "trainer", "reviewer", "coordinator", "admin"]


@check("settings", "The settings are safe for a site that people rely on.")
def settings_are_safe() -> Iterator[Finding]:
    """Ask Django's deployment checks; look for what the demonstration leaves."""
    if settings.ELEARN_DEMO_ALLOWED:
        yield Finding(
            Level.NOTE,
            "These are the settings for development and the demonstration.",
            "Set DJANGO_SETTINGS_MODULE=elearn.settings.production on a server.",
        )
        return
    if settings.DEBUG:
        yield Finding(Level.ERROR, "DEBUG is on.", "Switch it off.")
    for message in django_checks.run_checks(include_deployment_checks=True):
        if not message.is_silenced():
            is_serious = message.level >= django_checks.ERROR
            yield Finding(
                Level.ERROR if is_serious else Level.WARNING,
                f"{message.id}: {message.msg}",
                message.hint or "",
            )
    demo = [f"{name}@example.org" for name in DEMO_PEOPLE]
    if User.objects.filter(email__in=demo).exists():
        yield Finding(
            Level.WARNING,
            "There are accounts of the demonstration, whose password is public.",
            "Delete them, or give them other passwords and addresses.",
        )


@check("migrations", "The database has all tables that the code expects.")
def migrations_are_applied() -> Iterator[Finding]:
    """Compare the migrations of the code with those of the database."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        yield Finding(
            Level.ERROR,
            f"{len(missing)} migrations are not applied.",
            "Make a backup and run `manage.py migrate`.",
        )


@check("database", "What is said to be saved outlives a power cut.")
def database_is_durable() -> Iterator[Finding]:
    """Look at the options on which that promise rests."""
    if connection.vendor == "sqlite":
        yield from _sqlite()
        return
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        with connection.cursor() as cursor:
            cursor.execute(f"SHOW {name}")
            value = cursor.fetchone()[0]
        if value == "off":
            yield Finding(
                Level.ERROR, f"PostgreSQL runs with {name} = off.", "Switch it on."
            )


def _sqlite() -> Iterator[Finding]:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    with connection.cursor() as cursor:
        for name, value in wanted.items():
            cursor.execute(f"PRAGMA {name}")
            found = cursor.fetchone()[0]
            if found != value:
                yield Finding(
                    Level.ERROR,
                    f"SQLite runs with {name} = {found} instead of {value}.",
                    "Take the options out of DATABASE_URL; the site sets its own.",
                )
        cursor.execute("PRAGMA quick_check(5)")
        faults = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
    if faults:
        yield Finding(
            Level.ERROR,
            f"The database file is damaged: {faults[0]}",
            "Stop the site and restore a backup.",
        )
    path = Path(str(connection.settings_dict["NAME"]))
    kind = _file_system(path.parent) if path.is_absolute() else ""
    if kind.startswith(NETWORK_FILE_SYSTEMS):
        yield Finding(
            Level.ERROR,
            f"The database lies on a network file system ({kind}).",
            "Move it to a local disk, or use PostgreSQL.",
        )


def _file_system(path: Path) -> str:
    """Return the kind of file system of a folder, "" where that cannot be known."""
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in mounts:
        _device, point, type_name, *_rest = line.split()
        point = point.replace("\\040", " ")
        if path.resolve().is_relative_to(point) and len(point) >= len(best):
            best, kind = point, type_name
    return kind


@check("files", "Uploads can be stored, and there is room on the disk.")
def files_can_be_written() -> Iterator[Finding]:
    """Write a file where pictures go, and look how full the disk is."""
    folder = Path(settings.MEDIA_ROOT)
    existing = next(p for p in (folder, *folder.parents) if p.exists())
    try:
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        yield Finding(
            Level.ERROR,
            f"Nothing can be written to {existing}: {error.strerror}.",
            "Give the folder to the account that runs the site.",
        )
    free = shutil.disk_usage(existing).free
    if free < LEAST_SPACE:
        yield Finding(
            Level.WARNING,
            f"Only {free // 1_000_000} MB are free in {existing}.",
            "Make room before the database cannot grow any more.",
        )


@check("backups", "There is a recent backup, and no restore was broken off.")
def backups_are_recent() -> Iterator[Finding]:
    """Look at the names in the folder of backups; none of them is opened."""
    if marker.is_broken_off():
        yield Finding(Level.ERROR, "Restoring a backup was broken off.", marker.ADVICE)
    folder = Path(settings.ELEARN_BACKUP_DIR)
    if folder.exists() and not os.access(folder, os.W_OK):
        yield Finding(
            Level.WARNING,
            f"Nothing can be written to {folder}: neither a backup nor whom a restore "
            "has to erase again.",
            "Give the folder to the account that runs the site.",
        )
    archives = shelf.archives(folder)
    if not archives:
        yield Finding(
            Level.NOTE,
            f"There is no backup in {folder}.",
            "Let a timer run `manage.py backup` every night, and try one with "
            "`manage.py restore --dry-run`.",
        )
        return
    days = (timezone.now() - shelf.made_at(archives[0])).days
    if days >= settings.ELEARN_BACKUP_DAYS:
        yield Finding(
            Level.WARNING,
            f"The last backup is {days} day{'' if days == 1 else 's'} old.",
            "Look why the timer of `manage.py backup` does not run, and at what it "
            "says.",
        )


@check("https", "Passwords and sessions travel encrypted only.")
def https_is_enforced() -> Iterator[Finding]:
    """Look at what keeps a browser on HTTPS, and whom the site believes about it.

    Django's deployment checks look at most of this, each setting for itself.
    """
    if settings.ELEARN_DEMO_ALLOWED:
        return
    for name in ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"):
        if not getattr(settings, name):
            yield Finding(
                Level.ERROR,
                f"{name} is off.",
                "Use elearn.settings.production, which switches it on.",
            )
    if settings.SECURE_HSTS_SECONDS < LEAST_HSTS:
        yield Finding(
            Level.WARNING,
            "Browsers are told to stay on HTTPS for less than half a year "
            f"(SECURE_HSTS_SECONDS = {settings.SECURE_HSTS_SECONDS}).",
            "Use elearn.settings.production, which says a year.",
        )
    proxies = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    if proxies and not settings.SECURE_PROXY_SSL_HEADER:
        yield Finding(
            Level.ERROR,
            f"{proxies} proxies are trusted with addresses and none with HTTPS.",
            "Set ELEARN_TRUSTED_PROXIES and nothing else.",
        )
    if settings.SECURE_PROXY_SSL_HEADER and not proxies:
        yield Finding(
            Level.ERROR,
            "Any visitor can claim by a header that the connection is encrypted.",
            "Set ELEARN_TRUSTED_PROXIES to the number of proxies.",
        )
    elif not proxies:
        yield Finding(
            Level.NOTE,
            "No proxy is trusted. Behind one, every request is redirected for ever.",
            "Set ELEARN_TRUSTED_PROXIES to the number of proxies in front of the site.",
        )


@check("mail", "Mail can be sent.")
def mail_can_be_sent() -> Iterator[Finding]:
    """Open a connection to the mail server; nothing is sent."""
    backend = settings.EMAIL_BACKEND.rsplit(".", 2)[-2]
    if backend != "smtp":
        level = Level.NOTE if settings.ELEARN_DEMO_ALLOWED else Level.WARNING
        yield Finding(
            level,
            f"Mail is not sent: it goes to “{backend}”.",
            "Set EMAIL_URL to a mail server.",
        )
        return
    server = get_connection(timeout=5)
    try:
        server.open()
    except OSError as error:
        yield Finding(
            Level.ERROR,
            f"The mail server does not answer ({type(error).__name__}).",
            "Look at EMAIL_URL, and at the mail server.",
        )
    finally:
        server.close()


@check("clock", "The clocks of the site and of the database agree.")
def clocks_agree() -> Iterator[Finding]:
    """Compare both; days, quarters and time limits follow the site's."""
    if not settings.USE_TZ:
        yield Finding(Level.ERROR, "USE_TZ is off.", "Switch it on.")
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs = cursor.fetchone()[0]
    drift = abs(theirs - timezone.now())
    if drift > MOST_DRIFT:
        yield Finding(
            Level.WARNING,
            f"The database's clock differs by {drift.total_seconds():.0f} seconds.",
            "Let both machines follow a time server.",
        )
