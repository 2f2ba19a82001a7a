"""The outline follows the pages, and learner records outlive them."""

import pytest
from wagtail.models import Locale

from assessments.models import QuizPage
from courses.models import (
    Course,
    CoursePage,
    LessonPage,
    ModulePage,
    Step,
    StepCompletion,
)
from courses.outline import sync_course
from tests.factories.assessments import AssessmentFactory
from tests.factories.courses import build_course, enrolled, lesson
from tests.factories.people import UserFactory
from tests.factories.site import catalogue


@pytest.fixture
def built(site):
    return build_course(lessons=2, assessment=AssessmentFactory())


def titles(course):
    return [step.title for step in course.steps.in_outline()]


def test_publishing_pages_makes_the_course_and_its_steps(site):
    def publish(parent, model, title, **fields):
        page = parent.add_child(
            instance=model(title=title, locale=parent.locale, live=False, **fields)
        )
        page.save_revision().publish()
        return page

    page = publish(catalogue(), CoursePage, "IPS in practice", summary="What IPS is.")
    module = publish(page, ModulePage, "Why work?")
    publish(module, LessonPage, "Lesson 1")
    publish(module, LessonPage, "Lesson 2")
    publish(module, QuizPage, "Knowledge check", assessment=AssessmentFactory())
    module.add_child(instance=LessonPage(title="A draft", live=False))
    course = Course.objects.get()

    assert course.key == page.translation_key
    assert titles(course) == ["Lesson 1", "Lesson 2", "Knowledge check"]
    assert [s.position for s in course.steps.in_outline()] == [1, 2, 3]
    assert {s.module_title for s in course.steps.all()} == {"Why work?"}


def test_an_unpublished_step_leaves_the_outline_and_keeps_its_row(built):
    built.lessons[0].unpublish()

    assert titles(built.course) == ["Lesson 2", "Knowledge check"]
    assert Step.objects.get(title="Lesson 1").is_live is False


def test_deleting_a_page_keeps_what_a_learner_did(built, noon):
    from courses.actions import complete_step

    enrolment = enrolled(UserFactory(), built.course)
    step = built.step(built.lessons[0])
    complete_step(enrolment=enrolment, step=step, at=noon)

    built.lessons[0].delete()

    step.refresh_from_db()
    assert (step.is_live, step.title) == (False, "Lesson 1")
    assert StepCompletion.objects.filter(enrolment=enrolment, step=step).exists()


def test_deleting_the_whole_course_keeps_its_identity_and_steps(built):
    course = built.course
    enrolled(UserFactory(), course)

    CoursePage.objects.get(pk=built.page.pk).delete()

    course.refresh_from_db()
    assert course.title == "IPS in practice"
    assert not course.steps.filter(is_live=True).exists()
    assert course.enrolments.count() == 1


def test_renaming_and_moving_a_page_keeps_its_identity(built):
    page = built.lessons[1]
    before = built.step(page).pk
    page.title = "Second lesson"
    page.slug = "second"
    page.save_revision().publish()
    page.move(built.lessons[0], pos="left")

    assert titles(built.course) == ["Second lesson", "Lesson 1", "Knowledge check"]
    assert built.step(LessonPage.objects.get(pk=page.pk)).pk == before


def test_a_step_moved_to_another_course_leaves_the_first(built):
    other = build_course(title="Another course", lessons=0)
    built.lessons[0].move(other.module, pos="last-child")

    assert titles(built.course) == ["Lesson 2", "Knowledge check"]
    assert titles(other.course) == ["Lesson 1"]


def test_an_unpublished_module_takes_its_steps_along(built):
    built.module.unpublish()

    assert titles(built.course) == []


def test_syncing_again_changes_nothing_but_the_version(built):
    rows = list(built.course.steps.order_by("pk").values())

    sync_course(built.page)

    assert list(built.course.steps.order_by("pk").values()) == rows


def test_a_copied_course_is_a_course_of_its_own(built):
    copy = built.page.copy(
        recursive=True,
        update_attrs={"title": "A copy", "slug": "a-copy"},
        keep_live=True,
    )
    sync_course(copy)

    assert Course.objects.count() == 2
    assert not built.course.steps.filter(
        key__in=Course.objects.get(slug="a-copy").steps.values("key")
    ).exists()


def test_a_translation_shares_the_course_and_its_steps(built):
    finnish = Locale.objects.get(language_code="fi")
    translated = built.page.copy_for_translation(finnish, copy_parents=True)
    translated.title = "IPS käytännössä"
    translated.save_revision().publish()

    assert Course.objects.count() == 1
    assert built.course.title == "IPS in practice"
    assert titles(built.course) == ["Lesson 1", "Lesson 2", "Knowledge check"]


def test_a_step_that_exists_in_the_second_language_only_comes_last(built):
    finnish = Locale.objects.get(language_code="fi")
    course_page = built.page.copy_for_translation(finnish, copy_parents=True)
    course_page.save_revision().publish()
    module = built.module.copy_for_translation(finnish)
    module.save_revision().publish()
    lesson(module, "Vain suomeksi")

    assert titles(built.course)[-1] == "Vain suomeksi"
    assert len(titles(built.course)) == 4


def test_two_courses_with_the_same_slug_get_different_names(built):
    built.page.copy(update_attrs={"slug": "other"}, keep_live=True)
    page = CoursePage.objects.get(slug="other")
    page.slug = built.course.slug + "-x"
    page.save_revision().publish()

    assert len(set(Course.objects.values_list("slug", flat=True))) == 2
