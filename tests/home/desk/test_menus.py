"""What each role finds in the menu of the editor, and what is behind it."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.admin.menu import admin_menu

from home.setup import ATTEMPT_READERS, LIVED_EXPERIENCE, REVIEWERS, TRAINERS
from tests.factories.desk import member_of

DESK = ["desk-courses", "desk-evidence", "desk-translations"]
TRAINER = {
    *DESK,
    "desk-new",
    "topics",
    "explorer",
    "quizzes",
    "questions",
    "cases",
    "categories",
    "learning-outcomes",
    "surveys",
    "response-scales",
    "follow-up-surveys",
    "comments-to-read",
    "cohorts",
    "glossary",
    "images",
    "documents",
}
REVIEWER = {*DESK, "explorer"}
ROLES = {
    "trainer": ((TRAINERS,), TRAINER),
    "trainer who looks into attempts": ((TRAINERS, ATTEMPT_READERS), TRAINER),
    "reviewer": ((REVIEWERS,), REVIEWER),
    "reviewer by lived experience": ((LIVED_EXPERIENCE,), REVIEWER),
    "trainer who reviews": ((TRAINERS, REVIEWERS), TRAINER),
}


def entries(rf, user):
    """Return what the menu offers a person, submenus opened, as names to addresses."""
    # Viewsets register their entries when the addresses are read.
    reverse("wagtailadmin_home")
    request = rf.get("/cms/")
    request.user = user

    def walk(menu):
        for item in menu.menu_items_for_request(request):
            if hasattr(item, "menu"):
                yield from walk(item.menu)
            elif item.url.startswith("/"):
                yield item.name, item.url

    return dict(walk(admin_menu))


@pytest.mark.parametrize(("groups", "names"), ROLES.values(), ids=ROLES)
def test_the_menu_has_what_the_role_needs_and_no_more(rf, desk_site, groups, names):
    assert set(entries(rf, member_of(*groups))) == names


@pytest.mark.parametrize(("groups", "names"), ROLES.values(), ids=ROLES)
def test_behind_each_entry_is_what_the_role_may_see(
    rf, client, admin_user, desk_site, groups, names
):
    """No entry leads to a refusal; and hiding an entry is not what keeps people out."""
    client.force_login(member_of(*groups))
    addresses = entries(rf, admin_user)
    opened = {
        name for name, url in addresses.items() if client.get(url).status_code == 200
    }

    assert names <= opened
    # Wagtail's own reports show each person what their rights on pages allow, and the
    # lists of pictures and files what may be chosen.
    also = {name for name in opened - names if name not in HARMLESS}
    assert also == set()


HARMLESS = {
    "snippets",
    "aging-pages",
    "page-types-usage",
    "site-history",
    "workflow-tasks",
    "workflows",
}


@pytest.mark.parametrize("member", [(), (ATTEMPT_READERS,)], ids=["learner", "reader"])
def test_who_writes_and_reviews_nothing_gets_into_no_part(
    rf, client, admin_user, desk_site, member
):
    client.force_login(member_of(*member))
    for name, url in entries(rf, admin_user).items():
        if url.startswith("/cms/"):
            assert client.get(url).status_code in {302, 403}, name


def test_who_was_given_more_sees_all_that_wagtail_shows(rf, desk_site):
    user = member_of(TRAINERS)
    user.user_permissions.add(Permission.objects.get(codename="add_redirect"))

    assert {"site-history", "snippets"} <= set(entries(rf, user))


def test_the_first_screen_counts_no_files(client, trainer, admin_user):
    client.force_login(trainer)
    assert "w-summary" not in client.get("/cms/").content.decode()
    client.force_login(admin_user)
    assert "w-summary" in client.get("/cms/").content.decode()
