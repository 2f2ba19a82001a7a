"""What of a course may be hard to read, as its trainers mark it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from courses.fields import ChosenField
from courses.sensitive import ContentMark, mark_of


class SensitiveTopic(models.TextChoices):
    """What a lesson may be about that is hard to read for some."""

    SUICIDE = "suicide", _("suicide")
    SELF_HARM = "self_harm", _("self-harm")
    VIOLENCE = "violence", _("violence")
    ABUSE = "abuse", _("abuse")
    COERCION = "coercion", _("coercion and restraint")
    TRAUMA = "trauma", _("trauma")
    DEATH = "death", _("death and grief")


class SensitivePage(models.Model):
    """Mixin of the pages that can be marked as hard to read. Adds no table."""

    sensitive_topics = ChosenField(
        _("it is about"), blank=True, offered=lambda: SensitiveTopic.choices
    )
    sensitive_note = models.CharField(
        _("in your own words"),
        max_length=255,
        blank=True,
        help_text=_(
            "What it is about and what it leaves out, for example: Two people tell how "
            "they were restrained. No methods are described."
        ),
    )

    class Meta:
        abstract = True

    @property
    def content_mark(self) -> ContentMark | None:
        """How the page itself is marked, None where it is not."""
        return mark_of(
            self.sensitive_topics, self.sensitive_note, self.locale.language_code
        )


def sensitive_panel(*, explanation) -> MultiFieldPanel:
    """Return the part of a form in which a page is marked."""
    return MultiFieldPanel(
        [FieldPanel("sensitive_topics"), FieldPanel("sensitive_note")],
        heading=_("Content note"),
        help_text=explanation,
    )
