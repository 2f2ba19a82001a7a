from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.signals import published


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self):
        from .models import CaseVignette, Item
        from .publication import on_case_published, on_item_published

        published.connect(
            on_item_published, sender=Item, dispatch_uid="assessments.publication"
        )
        published.connect(
            on_case_published,
            sender=CaseVignette,
            dispatch_uid="assessments.publication_of_cases",
        )
