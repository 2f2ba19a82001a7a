"""A course as its trainer sees it: the latest drafts of all its pages, in order."""

import dataclasses
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page, WorkflowState

from assessments.models import AssessmentEntry, QuizPage
from courses.models import CoursePage, ModulePage


@dataclasses.dataclass
class Part:
    """One page of the course and what stands below it."""

    # As stored: whether it is live, where it is.
    page: Page
    # As last written.
    draft: Page
    # The review that waits, "" where none does.
    waits_for: str = ""
    # Sent back by a reviewer.
    needs_changes: bool = False
    children: list["Part"] = dataclasses.field(default_factory=list)
    # Of a quiz: its places, in their order.
    entries: list[AssessmentEntry] = dataclasses.field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.draft._meta.verbose_name

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

    @property
    def draft_url(self) -> str:
        return reverse("wagtailadmin_pages:view_draft", args=[self.page.pk])

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
    stored = list(
        Page.objects.descendant_of(page, inclusive=True)
        .select_related("latest_revision", "locale")
        .specific()
        .order_by("path")
    )
    states = _workflow_states(stored)
    by_path: dict[str, Part] = {}
    for one in stored:
        part = Part(page=one, draft=_draft(one))
        state = states.get(str(one.pk))
        if state is not None:
            part.needs_changes = state.status == WorkflowState.STATUS_NEEDS_CHANGES
            task = state.current_task_state
            part.waits_for = task.task.name if task and not part.needs_changes else ""
        by_path[one.path] = part
        above = by_path.get(one.path[: -Page.steplen])
        if above is not None:
            above.children.append(part)
    root = by_path[page.path]
    _fetch_entries(root)
    return DeskCourse(root)


def _draft(page: Page) -> Page:
    revision = page.latest_revision
    return page.with_content_json(revision.content) if revision else page


def _workflow_states(pages: list[Page]) -> dict[str, WorkflowState]:
    active = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(page.pk) for page in pages],
    )
    return {
        state.object_id: state
        for state in active.select_related("current_task_state__task")
    }


def _fetch_entries(root: Part) -> None:
    quizzes: dict[int, list[Part]] = {}
    for part in root.walk():
        if part.is_quiz and part.draft.assessment_id:
            quizzes.setdefault(part.draft.assessment_id, []).append(part)
    entries = AssessmentEntry.objects.filter(assessment__in=quizzes)
    entries = entries.select_related("item__latest_revision", "assessment")
    for entry in entries.order_by("sort_order", "pk"):
        for part in quizzes[entry.assessment_id]:
            part.entries.append(entry)
