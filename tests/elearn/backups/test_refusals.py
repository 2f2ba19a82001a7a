"""What a restore refuses, and whom it erases again."""

import sqlite3

import pytest
from django.db import connection, transaction

from elearn.backups import (
    BackupProblem,
    marker,
    restoring,
)
from elearn.backups.archive import opened
from elearn.backups.restoring import check_fits, restore
from people.models import User
from tests.conftest import NOON
from tests.elearn.backups.doing import (
    ONLY_POSTGRESQL,
    ONLY_SQLITE,
    back_up,
    have_back,
)
from tests.factories.people import UserFactory


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
