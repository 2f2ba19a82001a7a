"""A browser, a site to walk through, and eyes on everything that happens meanwhile."""

import pytest
from playwright.sync_api import expect

from home.setup import set_up_site
from tests.factories.site import ensure_site

from . import chromium
from .visitor import WAYS, Visitor
from .watcher import Watcher

# Milliseconds that anything may take to happen; machines that build are often busy.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(config, items):
    """Leave the journeys out on a machine without a browser."""
    if chromium.executable() or chromium.is_required():
        return
    journeys = [item for item in items if item.get_closest_marker("journey")]
    items[:] = [item for item in items if item not in journeys]
    config.hook.pytest_deselected(items=journeys)


def pytest_terminal_summary(terminalreporter):
    if not chromium.executable():
        terminalreporter.write_line(chromium.MISSING)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    found = chromium.executable()
    if not found:
        pytest.fail(chromium.MISSING)
    return browser_type_launch_args | {
        "executable_path": found,
        "args": chromium.ARGUMENTS,
    }


@pytest.fixture(scope="session")
def base_url(live_server) -> str:
    """The address of the site; what browsers open is relative to it."""
    return live_server.url


@pytest.fixture
def site(live_server):
    """The site as it is set up for real, made anew: each journey empties the database.

    What a server of ours adds to an empty database is in `set_up_site`.
    """
    ensure_site()
    return set_up_site()


@pytest.fixture
def open_browser(new_context, base_url, site):
    """Return a function that gives somebody a browser of their own."""
    visitors = []

    def open_it(way: str = "mouse", **options) -> Visitor:
        chosen = WAYS[way]
        context = new_context(
            java_script_enabled=chosen.runs_scripts,
            locale="en-GB",
            # A colour that is still changing has no contrast to speak of.
            reduced_motion="reduce",
            **(chosen.device | options),
        )
        context.set_default_timeout(PATIENCE)
        visitor = Visitor(context, chosen, Watcher(context, base_url))
        visitors.append(visitor)
        return visitor

    yield open_it
    for visitor in visitors:
        # One more word with the browser, so that all it has to tell has arrived.
        visitor.context.cookies()
        visitor.verify()
        visitor.watcher.verify()


@pytest.fixture
def visitor(request, open_browser) -> Visitor:
    """Somebody at a desk with a mouse, unless a journey asks for another way."""
    return open_browser(getattr(request, "param", "mouse"))
