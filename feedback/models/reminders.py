"""Reminders to answer a survey: which were due, and the mails still to be sent.

A mail's row is deleted when it has been sent, so that no list is left of those who had
not answered. docs/methods/anonymity.md says what a reminder gives away, and to whom.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from .runs import SurveyRun


class ReminderRound(models.Model):
    """That a run's first or second reminder was prepared; not for whom or how many."""

    run = models.ForeignKey(
        SurveyRun, on_delete=models.CASCADE, related_name="reminder_rounds"
    )
    number = models.PositiveSmallIntegerField()
    prepared_on = models.DateField()
    # So few had answered that they would have stood out by getting none.
    is_for_everybody = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("round of reminders")
        verbose_name_plural = _("rounds of reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "number"],
                name="feedback_reminderround_once",
                violation_error_message=_("This reminder was prepared already."),
            )
        ]

    def __str__(self):
        return f"{self.run} · {self.number}"


class ReminderMail(models.Model):
    """One reminder that waits to be sent to one person; deleted when it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(
        ReminderRound, on_delete=models.CASCADE, related_name="mails"
    )
    user = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, related_name="reminder_mails"
    )
    # Set by the process that sends it, so that no other does.
    claimed_at = models.DateTimeField(null=True)
    failure_count = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("reminder to be sent")
        verbose_name_plural = _("reminders to be sent")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "user"],
                name="feedback_remindermail_once",
                violation_error_message=_("The person already gets this reminder."),
            )
        ]

    def __str__(self):
        return str(self.id)
