"""The desk of one course: what is missing, in which order, and when it is published."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import Page

from assessments.models import Item, QuizPage
from courses.models import Course, CourseChange, CoursePage, LessonPage, ModulePage
from feedback.models import Survey
from home.desk.gaps import gaps_of
from home.desk.moving import MayNotMove, move_part
from home.desk.outline import desk_course
from home.desk.publishing import (
    MayNotPublish,
    NotComplete,
    publish_course,
    submit_course,
)
from home.desk.way_back import course_of
from home.setup import REVIEWERS
from home.stored import stream_value
from tests.factories.assessments import true_false
from tests.factories.desk import begun_course, lesson_body, member_of, written


def sentences(page, *, is_blocking):
    desk = desk_course(CoursePage.objects.get(pk=page.pk))
    return [g.sentence for g in gaps_of(desk) if g.is_blocking is is_blocking]


def test_a_new_course_is_told_what_learners_would_miss(trainer):
    page = begun_course(by=trainer)
    must = sentences(page, is_blocking=True)
    advice = sentences(page, is_blocking=False)

    assert [one for one in must if "summary" in one]
    assert "The lesson “Why work?” has no text yet." in must
    assert [one for one in must if one.startswith("Question 1 of “Knowledge check (")]
    assert sum(one.startswith("Question") for one in must) == 6
    assert [one for one in advice if "learning objectives" in one]
    assert "There are no translations yet: Finnish, Swedish." in advice


def test_nothing_is_missing_from_a_written_course(trainer):
    course = written(begun_course(by=trainer))

    assert [gap.sentence for gap in gaps_of(course)] == [
        "There are no translations yet: Finnish, Swedish."
    ]


def with_body(page, raw):
    lesson = LessonPage.objects.descendant_of(page).first()
    lesson.body = stream_value(LessonPage, "body", raw)
    lesson.save_revision(clean=False)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ([{"type": "text", "value": "<p> </p>", "id": "x"}], "has no text yet"),
        (
            [
                *lesson_body(),
                {
                    "type": "figure",
                    "value": {"image": {"image": None, "alt_text": ""}},
                    "id": "x",
                },
            ],
            "text that says what it shows",
        ),
        (
            [*lesson_body(), {"type": "case", "value": {"title": "Aino"}, "id": "x"}],
            "is not filled in: Case vignette.",
        ),
    ],
)
def test_unfinished_lessons_are_found(trainer, raw, sentence):
    page = written(begun_course(by=trainer)).page
    with_body(page, raw)

    (found,) = sentences(page, is_blocking=True)
    assert sentence in found


def test_parts_without_content_are_found(trainer):
    page = written(begun_course(by=trainer)).page
    QuizPage.objects.first().assessment.entries.all().delete()
    for lesson in LessonPage.objects.all()[1:]:
        lesson.delete()
    QuizPage.objects.last().delete()

    must = sentences(page, is_blocking=True)
    assert must == [
        "The quiz “Knowledge check” has no question yet.",
        "The module “How it is done” has no lesson yet.",
    ]


def test_an_unfinished_course_is_not_published(trainer, client):
    page = begun_course(by=trainer)
    client.force_login(trainer)
    for name in ("desk-publish", "desk-submit"):
        response = client.post(reverse(name, args=[page.pk]), follow=True)
        assert "The course is not complete" in response.content.decode()

    assert not Page.objects.descendant_of(page, inclusive=True).live().exists()
    assert not Item.objects.filter(live=True).exists()


def test_publishing_publishes_pages_and_their_new_questions(trainer):
    course = written(begun_course(by=trainer))
    count = publish_course(course=course, by=trainer)

    assert count == 8
    steps = Course.objects.get().steps.in_outline()
    assert [step.title for step in steps] == [
        "Why work?",
        "Knowledge check",
        "How it is done",
        "Knowledge check",
        "What did you think?",
    ]
    assert not Item.objects.filter(current_version=None).exists()
    # Nothing is left, so a second click changes nothing.
    again = desk_course(CoursePage.objects.get(pk=course.page.pk))
    assert publish_course(course=again, by=trainer) == 0


def test_who_may_not_publish_publishes_nothing(trainer):
    course = written(begun_course(by=trainer))
    with pytest.raises(MayNotPublish):
        publish_course(course=course, by=member_of(REVIEWERS))
    trainer.groups.first().permissions.remove(
        Permission.objects.get(codename="publish_item")
    )
    fresh = type(trainer).objects.get(pk=trainer.pk)
    with pytest.raises(MayNotPublish):
        publish_course(course=course, by=fresh)

    assert not Page.objects.descendant_of(course.page, inclusive=True).live().exists()


def test_a_changed_question_of_a_published_quiz_is_not_published_along(trainer):
    page = begun_course(by=trainer)
    publish_course(course=written(page), by=trainer)
    item = Item.objects.order_by("pk").first()
    item.save_revision()
    course = desk_course(CoursePage.objects.get(pk=page.pk))
    publish_course(course=course, by=trainer)

    item.refresh_from_db()
    assert item.has_unpublished_changes
    assert (
        "Question 1 of “Knowledge check (Why work?)” has changes not published."
        in sentences(page, is_blocking=False)
    )


def test_all_pages_go_to_review_once(trainer):
    course = written(begun_course(by=trainer))
    assert submit_course(course=course, by=trainer) == 8
    waiting = desk_course(CoursePage.objects.get(pk=course.page.pk))

    assert {part.state for part in waiting.parts} == {"in-review"}
    assert submit_course(course=waiting, by=trainer) == 0


def test_an_unfinished_course_is_not_reviewed(trainer):
    course = desk_course(begun_course(by=trainer))
    with pytest.raises(NotComplete):
        submit_course(course=course, by=trainer)


def titles(page):
    return [one.title for one in page.get_children().order_by("path")]


def test_moving_takes_the_other_languages_along(trainer):
    from wagtail.models import Locale

    page = begun_course(by=trainer)
    publish_course(course=written(page), by=trainer)
    finnish = Locale.objects.get(language_code="fi")
    for one in Page.objects.descendant_of(page, inclusive=True).order_by("path"):
        if one.pk == page.pk:
            page.get_parent().copy_for_translation(finnish, copy_parents=True)
        translation = one.specific.copy_for_translation(finnish)
        translation.title = f"{one.title} (fi)"
        translation.save()
    second = ModulePage.objects.child_of(page).last()
    assert move_part(page=second, by=trainer, is_up=True)

    assert titles(page)[:2] == ["How it is done", "Why work?"]
    assert titles(page.get_translation(finnish))[:2] == [
        "How it is done (fi)",
        "Why work? (fi)",
    ]
    # What learners see follows.
    first_step = Course.objects.get().steps.in_outline().first()
    assert first_step.module_title == "How it is done"


def test_the_first_cannot_go_up_and_strangers_move_nothing(trainer, client):
    page = begun_course(by=trainer)
    first = ModulePage.objects.child_of(page).first()

    assert not move_part(page=first, by=trainer, is_up=True)
    with pytest.raises(MayNotMove):
        move_part(page=first, by=member_of(REVIEWERS), is_up=False)


def test_a_part_of_another_course_is_not_found(trainer, client):
    page, other = begun_course(by=trainer), begun_course(by=trainer)
    module = ModulePage.objects.child_of(other).first()
    client.force_login(trainer)
    url = reverse("desk-move", args=[page.pk, module.pk])

    assert client.post(url, {"direction": "up"}).status_code == 404


@pytest.mark.parametrize("kind", ["lesson", "quiz", "survey", "module"])
def test_parts_are_added_where_they_belong(trainer, client, kind):
    page = begun_course(by=trainer)
    client.force_login(trainer)
    client.post(
        reverse("desk-add", args=[page.pk]),
        {"kind": kind, "title": "Something new", "parent": page.pk},
    )
    added = Page.objects.child_of(page).last()

    assert (added.draft_title, added.live) == ("Something new", False)


def test_a_module_is_not_added_to_a_module(trainer, client):
    page = begun_course(by=trainer)
    module = ModulePage.objects.child_of(page).first()
    client.force_login(trainer)
    client.post(
        reverse("desk-add", args=[page.pk]),
        {"kind": "module", "title": "Inside", "parent": module.pk},
    )

    assert not Page.objects.filter(title="Inside").exists()


def test_a_question_is_added_to_the_quiz_it_was_asked_for(trainer, client):
    page = begun_course(by=trainer)
    quiz_page = QuizPage.objects.descendant_of(page).first()
    client.force_login(trainer)
    response = client.post(
        reverse("desk-question", args=[page.pk, quiz_page.pk]), {"type": "ordering"}
    )
    item = Item.objects.order_by("pk").last()

    assert str(item.pk) in response.url
    assert quiz_page.assessment.entries.last().item == item
    assert client.get(response.url).status_code == 200


def test_the_desk_shows_the_course_to_its_editors_only(trainer, client):
    page = begun_course(by=trainer)
    url = reverse("desk-course", args=[page.pk])
    client.force_login(member_of())
    assert client.get(url).status_code == 302

    client.force_login(trainer)
    html = client.get(url).content.decode()
    assert "Why work?" in html
    assert "Send all to review" in html
    listing = client.get(reverse("desk-courses")).content.decode()
    assert url in listing
    assert "English: 0 of 8 published" in listing


@pytest.mark.parametrize(
    ("group", "shown", "hidden"),
    [
        ("Trainers", {"desk", "explorer", "images", "quizzes"}, {"settings", "help"}),
        ("Reviewers", {"desk", "explorer"}, {"images", "documents", "reports"}),
    ],
)
def test_the_menu_has_what_a_role_needs(desk_site, rf, group, shown, hidden):
    from wagtail.admin.menu import admin_menu

    request = rf.get("/cms/")
    request.user = member_of(group)
    names = {item.name for item in admin_menu.menu_items_for_request(request)}

    assert shown <= names
    assert not hidden & names


def test_learners_are_told_what_a_publication_changes(trainer, client):
    page = begun_course(by=trainer)
    publish_course(course=written(page), by=trainer)
    lesson = LessonPage.objects.first()
    lesson.save_revision()
    client.force_login(trainer)
    url = reverse("desk-publish", args=[page.pk])
    client.post(url, {"change_level": "substantial", "change_note": "Two new cases."})

    change = CourseChange.objects.get()
    assert (change.page_key, change.note) == (page.translation_key, "Two new cases.")
    assert change.published_at is not None
    # Nothing is left to publish, so there is nothing to tell.
    client.post(url, {"change_level": "substantial", "change_note": "Again."})
    assert CourseChange.objects.count() == 1


def test_a_statement_without_its_truth_is_not_finished(trainer):
    """An answer that nobody chose would be taken for “false”."""
    page = written(begun_course(by=trainer)).page
    item = Item.objects.filter(key__endswith="q3").first()
    content = true_false()
    content[0]["value"]["answer"] = ""
    draft = item.get_latest_revision_as_object()
    draft.content = stream_value(Item, "content", content)
    draft.save_revision()

    (found,) = sentences(page, is_blocking=True)
    assert found.endswith("is not finished. Something is not filled in.")


def test_questions_quizzes_and_surveys_lead_back_to_their_course(trainer):
    page = begun_course(by=trainer)
    quiz_page = QuizPage.objects.first()
    records = [
        quiz_page,
        quiz_page.assessment,
        Item.objects.first(),
        Survey.objects.first(),
    ]

    assert {course_of(record) for record in records} == {page}
    assert course_of(page.get_parent()) is None
    assert course_of(trainer) is None
