"""Registrations for the editor and for the serving of pages; no rules of their own."""

from wagtail import hooks

from .gate import guard_step
from .viewsets import cohorts, lessons


@hooks.register("register_admin_viewset")
def register_screens():
    return [cohorts, lessons]


hooks.register("before_serve_page", guard_step)
