"""What was deleted, the order of answers and secrets are in no backup."""

import shutil
import sqlite3
import zipfile

from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from elearn.backups import (
    postgresql,
)
from elearn.backups.archive import opened
from feedback.models import Comment, Response
from tests.elearn.backups.doing import (
    ONLY_POSTGRESQL,
    ONLY_SQLITE,
    back_up,
    have_back,
)
from tests.factories.people import PASSWORD


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
