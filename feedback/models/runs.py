"""Runs: the windows in which answers are collected."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


class RunMode(models.TextChoices):
    """How respondents relate to their answers. Fixed for a run when it opens."""

    # Nothing joins an answer to a person.
    ANONYMOUS = "anonymous", _("Anonymous")
    # A pseudonym joins the answers of one person, and is joined to the person.
    CONFIDENTIAL = "confidential", _("Confidential, under a pseudonym")


class InterimPolicy(models.TextChoices):
    """Whether results may be seen while the run is open."""

    OFF = "off", _("After closing")
    STEPS = "steps", _("In steps of at least the smallest group")


class RunKind(models.TextChoices):
    """How a run came to be, and how its respondents come to it."""

    # Opened by the first answer: the run of a cohort, or of a quarter.
    AUTOMATIC = "automatic", _("Automatic")
    # Planned by a coordinator or trainer for learners of the course.
    PLANNED = "planned", _("Planned")
    # For people without an account, who come with a code.
    CODES = "codes", _("With codes")
    # Some weeks after completing a course; opened by the first answer.
    FOLLOW_UP = "follow_up", _("Follow-up")
    # Counted from paper questionnaires, and closed at once.
    PAPER = "paper", _("On paper")


class RunState(models.TextChoices):
    """Where a run stands on a day."""

    PLANNED = "planned", _("Not begun")
    OPEN = "open", _("Open")
    # Its window is over and nobody has closed it yet.
    DUE = "due", _("To be closed")
    CLOSED = "closed", _("Closed")


class SurveyRunQuerySet(models.QuerySet):
    def open(self):
        """Keep the runs that are not closed."""
        return self.filter(closed_on=None)

    def collecting(self, today):
        """Keep the runs whose window is open on the day, and that are not closed."""
        return self.open().filter(
            Q(closes_on=None) | Q(closes_on__gt=today), opened_on__lte=today
        )

    def begun(self, today):
        """Leave out what is planned for a later day."""
        return self.exclude(
            kind__in=[RunKind.PLANNED, RunKind.CODES], opened_on__gt=today
        )

    def due(self, today):
        """Keep the open runs whose window is over."""
        return self.open().filter(closes_on__lte=today)

    def visible_to(self, user):
        """Keep the runs whose ratings the person may read.

        Coordinators and administrators read those of their own organisation; who holds
        the permission for all ratings, as trainers do, reads every run.
        """
        if user.has_perm("feedback.view_all_ratings"):
            return self
        return self.filter(
            organisation__in=user.memberships.reading_ratings().values("organisation")
        )


class SurveyRun(models.Model):
    """One collection window of one survey version for one course.

    It belongs to a cohort, or to a quarter and the organisation of the respondents. The
    run is the only time that an answer has.
    """

    course = models.ForeignKey(
        "courses.Course", on_delete=models.PROTECT, related_name="survey_runs"
    )
    survey_version = models.ForeignKey(
        "feedback.SurveyVersion", on_delete=models.PROTECT, related_name="runs"
    )
    # The step that collects; None for answers that came on paper.
    step = models.ForeignKey(
        "courses.Step", on_delete=models.PROTECT, related_name="survey_runs", null=True
    )
    cohort = models.ForeignKey(
        "courses.Cohort",
        on_delete=models.PROTECT,
        related_name="survey_runs",
        null=True,
    )
    organisation = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        related_name="survey_runs",
        null=True,
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(max_length=10, choices=RunKind, default=RunKind.AUTOMATIC)
    mode = models.CharField(max_length=20, choices=RunMode, default=RunMode.ANONYMOUS)
    interim = models.CharField(
        max_length=10, choices=InterimPolicy, default=InterimPolicy.OFF
    )
    threshold = models.PositiveSmallIntegerField(default=5)
    # The ways in which respondents are grouped; fixed when the run opens.
    dimensions = models.JSONField(default=list)
    opened_on = models.DateField()
    # The first day after the window; None for a run that is closed by hand.
    closes_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    # How many were asked. None while the run is open, then counted from the course, or
    # told by whoever imported the answers; None for good when it is not known.
    eligible = models.PositiveIntegerField(null=True)
    # Of the file that the answers came from, so that no file is counted twice.
    source_checksum = models.CharField(  # noqa: DJ001 - null is never equal to null
        max_length=64, null=True, unique=True
    )
    is_illustrative = models.BooleanField(default=False)
    # Whether those who have not answered are reminded by mail before it closes.
    has_reminders = models.BooleanField(default=True)

    objects = SurveyRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey run")
        verbose_name_plural = _("survey runs")
        permissions = [("view_all_ratings", _("Can read the ratings of every run"))]
        constraints = [
            # Coalesce, because to us two empty organisations are the same; to a
            # database they differ.
            models.UniqueConstraint(
                F("course"),
                F("survey_version"),
                F("name"),
                Coalesce("organisation_id", 0),
                Coalesce("cohort_id", 0),
                name="feedback_surveyrun_once",
                violation_error_message=_("The course already has a run of this name."),
            ),
            models.CheckConstraint(
                condition=Q(threshold__gte=5),
                name="feedback_surveyrun_threshold",
                violation_error_message=_("The smallest group is 5 or more."),
            ),
            models.CheckConstraint(
                condition=Q(mode__in=RunMode.values),
                name="feedback_surveyrun_mode",
                violation_error_message=_("Choose one of the modes."),
            ),
            # Whoever has no account has no pseudonym; and of a growing run, somebody
            # who takes answers back could be told from two releases.
            models.CheckConstraint(
                condition=~Q(mode=RunMode.CONFIDENTIAL)
                | Q(
                    interim=InterimPolicy.OFF,
                    kind__in=[RunKind.AUTOMATIC, RunKind.PLANNED, RunKind.FOLLOW_UP],
                ),
                name="feedback_surveyrun_confidential",
                violation_error_message=_(
                    "Answers under a pseudonym come from learners, and are shown "
                    "after closing."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=RunKind.values),
                name="feedback_surveyrun_kind",
                violation_error_message=_("Choose one of the kinds of run."),
            ),
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(closes_on__gt=F("opened_on")),
                name="feedback_surveyrun_window",
                violation_error_message=_("A run lasts for a day or more."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="feedback_surveyrun_dates",
                violation_error_message=_("A run closes on or after its first day."),
            ),
        ]

    def __str__(self):
        return f"{self.course}: {self.name}"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def is_confidential(self) -> bool:
        return self.mode == RunMode.CONFIDENTIAL

    @property
    def can_remind(self) -> bool:
        """Whether the run has learners to remind and a day before which to do it."""
        has_learners = self.step_id is not None or self.kind == RunKind.FOLLOW_UP
        return has_learners and self.closes_on is not None

    @property
    def last_day(self) -> datetime.date | None:
        """The last day of the window; None for a run that is closed by hand."""
        if self.closes_on is None:
            return None
        return self.closes_on - datetime.timedelta(days=1)

    def state_on(self, today: datetime.date) -> RunState:
        """Return where the run stands on a day."""
        if self.closed_on is not None:
            return RunState.CLOSED
        if today < self.opened_on:
            return RunState.PLANNED
        if self.closes_on is not None and self.closes_on <= today:
            return RunState.DUE
        return RunState.OPEN
