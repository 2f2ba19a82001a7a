"""Who opens the editor, and what is said to those who may not."""

import pytest
from django.contrib.auth.models import Group

from home.models import SiteSettings
from home.setup import TRAINERS, set_up_site
from tests.factories.people import UserFactory


@pytest.fixture
def learner(client, site):
    """Somebody who is signed in and writes nothing."""
    user = UserFactory()
    client.force_login(user)
    return user


def test_a_visitor_is_sent_to_the_sign_in_and_comes_back(client, site):
    response = client.get("/cms/pages/3/", follow=True)

    assert response.redirect_chain[-1] == ("/accounts/login/?next=/cms/pages/3/", 302)
    assert response.status_code == 200


def test_a_person_without_the_right_is_told_so_once(client, learner):
    response = client.get("/cms/", follow=True)
    html = response.content.decode()

    assert response.status_code == 403
    assert response.redirect_chain == [("/cms/login/?next=/cms/", 302)]
    assert '<main id="main"' in html
    assert "Your account may not write courses." in html
    # Wagtail leaves a message of its own, in other words.
    assert "permission to access the admin" not in html
    assert "permission to access the admin" not in client.get("/").content.decode()


def test_the_refusal_names_whom_to_ask(client, learner, site):
    SiteSettings.objects.create(site=site, contact_email="help@example.org")
    html = client.get("/cms/", follow=True).content.decode()

    assert html.count("mailto:help@example.org") == 2


def test_the_refusal_is_in_the_language_of_the_person(client, site):
    client.force_login(UserFactory(preferred_language="fi"))
    response = client.get("/cms/", follow=True)

    assert response.headers["Content-Language"] == "fi"


def test_a_trainer_who_follows_an_old_link_to_the_sign_in_gets_on(client, learner):
    set_up_site()
    learner.groups.add(Group.objects.get(name=TRAINERS))

    assert client.get("/cms/login/?next=/cms/reports/").url == "/cms/reports/"
    assert client.get("/cms/login/").url == "/cms/"
    assert client.get("/cms/").status_code == 200


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/cms/", ""])
def test_the_way_on_leads_nowhere_else(client, site, target):
    response = client.get("/cms/login/", {"next": target})

    assert response.url == "/accounts/login/?next=/cms/"


def test_the_editor_has_no_sign_in_of_its_own(client, site):
    """It would count no failures and ask for no confirmed address."""
    user = UserFactory()
    response = client.post("/cms/login/", {"username": user.email, "password": "x"})

    assert response.status_code == 405
