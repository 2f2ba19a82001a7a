"""What authors say of a change to something that was published already."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ChangeLevel(models.TextChoices):
    """How much a change matters to those who completed the step before it."""

    SMALL = "small", _("Small: nobody has to read it again")
    SUBSTANTIAL = "substantial", _("Substantial: tell those who completed it")


class CourseChange(models.Model):
    """One change of a course or a step that its author wants to be known.

    Written while the page is edited; it counts from the page's next publication.
    """

    # The translation keys of the course and of what has changed in it.
    course_key = models.UUIDField(db_index=True)
    page_key = models.UUIDField()
    title = models.CharField(max_length=255)
    # In the language of the page that was edited.
    language = models.CharField(max_length=20)
    level = models.CharField(max_length=12, choices=ChangeLevel)
    note = models.CharField(max_length=255, blank=True)
    # None while it waits for the publication.
    published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("change of a course")
        verbose_name_plural = _("changes of courses")
        constraints = [
            models.UniqueConstraint(
                fields=["page_key", "language"],
                condition=Q(published_at=None),
                name="courses_coursechange_one_waits",
                violation_error_message=_("A change of this page waits already."),
            ),
            models.CheckConstraint(
                condition=Q(level__in=ChangeLevel.values),
                name="courses_coursechange_level",
                violation_error_message=_("Choose one of the levels."),
            ),
        ]

    def __str__(self):
        return f"{self.title}: {self.get_level_display()}"
