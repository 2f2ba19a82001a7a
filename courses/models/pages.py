"""Authored content: the page tree is the course outline.

    CatalogPage › CoursePage › ModulePage › steps (lessons here, quizzes and surveys
    in the apps above)

Pages are read only; what a learner does is a view and an action. A page of one language
shares its translation key with its versions in the other languages, and that key is
what learner records refer to.
"""

from functools import partial

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from courses.blocks import LESSON_BLOCKS, SHORT_TEXT_FEATURES
from courses.fields import ContentField
from courses.page_forms import ChangingPageForm
from courses.panels import ChangePanel

from .base import LearnerPreview, ReadOnlyPage
from .enrolment import UnlockRule


class CatalogPage(ReadOnlyPage):
    """The list of all courses."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["courses.CoursePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("catalogue")
        verbose_name_plural = _("catalogues")

    def get_context(self, request, *args, **kwargs):
        from courses.reporting import catalogue

        context = super().get_context(request, *args, **kwargs)
        context["catalogue"] = catalogue(page=self, request=request)
        return context


class CoursePage(LearnerPreview, ReadOnlyPage):
    """One course: what it is for, what it takes, and its outline."""

    summary = models.CharField(
        _("summary"),
        max_length=255,
        help_text=_("One sentence for the catalogue: what a learner gains."),
    )
    aim = RichTextField(_("aim"), features=SHORT_TEXT_FEATURES, blank=True)
    audience = models.CharField(
        _("audience"),
        max_length=255,
        blank=True,
        help_text=_("Whom the course is for."),
    )
    objectives = ContentField(
        [("objective", blocks.CharBlock(label=_("Objective")))],
        verbose_name=_("objectives"),
        blank=True,
        help_text=_("After the course you can … Begin each with a verb."),
    )
    authors = models.CharField(_("authors"), max_length=255, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("aim"),
        FieldPanel("audience"),
        FieldPanel("objectives"),
        FieldPanel("authors"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("audience"),
        index.SearchField("objectives"),
    ]

    parent_page_types = ["courses.CatalogPage"]
    # No subpage_types: a new kind of step names its parents itself, and nothing
    # changes here.

    class Meta:
        verbose_name = _("course page")
        verbose_name_plural = _("course pages")

    def get_context(self, request, *args, **kwargs):
        from courses.changes import changes_of_course
        from courses.reviews import credits_of
        from courses.study import study_course

        context = super().get_context(request, *args, **kwargs)
        study = context["study"] = study_course(page=self, request=request)
        context["changes"] = partial(changes_of_course, study, timezone.now())
        context["credits"] = partial(credits_of, self.translation_key)
        return context


class ModulePage(LearnerPreview, ReadOnlyPage):
    """One topic of a course, ten to twenty minutes long."""

    summary = models.CharField(_("summary"), max_length=255, blank=True)
    objectives = ContentField(
        [("objective", blocks.CharBlock(label=_("Objective")))],
        verbose_name=_("objectives"),
        blank=True,
        help_text=_("After the module you can … Begin each with a verb."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("objectives"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    parent_page_types = ["courses.CoursePage"]

    class Meta:
        verbose_name = _("module page")
        verbose_name_plural = _("module pages")

    def get_context(self, request, *args, **kwargs):
        from courses.study import study_course

        context = super().get_context(request, *args, **kwargs)
        study = context["study"] = study_course(page=self, request=request)
        context["module"] = study and study.module(self.translation_key)
        return context


def unlock_rule_field(default: UnlockRule) -> models.CharField:
    """Return the field that says when a step may be opened."""
    return models.CharField(
        _("may be opened"), max_length=20, choices=UnlockRule, default=default
    )


def is_required_field(*, default: bool) -> models.BooleanField:
    """Return the field that says whether completing the course takes a step."""
    return models.BooleanField(
        _("required"),
        default=default,
        help_text=_("Completing the course takes this step."),
    )


class StepPage(LearnerPreview, ReadOnlyPage):
    """Base of every page that a learner completes. Adds no table of its own.

    A subclass names itself in the outline by its model; whoever finishes one calls
    `courses.actions.complete_step`.
    """

    is_required = is_required_field(default=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_("How long a learner should plan for it."),
    )
    unlock_rule = unlock_rule_field(UnlockRule.ANY_TIME)

    step_panels = [
        MultiFieldPanel(
            [
                FieldPanel("is_required"),
                FieldPanel("minutes"),
                FieldPanel("unlock_rule"),
            ],
            heading=_("In the course"),
        )
    ]

    parent_page_types = ["courses.CoursePage", "courses.ModulePage"]
    subpage_types = []

    # Shown beside the title in outlines; an icon's name in templates/icons/.
    step_icon = "lesson"

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        from courses.changes import changes_of_step
        from courses.study import study_step

        context = super().get_context(request, *args, **kwargs)
        study = context["study"] = study_step(page=self, request=request)
        context["changes"] = partial(changes_of_step, study, timezone.now())
        return context


class LessonPage(StepPage):
    """A text to read, with cases, key points and sources."""

    introduction = models.CharField(
        _("introduction"),
        max_length=255,
        blank=True,
        help_text=_("One sentence: what this lesson is about."),
    )
    body = ContentField(LESSON_BLOCKS, verbose_name=_("content"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
        *StepPage.step_panels,
        ChangePanel(heading=_("What has changed"), classname="collapsed"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    base_form_class = ChangingPageForm

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def get_context(self, request, *args, **kwargs):
        from courses.glossary import LessonGlossary
        from courses.lesson_parts import frame_hosts, parts_of, personal_context

        context = super().get_context(request, *args, **kwargs)
        context["glossary"] = LessonGlossary(self)
        context["parts"] = parts_of(self)
        context |= personal_context(self, request.user, context["study"])
        # The policy of the page allows these frames and no others.
        request.frame_hosts = frame_hosts(self)
        return context
