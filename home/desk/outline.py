"""A course as its trainer sees it: the latest drafts of all its pages, in order."""

import dataclasses
from collections import Counter
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page, TaskState, WorkflowState

from assessments.models import Assessment, AssessmentEntry, QuizPage
from courses.drafts import with_drafts
from courses.models import CoursePage, LessonPage, ModulePage
from feedback.models import FeedbackPage, Survey

from .questions import Question, questions_of


@dataclasses.dataclass
class Part:
    """One page of the course and what stands below it."""

    # As stored: whether it is live, where it is.
    page: Page
    # As last written.
    draft: Page
    # The review that waits, None where none does.
    review: TaskState | None = None
    # Sent back by a reviewer.
    needs_changes: bool = False
    children: list["Part"] = dataclasses.field(default_factory=list)
    # Of a quiz: its places, in their order.
    questions: list[Question] = dataclasses.field(default_factory=list)
    # The module around it, where another part of the course has the same title.
    inside: str = ""

    @property
    def kind(self) -> str:
        """What it is, in the word that trainers use."""
        match self.draft:
            case ModulePage():
                return _("Module")
            case LessonPage():
                return _("Lesson")
            case QuizPage():
                return _("Quiz")
            case FeedbackPage():
                return _("Survey")
        return capfirst(self.draft._meta.verbose_name)

    @property
    def name(self) -> str:
        """The title, with the module where the title alone would be ambiguous."""
        return (
            f"{self.draft.title} ({self.inside})" if self.inside else self.draft.title
        )

    @property
    def entries(self) -> list[AssessmentEntry]:
        """Of a quiz: its places as they are stored, in their order."""
        return [question.entry for question in self.questions]

    @property
    def is_module(self) -> bool:
        return isinstance(self.draft, ModulePage)

    @property
    def is_quiz(self) -> bool:
        return isinstance(self.draft, QuizPage)

    @property
    def has_changes(self) -> bool:
        """Whether something is not published."""
        return not self.page.live or self.page.has_unpublished_changes

    @property
    def waits_for(self) -> str:
        """The name of the review that waits, "" where none does."""
        return self.review.task.name if self.review is not None else ""

    @property
    def state(self) -> str:
        """How the page stands, as a word for a style."""
        if self.needs_changes:
            return "sent-back"
        if self.waits_for:
            return "in-review"
        if not self.page.live:
            return "draft"
        return "changed" if self.page.has_unpublished_changes else "live"

    @property
    def state_words(self) -> str:
        match self.state:
            case "sent-back":
                return _("The reviewer asks for changes")
            case "in-review":
                return _("Waits for: %(task)s") % {"task": self.waits_for}
            case "draft":
                return pgettext("state of a page", "Draft")
            case "changed":
                return _("Published, with changes that are not")
        return pgettext("state of a page", "Published")

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def walk(self) -> Iterator["Part"]:
        """Yield the part and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclasses.dataclass
class DeskCourse:
    """One course in one language, with all its drafts."""

    root: Part

    @property
    def page(self) -> CoursePage:
        return self.root.page

    @property
    def draft(self) -> CoursePage:
        return self.root.draft

    @property
    def parts(self) -> list[Part]:
        """All pages of the course, its own first, in order."""
        return list(self.root.walk())

    @property
    def steps(self) -> list[Part]:
        return [part for part in self.parts[1:] if not part.is_module]

    @property
    def unpublished(self) -> list[Part]:
        return [part for part in self.parts if part.has_changes]

    @property
    def in_review(self) -> list[Part]:
        return [part for part in self.parts if part.waits_for]


def desk_course(page: CoursePage) -> DeskCourse:
    """Return the course of `page` with the latest drafts of all its pages."""
    stored = with_drafts(Page.objects.descendant_of(page, inclusive=True))
    states = _workflow_states([one for one, _draft in stored])
    by_path: dict[str, Part] = {}
    for one, draft in stored:
        part = Part(page=one, draft=draft)
        state = states.get(str(one.pk))
        if state is not None:
            part.needs_changes = state.status == WorkflowState.STATUS_NEEDS_CHANGES
            part.review = None if part.needs_changes else state.current_task_state
        by_path[one.path] = part
        above = by_path.get(one.path[: -Page.steplen])
        if above is not None:
            above.children.append(part)
    root = by_path[page.path]
    _fetch_chosen(root)
    _fetch_questions(root)
    _tell_apart(root)
    return DeskCourse(root)


def _workflow_states(pages: list[Page]) -> dict[str, WorkflowState]:
    active = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(page.pk) for page in pages],
    )
    return {
        state.object_id: state
        for state in active.select_related("current_task_state__task")
    }


def _fetch_chosen(root: Part) -> None:
    """Give the drafts their quizzes and surveys; a deleted one is that of the page."""
    quizzes = [part for part in root.walk() if isinstance(part.draft, QuizPage)]
    surveys = [part for part in root.walk() if isinstance(part.draft, FeedbackPage)]
    assessments = Assessment.objects.in_bulk(
        [part.draft.assessment_id for part in quizzes]
    )
    for part in quizzes:
        found = assessments.get(part.draft.assessment_id)
        part.draft.assessment = found or part.page.assessment
    asked = Survey.objects.select_related("current_version").in_bulk(
        [part.draft.survey_id for part in surveys]
    )
    for part in surveys:
        part.draft.survey = asked.get(part.draft.survey_id) or part.page.survey


def _fetch_questions(root: Part) -> None:
    quizzes: dict[int, list[Part]] = {}
    for part in root.walk():
        if part.is_quiz and part.draft.assessment_id:
            quizzes.setdefault(part.draft.assessment_id, []).append(part)
    entries = AssessmentEntry.objects.filter(assessment__in=quizzes)
    entries = entries.select_related("item__latest_revision", "assessment")
    for question in questions_of(entries.order_by("assessment", "sort_order", "pk")):
        for part in quizzes[question.entry.assessment_id]:
            number = len(part.questions) + 1
            part.questions.append(dataclasses.replace(question, number=number))


def _tell_apart(root: Part) -> None:
    """Name the module of those parts that have a title in common with another one."""
    titles = Counter((type(part.draft), part.draft.title) for part in root.walk())
    for module in root.children:
        for part in module.children:
            if titles[type(part.draft), part.draft.title] > 1:
                part.inside = module.draft.title
