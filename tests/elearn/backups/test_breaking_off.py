"""A backup or restore that is broken off is never taken for whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from elearn.backups import (
    BrokenOff,
    archive,
    making,
    restoring,
    shelf,
)
from elearn.backups.archive import opened
from elearn.backups.marker import refuse_half_a_site
from elearn.doctor import Level
from elearn.doctor.installation import backups_are_recent
from people.models import User
from tests.conftest import NOON
from tests.elearn.backups.doing import (
    SECOND,
    back_up,
    have_back,
    killed_at,
    media,
    sums,
)
from tests.factories.people import UserFactory


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
