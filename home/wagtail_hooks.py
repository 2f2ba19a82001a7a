"""Registrations for the editor; no rules of their own."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from courses.models import CoursePage

from . import package_views
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


@hooks.register("register_page_header_buttons")
def export_in_header(page, user, view_name, next_url=None):
    return _export_buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def export_in_listing(page, user, next_url=None):
    return _export_buttons(page, user)


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
