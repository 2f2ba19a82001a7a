"""What respondents gave under a pseudonym, apart from all anonymous answers.

These tables are of their own so that those of anonymous answers can have no key that
leads to a person. Only `feedback.writer` writes answers.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from .collection import VALID_VALUE, AnswerState
from .runs import SurveyRun


class Pseudonym(models.Model):
    """The name that a person's confidential answers in one course share."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, related_name="pseudonyms"
    )
    course = models.ForeignKey(
        "courses.Course", on_delete=models.PROTECT, related_name="pseudonyms"
    )

    class Meta:
        verbose_name = _("pseudonym")
        verbose_name_plural = _("pseudonyms")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course"],
                name="feedback_pseudonym_once",
                violation_error_message=_("The person has a pseudonym already."),
            )
        ]

    def __str__(self):
        return str(self.id)


class ConfidentialResponse(models.Model):
    """What one pseudonym answered in one run.

    Deleting it, also with the person's account, takes its answers out of the counts
    (`feedback.confidential`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(
        SurveyRun, on_delete=models.PROTECT, related_name="confidential_responses"
    )
    pseudonym = models.ForeignKey(
        Pseudonym, on_delete=models.CASCADE, related_name="responses"
    )
    # Dimension → the group in which it is counted.
    groups = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("confidential response")
        verbose_name_plural = _("confidential responses")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "pseudonym"],
                name="feedback_confidentialresponse_once",
                violation_error_message=_("You have already given this feedback."),
            )
        ]

    def __str__(self):
        return f"{self.run} · {self.id}"


class ConfidentialAnswer(models.Model):
    """One rating, "not applicable" or skip of one item in a confidential response."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(
        ConfidentialResponse, on_delete=models.CASCADE, related_name="answers"
    )
    item_version = models.ForeignKey(
        "feedback.SurveyItemVersion",
        on_delete=models.PROTECT,
        related_name="confidential_answers",
    )
    value = models.SmallIntegerField()

    class Meta:
        verbose_name = _("confidential answer")
        verbose_name_plural = _("confidential answers")
        constraints = [
            models.UniqueConstraint(
                fields=["response", "item_version"],
                name="feedback_confidentialanswer_once",
                violation_error_message=_("This statement is already answered."),
            ),
            models.CheckConstraint(
                condition=VALID_VALUE,
                name="feedback_confidentialanswer_value",
                violation_error_message=_("Choose one of the points."),
            ),
        ]

    def __str__(self):
        return f"{self.item_version}: {self.value}"

    @property
    def in_words(self) -> str:
        """The chosen point in the active language, or why there is none."""
        if self.value in AnswerState.values:
            return str(AnswerState(self.value).label)
        return self.item_version.point_labels[self.value - 1]
