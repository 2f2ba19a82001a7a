"""A browser, a site to walk through, and eyes on everything that happens meanwhile."""

import pytest
from playwright.sync_api import expect
from wagtail.models import Site

from home.setup import set_up_site
from tests.rows import Rows, rolled_back

from . import chromium, soundness
from .visitor import WAYS, Visitor
from .watcher import Watcher

# Milliseconds that anything may take to happen; machines that build are often busy.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(config, items):
    """Leave the journeys out on a machine without a browser.

    For another database, those that differ in nothing that the server is told.
    """
    if not chromium.executable() and not chromium.is_required():
        left_out = {item for item in items if item.get_closest_marker("journey")}
    elif config.getoption("--only-database"):
        left_out = with_other_hands(items)
    else:
        return
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=list(left_out))


def with_other_hands(items) -> set:
    """Return the journeys that only another keyboard, finger or screen tells apart.

    What a browser sends depends on whether it runs scripts, and on nothing else of a
    way to use the site. Of each journey one with scripts and one without remain.
    """
    seen, others = set(), set()
    for item in items:
        params = dict(item.callspec.params) if hasattr(item, "callspec") else {}
        way = WAYS.get(params.pop("visitor", None))
        if way is None:
            continue
        key = (item.parent.nodeid, item.originalname, str(params), way.runs_scripts)
        if key in seen:
            others.add(item)
        seen.add(key)
    return others


def pytest_terminal_summary(terminalreporter):
    if not chromium.executable():
        terminalreporter.write_line(chromium.MISSING)


@pytest.fixture(scope="session", autouse=True)
def _axe(pytestconfig):
    soundness.is_axe_asked = not pytestconfig.getoption("--only-database")


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


@pytest.fixture(scope="session")
def rows_of_a_site(django_db_setup, django_db_blocker) -> Rows:
    """What `set_up_site` adds to an empty database, as on a server of ours."""
    with django_db_blocker.unblock(), rolled_back():
        set_up_site()
        return Rows.kept()


@pytest.fixture
def site(live_server, rows_of_a_site) -> Site:
    """The site as it is set up for real, the same at the start of each journey."""
    rows_of_a_site.put_back()
    return Site.objects.get()


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
