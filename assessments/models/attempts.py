"""Learner records: sittings, what was answered, and how it was marked."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class AttemptQuerySet(models.QuerySet):
    def of(self, user):
        """Keep the attempts of one person."""
        return self.filter(enrolment__user=user)

    def open(self):
        """Keep the attempts that may still be answered."""
        return self.filter(submitted_at=None)

    def submitted(self):
        """Keep the attempts that were handed in."""
        return self.filter(submitted_at__isnull=False)

    def first_per_learner(self):
        """Keep each person's first submitted attempt, the one statistics use.

        One per person and assessment, also where it is given in several courses, and
        where two were handed in at the same moment.
        """
        earlier = self.model.objects.submitted().filter(
            Q(submitted_at__lt=OuterRef("submitted_at"))
            | Q(submitted_at=OuterRef("submitted_at"), pk__lt=OuterRef("pk")),
            enrolment__user=OuterRef("enrolment__user"),
            assessment=OuterRef("assessment"),
        )
        return self.submitted().filter(~Exists(earlier))


class Attempt(models.Model):
    """One sitting of one assessment in one enrolment.

    What applied when it began is copied here: the items, their order, the maximum and
    the pass mark. Later changes of the assessment concern later attempts.
    """

    enrolment = models.ForeignKey(
        "courses.Enrolment", on_delete=models.CASCADE, related_name="attempts"
    )
    step = models.ForeignKey(
        "courses.Step", on_delete=models.PROTECT, related_name="attempts"
    )
    assessment = models.ForeignKey(
        "assessments.Assessment", on_delete=models.PROTECT, related_name="attempts"
    )
    number = models.PositiveSmallIntegerField()
    # From the form that began it: the same form sent twice begins one attempt.
    start_key = models.CharField(max_length=32)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    item_count = models.PositiveSmallIntegerField()
    max_score = models.DecimalField(max_digits=8, decimal_places=2)
    pass_mark = models.DecimalField(max_digits=4, decimal_places=3)
    # The sum of the latest marks; None until submitted.
    score = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    passed = models.BooleanField(null=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "step"],
                condition=Q(submitted_at=None),
                name="assessments_attempt_one_open",
                violation_error_message=_("You already have an attempt in progress."),
            ),
            models.UniqueConstraint(
                fields=["enrolment", "step", "number"],
                name="assessments_attempt_number",
                violation_error_message=_("This attempt has already begun."),
            ),
            models.UniqueConstraint(
                fields=["enrolment", "start_key"],
                name="assessments_attempt_start_key",
                violation_error_message=_("This attempt has already begun."),
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, score=None, passed=None)
                | Q(
                    submitted_at__isnull=False,
                    score__isnull=False,
                    passed__isnull=False,
                ),
                name="assessments_attempt_score_when_submitted",
                violation_error_message=_(
                    "An attempt has a score from its submission on, not before."
                ),
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=F("max_score")),
                name="assessments_attempt_score_range",
                violation_error_message=_("A score lies between 0 and the maximum."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["assessment", "submitted_at"],
                name="assessments_attempt_statistics",
            )
        ]

    def __str__(self):
        return f"{self.enrolment} · {self.assessment} #{self.number}"

    def get_absolute_url(self):
        return reverse("assessments:attempt", args=[self.pk])

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    @property
    def share(self):
        """The score as a share of the maximum, 0 to 1; None until submitted."""
        return None if self.score is None else self.score / self.max_score


class Response(models.Model):
    """One item's place in one attempt, and what the learner gave to it.

    `option_order` are the keys of the options in the order they are shown.
    """

    attempt = models.ForeignKey(
        Attempt, on_delete=models.CASCADE, related_name="responses"
    )
    position = models.PositiveSmallIntegerField()
    item_version = models.ForeignKey(
        "assessments.ItemVersion", on_delete=models.PROTECT, related_name="responses"
    )
    option_order = models.JSONField()
    max_mark = models.DecimalField(max_digits=5, decimal_places=2)
    revisit = models.ForeignKey(
        "courses.Step", on_delete=models.SET_NULL, related_name="+", null=True
    )
    # As `scoring` reads it: {"chosen": [option keys]}; None for no answer.
    answer = models.JSONField(null=True)
    saved_at = models.DateTimeField(null=True)
    # Grows with every save; an answer that left the browser earlier never replaces one
    # that left it later. See `actions.save_response`.
    revision = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "position"],
                name="assessments_response_position",
                violation_error_message=_("The attempt has one answer per question."),
            )
        ]

    def __str__(self):
        return f"{self.attempt} · {self.position}"

    @property
    def is_answered(self) -> bool:
        return self.answer is not None

    def places_of(self, keys) -> list[int]:
        """Return where the options with these keys stand on the page, from 0."""
        return [self.option_order.index(key) for key in keys]


class MarkQuerySet(models.QuerySet):
    def latest(self):
        """Keep the mark that counts for each response: the last one given."""
        later = self.model.objects.filter(
            response=OuterRef("response"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(later))


class Mark(models.Model):
    """One judgement of a response. A regrade adds one and says why; none is edited."""

    response = models.ForeignKey(
        Response, on_delete=models.CASCADE, related_name="marks"
    )
    value = models.DecimalField(max_digits=5, decimal_places=2)
    marked_at = models.DateTimeField()
    # Empty for the automatic mark at submission.
    reason = models.TextField(blank=True)
    marked_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, related_name="+", null=True
    )
    marked_by.wagtail_reference_index_ignore = True

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="assessments_mark_not_negative",
                violation_error_message=_("A mark is 0 or more."),
            )
        ]

    def __str__(self):
        return f"{self.response}: {self.value}"
