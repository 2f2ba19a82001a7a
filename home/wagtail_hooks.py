"""Registrations for the editor; no rules of their own."""

from wagtail import hooks

from .language import follow_preference
from .panels import StartPanel


@hooks.register("construct_homepage_panels")
def add_start_panel(request, panels):
    panels.append(StartPanel(request))


# Before the gate of the courses, whose refusals are pages too.
hooks.register("before_serve_page", follow_preference, order=-1)
