"""Accounts that an operator or an administrator makes: their owners can sign in."""

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.urls import reverse

from people.models import User
from tests.factories.people import PASSWORD, UserFactory


@pytest.fixture(autouse=True)
def _as_in_production(settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


@pytest.fixture
def administrator(client, site):
    user = User.objects.create_superuser("admin@example.org", PASSWORD)
    client.force_login(user)
    return user


def sign_in(client, email):
    client.logout()
    return client.post("/accounts/login/", {"login": email, "password": PASSWORD})


def fields(**changes):
    return {
        "email": "Noora.Nurmi@example.org",
        "first_name": "Noora",
        "last_name": "Nurmi",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "preferred_language": "fi",
        "is_active": "on",
    } | changes


def add_person(client, **changes):
    return client.post(reverse("wagtailusers_users:add"), fields(**changes))


def edit_person(client, person, **changes):
    address = reverse("wagtailusers_users:edit", args=[person.pk])
    return client.post(address, fields(password1="", password2="", **changes))


def test_who_signed_up_must_confirm_the_address_first(client, site, mailoutbox):
    """A control: without it the tests below would pass on nothing."""
    UserFactory(email="self@example.org")
    response = sign_in(client, "self@example.org")

    assert response.url == "/accounts/confirm-email/"
    assert len(mailoutbox) == 1


def test_an_operator_signs_in_at_once(client, site, mailoutbox, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command(
        "createsuperuser", email="Root@Example.org", interactive=False, verbosity=0
    )
    response = sign_in(client, "root@example.org")

    assert response.url == "/learn/"
    assert mailoutbox == []


def test_whom_an_administrator_adds_signs_in_at_once(client, administrator, mailoutbox):
    add_person(client)
    response = sign_in(client, "noora.nurmi@example.org")

    assert response.url == "/learn/"
    assert mailoutbox == []


def test_an_address_that_an_administrator_changes_takes_the_place_of_the_former(
    client, administrator
):
    add_person(client)
    person = User.objects.get(email="noora.nurmi@example.org")
    edit_person(client, person, email="noora@example.org")

    assert list(
        EmailAddress.objects.filter(user=person).values_list(
            "email", "primary", "verified"
        )
    ) == [("noora@example.org", True, True)]
    assert sign_in(client, "noora@example.org").url == "/learn/"


def test_changing_something_else_confirms_nothing(client, administrator):
    person = UserFactory(email="self@example.org")
    edit_person(client, person, email="self@example.org", last_name="Niemi")

    person.refresh_from_db()
    assert person.last_name == "Niemi"
    assert not EmailAddress.objects.filter(user=person).exists()


def test_an_address_that_another_account_confirmed_is_refused_at_the_field(
    client, administrator
):
    EmailAddress.objects.create(
        user=UserFactory(), email="noora.nurmi@example.org", verified=True
    )
    response = add_person(client)

    assert response.context["form"].errors["email"] == [
        "Another account has confirmed this e-mail address as its own."
    ]
    assert not User.objects.filter(email="noora.nurmi@example.org").exists()


def test_a_changed_form_keeps_its_own_confirmed_address(client, administrator):
    add_person(client)
    person = User.objects.get(email="noora.nurmi@example.org")
    edit_person(client, person, first_name="Nora")

    person.refresh_from_db()
    assert person.first_name == "Nora"
    assert EmailAddress.objects.get(user=person).verified
