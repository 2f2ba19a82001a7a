"""Courses as trees of pages, and learners who take them."""

import dataclasses
import datetime

import factory
from wagtail.models import Page

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
from feedback.models import FeedbackPage, Survey
from people.models import User

from .site import catalogue

NOW = datetime.datetime(2026, 10, 1, 9, 0, tzinfo=datetime.UTC)


@dataclasses.dataclass
class BuiltCourse:
    """A published course and its pages."""

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


def lesson(parent: Page, title: str, **fields) -> LessonPage:
    """Add a published lesson below a course or module page."""
    fields.setdefault("body", [("text", "<p>Work is part of recovery.</p>")])
    page = parent.add_child(
        instance=LessonPage(title=title, locale=parent.locale, **fields)
    )
    page.save_revision().publish()
    return page


def build_course(
    *,
    title: str = "IPS in practice",
    lessons: int = 2,
    assessment: Assessment | None = None,
    survey: Survey | None = None,
    quiz_fields: dict | None = None,
    feedback_fields: dict | None = None,
) -> BuiltCourse:
    """Publish a course with one module of lessons, and a quiz and a survey if given."""
    parent = catalogue()
    page = parent.add_child(
        instance=CoursePage(title=title, summary="What IPS is.", locale=parent.locale)
    )
    page.save_revision().publish()
    module = page.add_child(
        instance=ModulePage(title="Why work?", locale=parent.locale)
    )
    module.save_revision().publish()
    built = BuiltCourse(page, module, [], None, None)
    for number in range(1, lessons + 1):
        built.lessons.append(lesson(module, f"Lesson {number}"))
    if assessment is not None:
        fields = {"unlock_rule": UnlockRule.AFTER_REQUIRED, **(quiz_fields or {})}
        built.quiz = module.add_child(
            instance=QuizPage(
                title="Knowledge check",
                assessment=assessment,
                locale=parent.locale,
                **fields,
            )
        )
        built.quiz.save_revision().publish()
    if survey is not None:
        fields = {"is_required": False, "unlock_rule": UnlockRule.AFTER_REQUIRED}
        built.feedback = page.add_child(
            instance=FeedbackPage(
                title="Your feedback",
                survey=survey,
                locale=parent.locale,
                **(fields | (feedback_fields or {})),
            )
        )
        built.feedback.save_revision().publish()
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
