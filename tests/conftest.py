"""Situations that tests of several parts start from."""

import datetime
import os

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase, override_settings
from django_tasks import default_task_backend

# Chooses the number of examples, also for properties that do not ask for one.
import tests.exploring  # noqa: F401
from tests.factories.site import ensure_site
from tests.rows import Rows

# Playwright runs an event loop in the main thread; the ORM then needs to be told that
# nothing here is asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

NOON = datetime.datetime(2026, 10, 5, 12, 0, tzinfo=datetime.UTC)
# Whoever reaches the database does so through one of these.
WAYS_TO_THE_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_addoption(parser):
    parser.addoption(
        "--only-database",
        action="store_true",
        help="Leave out what no database can change: tests that cannot reach it, and "
        "axe in the journeys. For a second run on another database.",
    )


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--only-database"):
        return
    others = [item for item in items if not reaches_database(item)]
    items[:] = [item for item in items if reaches_database(item)]
    config.hook.pytest_deselected(items=others)


def reaches_database(item) -> bool:
    """Answer whether the test may use the database; pytest-django stops all others."""
    is_a_case = item.cls is not None and issubclass(item.cls, TransactionTestCase)
    return bool(
        is_a_case
        or item.get_closest_marker("django_db")
        or WAYS_TO_THE_DATABASE.intersection(item.fixturenames)
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Give every test what Wagtail's migrations would have put into the database.

    Also after a test that commits: Django would leave an empty database behind it.
    """
    with django_db_blocker.unblock():
        ensure_site()
        start = Rows.kept()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            TransactionTestCase, "_fixture_teardown", lambda case: start.put_back()
        )
        yield
    with django_db_blocker.unblock():
        end_other_sessions()


def end_other_sessions() -> None:
    """End what else is connected to the test database, so that it can be dropped.

    The server of the journeys answers in threads that nobody waits for. A request that
    a closing browser left behind may still hold a connection when the last test is
    over; PostgreSQL then refuses to drop the database. SQLite has no sessions.
    """
    if connection.vendor != "postgresql":
        return
    # A new one, whatever the last test has done to its own.
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session", autouse=True)
def _files(tmp_path_factory):
    """Uploads lie in a directory of this process and go with it."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(autouse=True)
def _fresh():
    """No test sees what another left in the cache or in the queue of tasks."""
    cache.clear()
    default_task_backend.clear()


@pytest.fixture
def site(db):
    """The site with its home page and catalogue, in English."""
    return ensure_site()


@pytest.fixture
def noon() -> datetime.datetime:
    return NOON
