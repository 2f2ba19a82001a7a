"""Courses as trees of pages, and learners who take them."""

import dataclasses
import datetime
import itertools
from collections.abc import Container

import factory
from django.db.models import F
from django.utils.text import slugify
from wagtail.models import AbstractPage, Page

from assessments.models import Assessment, QuizPage
from courses.actions import enrol
from courses.models import (
    Cohort,
    Course,
    CoursePage,
    Enrolment,
    LessonPage,
    ModulePage,
    Step,
    UnlockRule,
)
from courses.outline import course_page_above, sync_course
from feedback.models import FeedbackPage, Survey
from people.models import User

from .site import catalogue

NOW = datetime.datetime(2026, 10, 1, 9, 0, tzinfo=datetime.UTC)


@dataclasses.dataclass
class BuiltCourse:
    """A live course and its pages."""

    page: CoursePage
    module: ModulePage
    lessons: list[LessonPage]
    quiz: QuizPage | None
    feedback: FeedbackPage | None

    @property
    def course(self) -> Course:
        return Course.objects.get(key=self.page.translation_key)

    def step(self, page: Page) -> Step:
        return Step.objects.get(key=page.translation_key, course=self.course)


def put_live(parent: Page, page: Page) -> Page:
    """Add `page` below `parent`, as live as publishing would leave it.

    No revision, no entry in a log, no signal, no validation: those were most of the
    time that tests take. A test that is about publishing publishes.
    """
    below = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
    siblings = dict(below.values_list("slug", "path"))
    page.slug = _free_slug(page, siblings)
    page.draft_title = page.draft_title or page.title
    page.locale_id = parent.locale_id
    page.first_published_at = page.last_published_at = NOW
    page.depth = parent.depth + 1
    last = max(siblings.values())[-Page.steplen :] if siblings else "0"
    page.path = Page._get_path(parent.path, page.depth, Page._str2int(last) + 1)
    page.set_url_path(parent)
    super(AbstractPage, page).save()
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + 1)
    parent.numchild += 1
    return page


def _free_slug(page: Page, taken: Container[str]) -> str:
    base = page.slug or slugify(page.title, allow_unicode=True)
    names = itertools.chain([base], (f"{base}-{n}" for n in itertools.count(2)))
    return next(name for name in names if name not in taken)


def lesson(parent: Page, title: str, **fields) -> LessonPage:
    """Add a live lesson below a course or module page, and bring the outline along."""
    page = _lesson(parent, title, **fields)
    sync_course(course_page_above(page))
    return page


def _lesson(parent: Page, title: str, **fields) -> LessonPage:
    fields.setdefault("body", [("text", "<p>Work is part of recovery.</p>")])
    return put_live(parent, LessonPage(title=title, **fields))


def build_course(
    *,
    title: str = "IPS in practice",
    lessons: int = 2,
    assessment: Assessment | None = None,
    survey: Survey | None = None,
    quiz_fields: dict | None = None,
    feedback_fields: dict | None = None,
) -> BuiltCourse:
    """Return a live course with one module of lessons, a quiz and a survey if given."""
    page = put_live(catalogue(), CoursePage(title=title, summary="What IPS is."))
    module = put_live(page, ModulePage(title="Why work?"))
    built = BuiltCourse(page, module, [], None, None)
    for number in range(1, lessons + 1):
        built.lessons.append(_lesson(module, f"Lesson {number}"))
    if assessment is not None:
        fields = {"unlock_rule": UnlockRule.AFTER_REQUIRED, **(quiz_fields or {})}
        built.quiz = put_live(
            module, QuizPage(title="Knowledge check", assessment=assessment, **fields)
        )
    if survey is not None:
        fields = {"is_required": False, "unlock_rule": UnlockRule.AFTER_REQUIRED}
        fields |= feedback_fields or {}
        built.feedback = put_live(
            page, FeedbackPage(title="Your feedback", survey=survey, **fields)
        )
    sync_course(page)
    return built


def enrolled(user: User, course: Course, at: datetime.datetime = NOW) -> Enrolment:
    """Return the person's enrolment in the course."""
    return enrol(user=user, course=course, at=at)


class CohortFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cohort

    name = factory.Sequence(lambda n: f"Autumn {n}")
    starts_on = datetime.date(2026, 9, 1)
    ends_on = datetime.date(2026, 12, 15)
