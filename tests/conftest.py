"""Situations that tests of several parts start from."""

import datetime
import os

import pytest
from django.core.cache import cache

from tests.factories.site import ensure_site

# Playwright runs an event loop in the main thread; the ORM then needs to be told that
# nothing here is asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

NOON = datetime.datetime(2026, 10, 5, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Give the empty test database what Wagtail's migrations would have put there."""
    with django_db_blocker.unblock():
        ensure_site()


@pytest.fixture(autouse=True)
def _fresh_cache():
    """No test sees what another left in the cache."""
    cache.clear()


@pytest.fixture
def site(db):
    """The site with its home page and catalogue, in English."""
    return ensure_site()


@pytest.fixture
def noon() -> datetime.datetime:
    return NOON
