"""An answer that was sent after the session had ended, without JavaScript."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from assessments import kept
from tests.factories import contents
from tests.factories.people import PASSWORD, UserFactory

KEPT = "What you sent is kept until you sign in."
NOT_SAVED = "so what you see here is not saved yet"


def sign_in(client, user, address):
    """Sign in on the page that the answer was sent to instead of saved."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    form = page.select_one("main form[action*=login]")
    fields = {field["name"]: field.get("value", "") for field in form.select("input")}
    return client.post(
        reverse("account_login") + "?" + address.partition("?")[2],
        {**fields, "login": user.email, "password": PASSWORD},
        follow=True,
    )


@pytest.fixture
def expired(begin):
    """A learner who filled in a page, and whose session has ended since."""
    browser = begin(contents.short_text(), contents.ordering(), contents.matching())
    browser.owner = browser.attempt.enrolment.user
    browser.filled = {**browser.fields(browser.page()), "text": "placement"}
    Session.objects.all().delete()
    return browser


def test_the_answer_is_shown_again_after_signing_in(expired):
    reply = expired.send(expired.filled)
    assert reply.status_code == 302
    assert KEPT in expired.client.get(reply.url).content.decode()

    page = sign_in(expired.client, expired.owner, reply.url)

    assert page.request["PATH_INFO"] == expired.address("response", 1)
    assert NOT_SAVED in page.content.decode()
    assert expired.page().select_one("#text")["value"] == "placement"
    assert expired.answer() is None


def test_saving_it_then_ends_the_matter(expired):
    reply = expired.send(expired.filled)
    sign_in(expired.client, expired.owner, reply.url)

    expired.send(expired.fields(expired.page()))

    assert expired.answer() == {"text": "placement"}
    assert NOT_SAVED not in str(expired.page())
    assert kept.SESSION_NAME not in expired.client.session


def test_an_order_and_pairs_are_shown_again_too(expired):
    for position, field in ((2, "place-2"), (3, "pair-1")):
        Session.objects.all().delete()
        expired.client.login(username=expired.owner.email, password=PASSWORD)
        filled = {**expired.fields(expired.page(position)), field: "1"}
        Session.objects.all().delete()
        reply = expired.send(filled, position)
        sign_in(expired.client, expired.owner, reply.url)

        chosen = expired.page(position).select_one(f"#{field} option[selected]")
        assert chosen["value"] == "1", position
        assert expired.answer(position) is None


def test_somebody_else_does_not_get_it(expired):
    other = UserFactory()
    reply = expired.send(expired.filled)

    page = sign_in(expired.client, other, reply.url)

    assert page.status_code == 404
    assert "placement" not in page.content.decode()
    assert kept.SESSION_NAME not in expired.client.session


def test_it_is_shown_where_it_was_sent_and_nowhere_else(expired):
    reply = expired.send(expired.filled)
    sign_in(expired.client, expired.owner, reply.url)

    assert NOT_SAVED not in str(expired.page(2))
    assert NOT_SAVED in str(expired.page(1))


def test_an_attempt_that_is_over_meanwhile_keeps_its_result(expired, noon):
    from assessments.actions import submit_attempt

    reply = expired.send(expired.filled)
    submit_attempt(attempt=expired.attempt, at=noon)

    page = sign_in(expired.client, expired.owner, reply.url)

    assert page.request["PATH_INFO"] == expired.address("result")
    assert kept.SESSION_NAME not in expired.client.session


def test_an_attempt_that_is_not_there_keeps_nothing_and_tells_nothing(expired):
    there, nowhere = Client(), Client()
    address = expired.address("response", 1)
    replies = [
        there.post(address, {"text": "x", "revision": "1"}),
        nowhere.post(
            address.replace(f"/{expired.attempt.pk}/", "/987654/"),
            {"text": "x", "revision": "1"},
        ),
    ]

    assert [reply.status_code for reply in replies] == [302, 302]
    for client in (there, nowhere):
        assert KEPT in client.get("/accounts/login/").content.decode()
    assert kept.SESSION_NAME not in nowhere.session


def test_a_flood_is_not_kept(expired):
    stranger = Client()
    stranger.post(
        expired.address("response", 1), {"text": "x" * (kept.MOST_CHARACTERS + 1)}
    )

    assert kept.SESSION_NAME not in stranger.session


def test_nothing_is_kept_for_a_script(expired):
    """It keeps the answer itself, in its tab."""
    reply = expired.send(expired.filled, headers={"accept": "application/json"})

    assert reply.status_code == 302
    assert kept.SESSION_NAME not in expired.client.session
