"""Registrations for the editor; no rules of their own."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from . import history_views, template_views
from .viewsets import FeedbackGroup

register_snippet(FeedbackGroup)


@hooks.register("register_admin_urls")
def urls_of_survey_pages():
    return [*template_views.editor_urls, *history_views.editor_urls]


hooks.register("after_edit_snippet", history_views.ask_about_rewordings)
