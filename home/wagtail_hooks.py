"""Registrations for the editor; no rules of their own."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from courses.models import CoursePage
from courses.outline import course_page_above
from courses.permissions import can_edit

from . import package_views
from .desk import menu
from .desk.urls import urlpatterns as desk_urls
from .desk.way_back import point_back
from .language import follow_preference
from .panels import StartPanel
from .permissions import may_export


@hooks.register("construct_homepage_panels")
def add_start_panel(request, panels):
    panels.append(StartPanel(request))


@hooks.register("register_admin_urls")
def package_urls():
    return [
        path(
            "course-packages/<int:page_id>/",
            package_views.export,
            name="export-course",
        )
    ]


@hooks.register("register_admin_urls")
def urls_of_the_desk():
    return desk_urls


@hooks.register("register_admin_menu_item")
def courses_in_menu():
    return menu.courses_menu()


hooks.register("after_edit_page", point_back)
hooks.register("after_edit_snippet", point_back)
hooks.register("construct_main_menu", menu.without_what_is_not_needed)
# After those that add to it.
hooks.register("construct_homepage_summary_items", menu.without_counts, order=100)


@hooks.register("register_page_header_buttons")
def export_in_header(page, user, view_name, next_url=None):
    yield from _desk_button(page, user)
    yield from _export_buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def export_in_listing(page, user, next_url=None):
    return _export_buttons(page, user)


def _desk_button(page, user):
    """Offer the way back to the whole course from each of its pages."""
    course_page = course_page_above(page) if page.depth else None
    if course_page is not None and can_edit(user=user, page=course_page):
        yield Button(
            _("The whole course"),
            reverse("desk-course", args=[course_page.pk]),
            icon_name="folder-open-1",
            priority=40,
        )


def _export_buttons(page, user):
    if issubclass(page.specific_class or type(page), CoursePage) and may_export(
        user=user, page=page
    ):
        yield Button(
            _("Export as a package"),
            reverse("export-course", args=[page.pk]),
            icon_name="download",
            priority=45,
        )


# Before the gate of the courses, whose refusals are pages too.
hooks.register("before_serve_page", follow_preference, order=-1)
