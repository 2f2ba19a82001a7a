"""Registrations for the editor; no rules of their own."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .template_views import editor_urls
from .viewsets import FeedbackGroup

register_snippet(FeedbackGroup)


@hooks.register("register_admin_urls")
def urls_of_survey_pages():
    return editor_urls
