"""Registrations for the editor; no rules of their own."""

from django.contrib.auth.models import Permission
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .import_views import editor_urls
from .permissions import GRANTED_BY_HAND
from .viewsets import QuizGroup

register_snippet(QuizGroup)


@hooks.register("register_permissions")
def permissions_for_groups():
    """Offer the rights that no screen of the editor stands for."""
    return Permission.objects.filter(
        content_type__app_label="assessments", codename__in=GRANTED_BY_HAND
    )


@hooks.register("register_admin_urls")
def urls_of_question_files():
    return editor_urls
