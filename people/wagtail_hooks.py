"""Registrations for the editor; no rules of their own."""

from wagtail import hooks

from .viewsets import PeopleGroup


@hooks.register("register_admin_viewset")
def register_people():
    return PeopleGroup()
