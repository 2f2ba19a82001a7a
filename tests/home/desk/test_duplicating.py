"""A copied course is a course of its own, with nobody's records."""

import uuid

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page

from assessments.models import Assessment, Item, QuizPage
from courses.models import Course, CoursePage, Enrolment, LessonPage
from feedback.models import Survey
from home.desk.creating import MayNotAdd
from home.desk.duplicating import duplicate_course
from home.desk.outline import desk_course
from home.desk.publishing import publish_course
from home.setup import REVIEWERS
from tests.factories.courses import build_course, enrolled
from tests.factories.desk import begun_course, member_of, written
from tests.factories.people import UserFactory


@pytest.fixture
def original(trainer):
    """A published course in two languages, with a learner and a draft of a change."""
    page = begun_course(by=trainer)
    publish_course(course=written(page), by=trainer)
    finnish = Locale.objects.get(language_code="fi")
    page.get_parent().copy_for_translation(finnish, copy_parents=True)
    for one in Page.objects.descendant_of(page, inclusive=True).order_by("path"):
        one.specific.copy_for_translation(finnish)
    enrolled(UserFactory(), Course.objects.get())
    lesson = LessonPage.objects.descendant_of(page).first()
    lesson.introduction = "Not published yet."
    lesson.save_revision()
    return CoursePage.objects.get(pk=page.pk)


def tree(page):
    pages = Page.objects.descendant_of(page, inclusive=True).order_by("path")
    return list(pages.specific())


def test_the_copy_has_the_same_drafts_and_new_keys(original, trainer):
    copy = duplicate_course(page=original, title="A second run", by=trainer)
    before, after = tree(original), tree(copy)

    assert copy.title == "A second run"
    assert [type(one) for one in after] == [type(one) for one in before]
    assert [one.title for one in after][1:] == [one.title for one in before][1:]
    assert not any(one.live for one in after)
    assert not {p.translation_key for p in before} & {p.translation_key for p in after}
    lesson = desk_course(copy).parts[2].draft
    assert lesson.introduction == "Not published yet."
    assert str(lesson.body) == str(before[2].body)


def test_the_languages_of_the_copy_belong_together(original, trainer):
    copy = duplicate_course(page=original, title="A second run", by=trainer)
    finnish = copy.get_translation(Locale.objects.get(language_code="fi"))

    assert [p.translation_key for p in tree(finnish)] == [
        p.translation_key for p in tree(copy)
    ]
    assert QuizPage.objects.descendant_of(finnish).first().assessment == (
        QuizPage.objects.descendant_of(copy).first().assessment
    )


def test_quizzes_are_copied_and_questions_are_shared(original, trainer):
    items, surveys = Item.objects.count(), Survey.objects.count()
    copy = duplicate_course(page=original, title="A second run", by=trainer)
    old = QuizPage.objects.descendant_of(original).first().assessment
    new = QuizPage.objects.descendant_of(copy).first().assessment

    assert new != old
    assert Assessment.objects.count() == 4
    assert list(new.entries.values_list("item", "max_mark")) == list(
        old.entries.values_list("item", "max_mark")
    )
    assert (Item.objects.count(), Survey.objects.count()) == (items, surveys)


@pytest.fixture
def revisiting(original):
    """The first question of the copied course's first quiz names its first lesson."""
    quiz = QuizPage.objects.descendant_of(original).first().assessment
    entry = quiz.entries.order_by("sort_order").first()
    entry.revisit = Course.objects.get().steps.in_outline().first()
    entry.save()
    return entry


def first_entry(page):
    quiz = QuizPage.objects.descendant_of(page).first().assessment
    return quiz.entries.order_by("sort_order").first()


def test_the_lesson_to_revisit_is_that_of_the_copy(original, revisiting, trainer):
    copy = duplicate_course(page=original, title="A second run", by=trainer)
    named = first_entry(copy).revisit
    lesson = LessonPage.objects.descendant_of(copy).first()

    assert named.key == lesson.translation_key
    assert named.course.key == copy.translation_key
    assert not named.is_live
    assert not named.course.steps.in_outline().exists()
    revisiting.refresh_from_db()
    assert revisiting.revisit.course.key == original.translation_key


def test_it_is_a_step_of_the_copy_once_that_is_published(original, revisiting, trainer):
    copy = duplicate_course(page=original, title="A second run", by=trainer)
    named = first_entry(copy).revisit
    publish_course(course=desk_course(copy), by=trainer)
    course = Course.objects.get(key=copy.translation_key)

    assert course.steps.in_outline().first() == named
    assert course.steps.count() == 5
    assert course.title == "A second run"


def test_a_lesson_of_another_course_is_not_named(original, revisiting, trainer):
    other = build_course(title="Another course", lessons=1)
    revisiting.revisit = other.step(other.lessons[0])
    revisiting.save()
    copy = duplicate_course(page=original, title="A second run", by=trainer)

    assert first_entry(copy).revisit is None


def test_learners_stay_with_the_course_they_belong_to(original, trainer):
    copy = duplicate_course(page=original, title="A second run", by=trainer)
    publish_course(course=desk_course(copy), by=trainer)
    second = Course.objects.get(key=copy.translation_key)

    assert Enrolment.objects.filter(course=second).count() == 0
    assert Enrolment.objects.count() == 1
    assert second.steps.in_outline().count() == 5


def test_who_may_not_write_courses_copies_none(original, client):
    reviewer = member_of(REVIEWERS)
    with pytest.raises(MayNotAdd):
        duplicate_course(page=original, title="Mine", by=reviewer)
    client.force_login(reviewer)
    data = {"title": "Mine", "key": uuid.uuid4()}
    client.post(reverse("desk-copy", args=[original.pk]), data)

    assert not CoursePage.objects.filter(title="Mine").exists()


def test_the_page_proposes_a_title(original, trainer, client):
    client.force_login(trainer)
    url = reverse("desk-copy", args=[original.pk])
    assert "Supported employment (copy)" in client.get(url).content.decode()
    response = client.post(url, {"title": "A second run", "key": uuid.uuid4()})

    copy = CoursePage.objects.get(title="A second run")
    assert response.url == reverse("desk-course", args=[copy.pk])
