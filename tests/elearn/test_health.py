"""What machines ask: does the process answer, and can the site serve?"""

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection, connections
from django.db.migrations.loader import MigrationLoader

from elearn import health
from tests.factories.people import UserFactory

# A probe knows neither the name of the site nor HTTPS.
PLAIN = {"headers": {"host": "10.1.2.3:8000"}}


@pytest.fixture(autouse=True)
def _as_in_production(settings, monkeypatch):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["learn.example.org"]
    # What another test found out does not count.
    monkeypatch.setattr(health, "_all_applied", False)


@pytest.fixture
def migrated(db, settings):
    """Note all migrations as applied; the tests make their tables without them."""
    settings.MIGRATION_MODULES = {}
    names = MigrationLoader(None).disk_migrations
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE django_migrations (id bigint, app varchar(255), "
            "name varchar(255), applied timestamp)"
        )
        cursor.executemany(
            "INSERT INTO django_migrations VALUES (%s, %s, %s, '2026-10-05')",
            [(number, app, name) for number, (app, name) in enumerate(names, start=1)],
        )


def test_the_process_answers(client):
    response = client.get("/livez", **PLAIN)

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_a_site_with_all_its_migrations_is_ready(client, migrated):
    response = client.get("/readyz", **PLAIN)

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_a_site_without_its_tables_is_not_ready(client, db, settings):
    settings.MIGRATION_MODULES = {}
    response = client.get("/readyz", **PLAIN)

    assert (response.status_code, response.json()) == (503, {"status": "unavailable"})


def test_a_site_is_not_ready_before_its_last_migration(client, migrated):
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'people' AND name LIKE '0002%%'"
        )

    assert client.get("/readyz", **PLAIN).status_code == 503


def test_a_database_that_is_away_is_told(client, migrated, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("no connection")

    client.get("/readyz", **PLAIN)
    with monkeypatch.context() as patched:
        patched.setattr(connections["default"], "cursor", away)
        statuses = [client.get(p, **PLAIN).status_code for p in ("/readyz", "/livez")]

    assert statuses == [503, 200]


def test_a_probe_costs_one_query_once_the_site_is_ready(
    client, migrated, django_assert_num_queries
):
    client.get("/readyz", **PLAIN)

    with django_assert_num_queries(1):
        client.get("/readyz", **PLAIN)
    with django_assert_num_queries(0):
        client.get("/livez", **PLAIN)


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_a_probe_leaves_no_session_and_is_not_kept(client, migrated, path):
    client.force_login(UserFactory())
    before = Session.objects.count()
    response = client.get(path, **PLAIN)

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "no-store" in response["Cache-Control"]
    assert Session.objects.count() == before


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_a_probe_only_reads(client, migrated, path):
    assert client.head(path, **PLAIN).status_code == 200
    assert client.post(path, **PLAIN).status_code == 405


@pytest.mark.parametrize("path", ["/livez/", "/livezz", "/"])
def test_other_addresses_need_the_name_of_the_site(client, site, path):
    assert client.get(path, **PLAIN).status_code == 400


def test_the_production_settings_ask_for_a_probe_first(settings):
    assert settings.MIDDLEWARE[0] == "elearn.middleware.HealthMiddleware"
