"""A site that is worth a backup, and a machine to move it to."""

import os
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from elearn.backups import shelf
from feedback import writer
from feedback.models import Receipt
from tests.conftest import end_other_sessions
from tests.factories.courses import build_course
from tests.factories.feedback import SurveyFactory, SurveyRunFactory
from tests.factories.people import UserFactory
from tests.factories.site import ensure_site


@pytest.fixture
def folders(tmp_path, settings, monkeypatch):
    """The site's folders are its own, and its mail needs no server."""
    # The databases of all processes of the suite lie in one folder, where one restore
    # would take the workplace of another for one that was left.
    monkeypatch.setattr(shelf, "RESTORING", f"{shelf.RESTORING}{os.getpid()}-")
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
    # The server of journeys before may hold a connection; that is a site in use.
    end_other_sessions()
    return run


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
