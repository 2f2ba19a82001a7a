"""Learner records: who learns what, and how far.

They hang on the stable identity of a course and its steps, never on a page of one
language, and they outlive every page. Authored content is in `pages.py`.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Course(models.Model):
    """The stable identity of one course, whatever becomes of its pages.

    `key` is the translation key that its pages, one per language, share. Kept by
    `courses.outline`; not for content.
    """

    key = models.UUIDField(unique=True, editable=False)
    slug = models.SlugField(_("short name"), max_length=100, unique=True)
    # The title of the page in the site's first language, as last published: what a
    # report or a record shows when the page is gone.
    title = models.CharField(_("title"), max_length=255)
    # Counts the changes of the outline, so that what was computed from an older one
    # is never taken for today's.
    outline_version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def __str__(self):
        return self.title


class UnlockRule(models.TextChoices):
    """When a step may be opened."""

    ANY_TIME = "any_time", _("At any time")
    AFTER_REQUIRED = "after_required", _("After the required steps before it")


class StepQuerySet(models.QuerySet):
    def in_outline(self):
        """Keep the steps that the course has today, in their order."""
        return self.filter(is_live=True).order_by("position")

    def required(self):
        """Keep the steps that completing the course takes."""
        return self.filter(is_live=True, is_required=True)


class Step(models.Model):
    """One step of a course: a lesson, a quiz, a survey, in all its languages.

    A projection of the page tree, kept by `courses.outline`. `key` is the translation
    key that the step's pages share, `module_key` that of the module they lie in. A step
    that left the course keeps its row, because completions refer to it.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="steps")
    key = models.UUIDField()
    # The model of its pages, as "courses.lessonpage".
    kind = models.CharField(max_length=100)
    title = models.CharField(max_length=255)
    module_key = models.UUIDField(null=True)
    module_title = models.CharField(max_length=255, blank=True)
    position = models.PositiveSmallIntegerField()
    is_required = models.BooleanField()
    minutes = models.PositiveSmallIntegerField()
    unlock_rule = models.CharField(max_length=20, choices=UnlockRule)
    is_live = models.BooleanField(default=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "key"],
                name="courses_step_once",
                violation_error_message=_("The course already has this step."),
            ),
            models.CheckConstraint(
                condition=Q(unlock_rule__in=UnlockRule.values),
                name="courses_step_unlock_rule",
                violation_error_message=_("Choose one of the rules."),
            ),
        ]
        indexes = [
            models.Index(fields=["key"], name="courses_step_key"),
        ]

    def __str__(self):
        return f"{self.course} › {self.title}"


def new_join_code() -> str:
    """Return a code for joining a cohort: short enough to write on a board."""
    return uuid.uuid4().hex[:8].upper()


class Cohort(models.Model):
    """Learners who take a course together in one window."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="cohorts")
    organisation = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        related_name="cohorts",
        null=True,
        blank=True,
        verbose_name=_("organisation"),
        help_text=_(
            "Whose coordinators read its ratings. Empty: only people who may read all "
            "ratings."
        ),
    )
    name = models.CharField(_("name"), max_length=120)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    join_code = models.CharField(
        _("joining code"),
        max_length=12,
        unique=True,
        default=new_join_code,
        help_text=_("Learners enter it on the course page to join this cohort."),
    )

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "name"],
                name="courses_cohort_name",
                violation_error_message=_(
                    "The course already has a cohort with this name."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="courses_cohort_dates",
                violation_error_message=_("A cohort ends on or after its first day."),
            ),
        ]

    def __str__(self):
        return f"{self.course}: {self.name}"


class EnrolmentQuerySet(models.QuerySet):
    def active(self):
        """Keep the enrolments that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def of(self, user):
        """Keep the enrolments of one person."""
        return self.filter(user=user)


class Enrolment(models.Model):
    """One person's taking of one course, alone or in a cohort."""

    user = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, related_name="enrolments"
    )
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="enrolments"
    )
    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.PROTECT,
        related_name="enrolments",
        null=True,
        blank=True,
    )
    enrolled_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # The moment all required steps were done, with the rule that applied then.
    completed_at = models.DateTimeField(null=True, blank=True)
    completion_rule = models.TextField(blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course"],
                condition=Q(withdrawn_at=None),
                name="courses_enrolment_one_active",
                violation_error_message=_("You already take this course."),
            ),
            models.CheckConstraint(
                condition=Q(completed_at=None, completion_rule="")
                | (Q(completed_at__isnull=False) & ~Q(completion_rule="")),
                name="courses_enrolment_completion_has_rule",
                violation_error_message=_(
                    "A completion is recorded together with the rule that applied."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.course}"

    @property
    def is_completed(self) -> bool:
        return self.completed_at is not None


class StepCompletion(models.Model):
    """One step done in one enrolment. The first time counts."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="completions"
    )
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="completions")
    completed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("completed step")
        verbose_name_plural = _("completed steps")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "step"],
                name="courses_stepcompletion_once",
                violation_error_message=_("This step is already completed."),
            )
        ]

    def __str__(self):
        return f"{self.enrolment} › {self.step.title}"
