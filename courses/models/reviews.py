"""Reviews of pages before they are published, and whom a course thanks for them."""

from django import forms
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.models import AbstractGroupApprovalTask, Page


class ReviewKind(models.TextChoices):
    """What a reviewer knows that the author may not."""

    SUBJECT = "subject", _("Subject expert")
    LIVED_EXPERIENCE = "lived_experience", _("Expert by lived experience")


class ApprovalForm(TaskStateCommentForm):
    """A comment, and whether the course may name the reviewer."""

    is_credited = forms.BooleanField(
        label=_("Name me on the course page as a reviewer"),
        required=False,
        help_text=_("You can take your name off again on the desk of the course."),
    )


class ReviewTask(AbstractGroupApprovalTask):
    """One review in a workflow: by whom, and on what ground they judge."""

    kind = models.CharField(
        _("kind of review"),
        max_length=20,
        choices=ReviewKind,
        default=ReviewKind.SUBJECT,
    )

    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "kind"]

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ReviewKind.values),
                name="courses_reviewtask_kind",
                violation_error_message=_("Choose one of the kinds of review."),
            )
        ]

    @classmethod
    def get_description(cls):
        return _("Members of a group approve, and may be named on the course page")

    def get_actions(self, obj, user):
        if not (user.is_superuser or self._user_in_groups(user)):
            return []
        return [
            ("reject", _("Request changes"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with a comment or your name"), True),
        ]

    def get_form_for_action(self, action):
        return ApprovalForm if action == "approve" else TaskStateCommentForm

    def on_action(self, task_state, user, action_name, **kwargs):
        from courses.reviews import credit_review

        is_credited = kwargs.pop("is_credited", False)
        page = task_state.workflow_state.content_object
        super().on_action(task_state, user, action_name, **kwargs)
        if action_name == "approve" and is_credited and isinstance(page, Page):
            credit_review(page=page, kind=self.kind, by=user, at=timezone.now())


class ReviewCredit(models.Model):
    """One reviewer's agreement to be named on the page of one course.

    It goes with the account: who is no longer here is no longer named.
    """

    # The translation key of the course's pages; there may be no row of it yet.
    course_key = models.UUIDField(db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="review_credits",
    )
    user.wagtail_reference_index_ignore = True
    kind = models.CharField(max_length=20, choices=ReviewKind)
    credited_at = models.DateTimeField()

    class Meta:
        verbose_name = _("credit of a reviewer")
        verbose_name_plural = _("credits of reviewers")
        constraints = [
            models.UniqueConstraint(
                fields=["course_key", "user", "kind"],
                name="courses_reviewcredit_once",
                violation_error_message=_("The course names this reviewer already."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ReviewKind.values),
                name="courses_reviewcredit_kind",
                violation_error_message=_("Choose one of the kinds of review."),
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.get_kind_display()}"
