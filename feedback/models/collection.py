"""What respondents gave, kept so that nobody can be found in it.

`Receipt` says that a person answered, `Response` says what somebody answered. They
share no key, no order and no time. Cells are counts; reports read nothing else. Only
`feedback.writer` writes answers and cells. docs/methods/anonymity.md gives the proof.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .runs import SurveyRun


class Receipt(models.Model):
    """That one person has answered in one run: no more, and not when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, related_name="receipts"
    )
    run = models.ForeignKey(
        SurveyRun, on_delete=models.CASCADE, related_name="receipts"
    )

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "run"],
                name="feedback_receipt_once",
                violation_error_message=_("You have already given this feedback."),
            )
        ]

    def __str__(self):
        return f"{self.user} · {self.run}"


class Response(models.Model):
    """What one respondent answered in one run: no person, no time, no group."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(
        SurveyRun, on_delete=models.PROTECT, related_name="responses"
    )

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")

    def __str__(self):
        return f"{self.run} · {self.id}"


class AnswerState(models.IntegerChoices):
    """The answers that are no rating. Stored as the codes that exports use."""

    NOT_APPLICABLE = -97, _("Not applicable")
    SKIPPED = -98, _("No answer")


# A rating is 1 to 11; everything else is one of the states.
VALID_VALUE = Q(value__gte=1, value__lte=11) | Q(value__in=AnswerState.values)


class Answer(models.Model):
    """One rating, "not applicable" or skip of one item in one response."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(
        Response, on_delete=models.PROTECT, related_name="answers"
    )
    item_version = models.ForeignKey(
        "feedback.SurveyItemVersion", on_delete=models.PROTECT, related_name="answers"
    )
    value = models.SmallIntegerField()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["response", "item_version"],
                name="feedback_answer_once",
                violation_error_message=_("This statement is already answered."),
            ),
            models.CheckConstraint(
                condition=VALID_VALUE,
                name="feedback_answer_value",
                violation_error_message=_("Choose one of the points."),
            ),
        ]

    def __str__(self):
        return f"{self.item_version}: {self.value}"


class CommentState(models.TextChoices):
    """Whether a comment may be read by coordinators."""

    WAITING = "waiting", _("Waiting")
    RELEASED = "released", _("Released")
    WITHHELD = "withheld", _("Withheld")


class Comment(models.Model):
    """One answer to an open question, kept apart from the ratings of its author."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(
        SurveyRun, on_delete=models.PROTECT, related_name="comments"
    )
    item_version = models.ForeignKey(
        "feedback.SurveyItemVersion", on_delete=models.PROTECT, related_name="comments"
    )
    text = models.TextField()
    state = models.CharField(
        max_length=10, choices=CommentState, default=CommentState.WAITING
    )

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self):
        return f"{self.run} · {self.id}"


class RunGroup(models.Model):
    """One group of respondents of a run, and how many of them answered.

    `dimension` is "" for all respondents together; otherwise organisation, profession
    or language, one at a time. Groups of two dimensions are never crossed, not even
    here: nothing says which groups a response belonged to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(SurveyRun, on_delete=models.PROTECT, related_name="groups")
    dimension = models.CharField(max_length=20, blank=True)
    key = models.CharField(max_length=120, blank=True)
    responded = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("group of respondents")
        verbose_name_plural = _("groups of respondents")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "dimension", "key"],
                name="feedback_rungroup_once",
                violation_error_message=_("The run already has this group."),
            )
        ]

    def __str__(self):
        return f"{self.run} · {self.dimension or '*'} · {self.key or '*'}"


class RatingCell(models.Model):
    """How many respondents of one group gave one value to one item."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(RunGroup, on_delete=models.PROTECT, related_name="cells")
    item_version = models.ForeignKey(
        "feedback.SurveyItemVersion", on_delete=models.PROTECT, related_name="cells"
    )
    value = models.SmallIntegerField()
    n = models.IntegerField()

    class Meta:
        verbose_name = _("rating cell")
        verbose_name_plural = _("rating cells")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "item_version", "value"],
                name="feedback_ratingcell_once",
                violation_error_message=_("The cell is already there."),
            ),
            models.CheckConstraint(
                condition=Q(n__gte=0),
                name="feedback_ratingcell_n",
                violation_error_message=_("A count is 0 or more."),
            ),
            models.CheckConstraint(
                condition=VALID_VALUE,
                name="feedback_ratingcell_value",
                violation_error_message=_("A cell counts one of the points."),
            ),
        ]

    def __str__(self):
        return f"{self.group} · {self.item_version}: {self.value} × {self.n}"


class RunSnapshotQuerySet(models.QuerySet):
    def released(self):
        """Keep what is or was shown."""
        return self.exclude(released_on=None)

    def latest_released(self):
        """Return what is shown now, None while nothing is."""
        return self.released().order_by("-number").first()


class RunSnapshot(models.Model):
    """What may be shown of a run from one release on. Never changed.

    The payload has passed disclosure control: what must stay hidden is not in it.
    Reports read the latest released one and nothing else. `feedback.release` says its
    form.
    """

    run = models.ForeignKey(
        SurveyRun, on_delete=models.PROTECT, related_name="snapshots"
    )
    number = models.PositiveIntegerField()
    responded = models.PositiveIntegerField()
    payload = models.JSONField()
    # None: prepared, and shown when the threshold of answers came after it.
    released_on = models.DateField(null=True)

    objects = RunSnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("released result")
        verbose_name_plural = _("released results")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "number"],
                name="feedback_runsnapshot_number",
                violation_error_message=_("The run already has this release."),
            )
        ]

    def __str__(self):
        return f"{self.run} · {self.number}"
