"""Exceptions from the rules of a quiz, for one person and for a reason."""

from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from assessments.leeway import Granted


class AccommodationQuerySet(models.QuerySet):
    def given(self, enrolment, step):
        """Keep what one learner was given in one quiz."""
        return self.filter(enrolment=enrolment, step=step)

    def total(self):
        """Return what these add up to."""
        sums = self.aggregate(
            minutes=Sum("extra_minutes", default=0),
            attempts=Sum("extra_attempts", default=0),
        )
        return Granted(**sums)


class Accommodation(models.Model):
    """More time or more attempts for one person in one quiz, and why.

    Given for a reason that is kept; several add up. None is edited.
    """

    enrolment = models.ForeignKey(
        "courses.Enrolment", on_delete=models.CASCADE, related_name="accommodations"
    )
    step = models.ForeignKey(
        "courses.Step", on_delete=models.PROTECT, related_name="accommodations"
    )
    extra_minutes = models.PositiveIntegerField(_("minutes more"), default=0)
    extra_attempts = models.PositiveSmallIntegerField(_("attempts more"), default=0)
    reason = models.TextField(_("reason"))
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, related_name="+", null=True
    )
    granted_by.wagtail_reference_index_ignore = True

    objects = AccommodationQuerySet.as_manager()

    class Meta:
        verbose_name = _("accommodation")
        verbose_name_plural = _("accommodations")
        constraints = [
            models.CheckConstraint(
                condition=Q(extra_minutes__gt=0) | Q(extra_attempts__gt=0),
                name="assessments_accommodation_gives",
                violation_error_message=_("Give more time or more attempts."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="assessments_accommodation_reason",
                violation_error_message=_("Say why."),
            ),
        ]

    def __str__(self):
        return f"{self.enrolment} · {self.step}"
