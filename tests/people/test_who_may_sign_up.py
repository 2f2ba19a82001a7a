"""A site may close its sign-up, or keep it to the addresses of some employers."""

import pytest

from people.models import User
from tests.factories.courses import build_course
from tests.factories.people import PASSWORD, UserFactory

NEW = {
    "email": "aino.virtanen@example.org",
    "password1": PASSWORD,
    "first_name": "Aino",
    "last_name": "Virtanen",
}
LINK = 'href="/accounts/signup/'


def sign_up(client, **changes):
    return client.post("/accounts/signup/", NEW | changes)


@pytest.fixture
def closed(site, settings):
    settings.ELEARN_SIGN_UP_OPEN = False


def test_a_closed_site_says_who_makes_accounts(client, closed):
    html = client.get("/accounts/signup/").content.decode()

    assert "New accounts are made by invitation" in html
    assert "<form" not in html[html.index("<main") : html.index("</main")]


def test_a_closed_site_makes_no_account(client, closed):
    sign_up(client)

    assert not User.objects.exists()


def test_those_who_have_an_account_sign_in_to_a_closed_site(client, closed):
    user = UserFactory()
    response = client.post(
        "/accounts/login/", {"login": user.email, "password": PASSWORD}
    )

    assert response.url == "/learn/"


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
def test_links_to_the_sign_up_are_there_while_it_is_open(
    client, site, settings, is_open
):
    settings.ELEARN_SIGN_UP_OPEN = is_open
    course = build_course(lessons=1).page
    for address in ("/", "/accounts/login/", course.get_url()):
        html = client.get(address).content.decode()
        assert (LINK in html) is is_open, address


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
def test_a_mail_to_an_unknown_address_names_the_sign_up_while_it_is_open(
    client, site, settings, mailoutbox, is_open
):
    settings.ELEARN_SIGN_UP_OPEN = is_open
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"})

    assert ("/accounts/signup/" in mailoutbox[0].body) is is_open


@pytest.mark.parametrize(
    ("email", "refused"),
    [
        ("aino@example.org", False),
        ("Aino@HUS.Example", False),
        ("aino@example.com", True),
        ("aino@ward.example.org", True),
        ("aino@notexample.org", True),
    ],
    ids=["first", "second, in capitals", "another", "below one", "ends like one"],
)
def test_only_addresses_of_the_named_employers_sign_up(
    client, site, settings, email, refused
):
    settings.ELEARN_SIGN_UP_DOMAINS = ["example.org", "hus.example"]
    response = sign_up(client, email=email)

    assert User.objects.exists() is not refused
    if refused:
        assert response.context["form"].errors["email"] == [
            "Use an e-mail address that ends in one of these: "
            "@example.org, @hus.example."
        ]


def test_the_form_says_before_which_addresses_sign_up(client, site, settings):
    settings.ELEARN_SIGN_UP_DOMAINS = ["example.org"]
    html = client.get("/accounts/signup/").content.decode()

    assert "Use an e-mail address that ends in @example.org." in html


def test_a_password_is_reset_for_any_address(client, site, settings, mailoutbox):
    settings.ELEARN_SIGN_UP_DOMAINS = ["example.org"]
    user = UserFactory(email="guest@example.com")
    client.post("/accounts/password/reset/", {"email": user.email})

    assert mailoutbox[0].to == ["guest@example.com"]
