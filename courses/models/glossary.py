"""Words that lessons explain where they first occur."""

import time

from django.core.cache import cache
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.fields import TextsField
from courses.translated import in_language

# In the cache: changes with every change of a term.
VERSION = "glossary.version"


def renew_version() -> None:
    """Let every lesson look the terms up again."""
    cache.set(VERSION, str(time.time_ns()), timeout=None)


class GlossaryTerm(models.Model):
    """One word with its explanation, in all languages."""

    key = models.SlugField(
        _("short name"),
        max_length=60,
        unique=True,
        help_text=_("It stays when the word changes. For example: job-profile."),
    )
    term = TextsField(_("word"))
    definition = TextsField(
        _("explanation"),
        long=True,
        help_text=_("One or two sentences in plain words, without the word itself."),
    )
    forms = TextsField(
        _("other forms"),
        blank=True,
        help_text=_(
            "As lessons write it, with commas between: plurals, abbreviations. A * at "
            "the end stands for any ending, for example työhönvalmentaj*."
        ),
    )

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["key"]

    def __str__(self):
        return in_language(self.term)

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        renew_version()

    def delete(self, *args, **kwargs):
        deleted = super().delete(*args, **kwargs)
        renew_version()
        return deleted
