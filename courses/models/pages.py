"""Authored content: the page tree is the course outline.

    CatalogPage › CoursePage › ModulePage › steps (lessons here, quizzes and surveys
    in the apps above)

Pages are read only; what a learner does is a view and an action. A page of one language
shares its translation key with its versions in the other languages, and that key is
what learner records refer to.
"""

from functools import partial

from django.conf import settings
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
from courses.fields import ChosenField, ContentField, TextsField
from courses.page_forms import ChangingPageForm
from courses.panels import ChangePanel
from courses.translated import Wording
from people.models import Profession

from .base import LearnerPreview, ReadOnlyPage
from .enrolment import UnlockRule
from .sensitive import SensitivePage, sensitive_panel
from .topic import topic_choices


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
        from courses.catalogue import search

        context = super().get_context(request, *args, **kwargs)
        context["found"] = search(page=self, request=request)
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
    topics = ChosenField(
        _("topics"),
        blank=True,
        offered=topic_choices,
        help_text=_(
            "Learners find the course by them in the catalogue. Topics are made under "
            "Snippets."
        ),
    )
    professions = ChosenField(
        _("professions"),
        blank=True,
        offered=lambda: Profession.choices,
        help_text=_("Whom it suits. Leave all empty if it is for everybody."),
    )
    catalogue_title = TextsField(
        _("title in the catalogue"),
        blank=True,
        needs_first=False,
        help_text=_(
            "For languages that the course has no pages in. Where it has pages, their "
            "own title is shown."
        ),
    )
    catalogue_summary = TextsField(
        _("summary in the catalogue"),
        blank=True,
        long=True,
        needs_first=False,
        help_text=_("For the same languages, one sentence."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("aim"),
        FieldPanel("audience"),
        FieldPanel("objectives"),
        FieldPanel("authors"),
        MultiFieldPanel(
            [
                FieldPanel(
                    "topics",
                    help_text=_(
                        "Learners find the course by them in the catalogue. They are "
                        "made under Courses, Topics."
                    ),
                ),
                FieldPanel("professions"),
                FieldPanel("catalogue_title"),
                FieldPanel("catalogue_summary"),
            ],
            heading=_("In the catalogue"),
        ),
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
        from courses.listing import listing_of
        from courses.reviews import credits_of
        from courses.study import study_course

        context = super().get_context(request, *args, **kwargs)
        study = context["study"] = study_course(page=self, request=request)
        context["changes"] = partial(changes_of_course, study, timezone.now())
        context["credits"] = partial(credits_of, self.translation_key)
        context["listing"] = study and listing_of(study.course)
        return context

    def title_for(self, language: str) -> str:
        """Return the title for readers of a language, as a `Wording`."""
        return self._wording(self.title, self.catalogue_title, language)

    def summary_for(self, language: str) -> str:
        """Return the summary for readers of a language, as a `Wording`."""
        return self._wording(self.summary, self.catalogue_summary, language)

    def _wording(self, own: str, others: dict, language: str) -> str:
        code = self.locale.language_code
        if language != code and others.get(language):
            return Wording(others[language], language)
        return Wording(own, code)


class ModulePage(SensitivePage, LearnerPreview, ReadOnlyPage):
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
        sensitive_panel(
            explanation=_(
                "Only for a module that is about something hard as a whole. Each of "
                "its lessons then begins with the note, except those with their own."
            )
        ),
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


class LessonPage(SensitivePage, StepPage):
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
        sensitive_panel(
            explanation=_(
                "For a lesson about suicide, violence, coercion or the like: mark it "
                "when somebody may want to be ready for it, or to read it another day. "
                "Learners are told before the text, with a way to pause and a way to "
                "leave the page quickly; the course and the catalogue name it. Leave a "
                "mere mention unmarked: notes that stand everywhere are not read. A "
                "content note among the blocks is shown instead of this one."
            )
        ),
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
        from courses.notes.reporting import beside_lesson
        from courses.sections import section_kept, sections_of
        from courses.sensitive import mark_before

        context = super().get_context(request, *args, **kwargs)
        context["glossary"] = LessonGlossary(self)
        context["parts"] = parts_of(self)
        context |= personal_context(self, request.user, context["study"])
        # The policy of the page allows these frames and no others.
        request.frame_hosts = frame_hosts(self)
        study = context["study"]
        context["sections"] = partial(sections_of, self)
        context["kept"] = section_kept(self, study)
        context["mark"] = mark_before(self, study)
        context["leave_url"] = settings.ELEARN_LEAVE_QUICKLY_URL
        if study and study.enrolment and study.current:
            context["beside"] = beside_lesson(
                user=study.enrolment.user_id, step_id=study.current.step.id
            )
        return context
