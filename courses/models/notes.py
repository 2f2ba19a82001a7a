"""What learners keep for themselves: notes on lessons, and bookmarks.

Nobody else reads them: no screen of the editor shows them, and no report counts them.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# Some pages of text; a note is no archive.
LONGEST_NOTE = 10_000


class OwnQuerySet(models.QuerySet):
    def of(self, user):
        """Keep what belongs to one person."""
        return self.filter(user=user)


class Note(models.Model):
    """What one person wrote down for themselves at one lesson."""

    user = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, related_name="notes"
    )
    step = models.ForeignKey(
        "courses.Step", on_delete=models.PROTECT, related_name="notes"
    )
    text = models.TextField(_("my note"), max_length=LONGEST_NOTE)
    # Counts the changes, so that one tab does not write over what another saved.
    revision = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "step"],
                name="courses_note_once",
                violation_error_message=_("You have a note at this lesson already."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="courses_note_says_something",
                violation_error_message=_("An empty note is removed."),
            ),
        ]

    def __str__(self):
        # Not the text: it is private, and this stands in logs.
        return f"{self.user} › {self.step.title}"


class Bookmark(models.Model):
    """One lesson that one person wants to find again."""

    user = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, related_name="bookmarks"
    )
    step = models.ForeignKey(
        "courses.Step", on_delete=models.PROTECT, related_name="bookmarks"
    )
    set_at = models.DateTimeField()

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "step"],
                name="courses_bookmark_once",
                violation_error_message=_("This lesson is marked already."),
            )
        ]

    def __str__(self):
        return f"{self.user} › {self.step.title}"
