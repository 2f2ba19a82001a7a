from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.signals import published


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = _("Surveys")

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from .models import Comment, Survey
        from .permissions import ReadAndRelease
        from .publication import on_survey_published

        register_permission_policy(Comment, ReadAndRelease(Comment))
        published.connect(
            on_survey_published, sender=Survey, dispatch_uid="feedback.publication"
        )
