"""Where a visitor comes from, which the limits of the sign-in count by."""

import pytest
from allauth.account.adapter import get_adapter

from tests.factories.people import PASSWORD, UserFactory

FROM_PROXY = {"HTTP_X_FORWARDED_FOR": "203.0.113.7, 10.0.0.1"}


@pytest.mark.parametrize(
    ("proxies", "meta", "address"),
    [
        (0, {"REMOTE_ADDR": "198.51.100.2"}, "198.51.100.2"),
        (0, {"REMOTE_ADDR": "198.51.100.2", **FROM_PROXY}, "198.51.100.2"),
        (1, {"REMOTE_ADDR": "127.0.0.1", **FROM_PROXY}, "10.0.0.1"),
        (2, {"REMOTE_ADDR": "127.0.0.1", **FROM_PROXY}, "203.0.113.7"),
        (1, {"REMOTE_ADDR": "", **FROM_PROXY}, "10.0.0.1"),
        (1, {"REMOTE_ADDR": ""}, "0.0.0.0"),
        (0, {"REMOTE_ADDR": ""}, "0.0.0.0"),
        (1, {"REMOTE_ADDR": "", "HTTP_X_FORWARDED_FOR": "unix:"}, "0.0.0.0"),
    ],
    ids=[
        "no proxy",
        "a header that a visitor made up",
        "one proxy",
        "two proxies",
        "a socket file behind a proxy",
        "a socket file and no header",
        "a socket file and no proxy named",
        "a socket file behind another one",
    ],
)
def test_the_address_is_what_the_last_trusted_proxy_saw(
    rf, settings, proxies, meta, address
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = rf.get("/", **meta)

    assert get_adapter().get_client_ip(request) == address


def test_visitors_behind_a_proxy_are_counted_apart(client, site, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    user = UserFactory()
    statuses = [
        client.post(
            "/accounts/login/",
            {"login": user.email, "password": PASSWORD + "x"},
            REMOTE_ADDR="",
            HTTP_X_FORWARDED_FOR=address,
        ).status_code
        for address in ("203.0.113.7", "203.0.113.7", "203.0.113.8")
    ]

    assert statuses == [200, 429, 200]


def test_signing_in_works_where_there_is_no_address(client, site, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "5/5m/key"}
    response = client.post(
        "/accounts/login/",
        {"login": UserFactory().email, "password": PASSWORD},
        REMOTE_ADDR="",
    )

    assert response.url == "/learn/"
