"""Codes with which people without an account answer, once each.

A code that was used is deleted with the answers it brought, in one transaction: no row
says when it was used, or after which other. What is left of all codes is how many were
made.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .runs import SurveyRun


class CodeBatch(models.Model):
    """One making of codes for a run, so that sending the form twice makes them once.

    `digest` is of the key that the form carried, from which the codes can be derived
    again only together with the secret of the site.
    """

    run = models.ForeignKey(
        SurveyRun, on_delete=models.PROTECT, related_name="code_batches"
    )
    digest = models.CharField(max_length=64, unique=True)
    size = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("batch of codes")
        verbose_name_plural = _("batches of codes")
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gte=1),
                name="feedback_codebatch_size",
                violation_error_message=_("Make one code or more."),
            )
        ]

    def __str__(self):
        return f"{self.run} · {self.size}"


class SurveyCode(models.Model):
    """One code that nobody has used yet. The code itself is not stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(SurveyRun, on_delete=models.PROTECT, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("survey code")
        verbose_name_plural = _("survey codes")

    def __str__(self):
        return str(self.id)
