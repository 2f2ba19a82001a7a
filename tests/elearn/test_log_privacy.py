"""What is logged of requests that answer surveys: nothing, or nothing of them."""

import logging

import pytest

from elearn.log_privacy import WithoutSurveys

PRIVATE = ["/survey/7KQ2M0XV93TB/", "/learn/feedback/3/", "/learn/follow-up/ips/"]


def record(level, path, rf):
    args = ("Bad", path)
    made = logging.LogRecord("django.request", level, "", 1, "%s: %s", args, None)
    made.request = rf.post(path, {"clarity": "5"})
    return made


@pytest.mark.parametrize("path", PRIVATE)
def test_a_warning_is_dropped(path, rf):
    assert WithoutSurveys().filter(record(logging.WARNING, path, rf)) is False


@pytest.mark.parametrize("path", PRIVATE)
def test_a_failure_stays_without_what_was_sent(path, rf):
    failure = record(logging.ERROR, path, rf)

    assert WithoutSurveys().filter(failure) is True
    assert failure.getMessage() == "A request that answers a survey failed."
    assert failure.request is None


def test_everything_else_is_logged_as_before(rf):
    other = record(logging.WARNING, "/courses/", rf)

    assert WithoutSurveys().filter(other) is True
    assert other.getMessage() == "Bad: /courses/"


@pytest.mark.parametrize(
    ("line", "is_logged"),
    [("POST /survey/7KQ2/ HTTP/1.1", False), ("GET /courses/ HTTP/1.1", True)],
)
def test_the_development_server_is_as_silent(line, is_logged):
    made = logging.LogRecord(
        "django.server", logging.INFO, "", 1, '"%s" %s %s', (line, "200", "12"), None
    )
    assert WithoutSurveys().filter(made) is is_logged
