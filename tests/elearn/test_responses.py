"""What every response carries, and what is said when something is wrong."""

import pytest

from tests.factories.people import PASSWORD, UserFactory


@pytest.mark.parametrize("path", ["/", "/courses/", "/accounts/login/", "/nothing/"])
def test_the_policy_allows_own_files_only(client, site, path):
    policy = client.get(path)["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_editor_may_do_what_wagtail_needs_and_no_more(client, site):
    policy = client.get("/cms/")["Content-Security-Policy"]

    assert "unsafe-eval" not in policy
    assert "http" not in policy


def test_the_other_headers(client, site):
    response = client.get("/")

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert "camera=()" in response["Permissions-Policy"]


def test_a_page_that_is_not_there(client, site):
    response = client.get("/nothing/here/")

    assert response.status_code == 404
    assert '<main id="main"' in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/media/documents/secret.pdf",
        "/media/original_images/x.png",
        "/media/images/../documents/secret.pdf",
        "/media/images/../../elearn.sqlite3",
        "/media/images/%2e%2e/documents/secret.pdf",
        "/media/images/",
    ],
)
def test_only_pictures_of_pages_are_served(client, db, settings, path):
    from pathlib import Path

    root = Path(settings.MEDIA_ROOT)
    for name in ("documents/secret.pdf", "original_images/x.png", "images/y.png"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("secret")

    assert client.get(path).status_code == 404


def test_a_picture_of_a_page_is_served_for_a_year(client, db, settings):
    from pathlib import Path

    picture = Path(settings.MEDIA_ROOT) / "images" / "y.png"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(b"picture")
    response = client.get("/media/images/y.png")

    assert response.status_code == 200
    assert "immutable" in response["Cache-Control"]


# What is kept -------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/courses/", "/nothing/"])
def test_what_a_person_was_shown_is_kept_by_nobody_else(client, site, path):
    client.force_login(UserFactory())

    assert client.get(path)["Cache-Control"] == "private, no-cache"


def test_a_view_that_says_more_is_left_alone(client, site):
    client.force_login(UserFactory())

    assert "no-store" in client.get("/people/profile/")["Cache-Control"]


@pytest.mark.parametrize("cookie", ["", "of-a-session-that-ended"])
def test_pages_of_visitors_say_nothing_about_being_kept(client, site, settings, cookie):
    if cookie:
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie

    assert not client.get("/").has_header("Cache-Control")


# Language -----------------------------------------------------------------------------


def language_of(response):
    return response.headers["Content-Language"]


def test_a_visitor_gets_the_language_of_the_browser_on_pages_without_one(client, site):
    response = client.get("/accounts/login/", headers={"accept-language": "sv,en"})

    assert language_of(response) == "sv"
    assert '<html lang="sv"' in response.content.decode()


def test_the_choice_of_the_browser_is_remembered(client, site):
    client.post("/learn/language/", {"language": "fi", "next": "/accounts/login/"})

    assert language_of(client.get("/accounts/login/")) == "fi"


def test_the_preference_of_the_account_wins(client, site):
    user = UserFactory(preferred_language="sv")
    client.login(username=user.email, password=PASSWORD)
    client.cookies["language"] = "fi"

    assert language_of(client.get("/learn/")) == "sv"


def test_choosing_a_language_is_kept_with_the_account(client, site):
    user = UserFactory()
    client.login(username=user.email, password=PASSWORD)
    client.post("/learn/language/", {"language": "fi", "next": "/learn/"})

    user.refresh_from_db()
    assert user.preferred_language == "fi"


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "javascript:alert(1)", ""]
)
@pytest.mark.parametrize("address", ["/learn/language/", "/learn/theme/"])
def test_switches_lead_nowhere_else(client, site, address, target):
    response = client.post(address, {"language": "fi", "theme": "dark", "next": target})

    assert response.url == "/"


@pytest.mark.parametrize(
    ("chosen", "kept"), [("dark", "dark"), ("light", "light"), ("", ""), ("x", "")]
)
def test_the_theme_is_a_choice_of_the_browser(client, site, chosen, kept):
    client.post("/learn/theme/", {"theme": chosen, "next": "/"})
    html = client.get("/").content.decode()

    assert (f'data-theme="{kept}"' in html) is bool(kept)


# Cache --------------------------------------------------------------------------------


def test_a_cache_that_is_away_is_as_good_as_empty():
    from elearn.caches import ForgivingRedisCache

    cache = ForgivingRedisCache(
        "redis://127.0.0.1:1",
        {"OPTIONS": {"socket_connect_timeout": 0.1, "socket_timeout": 0.1}},
    )

    assert cache.get("key", "default") == "default"
    assert cache.set("key", 1) is None
    assert cache.get_many(["key"]) == {}
    assert cache.set_many({"key": 1}) == ["key"]
    assert cache.delete("key") is False
    assert cache.has_key("key") is False
    assert cache.add("key", 1) is True
    with pytest.raises(ValueError, match="not found"):
        cache.incr("key")


def test_plotly_comes_out_of_its_package():
    from django.contrib.staticfiles import finders

    assert finders.find("vendor/plotly.min.js").endswith("plotly.min.js")
    assert not finders.find("vendor/widgetbundle.js")
