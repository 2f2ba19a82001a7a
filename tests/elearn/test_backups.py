"""Backup and restore: the site is had back whole, and nothing that was deleted is."""

import datetime
import hashlib
import io
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from elearn.backups import (
    BackupProblem,
    BrokenOff,
    archive,
    making,
    marker,
    postgresql,
    restoring,
    shelf,
)
from elearn.backups.archive import opened
from elearn.backups.making import make_backup
from elearn.backups.marker import refuse_half_a_site
from elearn.backups.restoring import check_fits, restore
from elearn.doctor import Level
from elearn.doctor.installation import backups_are_recent
from feedback import writer
from feedback.models import Answer, Comment, Receipt, Response
from home.models import SiteSettings
from people.models import Organisation, Unit, User
from tests.conftest import NOON
from tests.factories.courses import build_course
from tests.factories.feedback import SurveyFactory, SurveyRunFactory
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.site import ensure_site
from tests.rows import Rows

SECOND = datetime.timedelta(seconds=1)
ONLY_SQLITE = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="about the file of SQLite"
)
ONLY_POSTGRESQL = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="about PostgreSQL's tools"
)


@pytest.fixture
def folders(tmp_path, settings):
    """The site's folders are its own, and its mail needs no server."""
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = tmp_path / "var/media"
    settings.ELEARN_BACKUP_DIR = tmp_path / "backups"
    settings.MIGRATION_MODULES = {}
    (settings.MEDIA_ROOT / "images").mkdir(parents=True)
    return tmp_path


@pytest.fixture
def noted_migrations(transactional_db):
    """The tests make their tables without migrations; here they count as applied."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.MIGRATION_MODULES", {}, raising=False)
        names = MigrationLoader(None).disk_migrations
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    recorder.migration_qs.bulk_create(
        recorder.Migration(app=app, name=name) for app, name in names
    )
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS django_migrations")


@pytest.fixture
def site(folders, noted_migrations, settings):
    """A site with people, an open run with answers in a known order, and uploads."""
    ensure_site()
    survey = SurveyFactory()
    built = build_course(lessons=1, survey=survey)
    run = SurveyRunFactory(
        course=built.course,
        survey_version=survey.current_version,
        step=built.step(built.feedback),
    )
    asked = survey.current_version.entries.exclude(item_version__points=[])
    for number in range(20):
        values = dict.fromkeys(
            asked.values_list("item_version", flat=True), 1 + number % 5
        )
        with transaction.atomic():
            writer.store(
                run=writer.locked_run(run.pk),
                submissions=[writer.Submission(values=values, groups={}, comments={})],
            )
        Receipt.objects.create(run=run, user=UserFactory())
    UserFactory(email="noora@example.org")
    (settings.MEDIA_ROOT / "images/ward.png").write_bytes(b"\x89PNG" * 50_000)
    (settings.MEDIA_ROOT / "kuva ä.txt").write_text("hyvää")
    return run


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


@pytest.fixture
def move(folders, settings):
    """Return a function that moves to a machine without database and uploads."""
    usual = connection.settings_dict["NAME"]
    name = f"{Path(usual).stem}_moved"

    def drop():
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')

    def moved():
        if connection.vendor == "postgresql":
            drop()
            with connection.cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{name}"')
        connection.close()
        settings.VAR_DIR = folders / "moved"
        settings.MEDIA_ROOT = folders / "moved/media"
        connection.settings_dict["NAME"] = (
            name
            if connection.vendor == "postgresql"
            else str(folders / "moved/elearn.sqlite3")
        )

    yield moved
    connection.close()
    connection.settings_dict["NAME"] = usual
    if connection.vendor == "postgresql":
        drop()


# There and back -----------------------------------------------------------------------


def test_a_site_is_had_back_whole_on_another_machine(site, move, settings):
    UserFactory(email="left@example.org").delete()
    rows, files = sums(), media()
    made = back_up()
    move()
    restored = have_back(made.path)

    assert (restored.files, restored.erased) == (2, 0)
    after = sums()
    assert after.pop("django_session")
    assert rows.pop("django_session")
    assert after == rows
    assert media() == files
    client = Client()
    client.post(
        "/accounts/login/", {"login": "noora@example.org", "password": PASSWORD}
    )
    assert client.get("/learn/").status_code == 200
    assert not marker.is_broken_off()
    assert {p.name for p in settings.VAR_DIR.iterdir()} <= {
        ".elearn-lock",
        "media",
        "elearn.sqlite3",
        "elearn.sqlite3-shm",
        "elearn.sqlite3-wal",
    }


def test_new_rows_can_be_added_afterwards(site, move):
    """Counters of keys go on where they were."""
    made = back_up()
    before = set(User.objects.values_list("pk", flat=True))
    move()
    have_back(made.path)
    assert UserFactory(email="new@example.org").pk not in before


def test_a_dry_run_changes_nothing(site, settings):
    rows, files = sums(), media()
    made = back_up()
    UserFactory(email="later@example.org")
    later = sums()
    have_back(made.path, dry_run=True)

    assert sums() == later != rows
    assert media() == files
    assert not list(settings.VAR_DIR.glob(".elearn-restore-*"))
    assert not list(settings.MEDIA_ROOT.glob(".elearn-restore-*"))


def test_what_came_later_goes(site, settings):
    rows, files = sums(), media()
    made = back_up()
    UserFactory(email="later@example.org")
    (settings.MEDIA_ROOT / "later.txt").write_text("later")
    (settings.MEDIA_ROOT / "kuva ä.txt").write_text("changed")
    connection.close()
    have_back(made.path)

    after = sums()
    assert after.pop("django_session")
    assert rows.pop("django_session")
    assert (after, media()) == (rows, files)


def forget_a_migration():
    """Make the database one of before the last migration of `home`, and older still."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'home' AND name LIKE '0002%%'"
        )
        cursor.execute("ALTER TABLE home_sitesettings DROP COLUMN help_now")
        cursor.execute("DROP TABLE feedback_surveycode")


def test_an_older_backup_is_brought_up_to_date(site, move, settings):
    made = back_up()
    move()
    have_back(made.path)
    forget_a_migration()
    older = back_up(at=NOON + SECOND)
    connection.close()
    have_back(older.path)

    assert list(SiteSettings.objects.values_list("help_now")) == []
    with opened(older.path) as reader:
        names = {name for app, name in reader.manifest.migrations if app == "home"}
    assert names == {"0001_initial"}


def test_a_migration_that_fails_is_told(site, move, monkeypatch):
    """On SQLite nothing was changed by then; PostgreSQL's database was replaced."""
    path = back_up().path
    UserFactory(email="later@example.org")

    def fail(*args, **kwargs):
        raise ValueError("no such column\nDETAIL: of noora@example.org")

    monkeypatch.setattr(restoring, "call_command", fail)
    connection.close()
    with pytest.raises(BackupProblem, match="brought up to date") as told:
        have_back(path)
    # What databases say after the first line quotes rows.
    assert "no such column" in str(told.value)
    assert "noora" not in str(told.value)
    assert marker.is_broken_off() == (connection.vendor == "postgresql")
    if connection.vendor == "sqlite":
        assert User.objects.filter(email="later@example.org").exists()


@pytest.mark.concurrency
def test_a_backup_taken_while_people_write_is_of_one_moment(site):
    """Organisation and unit are written together, and never one without the other."""
    import threading

    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            number += 1
            with transaction.atomic():
                made = Organisation.objects.create(name=f"W{number}", slug=f"w{number}")
                Unit.objects.create(organisation=made, name="Ward")
        connection.close()

    writing = threading.Thread(target=write)
    writing.start()
    try:
        made = [back_up(at=NOON + n * SECOND).path for n in range(3)]
    finally:
        stop.set()
        writing.join()
    counts = []
    for path in made:
        with opened(path) as reader:
            rows = reader.manifest.rows
            assert rows["people_organisation"] == rows["people_unit"]
            counts.append(rows["people_unit"])
    assert counts[-1] > counts[0]


# What is not in it --------------------------------------------------------------------


def database_in(path, target):
    """Unpack the database of an archive; return everything that it says of answers."""
    with opened(path) as reader:
        if connection.vendor == "sqlite":
            reader.extract(reader.member("database.sqlite3"), target)
            return target.read_bytes()
        parts = []
        for member in [reader.member("database.pgdump"), *reader.answers()]:
            part = target.with_name(member.name.replace("/", "-"))
            reader.extract(member, part)
            parts.append(part.read_bytes())
        return b"".join(parts)


@ONLY_SQLITE
def test_what_was_deleted_is_not_in_a_backup(site, tmp_path):
    """A plain copy of the file holds it, in pages that are free."""
    needle = "a remark that its author took back"
    with connection.cursor() as cursor:
        # Some builds of SQLite overwrite what they delete; most do not.
        cursor.execute("PRAGMA secure_delete = OFF")
    asked = site.survey_version.entries.first().item_version_id
    kept = [
        Comment.objects.create(
            run=site, item_version_id=asked, text=f"{needle} {n}" * 9
        )
        for n in range(50)
    ]
    Comment.objects.filter(pk__in=[comment.pk for comment in kept]).delete()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copied = tmp_path / "copied.sqlite3"
    shutil.copy(connection.settings_dict["NAME"], copied)
    made = back_up()

    assert needle.encode() in copied.read_bytes()
    assert needle.encode() not in database_in(made.path, tmp_path / "unpacked")


def test_the_order_of_answers_is_not_in_a_backup(site, tmp_path):
    """The run is open, so the database itself still has it: a control."""
    place = {"sqlite": "rowid", "postgresql": "ctid"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM feedback_response ORDER BY {place}")
        as_they_came = [str(row[0]).replace("-", "") for row in cursor.fetchall()]
    database_in(back_up().path, tmp_path / "unpacked")
    if connection.vendor == "sqlite":
        with sqlite3.connect(tmp_path / "unpacked") as copy:
            in_backup = [
                row[0]
                for row in copy.execute(
                    "SELECT id FROM feedback_response ORDER BY rowid"
                )
            ]
    else:
        lines = (tmp_path / "answers-feedback_response").read_text().splitlines()
        place = lines[0].split(", ").index('"id"')
        in_backup = [line.split("\t")[place].replace("-", "") for line in lines[1:]]

    assert len(as_they_came) == 20
    assert as_they_came != sorted(as_they_came)
    assert in_backup == sorted(as_they_came)


@ONLY_POSTGRESQL
def test_no_answer_is_in_the_dump_of_postgresql(site, tmp_path):
    """pg_dump would write them as they lie."""
    key = str(Response.objects.first().pk)
    with opened(back_up().path) as reader:
        reader.extract(reader.member("database.pgdump"), tmp_path / "dump")
    script = tmp_path / "script.sql"
    with script.open("wb") as file:
        postgresql._append(file, tmp_path / "dump", "data")

    assert "noora@example.org" in script.read_text()
    assert key not in script.read_text()


def test_sessions_stay_behind(site, move):
    client = Client()
    client.post(
        "/accounts/login/", {"login": "noora@example.org", "password": PASSWORD}
    )
    assert Session.objects.count() == 1
    made = back_up()
    move()
    have_back(made.path)
    assert Session.objects.count() == 0


def test_no_secret_is_in_a_backup(site, settings, monkeypatch, tmp_path):
    settings.SECRET_KEY = "nobody-may-read-this-key"
    monkeypatch.setenv("ELEARN_SECRET_KEY", "nobody-may-read-this-key")
    monkeypatch.setenv("ELEARN_SECRET_KEY_FALLBACKS", "nor-this")
    monkeypatch.setenv("EMAIL_URL", "smtp://user:pass-phrase@mail.example.org")
    monkeypatch.setenv("ELEARN_TIME_ZONE", "Europe/Helsinki")
    path = back_up().path
    with opened(path) as reader:
        assert reader.manifest.settings["ELEARN_TIME_ZONE"] == "Europe/Helsinki"
    with zipfile.ZipFile(path) as file:
        whole = b"".join(file.read(name) for name in file.namelist())
    for secret in (b"nobody-may-read-this-key", b"nor-this", b"pass-phrase"):
        assert secret not in whole


def test_links_in_the_folder_of_uploads_are_not_followed(site, settings, tmp_path):
    (tmp_path / "secret").write_text("secret")
    (settings.MEDIA_ROOT / "link").symlink_to(tmp_path / "secret")
    with opened(back_up().path) as reader:
        assert "media/link" not in {m.name for m in reader.manifest.members}


# The folder ---------------------------------------------------------------------------


def test_only_the_account_of_the_site_reads_it(site):
    path = back_up().path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert sorted(p.name for p in path.parent.iterdir()) == [
        ".elearn-lock",
        "elearn-20261005T120000Z.zip",
    ]


def test_nothing_is_overwritten(site):
    path = back_up().path
    before = path.read_bytes()
    with pytest.raises(BackupProblem, match="there already"):
        back_up()
    assert path.read_bytes() == before


def test_the_newest_are_kept_and_other_files_left_alone(site, settings):
    folder = settings.ELEARN_BACKUP_DIR
    folder.mkdir()
    others = ["elearn.zip", "elearn-20200101T000000Z.zip.old", "thesis.docx"]
    for name in others:
        (folder / name).write_text("mine")
    paths = [back_up(at=NOON + n * SECOND).path for n in range(3)]
    made = back_up(at=NOON + 3 * SECOND, keep=2)

    assert made.deleted == [paths[1], paths[0]]
    assert {p.name for p in folder.iterdir()} == {
        *others,
        ".elearn-lock",
        paths[2].name,
        made.path.name,
    }


def test_two_at_once_do_not_get_in_each_other_s_way(site, settings):
    settings.ELEARN_BACKUP_DIR.mkdir()
    with (
        shelf.locked(settings.ELEARN_BACKUP_DIR),
        pytest.raises(BackupProblem, match="Another backup"),
    ):
        back_up()


def test_a_disk_that_knows_no_links_will_do(site, monkeypatch):
    def refuse(*args):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("elearn.backups.shelf.os.link", refuse)
    path = back_up().path
    before = path.read_bytes()
    with pytest.raises(BackupProblem, match="there already"):
        shelf.put(path, path)
    assert path.read_bytes() == before


def test_a_full_disk_is_told_before_anything_is_written(site, monkeypatch, settings):
    full = shutil.disk_usage("/")._replace(free=1000)
    monkeypatch.setattr("elearn.backups.shelf.shutil.disk_usage", lambda path: full)
    with pytest.raises(BackupProblem, match="Make room"):
        back_up()
    assert [p.name for p in settings.ELEARN_BACKUP_DIR.iterdir()] == [".elearn-lock"]


def test_what_cannot_be_read_again_gets_no_name(site, monkeypatch, settings):
    """A disk that keeps other bytes than it was given."""
    finish = archive.Writer.finish

    def spoil(self, manifest):
        finish(self, manifest)
        self._zip = zipfile.ZipFile(io.BytesIO(), "w")
        part = next(settings.ELEARN_BACKUP_DIR.glob("*/archive.zip"))
        content = bytearray(part.read_bytes())
        content[2000] ^= 1
        part.write_bytes(content)

    monkeypatch.setattr(archive.Writer, "finish", spoil)
    with pytest.raises(BackupProblem, match="damaged"):
        back_up()
    assert [p.name for p in settings.ELEARN_BACKUP_DIR.iterdir()] == [".elearn-lock"]


@ONLY_SQLITE
def test_a_damaged_database_is_no_backup(site):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("DELETE FROM feedback_response")
    with pytest.raises(BackupProblem, match="refers to nothing"):
        back_up()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM feedback_answer")
        cursor.execute("PRAGMA foreign_keys = ON")


@ONLY_POSTGRESQL
def test_a_missing_tool_is_named_with_what_to_install(site, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(BackupProblem, match=r"pg_dump is missing.*postgresql-client"):
        back_up()


# What a restore refuses ---------------------------------------------------------------


def changed(path, **changes):
    """Return a manifest with changes, signed as ours."""
    with opened(path) as reader:
        import dataclasses

        return dataclasses.replace(reader.manifest, **changes)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"migrations": [("people", "0999_jetpacks")], "site_version": "9.9"},
            "newer than this site's code.*people 0999_jetpacks.*9.9",
        ),
        ({"database": "other"}, "holds a other database"),
    ],
)
def test_an_archive_that_does_not_fit_is_refused(site, changes, sentence):
    path = back_up().path
    with opened(path) as reader:
        reader.manifest = changed(path, **changes)
        with pytest.raises(BackupProblem, match=sentence):
            check_fits(reader, trusted=False)


def test_an_archive_of_another_key_is_taken_only_when_told(site, settings):
    path = back_up().path
    settings.SECRET_KEY = "that of another site"
    with opened(path) as reader:
        with pytest.raises(BackupProblem, match="--trust"):
            check_fits(reader, trusted=False)
        check_fits(reader, trusted=True)


def test_rows_that_are_missing_are_noticed(site, move, monkeypatch):
    path = back_up().path
    rows = changed(path).rows | {"people_user": 999}
    move()
    with opened(path) as reader:
        reader.manifest = changed(path, rows=rows)
        with pytest.raises(BackupProblem):
            restore(reader, at=NOON, dry_run=False)
    assert not marker.is_broken_off()
    assert not restoring.has_content()


@ONLY_SQLITE
def test_a_site_that_is_in_use_is_left_alone(site):
    path = back_up().path
    UserFactory(email="later@example.org")
    other = sqlite3.connect(connection.settings_dict["NAME"])
    other.execute("SELECT count(*) FROM people_user").fetchone()
    with pytest.raises(BackupProblem, match="Stop the site first"):
        have_back(path)
    other.close()
    assert User.objects.filter(email="later@example.org").exists()


@ONLY_POSTGRESQL
def test_a_database_that_is_in_use_is_left_alone(site):
    import psycopg

    path = back_up().path
    parameters = connection.get_connection_params()
    known = {k: parameters[k] for k in ("dbname", "user", "host", "port")}
    with psycopg.connect(**known), pytest.raises(BackupProblem, match="Stop the site"):
        have_back(path)
    assert not marker.is_broken_off()


# Erasure ------------------------------------------------------------------------------


def test_who_was_erased_since_is_erased_again(site, move, settings):
    erased = User.objects.get(email="noora@example.org")
    made = back_up()
    erased.delete()
    told = (settings.ELEARN_BACKUP_DIR / "erased-people.txt").read_text()
    move()
    restored = have_back(made.path)

    assert restored.erased == 1
    assert not User.objects.filter(email="noora@example.org").exists()
    assert User.objects.count() == 20
    # Nothing in the list leads to the person without such a backup.
    assert "noora" not in told
    assert erased.public_id not in told
    assert len(told.split()) == 1


def test_a_deletion_that_is_undone_is_not_noted(site, settings):
    def erase_and_fail():
        with transaction.atomic():
            User.objects.get(email="noora@example.org").delete()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        erase_and_fail()
    assert not (settings.ELEARN_BACKUP_DIR / "erased-people.txt").exists()


def test_a_list_that_cannot_be_written_stops_no_erasure(site, settings, caplog):
    settings.ELEARN_BACKUP_DIR.write_text("a file in its place")
    User.objects.get(email="noora@example.org").delete()
    assert not User.objects.filter(email="noora@example.org").exists()
    assert "cannot be written" in caplog.text
    assert "noora" not in caplog.text


# Broken off ---------------------------------------------------------------------------


def test_a_restore_that_fails_in_its_last_step_stops_the_site(site, move, monkeypatch):
    path = back_up().path
    move()
    with monkeypatch.context() as patched:

        def fail(uploads):
            raise OSError(28, "No space left on device")

        patched.setattr(restoring, "_swap_media", fail)
        with pytest.raises(BrokenOff, match="No space left.*once more"):
            have_back(path)
    with pytest.raises(ImproperlyConfigured, match="broken off"):
        refuse_half_a_site()

    have_back(path)
    refuse_half_a_site()
    assert User.objects.filter(email="noora@example.org").exists()


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
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"{name} was not reached"


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (making, "_add_media"),
        (archive.Writer, "finish"),
        (archive.Reader, "check"),
        (shelf, "put"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_killed_backup_is_not_taken_for_one(site, monkeypatch, settings, owner, name):
    killed_at(monkeypatch, owner, name, back_up)
    folder = settings.ELEARN_BACKUP_DIR
    assert shelf.archives(folder) == []
    assert list(folder.glob(".elearn-part-*"))

    made = back_up()
    assert have_back(made.path, dry_run=True).files == 2
    assert not list(folder.glob(".elearn-part-*"))


@pytest.mark.parametrize("name", ["extract_media", "extract", "check"])
def test_a_restore_killed_while_unpacking_has_changed_nothing(
    site, monkeypatch, settings, name
):
    path = back_up().path
    UserFactory(email="later@example.org")
    (settings.MEDIA_ROOT / "later.txt").write_text("later")
    rows, files = sums(), media()
    if name == "check":
        killed_at(monkeypatch, restoring, "_marked", lambda: have_back(path))
    else:
        killed_at(monkeypatch, archive.Reader, name, lambda: have_back(path))
    refuse_half_a_site()
    left = {n for n in media() if n.startswith(".elearn-restore-")}

    assert sums() == rows
    assert {n: c for n, c in media().items() if n not in left} == files
    # Nor is it put into the next backup.
    with opened(back_up(at=NOON + SECOND).path) as reader:
        assert not [m for m in reader.manifest.members if "restore" in m.name]


@pytest.mark.parametrize("step", ["before the files", "after the files"])
def test_a_site_whose_restore_was_killed_in_its_last_step_does_not_serve(
    site, monkeypatch, settings, step
):
    path = back_up().path
    rows, files = sums(), media()
    UserFactory(email="later@example.org")
    (settings.MEDIA_ROOT / "later.txt").write_text("later")
    if step == "before the files":
        killed_at(monkeypatch, restoring, "_swap_media", lambda: have_back(path))
    elif connection.vendor == "sqlite":
        killed_at(monkeypatch, Path, "replace", lambda: have_back(path))
    else:
        killed_at(monkeypatch, restoring, "_bring_up_to_date", lambda: have_back(path))
    with pytest.raises(ImproperlyConfigured, match="broken off"):
        refuse_half_a_site()
    (finding,) = [f for f in backups_are_recent() if f.level is Level.ERROR]
    assert "once more" in finding.advice

    have_back(path)
    refuse_half_a_site()
    after = sums()
    assert after.pop("django_session")
    assert rows.pop("django_session")
    assert (after, media()) == (rows, files)


def test_the_server_of_a_half_restored_site_does_not_start(tmp_path):
    """Whole ones start: a control."""
    code = "import elearn.wsgi; print('served')"
    env = os.environ | {
        "ELEARN_VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "elearn.settings.dev",
    }
    whole = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True)
    (tmp_path / "restore-in-progress").touch()
    half = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True)

    assert whole.stdout.split()[-1:] == [b"served"]
    assert half.returncode
    assert b"restoring a backup was broken off" in half.stderr


# The commands -------------------------------------------------------------------------


@pytest.fixture
def _well(monkeypatch):
    """What doctor says of the test settings is not what these tests are about."""
    from elearn.management.commands import restore as command

    monkeypatch.setattr(command, "examine", list)


@pytest.mark.usefixtures("_well")
def test_the_commands_tell_what_they_did(site, move, capsys, settings):
    call_command("backup")
    said = capsys.readouterr().out
    assert "Read again and found whole." in said
    assert "ELEARN_SECRET_KEY" in said
    (path,) = settings.ELEARN_BACKUP_DIR.glob("*.zip")
    move()
    call_command("restore", path, dry_run=True)
    assert "Nothing was changed." in capsys.readouterr().out
    call_command("restore", path)
    assert "Everybody has to sign in anew." in capsys.readouterr().out


@pytest.mark.usefixtures("_well")
def test_a_site_with_people_is_replaced_only_when_told(site, settings, capsys):
    call_command("backup")
    (path,) = settings.ELEARN_BACKUP_DIR.glob("*.zip")
    UserFactory(email="later@example.org")
    with pytest.raises(CommandError, match=r"Nothing was restored.*--replace"):
        call_command("restore", path)
    assert User.objects.filter(email="later@example.org").exists()

    kept = settings.ELEARN_BACKUP_DIR / path.name
    path = path.rename(settings.ELEARN_BACKUP_DIR.parent / "elearn.zip")
    connection.close()
    call_command("restore", path, replace=True)
    assert not User.objects.filter(email="later@example.org").exists()
    assert "What was there is kept in" in capsys.readouterr().out
    (kept,) = settings.ELEARN_BACKUP_DIR.glob("*.zip")
    connection.close()
    call_command("restore", kept, replace=True, no_backup=True)
    assert User.objects.filter(email="later@example.org").exists()


def test_a_backup_that_fails_exits_with_an_error(site, settings, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="There is no new backup"):
        call_command("backup", tmp_path / "file")
    with pytest.raises(CommandError, match="--keep"):
        call_command("backup", keep=0)


def test_a_restore_ends_with_the_checks_of_doctor(site, move, settings, capsys):
    from elearn import doctor

    path = back_up().path
    move()
    with pytest.MonkeyPatch.context() as patch:
        leak = doctor.Finding(doctor.Level.ERROR, "The roof leaks.", "Call a roofer.")
        roof = doctor.Check("roof", "It is tight.", lambda: [leak])
        patch.setattr(doctor, "all_checks", lambda: {"roof": roof})
        with pytest.raises(SystemExit) as end:
            call_command("restore", path)
    assert end.value.code == 2
    assert "The roof leaks." in capsys.readouterr().out
    assert Answer.objects.count() == 20 * 3
