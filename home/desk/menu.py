"""What the menu of the editor offers: courses first, and nothing one has no use for."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from courses.models import Topic
from home.setup import ATTEMPT_READERS, LIVED_EXPERIENCE, REVIEWERS, TRAINERS
from people.models import User

from .permissions import may_create_course, may_use_desk

# For those who run the site. What authors need of it is in menus of their own.
FOR_ADMINISTRATORS = {"help", "reports", "settings", "snippets"}
# Whoever only reviews, reads pages and comments on them.
FOR_AUTHORS = {"images", "documents"}


class DeskItem(MenuItem):
    """Shown to whoever works on courses."""

    def is_shown(self, request):
        return may_use_desk(request.user)


class CreateItem(MenuItem):
    """Shown to whoever may begin a course."""

    def is_shown(self, request):
        return may_create_course(request.user)


class TopicsItem(MenuItem):
    """Shown to whoever names the topics of the catalogue."""

    def is_shown(self, request):
        return request.user.has_perm("courses.change_topic")


def courses_menu():
    """Return the entry of the menu for whole courses."""
    items = [
        DeskItem(
            _("All courses"),
            reverse("desk-courses"),
            name="desk-courses",
            icon_name="folder-open-1",
            order=10,
        ),
        CreateItem(
            _("Create a course"),
            reverse("desk-new"),
            name="desk-new",
            icon_name="plus",
            order=20,
        ),
        DeskItem(
            _("Evidence due"),
            reverse("desk-evidence"),
            name="desk-evidence",
            icon_name="calendar-check",
            order=30,
        ),
        DeskItem(
            _("Translations"),
            reverse("desk-translations"),
            name="desk-translations",
            icon_name="globe",
            order=40,
        ),
        TopicsItem(
            _("Topics"),
            reverse(Topic.snippet_viewset.get_url_name("list")),
            name="topics",
            icon_name="tag",
            order=50,
        ),
    ]
    return SubmenuMenuItem(
        _("Courses"),
        Menu(items=items),
        name="desk",
        icon_name="folder-open-1",
        order=50,
    )


def without_what_is_not_needed(request, menu_items):
    """Take out what somebody who only writes or reviews courses never uses.

    The pages behind the entries keep their own rules; this only clears the view.
    Whoever was given more than the site's own groups give sees all that Wagtail shows.
    """
    user = request.user
    if sees_all(user):
        return
    hidden = set(FOR_ADMINISTRATORS)
    if not user.has_perm("assessments.change_assessment"):
        hidden |= FOR_AUTHORS
    menu_items[:] = [item for item in menu_items if item.name not in hidden]


def without_counts(request, summary_items):
    """Take the numbers of pages and files off the first screen; courses are on it."""
    if not sees_all(request.user):
        summary_items.clear()


def sees_all(user: User) -> bool:
    """Answer whether the person is shown all that Wagtail offers."""
    return user.is_superuser or _has_more_than_our_groups(user)


def _has_more_than_our_groups(user):
    ours = (TRAINERS, REVIEWERS, LIVED_EXPERIENCE, ATTEMPT_READERS)
    return user.groups.exclude(name__in=ours).exists() or user.user_permissions.exists()
