"""Steps are moved into other modules, taken out, and seen as learners meet them."""

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page

from assessments.models import AssessmentEntry, Item, QuizPage
from courses.models import Course, CoursePage, LessonPage, ModulePage
from home.desk.moving import MayNotMove, move_into
from home.desk.outline import desk_course
from home.desk.publishing import publish_course
from home.setup import REVIEWERS
from tests.factories.desk import begun_course, member_of, written


@pytest.fixture
def page(trainer):
    return begun_course(by=trainer)


def modules(page):
    return list(ModulePage.objects.child_of(page).order_by("path"))


def kinds(module):
    return [
        (type(one.specific), one.slug) for one in module.get_children().order_by("path")
    ]


def test_a_step_moves_to_the_end_of_another_module(page, trainer, client):
    first, second = modules(page)
    lesson = LessonPage.objects.child_of(first).get()
    client.force_login(trainer)
    url = reverse("desk-place", args=[page.pk, lesson.pk])
    response = client.post(url, {"parent": second.pk}, follow=True)

    assert "is at the end of “How it is done” now." in response.content.decode()
    assert [kind for kind, _slug in kinds(first)] == [QuizPage]
    assert [kind for kind, _slug in kinds(second)] == [LessonPage, QuizPage, LessonPage]


def test_an_address_that_is_taken_gets_a_number_also_when_published(page, trainer):
    """Both quizzes are “Knowledge check”; drafts hold the address, too."""
    publish_course(course=written(page), by=trainer)
    first, second = modules(page)
    quiz = QuizPage.objects.child_of(first).get()
    old = quiz.get_url()
    quiz.save_revision()
    move_into(page=quiz, parent=second, by=trainer)
    assert kinds(second)[-1] == (QuizPage, "knowledge-check-2")
    publish_course(course=desk_course(CoursePage.objects.get()), by=trainer)

    quiz = QuizPage.objects.get(pk=quiz.pk)
    assert quiz.slug == "knowledge-check-2"
    assert quiz.get_url() != old


def test_the_outline_of_learners_and_the_other_languages_follow(page, trainer):
    publish_course(course=written(page), by=trainer)
    finnish = Locale.objects.get(language_code="fi")
    page.get_parent().copy_for_translation(finnish, copy_parents=True)
    for one in Page.objects.descendant_of(page, inclusive=True).order_by("path"):
        one.specific.copy_for_translation(finnish)
    first, second = modules(page)
    lesson = LessonPage.objects.child_of(first).get()
    move_into(page=lesson, parent=second, by=trainer)

    translated = lesson.get_translation(finnish)
    assert translated.get_parent().translation_key == second.translation_key
    steps = list(Course.objects.get().steps.in_outline())
    assert [step.title for step in steps if step.module_title == "How it is done"] == [
        "How it is done",
        "Knowledge check",
        "Why work?",
    ]


def test_a_step_stands_after_the_modules_too(page, trainer):
    lesson = LessonPage.objects.first()
    move_into(page=lesson, parent=page, by=trainer)

    assert page.get_children().order_by("path").last().pk == lesson.pk


@pytest.mark.parametrize("target", ["another course", "a lesson", "nowhere"])
def test_a_step_moves_within_its_course_only(page, trainer, client, target):
    lesson = LessonPage.objects.first()
    other = modules(begun_course(by=trainer, title="Other"))[0]
    parents = {
        "another course": other.pk,
        "a lesson": LessonPage.objects.descendant_of(page).last().pk,
        "nowhere": "",
    }
    client.force_login(trainer)
    url = reverse("desk-place", args=[page.pk, lesson.pk])
    status = client.post(url, {"parent": parents[target]}).status_code

    assert status in {302, 404}
    assert LessonPage.objects.get(pk=lesson.pk).path == lesson.path


def test_reviewers_move_and_remove_nothing(page, client):
    first, second = modules(page)
    reviewer = member_of(REVIEWERS)
    with pytest.raises(MayNotMove):
        move_into(page=LessonPage.objects.first(), parent=second, by=reviewer)
    client.force_login(reviewer)
    html = client.get(reverse("desk-course", args=[page.pk])).content.decode()

    assert "Move or remove" not in html
    assert "Take out" not in html


def test_removing_leads_back_to_the_desk(page, trainer, client):
    client.force_login(trainer)
    desk = reverse("desk-course", args=[page.pk])
    lesson = LessonPage.objects.first()
    url = reverse("wagtailadmin_pages:delete", args=[lesson.pk]) + f"?next={desk}"
    assert url in client.get(desk).content.decode()
    response = client.post(url)

    assert response.url == desk
    assert not LessonPage.objects.filter(pk=lesson.pk).exists()


def out(client, page, quiz, entry):
    url = reverse("desk-question-out", args=[page.pk, quiz.pk, entry.pk])
    return client.post(url, follow=True)


def test_a_draft_that_is_taken_out_is_gone(page, trainer, client):
    quiz = QuizPage.objects.first()
    entry = quiz.assessment.entries.first()
    client.force_login(trainer)
    response = out(client, page, quiz, entry)

    assert "The question is out of the quiz." in response.content.decode()
    assert quiz.assessment.entries.count() == 2
    assert not Item.objects.filter(pk=entry.item_id).exists()


def test_a_question_that_was_asked_or_is_used_stays_in_the_bank(page, trainer, client):
    publish_course(course=written(page), by=trainer)
    quiz = QuizPage.objects.first()
    entry = quiz.assessment.entries.first()
    client.force_login(trainer)
    response = out(client, page, quiz, entry)

    assert "It is still in the bank." in response.content.decode()
    assert Item.objects.get(pk=entry.item_id).current_version is not None


def test_nobody_takes_questions_out_of_another_quiz(page, trainer, client):
    first, second = QuizPage.objects.order_by("path")
    entry = second.assessment.entries.first()
    client.force_login(trainer)
    assert out(client, page, first, entry).status_code == 404
    client.force_login(member_of(REVIEWERS))
    out(client, page, second, entry)

    assert AssessmentEntry.objects.filter(pk=entry.pk).exists()


def test_questions_are_named_by_what_they_ask(page, trainer, client):
    written(page)
    client.force_login(trainer)
    html = client.get(reverse("desk-course", args=[page.pk])).content.decode()

    assert "Single choice" in html
    item = Item.objects.first()
    assert item.key not in html
    (question, *_rest) = desk_course(page).parts[3].questions
    assert question.text
    assert question.text in html


@pytest.mark.parametrize(
    ("asked", "source"),
    [
        ("", "mode=arrived"),
        ("?mode=started&size=tablet", "mode=started"),
        ("?mode=%22%3E&size=no", "mode=arrived"),
    ],
)
def test_a_page_is_seen_as_learners_meet_it(page, trainer, client, asked, source):
    client.force_login(trainer)
    quiz = QuizPage.objects.first()
    url = reverse("desk-see", args=[page.pk, quiz.pk])
    html = client.get(url + asked).content.decode()
    frame = reverse("wagtailadmin_pages:view_draft", args=[quiz.pk])

    assert f'src="{frame}?{source}"' in html
    assert f'data-size="{"tablet" if "tablet" in asked else "mobile"}"' in html
    assert reverse("desk-course", args=[page.pk]) in html


def test_unlock_rules_hold_in_what_is_seen(page, trainer, client):
    client.force_login(trainer)
    frame = reverse("wagtailadmin_pages:view_draft", args=[QuizPage.objects.first().pk])

    arrived = client.get(frame, {"mode": "arrived"}).content.decode()
    started = client.get(frame, {"mode": "started"}).content.decode()
    sentence = "This opens when the required steps before it are completed."
    assert sentence in started
    assert sentence not in arrived
