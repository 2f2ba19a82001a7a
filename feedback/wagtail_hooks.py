"""Registrations for the editor; no rules of their own."""

from wagtail.snippets.models import register_snippet

from .viewsets import FeedbackGroup

register_snippet(FeedbackGroup)
