"""The page of a quiz: its start and the way to its results."""

from functools import partial

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from courses.blocks import SHORT_TEXT_FEATURES
from courses.models import StepPage, UnlockRule
from courses.models.pages import unlock_rule_field


class QuizPage(StepPage):
    """A step that is completed by passing an assessment."""

    introduction = RichTextField(
        _("introduction"), features=SHORT_TEXT_FEATURES, blank=True
    )
    assessment = models.ForeignKey(
        "assessments.Assessment",
        on_delete=models.PROTECT,
        related_name="pages",
        verbose_name=_("quiz"),
    )
    # A knowledge check asks for what was read before.
    unlock_rule = unlock_rule_field(UnlockRule.AFTER_REQUIRED)

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("assessment"),
        *StepPage.step_panels,
    ]

    step_icon = "quiz"

    class Meta:
        verbose_name = _("quiz page")
        verbose_name_plural = _("quiz pages")

    def get_context(self, request, *args, **kwargs):
        from assessments.permissions import (
            may_change_quizzes,
            may_read_item_analysis,
        )
        from assessments.practice import told_at_start
        from assessments.review import quiz_start

        context = super().get_context(request, *args, **kwargs)
        context["quiz"] = quiz_start(page=self, study=context["study"])
        context.update(told_at_start(self.assessment, context["study"]))
        # Asked by the template, and of nobody but those who may use the editor.
        context["may_read_analysis"] = partial(may_read_item_analysis, request.user)
        context["may_change_quiz"] = partial(may_change_quizzes, request.user)
        return context
