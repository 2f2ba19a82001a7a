"""A second survey of a course, some weeks after completing it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class FollowUp(models.Model):
    """Which survey a course asks how many weeks after its completion."""

    course = models.OneToOneField(
        "courses.Course",
        on_delete=models.CASCADE,
        related_name="follow_up",
        verbose_name=_("course"),
    )
    survey = models.ForeignKey(
        "feedback.Survey",
        on_delete=models.PROTECT,
        related_name="follow_ups",
        verbose_name=_("survey"),
    )
    weeks = models.PositiveSmallIntegerField(
        _("weeks after completion"),
        default=8,
        help_text=_(
            "From then on, and for as many weeks again, those who completed the course "
            "find the survey in My learning."
        ),
    )

    class Meta:
        verbose_name = _("follow-up survey")
        verbose_name_plural = _("follow-up surveys")
        constraints = [
            models.CheckConstraint(
                condition=Q(weeks__gte=1, weeks__lte=52),
                name="feedback_followup_weeks",
                violation_error_message=_("Choose 1 to 52 weeks."),
            )
        ]

    def __str__(self):
        return f"{self.course}: {self.survey}"
