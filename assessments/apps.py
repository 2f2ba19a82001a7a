from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.signals import published


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self):
        from .models import Item
        from .publication import on_item_published

        published.connect(
            on_item_published, sender=Item, dispatch_uid="assessments.publication"
        )
