"""The page of a survey."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from courses.blocks import SHORT_TEXT_FEATURES
from courses.models import StepPage, UnlockRule
from courses.models.pages import is_required_field, unlock_rule_field


class FeedbackPage(StepPage):
    """A step that is completed by answering a survey, whatever the answers are."""

    introduction = RichTextField(
        _("introduction"), features=SHORT_TEXT_FEATURES, blank=True
    )
    survey = models.ForeignKey(
        "feedback.Survey",
        on_delete=models.PROTECT,
        related_name="pages",
        verbose_name=_("survey"),
    )
    # Who has to answer gives other answers; and of a part there is no opinion yet.
    is_required = is_required_field(default=False)
    unlock_rule = unlock_rule_field(UnlockRule.AFTER_REQUIRED)

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("survey"),
        *StepPage.step_panels,
    ]

    step_icon = "survey"

    class Meta:
        verbose_name = _("feedback page")
        verbose_name_plural = _("feedback pages")

    def get_context(self, request, *args, **kwargs):
        from feedback.answering import feedback_step

        context = super().get_context(request, *args, **kwargs)
        context["feedback"] = feedback_step(
            page=self, study=context["study"], user=request.user
        )
        return context
