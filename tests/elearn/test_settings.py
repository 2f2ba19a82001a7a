"""The settings of production refuse what would be unsafe, all at once."""

import os
import subprocess
import sys

import pytest
from django.conf import Settings
from django.core.exceptions import ImproperlyConfigured

GOOD = {
    "DJANGO_SETTINGS_MODULE": "elearn.settings.production",
    "ELEARN_SECRET_KEY": "x" * 60,
    "ELEARN_BASE_URL": "https://learn.example.org",
    "DATABASE_URL": "sqlite:///:memory:",
}


def environment(changes):
    """Return the environment of a site in production with these differences."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ELEARN_", "DATABASE", "TEST_"))
    }
    changed = kept | GOOD | changes
    return {name: value for name, value in changed.items() if value is not None}


def start(code=None, **changes):
    """Load the production settings in a process of its own; return how that went."""
    code = code or "from django.conf import settings; print(settings.ALLOWED_HOSTS)"
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment(changes),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def settings_of(monkeypatch):
    """Return a function that reads the production settings of an environment.

    It does so in this process, in a hundredth of the time that one of its own takes.
    """

    def read(**changes):
        wanted = environment(changes)
        for name in os.environ.keys() - wanted.keys():
            monkeypatch.delenv(name)
        for name, value in wanted.items():
            monkeypatch.setenv(name, value)
        for name in ("base", "production"):
            monkeypatch.delitem(sys.modules, f"elearn.settings.{name}", raising=False)
        return Settings("elearn.settings.production")

    return read


def test_three_values_are_enough(settings_of):
    shown = settings_of()

    assert shown.ALLOWED_HOSTS == ["learn.example.org"]
    assert shown.SESSION_COOKIE_NAME == "__Host-sessionid"
    assert shown.ELEARN_DEMO_ALLOWED is False


def test_a_process_of_its_own_starts_with_them():
    assert start().stdout == "['learn.example.org']\n"


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
def test_unsafe_values_are_refused(settings_of, changes, sentence):
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_of(**changes)

    assert sentence in str(refused.value)


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
    settings_of, changes, count, header
):
    shown = settings_of(**changes)

    assert count == shown.ALLAUTH_TRUSTED_PROXY_COUNT
    assert header == shown.SECURE_PROXY_SSL_HEADER


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
def test_mail_comes_from_the_first_host_unless_told(settings_of, changes, sender):
    shown = settings_of(**changes)

    assert shown.DEFAULT_FROM_EMAIL == shown.SERVER_EMAIL == sender


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
def test_domains_of_the_sign_up_are_read_as_people_write_them(
    settings_of, value, domains
):
    shown = settings_of(ELEARN_SIGN_UP_DOMAINS=value)

    assert domains == shown.ELEARN_SIGN_UP_DOMAINS
    assert shown.ELEARN_SIGN_UP_OPEN is True


@pytest.mark.parametrize(
    ("changes", "preload"),
    [({}, False), ({"ELEARN_HSTS_PRELOAD": "1"}, True)],
    ids=["unset", "asked for"],
)
def test_browsers_build_https_in_only_where_that_is_asked_for(
    settings_of, changes, preload
):
    assert settings_of(**changes).SECURE_HSTS_PRELOAD is preload


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


def test_a_statement_of_a_page_is_stopped_and_one_of_a_command_is_not():
    """A migration of a large table may take longer than anybody waits for a page."""
    show = "print(connection.settings_dict['OPTIONS']['options'])"
    done = start(
        DATABASE_URL="postgres://u:p@h/d",
        code=f"import django; django.setup(); from django.db import connection; {show};"
        f"import elearn.wsgi; {show}",
    )
    assert not done.returncode, done.stderr
    command, page = done.stdout.splitlines()

    assert command == "-c lock_timeout=5s"
    assert "statement_timeout" in page
    assert "idle_in_transaction_session_timeout" in page
    assert "lock_timeout" in page


def test_limits_leave_sqlite_and_options_of_the_operator_alone():
    from elearn.databases import database_from_url, limit_statements

    sqlite = database_from_url("sqlite:////tmp/x.sqlite3")
    own = database_from_url("postgres://u:p@h/d?options=-c%20statement_timeout%3D60s")
    before = (dict(sqlite["OPTIONS"]), dict(own["OPTIONS"]))
    for database in (sqlite, own):
        limit_statements(database)

    assert (sqlite["OPTIONS"], own["OPTIONS"]) == before


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("ELEARN_MINIMUM_GROUP", "five", "must be a whole number, 5 or more."),
        ("ELEARN_REMINDER_DAYS", "9,5,1", "must be one or two numbers of days"),
    ],
)
def test_a_value_that_makes_no_sense_gets_a_sentence_and_no_traceback(
    variable, value, sentence, tmp_path
):
    """Also in the settings of development, which every command takes by itself."""
    changes = {
        "DJANGO_SETTINGS_MODULE": "elearn.settings.dev",
        "ELEARN_VAR_DIR": str(tmp_path),
        variable: value,
    }
    outcome = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env=environment(changes),
        capture_output=True,
        text=True,
        check=False,
    )

    assert outcome.returncode == 1
    assert f"{variable} {sentence}" in outcome.stderr
    assert "Traceback" not in outcome.stderr
