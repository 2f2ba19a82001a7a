"""Registrations for the editor and for the serving of pages; no rules of their own."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .gate import guard_step
from .played import serve_played
from .topic_viewset import TopicViewSet
from .viewsets import cohorts, glossary, written_pages


@hooks.register("register_admin_viewset")
def register_screens():
    return [cohorts, glossary, *written_pages]


register_snippet(TopicViewSet)

hooks.register("before_serve_page", guard_step)
# After Wagtail has looked at who may have the document.
hooks.register("before_serve_document", serve_played, order=100)
