"""Learner records: sittings, what was answered, and how it was marked."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.leeway import LATENCY

from .rules import Behaviour, Layout, OverduePolicy


class AttemptQuerySet(models.QuerySet):
    def of(self, user):
        """Keep the attempts of one person."""
        return self.filter(enrolment__user=user)

    def open(self):
        """Keep the attempts that may still be answered."""
        return self.filter(submitted_at=None)

    def overdue(self, at):
        """Keep the attempts that are open although their time was up before `at`."""
        return self.open().filter(closes_at__lt=at - LATENCY)

    def submitted(self):
        """Keep the attempts that are over: handed in, or ended by the clock."""
        return self.filter(submitted_at__isnull=False)

    def marked(self):
        """Keep the attempts that have a score: over, counted, and fully marked."""
        return self.filter(score__isnull=False)

    def first_per_learner(self):
        """Keep each person's first marked attempt, the one statistics use.

        One per person and assessment, also where it is given in several courses, and
        where two were handed in at the same moment.
        """
        earlier = self.model.objects.marked().filter(
            Q(submitted_at__lt=OuterRef("submitted_at"))
            | Q(submitted_at=OuterRef("submitted_at"), pk__lt=OuterRef("pk")),
            enrolment__user=OuterRef("enrolment__user"),
            assessment=OuterRef("assessment"),
        )
        return self.marked().filter(~Exists(earlier))


class EndedBy(models.TextChoices):
    """Who or what ended an attempt."""

    LEARNER = "learner", _("Submitted")
    CLOCK = "clock", _("Ended when the time was up")


class Attempt(models.Model):
    """One sitting of one assessment in one enrolment.

    What applied when it began is copied here: the items, their order, the maximum, the
    pass mark, the behaviour and the time. Later changes of the assessment concern later
    attempts.
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
    ended_by = models.CharField(max_length=20, choices=EndedBy, blank=True)
    # False for one that was not submitted in time, where the quiz asks for that.
    is_counted = models.BooleanField(default=True)
    behaviour = models.CharField(
        max_length=20, choices=Behaviour, default=Behaviour.DEFERRED
    )
    penalty = models.DecimalField(max_digits=4, decimal_places=3, default=0)
    layout = models.CharField(
        max_length=20, choices=Layout, default=Layout.ONE_PER_PAGE
    )
    # Until when answers are taken, and until when it may be submitted; None: no limit.
    due_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    overdue_policy = models.CharField(
        max_length=20, choices=OverduePolicy, default=OverduePolicy.SUBMIT
    )
    item_count = models.PositiveSmallIntegerField()
    max_score = models.DecimalField(max_digits=8, decimal_places=2)
    pass_mark = models.DecimalField(max_digits=4, decimal_places=3)
    # The sum of the latest marks; None until submitted and marked.
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
                condition=Q(score=None, passed=None)
                | Q(
                    submitted_at__isnull=False,
                    is_counted=True,
                    score__isnull=False,
                    passed__isnull=False,
                ),
                name="assessments_attempt_score_when_submitted",
                violation_error_message=_(
                    "An attempt has a score from its submission on, not before."
                ),
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, ended_by="")
                | (Q(submitted_at__isnull=False) & ~Q(ended_by="")),
                name="assessments_attempt_ended_by",
                violation_error_message=_("Say who or what ended the attempt."),
            ),
            models.CheckConstraint(
                condition=Q(due_at=None, closes_at=None)
                | Q(due_at__isnull=False, closes_at__gte=F("due_at")),
                name="assessments_attempt_times",
                violation_error_message=_("An attempt closes when its time is up."),
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
    def is_marked(self) -> bool:
        return self.score is not None

    @property
    def awaits_marking(self) -> bool:
        """Whether it is over and a person still has to mark some of it."""
        return self.is_submitted and self.is_counted and not self.is_marked

    @property
    def share(self):
        """The score as a share of the maximum, 0 to 1; None until marked."""
        if self.score is None or not self.max_score:
            return None
        return self.score / self.max_score


class Response(models.Model):
    """One item's place in one attempt, and what the learner gave to it.

    `option_order` is the item's arrangement: for options to choose from, their keys in
    the order they are shown.
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
    # The heading of the section that begins here; {} where none does.
    section = models.JSONField(default=dict)
    # As the item's content reads it, like {"chosen": [option keys]}; None for none.
    answer = models.JSONField(null=True)
    saved_at = models.DateTimeField(null=True)
    # Grows with every save; an answer that left the browser earlier never replaces one
    # that left it later. See `actions.save_response`.
    revision = models.BigIntegerField(default=0)
    # The learner's own reminder to look at it again.
    is_flagged = models.BooleanField(default=False)
    # When its answer became final by checking it; None while it may be changed.
    settled_at = models.DateTimeField(null=True)

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

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None


class Try(models.Model):
    """One checking of an answer, in quizzes that tell at once how it was."""

    response = models.ForeignKey(
        Response, on_delete=models.CASCADE, related_name="tries"
    )
    number = models.PositiveSmallIntegerField()
    answer = models.JSONField(null=True)
    is_right = models.BooleanField()
    tried_at = models.DateTimeField()

    class Meta:
        verbose_name = _("try")
        verbose_name_plural = _("tries")
        constraints = [
            models.UniqueConstraint(
                fields=["response", "number"],
                name="assessments_try_number",
                violation_error_message=_("This answer was already checked."),
            )
        ]

    def __str__(self):
        return f"{self.response} · {self.number}"


class MarkQuerySet(models.QuerySet):
    def latest(self):
        """Keep the mark that counts for each response: the last one given."""
        later = self.model.objects.filter(
            response=OuterRef("response"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(later))


class Mark(models.Model):
    """One judgement of a response. A regrade adds one and says why; none is edited.

    A void mark takes the item out of the attempt: out of its score and its maximum.
    """

    response = models.ForeignKey(
        Response, on_delete=models.CASCADE, related_name="marks"
    )
    value = models.DecimalField(max_digits=5, decimal_places=2)
    marked_at = models.DateTimeField()
    is_void = models.BooleanField(default=False)
    # Empty for the automatic mark at submission.
    reason = models.TextField(blank=True)
    # By hand: what the marker tells the learner, and the points for each criterion.
    comment = models.TextField(blank=True)
    rubric_points = models.JSONField(default=dict)
    # The version whose key was applied, where it is not the one that was answered.
    marked_as = models.ForeignKey(
        "assessments.ItemVersion", on_delete=models.PROTECT, related_name="+", null=True
    )
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
            ),
            models.CheckConstraint(
                condition=Q(is_void=False) | Q(value=0),
                name="assessments_mark_void_is_nothing",
                violation_error_message=_("A void mark has no points."),
            ),
        ]

    def __str__(self):
        return f"{self.response}: {self.value}"


class VoidedItem(models.Model):
    """A version of an item that a quiz counts no more, also for who is still at it."""

    assessment = models.ForeignKey(
        "assessments.Assessment", on_delete=models.CASCADE, related_name="voided_items"
    )
    item_version = models.ForeignKey(
        "assessments.ItemVersion", on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("question taken out")
        verbose_name_plural = _("questions taken out")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "item_version"],
                name="assessments_voideditem_once",
                violation_error_message=_("The question is already taken out."),
            )
        ]

    def __str__(self):
        return f"{self.assessment} · {self.item_version}"
