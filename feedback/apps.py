from django.apps import AppConfig
from django.db.models.signals import pre_delete
from django.utils.translation import gettext_lazy as _
from wagtail.signals import published


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = _("Surveys")

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from .confidential import on_response_deleted
        from .models import Comment, ConfidentialResponse, Survey
        from .permissions import ReadAndRelease
        from .publication import on_survey_published

        register_permission_policy(Comment, ReadAndRelease(Comment))
        published.connect(
            on_survey_published, sender=Survey, dispatch_uid="feedback.publication"
        )
        pre_delete.connect(
            on_response_deleted,
            sender=ConfidentialResponse,
            dispatch_uid="feedback.confidential",
        )
