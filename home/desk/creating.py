"""Beginning a course, and adding to one: whole parts of the tree, as drafts."""

import dataclasses
import uuid

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale, Page

from assessments.content import ItemType
from assessments.models import QuizPage
from courses.models import CatalogPage, CoursePage, LessonPage, ModulePage, UnlockRule
from feedback.models import FeedbackPage, Survey
from home.setup import catalogue_in
from home.stored import stream_value
from people.models import User

from .patterns import Pattern
from .permissions import may_add_to, may_make_quizzes
from .questions import STARTER_TYPES, new_quiz
from .surveys import ready_survey

# What a knowledge check of a few questions takes, and the questions of a survey.
CHECK_MINUTES = 4
FINAL_MINUTES = 8


class MayNotAdd(Exception):
    """The person may not add pages there, or may not make quizzes."""


@dataclasses.dataclass(frozen=True)
class CoursePlan:
    """What a trainer says of a course before there is one."""

    title: str
    locale: Locale
    modules: tuple[str, ...]
    pattern: Pattern
    # How long one module takes in all, in minutes.
    minutes: int = 15
    summary: str = ""
    audience: str = ""
    # Becomes the translation key of the course page, so that sending the same form
    # twice makes one course.
    key: uuid.UUID = dataclasses.field(default_factory=uuid.uuid4)


def create_course(*, plan: CoursePlan, by: User) -> CoursePage:
    """Make the whole tree of a course as drafts, all or nothing.

    A plan that was carried out before gives the course that it made. A language
    without a catalogue gets one. Raises MayNotAdd.
    """
    if not may_make_quizzes(by):
        raise MayNotAdd
    try:
        with transaction.atomic():
            return made_before(plan.key, by) or _create(plan, by)
    except IntegrityError:
        # A parallel request was first; its course is there now.
        made = made_before(plan.key, by)
        if made is None:
            raise
        return made


def made_before(key: uuid.UUID, by: User) -> CoursePage | None:
    """Return the course that was made with this key, None before that.

    Raises MayNotAdd where somebody else made it.
    """
    made = CoursePage.objects.filter(translation_key=key).order_by("pk").first()
    if made is not None and made.owner_id != by.pk:
        raise MayNotAdd
    return made


def _create(plan: CoursePlan, by: User) -> CoursePage:
    catalogue = catalogue_in(plan.locale)
    if not may_add_to(by, catalogue):
        raise MayNotAdd
    # The steps are named in the language of the course, not of its author.
    with translation.override(plan.locale.language_code):
        return _Beginning(plan, catalogue, by).build()


class _Beginning:
    """One course being made."""

    def __init__(self, plan: CoursePlan, catalogue: CatalogPage, by: User):
        self.plan = plan
        self.catalogue = catalogue
        self.by = by

    def build(self) -> CoursePage:
        plan = self.plan
        course = add_draft(
            parent=self.catalogue,
            page=CoursePage(
                title=plan.title,
                translation_key=plan.key,
                summary=plan.summary,
                audience=plan.audience,
                authors=self.by.get_full_name(),
            ),
            by=self.by,
        )
        for title in plan.modules:
            self._module(course, title)
        if plan.pattern.has_final_quiz:
            name = _("Final quiz")
            self._quiz(course, name, f"{plan.title}: {name}", FINAL_MINUTES)
        if plan.pattern.has_survey:
            survey = ready_survey(by=self.by)
            add_survey_page(parent=course, survey=survey, by=self.by)
        # Knows by now how many pages are below it.
        return CoursePage.objects.get(pk=course.pk)

    def _module(self, course: CoursePage, title: str) -> None:
        pattern = self.plan.pattern
        module = add_draft(parent=course, page=ModulePage(title=title), by=self.by)
        reading = self.plan.minutes - CHECK_MINUTES * pattern.has_checks
        each = max(1, round(reading / pattern.lessons_per_module))
        for number in range(1, pattern.lessons_per_module + 1):
            name = (
                title
                if pattern.lessons_per_module == 1
                else _("%(module)s, part %(number)s")
                % {"module": title, "number": number}
            )
            add_lesson(parent=module, title=name[:255], minutes=each, by=self.by)
        if pattern.has_checks:
            name = _("Knowledge check")
            self._quiz(module, name, f"{self.plan.title}: {title}", CHECK_MINUTES)

    def _quiz(self, parent: Page, title: str, name: str, minutes: int) -> None:
        add_quiz_page(
            parent=parent,
            title=title,
            name=name,
            types=STARTER_TYPES,
            minutes=minutes,
            by=self.by,
        )


@transaction.atomic
def add_draft(*, parent: Page, page: Page, by: User) -> Page:
    """Add `page` below `parent` as a draft, with a first version of it."""
    page.locale = parent.locale
    page.live = False
    page.has_unpublished_changes = True
    page.owner = by
    page.draft_title = page.title
    # A copy of the parent, whose count of children is of now.
    parent = Page.objects.get(pk=parent.pk)
    parent.add_child(instance=page)
    log(instance=page, action="wagtail.create", user=by, content_changed=True)
    # Unfinished as it is; the editor stores drafts in the same way.
    page.save_revision(user=by, log_action=True, clean=False)
    return page


def add_lesson(*, parent: Page, title: str, minutes: int, by: User) -> LessonPage:
    """Add a draft of a lesson with the blocks that most lessons have, all empty."""
    body: list[dict] = [
        {"type": "text", "value": "", "id": str(uuid.uuid4())},
        {"type": "key_points", "value": {"points": [""]}, "id": str(uuid.uuid4())},
    ]
    lesson = LessonPage(
        title=title, minutes=minutes, body=stream_value(LessonPage, "body", body)
    )
    return add_draft(parent=parent, page=lesson, by=by)


@transaction.atomic
def add_quiz_page(
    *,
    parent: Page,
    title: str,
    name: str,
    types: tuple[ItemType, ...],
    minutes: int,
    by: User,
) -> QuizPage:
    """Add a draft of a quiz page with a quiz of its own and drafts of its questions."""
    if not may_make_quizzes(by):
        raise MayNotAdd
    quiz = new_quiz(name=name, types=types, by=by)
    page = QuizPage(
        title=title,
        assessment=quiz,
        minutes=minutes,
        unlock_rule=UnlockRule.AFTER_REQUIRED,
    )
    return add_draft(parent=parent, page=page, by=by)


def add_survey_page(*, parent: Page, survey: Survey, by: User) -> FeedbackPage:
    """Add a draft of a page that asks what learners thought."""
    page = FeedbackPage(
        title=_("What did you think?"),
        survey=survey,
        minutes=survey.minutes_needed,
        is_required=False,
        unlock_rule=UnlockRule.AFTER_REQUIRED,
    )
    return add_draft(parent=parent, page=page, by=by)


@transaction.atomic
def add_part(*, parent: Page, kind: str, title: str, by: User) -> Page:
    """Add a draft of a module, lesson, quiz or survey. Raises MayNotAdd."""
    if not may_add_to(by, parent):
        raise MayNotAdd
    with translation.override(parent.locale.language_code):
        if kind == "module":
            return add_draft(parent=parent, page=ModulePage(title=title), by=by)
        if kind == "quiz":
            return add_quiz_page(
                parent=parent,
                title=title,
                name=f"{parent.title}: {title}",
                types=STARTER_TYPES,
                minutes=CHECK_MINUTES,
                by=by,
            )
        if kind == "survey":
            page = add_survey_page(parent=parent, survey=ready_survey(by=by), by=by)
            if title:
                page.title = title
                page.save_revision(user=by, clean=False)
            return page
        return add_lesson(parent=parent, title=title, minutes=8, by=by)
