"""What courses are about, for the filters of the catalogue."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from courses.fields import TextsField
from courses.translated import in_language


class Topic(models.Model):
    """A subject that learners look for courses by."""

    key = models.SlugField(
        _("short name"),
        max_length=60,
        unique=True,
        help_text=_("Stands in addresses of the catalogue; small letters and hyphens."),
    )
    name = TextsField(_("name"))

    panels = [FieldPanel("name"), FieldPanel("key")]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["key"]

    def __str__(self):
        return str(in_language(self.name)) or self.key


def topic_choices() -> list[tuple[str, str]]:
    """Return keys and names of all topics, for a form, by name."""
    topics = [(topic.key, str(topic)) for topic in Topic.objects.all()]
    return sorted(topics, key=lambda topic: topic[1].casefold())
