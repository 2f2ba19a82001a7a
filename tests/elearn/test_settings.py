"""The settings of production refuse what would be unsafe, all at once."""

import ast
import os
import subprocess
import sys

import pytest

GOOD = {
    "DJANGO_SETTINGS_MODULE": "elearn.settings.production",
    "ELEARN_SECRET_KEY": "x" * 60,
    "ELEARN_BASE_URL": "https://learn.example.org",
    "DATABASE_URL": "sqlite:///:memory:",
}


SHOWN = [
    "ALLOWED_HOSTS",
    "SESSION_COOKIE_NAME",
    "ELEARN_DEMO_ALLOWED",
    "ALLAUTH_TRUSTED_PROXY_COUNT",
    "SECURE_PROXY_SSL_HEADER",
    "DEFAULT_FROM_EMAIL",
    "SERVER_EMAIL",
    "SECURE_HSTS_PRELOAD",
    "ELEARN_SIGN_UP_OPEN",
    "ELEARN_SIGN_UP_DOMAINS",
]


def start(code=None, **changes):
    """Load the production settings in a process of its own; return how that went."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ELEARN_", "DATABASE", "TEST_"))
    }
    env = kept | GOOD | changes
    env = {name: value for name, value in env.items() if value is not None}
    names = ", ".join(f"settings.{name}" for name in SHOWN)
    code = code or f"from django.conf import settings; print([{names}])"
    return subprocess.run(
        [sys.executable, "-c", code],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def started(**changes):
    """Return the settings of a site that starts."""
    done = start(**changes)
    assert not done.returncode, done.stderr
    return dict(zip(SHOWN, ast.literal_eval(done.stdout), strict=True))


def test_three_values_are_enough():
    shown = started()

    assert shown["ALLOWED_HOSTS"] == ["learn.example.org"]
    assert shown["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert shown["ELEARN_DEMO_ALLOWED"] is False


def test_every_missing_value_is_told_at_once():
    done = start(ELEARN_SECRET_KEY=None, ELEARN_BASE_URL=None, DATABASE_URL=None)

    assert done.returncode
    for name in ("ELEARN_SECRET_KEY", "ELEARN_BASE_URL", "DATABASE_URL"):
        assert f"{name} is not set." in done.stderr


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ELEARN_SECRET_KEY": "short"}, "ELEARN_SECRET_KEY is shorter than 40"),
        ({"ELEARN_BASE_URL": "http://x.org"}, "ELEARN_BASE_URL must begin with https"),
        ({"ELEARN_ALLOWED_HOSTS": "*"}, "ELEARN_ALLOWED_HOSTS must name the hosts"),
        (
            {"ELEARN_MINIMUM_GROUP": "4"},
            "ELEARN_MINIMUM_GROUP must be a whole number, 5 or more.",
        ),
        (
            {"ELEARN_MINIMUM_FOR_COMMENTS": "9"},
            "ELEARN_MINIMUM_FOR_COMMENTS must be a whole number, 10 or more.",
        ),
        (
            {"ELEARN_TRUSTED_PROXIES": "-1"},
            "ELEARN_TRUSTED_PROXIES must be a whole number, 0 or more.",
        ),
        (
            {"ELEARN_TRUSTED_PROXIES": "yes"},
            "ELEARN_TRUSTED_PROXIES must be a whole number, 0 or more.",
        ),
        (
            {"ELEARN_BEHIND_PROXY": "1"},
            "ELEARN_BEHIND_PROXY is now ELEARN_TRUSTED_PROXIES",
        ),
    ],
    ids=[
        "short key",
        "no https",
        "any host",
        "too small a group",
        "too few for comments",
        "fewer than no proxies",
        "proxies not counted",
        "former name",
    ],
)
def test_unsafe_values_are_refused(changes, sentence):
    assert sentence in start(**changes).stderr


@pytest.mark.parametrize(
    ("changes", "count", "header"),
    [
        ({}, 0, None),
        ({"ELEARN_TRUSTED_PROXIES": "0"}, 0, None),
        ({"ELEARN_TRUSTED_PROXIES": "2"}, 2, ("HTTP_X_FORWARDED_PROTO", "https")),
    ],
    ids=["unset", "none", "two"],
)
def test_headers_of_proxies_are_believed_where_there_are_proxies(
    changes, count, header
):
    shown = started(**changes)

    assert shown["ALLAUTH_TRUSTED_PROXY_COUNT"] == count
    assert shown["SECURE_PROXY_SSL_HEADER"] == header


@pytest.mark.parametrize(
    ("changes", "sender"),
    [
        ({}, "elearn@learn.example.org"),
        ({"ELEARN_BASE_URL": "https://x.example.org:8443"}, "elearn@x.example.org"),
        ({"ELEARN_ALLOWED_HOSTS": ".example.org,10.0.0.5"}, "elearn@example.org"),
        ({"ELEARN_FROM_EMAIL": "us@example.org"}, "us@example.org"),
    ],
    ids=["base address", "with a port", "first host", "set"],
)
def test_mail_comes_from_the_first_host_unless_told(changes, sender):
    shown = started(**changes)

    assert shown["DEFAULT_FROM_EMAIL"] == shown["SERVER_EMAIL"] == sender


@pytest.mark.parametrize(
    ("value", "domains"),
    [
        (None, []),
        ("", []),
        ("example.org", ["example.org"]),
        (" Example.org, @hus.example,", ["example.org", "hus.example"]),
    ],
    ids=["unset", "empty", "one", "as people write them"],
)
def test_domains_of_the_sign_up_are_read_as_people_write_them(value, domains):
    shown = started(ELEARN_SIGN_UP_DOMAINS=value)

    assert shown["ELEARN_SIGN_UP_DOMAINS"] == domains
    assert shown["ELEARN_SIGN_UP_OPEN"] is True


@pytest.mark.parametrize(
    ("changes", "preload"),
    [({}, False), ({"ELEARN_HSTS_PRELOAD": "1"}, True)],
    ids=["unset", "asked for"],
)
def test_browsers_build_https_in_only_where_that_is_asked_for(changes, preload):
    assert started(**changes)["SECURE_HSTS_PRELOAD"] is preload


def test_the_demonstration_refuses_production(settings):
    from django.core.management import CommandError, call_command

    settings.ELEARN_DEMO_ALLOWED = False
    with pytest.raises(CommandError, match="in production"):
        call_command("load_demo")


@pytest.mark.parametrize(
    ("url", "engine"),
    [
        ("sqlite:////tmp/x.sqlite3", "django.db.backends.sqlite3"),
        ("postgres://u:p@h/d", "django.db.backends.postgresql"),
    ],
    ids=["sqlite", "postgresql"],
)
def test_both_databases_get_the_options_we_rely_on(url, engine):
    from elearn.databases import database_from_url

    database = database_from_url(url)

    assert database["ENGINE"] == engine
    if "sqlite" in url:
        assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        assert "synchronous=FULL" in database["OPTIONS"]["init_command"]
    else:
        assert "lock_timeout" in database["OPTIONS"]["options"]


def options_of(code):
    """Return the options of a PostgreSQL in a process of its own, after `code`."""
    done = start(
        DATABASE_URL="postgres://u:p@h/d",
        code=f"{code}; from django.db import connection; "
        "print(connection.settings_dict['OPTIONS']['options'])",
    )
    assert not done.returncode, done.stderr
    return done.stdout


def test_a_statement_of_a_page_is_stopped_and_one_of_a_command_is_not():
    """A migration of a large table may take longer than anybody waits for a page."""
    page = options_of("import elearn.wsgi")
    command = options_of("import django; django.setup()")

    assert "statement_timeout" in page
    assert "idle_in_transaction_session_timeout" in page
    assert "lock_timeout" in page
    assert command == "-c lock_timeout=5s\n"


def test_limits_leave_sqlite_and_options_of_the_operator_alone():
    from elearn.databases import database_from_url, limit_statements

    sqlite = database_from_url("sqlite:////tmp/x.sqlite3")
    own = database_from_url("postgres://u:p@h/d?options=-c%20statement_timeout%3D60s")
    before = (dict(sqlite["OPTIONS"]), dict(own["OPTIONS"]))
    for database in (sqlite, own):
        limit_statements(database)

    assert (sqlite["OPTIONS"], own["OPTIONS"]) == before
