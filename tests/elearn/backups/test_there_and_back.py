"""A site is had back whole."""

import pytest
from django.db import connection, transaction
from django.test import Client

from elearn.backups import (
    BackupProblem,
    marker,
    restoring,
)
from elearn.backups.archive import opened
from home.models import SiteSettings
from people.models import Organisation, Unit, User
from tests.conftest import NOON
from tests.elearn.backups.doing import (
    SECOND,
    back_up,
    have_back,
    media,
    sums,
)
from tests.factories.people import PASSWORD, UserFactory


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
