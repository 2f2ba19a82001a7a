"""Reports over all courses: evidence that is due, and what is not translated."""

import datetime

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page

from assessments.models import Item
from courses.models import CoursePage, LessonPage
from home.desk.evidence import due_counts, sources_due
from home.desk.listing import course_rows
from home.desk.publishing import publish_course
from home.desk.translations import lacks, language_reports
from home.stored import stream_value
from tests.factories.desk import begun_course, lesson_body, member_of, written

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def page(trainer):
    page = begun_course(by=trainer)
    publish_course(course=written(page), by=trainer)
    return CoursePage.objects.get(pk=page.pk)


def due_on(lesson, day):
    lesson.body = stream_value(LessonPage, "body", lesson_body(review_by=day))
    lesson.save()


@pytest.mark.parametrize(
    ("days", "listed"),
    [(-1, "overdue"), (0, "overdue"), (90, "soon"), (91, "")],
)
def test_sources_are_listed_by_their_day(page, trainer, days, listed):
    due_on(LessonPage.objects.first(), TODAY + datetime.timedelta(days=days))
    found = sources_due(user=trainer, today=TODAY)

    assert [due.is_overdue for due in found] == (
        [] if not listed else [listed == "overdue"]
    )
    assert due_counts(user=trainer, today=TODAY)[page.translation_key] == (
        listed == "overdue"
    )


def test_sources_of_unpublished_lessons_are_nobodys_concern(page, trainer):
    lesson = LessonPage.objects.first()
    due_on(lesson, TODAY)
    lesson.unpublish()

    assert sources_due(user=trainer, today=TODAY) == []
    assert sources_due(user=member_of(), today=TODAY) == []


def sentences(trainer, code):
    (report,) = [one for one in language_reports(user=trainer) if one.code == code]
    return report.page, [one.sentence for one in report.found]


def translated(page):
    finnish = Locale.objects.get(language_code="fi")
    page.get_parent().copy_for_translation(finnish, copy_parents=True)
    for one in Page.objects.descendant_of(page, inclusive=True).order_by("path"):
        copy = one.specific.copy_for_translation(finnish)
        copy.title = f"{one.title} (fi)"
        copy.save_revision(clean=False).publish()
    return page.get_translation(finnish)


def test_missing_and_outdated_pages_are_named(page, trainer):
    assert sentences(trainer, "fi") == (None, [])
    finnish = translated(page)
    is_of_pages = [s for s in sentences(trainer, "fi")[1] if "older" in s]
    assert is_of_pages == []

    original = LessonPage.objects.descendant_of(page).first()
    original.save_revision().publish()
    LessonPage.objects.descendant_of(finnish).last().delete()
    found = sentences(trainer, "fi")[1]
    assert "“Why work? (fi)” is older than “Why work?”." in found
    assert "The page “How it is done” is missing." in found


def test_questions_and_statements_without_a_wording_are_named(page, trainer):
    translated(page)
    found = sentences(trainer, "fi")[1]
    item = Item.objects.first()

    assert f"The question “{item.key}” is not translated in full." in found
    # The ready survey has all three languages.
    assert not [one for one in found if "survey" in one]


@pytest.mark.parametrize(
    ("content", "is_lacking"),
    [
        ({"stem": {"en": "Why?"}}, True),
        ({"stem": {"en": "Why?", "fi": "Miksi?"}}, False),
        ({"stem": {"en": "Why?", "fi": ""}}, True),
        ({"stem": {}, "feedback": {"en": ""}}, False),
        (
            {"options": [{"text": {"en": "Yes", "fi": "Joo"}}, {"text": {"en": "x"}}]},
            True,
        ),
        ({"key": "en", "points": 2, "picture": None}, False),
    ],
)
def test_texts_are_found_wherever_they_stand(content, is_lacking):
    assert lacks(content, "fi") is is_lacking


def test_the_pages_are_for_those_who_work_on_courses(page, trainer, client):
    due_on(LessonPage.objects.first(), datetime.date(2020, 1, 1))
    for name in ("desk-evidence", "desk-translations", "desk-courses"):
        client.force_login(trainer)
        assert "Supported employment" in client.get(reverse(name)).content.decode()
        client.force_login(member_of())
        assert client.get(reverse(name)).status_code == 302


def test_the_list_costs_little_more_for_more_pages(
    page, trainer, django_assert_max_num_queries
):
    course_rows(trainer)
    with django_assert_max_num_queries(25):
        (row,) = course_rows(trainer)

    assert row.enrolled == 0
    assert row.state == "Published"
