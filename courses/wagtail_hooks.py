"""Registrations for the editor and for the serving of pages; no rules of their own."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .gate import guard_step
from .topic_viewset import TopicViewSet
from .viewsets import cohorts


@hooks.register("register_admin_viewset")
def register_cohorts():
    return cohorts


register_snippet(TopicViewSet)

hooks.register("before_serve_page", guard_step)
