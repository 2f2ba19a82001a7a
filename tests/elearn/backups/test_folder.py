"""The folder of backups: who reads it, what is kept, what is in the way."""

import io
import shutil
import stat
import zipfile

import pytest
from django.db import connection

from elearn.backups import (
    BackupProblem,
    archive,
    shelf,
)
from tests.conftest import NOON
from tests.elearn.backups.doing import (
    ONLY_POSTGRESQL,
    ONLY_SQLITE,
    SECOND,
    back_up,
)


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
