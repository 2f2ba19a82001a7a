"""What learners write for themselves. Nobody else reads it, nor is it ever counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .enrolment import Step


class ReflectionNoteQuerySet(models.QuerySet):
    def of(self, user):
        """Keep the notes of one person."""
        return self.filter(user=user)

    def written(self):
        """Leave out the notes that were emptied."""
        return self.exclude(text="")


class ReflectionNote(models.Model):
    """One learner's note on one question of a lesson, for the learner alone.

    `key` names the question in all languages of the lesson. The question is kept as it
    was asked, so that the note can be read when the lesson has changed or is gone.
    """

    user = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, related_name="reflection_notes"
    )
    step = models.ForeignKey(
        Step, on_delete=models.PROTECT, related_name="reflection_notes"
    )
    key = models.CharField(max_length=40)
    question = models.CharField(_("question"), max_length=255)
    text = models.TextField(_("note"), blank=True)
    # Grows with each change in a browser; a later page has a larger one.
    revision = models.BigIntegerField(default=0)
    saved_at = models.DateTimeField()

    objects = ReflectionNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note to oneself")
        verbose_name_plural = _("notes to oneself")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "step", "key"],
                name="courses_reflectionnote_once",
                violation_error_message=_("There is a note on this question already."),
            )
        ]

    def __str__(self):
        # Never the text: names of records end up in logs.
        return f"{self.step} › {self.key}"
