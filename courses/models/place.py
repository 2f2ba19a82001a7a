"""Where learners stopped reading. Nobody else is shown it, nor is it ever counted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# The name of a section is shorter; see `courses.sections`.
LONGEST_SECTION = 40


class ReadingPlace(models.Model):
    """Where one learner stopped in one lesson that is not completed yet.

    Belongs to the progress and goes with it. With the lesson's completion it has served
    and is deleted.
    """

    enrolment = models.ForeignKey(
        "courses.Enrolment", on_delete=models.CASCADE, related_name="places"
    )
    step = models.ForeignKey("courses.Step", on_delete=models.PROTECT, related_name="+")
    # The name of a section, the same in all languages of the lesson.
    section = models.CharField(max_length=LONGEST_SECTION)
    reached_at = models.DateTimeField()

    class Meta:
        verbose_name = _("place in a lesson")
        verbose_name_plural = _("places in lessons")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "step"],
                name="courses_readingplace_once",
                violation_error_message=_("There is a place in this lesson already."),
            ),
            models.CheckConstraint(
                condition=~Q(section=""),
                name="courses_readingplace_has_section",
                violation_error_message=_("Name the section."),
            ),
        ]

    def __str__(self):
        return f"{self.enrolment} › {self.step.title}"
