"""What people do with the results: who read ratings, and who decided on comments.

Neither holds a figure or a word of an answer, and neither names an answer or a comment.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .collection import CommentState, SurveyRun


class ReportViewQuerySet(models.QuerySet):
    def older_than(self, moment):
        """Keep what need not be remembered any longer."""
        return self.filter(viewed_at__lt=moment)


class ReportView(models.Model):
    """That one person looked at the ratings of one run, when, and in which form."""

    run = models.ForeignKey(
        SurveyRun, on_delete=models.PROTECT, related_name="report_views"
    )
    # None: somebody whose account is erased.
    viewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="report_views",
        null=True,
    )
    viewed_by.wagtail_reference_index_ignore = True
    viewed_at = models.DateTimeField(_("viewed"))
    # "overview", "page", "trend", or the key of a kind of file, such as "csv".
    form = models.CharField(_("form"), max_length=30)

    objects = ReportViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("view of ratings")
        verbose_name_plural = _("views of ratings")
        indexes = [models.Index(fields=["viewed_at"], name="feedback_reportview_at")]

    def __str__(self):
        return f"{self.viewed_by or '–'} · {self.run} · {self.form}"


class CommentDecision(models.Model):
    """That one person released or withheld one comment of a run, or shortened it.

    Which comment it was is not kept: the decision would lead from a person who may know
    the author to the author's words.
    """

    run = models.ForeignKey(
        SurveyRun, on_delete=models.PROTECT, related_name="comment_decisions"
    )
    decision = models.CharField(
        _("decision"), max_length=10, choices=CommentState.choices
    )
    is_redaction = models.BooleanField(_("something was removed"), default=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="comment_decisions",
        null=True,
    )
    decided_by.wagtail_reference_index_ignore = True
    decided_at = models.DateTimeField(_("decided"))

    class Meta:
        verbose_name = _("decision on a comment")
        verbose_name_plural = _("decisions on comments")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision__in=CommentState.values),
                name="feedback_commentdecision_decision",
                violation_error_message=_("Choose one of the decisions."),
            )
        ]

    def __str__(self):
        return f"{self.decided_by or '–'} · {self.run} · {self.decision}"
