"""Signing up, signing in, and what one says about oneself."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from people.actions import join, join_at_sign_up
from people.models import Membership, Organisation, Profession, Role, User
from tests.factories.people import (
    PASSWORD,
    MembershipFactory,
    OrganisationFactory,
    UnitFactory,
    UserFactory,
)

NEW = {
    "email": "Aino.Virtanen@Example.org",
    "password1": PASSWORD,
    "first_name": "Aino",
    "last_name": "Virtanen",
    "profession": "nurse",
}


def sign_up(client, **changes):
    return client.post("/accounts/signup/", NEW | changes)


def test_signing_up_makes_a_person_and_leads_to_my_learning(client, site):
    response = sign_up(client)

    user = User.objects.get()
    assert response.url == "/learn/"
    assert user.email == "aino.virtanen@example.org"
    assert (user.profession, user.display_name) == (Profession.NURSE, "Aino Virtanen")
    assert user.check_password(PASSWORD)


def test_signing_up_leads_back_to_the_course(client, site):
    response = client.post(
        "/accounts/signup/?next=/courses/", {**NEW, "next": "/courses/"}
    )

    assert response.url == "/courses/"


def test_signing_up_in_finnish_keeps_the_language(client, site):
    client.cookies["language"] = "fi"
    sign_up(client)

    assert User.objects.get().preferred_language == "fi"


def test_a_profession_need_not_be_told(client, site):
    sign_up(client, profession="")

    assert User.objects.get().profession == ""


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"password1": "short"}, "password1"),
        ({"password1": "password1234"}, "password1"),
        ({"password1": "aino.virtanen"}, "password1"),
        ({"email": "no address"}, "email"),
        ({"first_name": ""}, "first_name"),
        ({"profession": "wizard"}, "profession"),
    ],
    ids=["short", "common", "like the address", "address", "no name", "profession"],
)
def test_what_is_missing_or_unsafe_is_told_at_the_field(client, site, changes, field):
    response = sign_up(client, **changes)

    assert field in response.context["form"].errors
    assert not User.objects.exists()
    assert "There is a problem" in response.content.decode()


def test_nobody_gets_two_accounts_by_writing_capitals(client, site):
    UserFactory(email="aino.virtanen@example.org")
    sign_up(client)

    assert User.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="AINO.virtanen@example.org")


def test_a_form_turns_an_address_into_lower_case():
    user = User(email="Aino@Example.ORG", first_name="A", last_name="B", password="x")
    user.full_clean(validate_unique=False, validate_constraints=False)

    assert user.email == "aino@example.org"


def test_signing_in_and_out(client, site):
    user = UserFactory()
    wrong = client.post(
        "/accounts/login/", {"login": user.email, "password": "something else"}
    )
    right = client.post(
        "/accounts/login/", {"login": user.email.upper(), "password": PASSWORD}
    )

    assert wrong.status_code == 200
    assert right.url == "/learn/"
    assert client.post("/accounts/logout/").url == "/"
    assert client.get("/learn/").status_code == 302


def test_following_a_link_does_not_sign_out(client, site):
    client.login(username=UserFactory().email, password=PASSWORD)
    client.get("/accounts/logout/")

    assert client.get("/learn/").status_code == 200


@pytest.mark.parametrize("email", ["learner@example.org", "nobody@example.org"])
def test_a_password_reset_tells_nothing_about_accounts(client, site, email, mailoutbox):
    UserFactory(email="learner@example.org")
    response = client.post("/accounts/password/reset/", {"email": email})

    assert response.url == "/accounts/password/reset/done/"


# Profile ------------------------------------------------------------------------------


def test_changing_ones_details(client, site):
    user = UserFactory()
    client.login(username=user.email, password=PASSWORD)
    response = client.post(
        "/people/profile/",
        {
            "first_name": "Noora",
            "last_name": "Nurmi",
            "profession": "coach",
            "preferred_language": "sv",
            "email": "other@example.org",
            "is_superuser": "1",
        },
    )

    user.refresh_from_db()
    assert response.url == "/people/profile/"
    assert (user.display_name, user.profession) == ("Noora Nurmi", "coach")
    assert user.preferred_language == "sv"
    assert (user.email, user.is_superuser) == (user.email, False)
    assert user.email != "other@example.org"


def test_a_wrong_choice_is_told(client, site):
    user = UserFactory()
    client.login(username=user.email, password=PASSWORD)
    response = client.post("/people/profile/", {"preferred_language": "xx"})

    assert response.status_code == 422


# Organisations ------------------------------------------------------------------------


def test_new_people_join_the_organisation_that_takes_them(client, site):
    organisation = OrganisationFactory(joined_at_sign_up=True)
    sign_up(client)

    membership = Membership.objects.get()
    assert (membership.organisation, membership.role) == (organisation, Role.MEMBER)


def test_without_such_an_organisation_they_join_none(db, noon):
    OrganisationFactory()

    assert join_at_sign_up(user=UserFactory(), at=noon) is None


def test_only_one_organisation_takes_new_people(db):
    OrganisationFactory(joined_at_sign_up=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationFactory(joined_at_sign_up=True)
    with pytest.raises(ValidationError, match="Another organisation already"):
        Organisation(name="X", slug="x", joined_at_sign_up=True).full_clean()


def test_joining_again_changes_the_role_and_keeps_the_day(db, noon):
    import datetime

    unit = UnitFactory()
    user = UserFactory()
    join(user=user, organisation=unit.organisation, at=noon)
    later = noon + datetime.timedelta(days=9)
    membership = join(
        user=user,
        organisation=unit.organisation,
        at=later,
        role=Role.COORDINATOR,
        unit=unit,
    )

    assert Membership.objects.count() == 1
    assert (membership.role, membership.unit) == (Role.COORDINATOR, unit)
    membership.refresh_from_db()
    assert membership.joined_at == noon


@pytest.mark.parametrize(
    ("role", "reads"),
    [(Role.MEMBER, False), (Role.COORDINATOR, True), (Role.ADMINISTRATOR, True)],
)
def test_who_reads_ratings(db, role, reads):
    membership = MembershipFactory(role=role)

    assert membership.user.memberships.reading_ratings().exists() is reads


def test_a_public_name_says_nothing_about_a_person(db):
    names = {UserFactory().public_id for _number in range(20)}

    assert len(names) == 20
    assert all(len(name) == 22 for name in names)


@pytest.mark.django_db
def test_too_many_tries_get_a_sentence(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}
    address = reverse("account_reset_password")
    client.post(address, {"email": "a@example.org"})
    response = client.post(address, {"email": "b@example.org"})

    assert response.status_code == 429
    assert "Too many tries" in response.content.decode()
