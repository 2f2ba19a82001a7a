"""What learners brought along from another system."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class CarriedProgress(models.Model):
    """Questions of one category that one person had answered before, elsewhere.

    Without what was carried over as attempts: those are counted as attempts.
    """

    user = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, related_name="carried_progress"
    )
    category = models.ForeignKey(
        "assessments.Category", on_delete=models.CASCADE, related_name="+"
    )
    score = models.PositiveIntegerField()
    possible = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("progress from before")
        verbose_name_plural = _("progress from before")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "category"],
                name="assessments_carriedprogress_once",
                violation_error_message=_("This progress is already there."),
            ),
            models.CheckConstraint(
                condition=Q(score__lte=F("possible")),
                name="assessments_carriedprogress_range",
                violation_error_message=_("A score is at most what was possible."),
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.category}"
