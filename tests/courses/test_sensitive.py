"""Lessons that may be hard to read: marked once, said in one place, never twice."""

import pytest

from courses.models import LessonPage, SensitiveTopic
from courses.outline import sync_course
from courses.study import outline_of
from home.packages.content import Sensitive
from tests.factories.courses import build_course, enrolled
from tests.factories.people import UserFactory

BLOCK = ("content_note", {"text": "<p>In the block's words.</p>"})
TEXT = ("text", "<p>Work is part of recovery.</p>")
OWN = "Two people tell how they were restrained."


class Shelf:
    """A course of two lessons, and a learner who takes it."""

    def __init__(self, client):
        self.client = client
        self.built = build_course(lessons=2)
        user = UserFactory()
        enrolled(user, self.built.course)
        client.force_login(user)

    def marks_lesson(self, topics=(), note="", body=(TEXT,)):
        self._mark(self.built.lessons[0], topics, note, body=list(body))

    def marks_module(self, topics=(), note=""):
        self._mark(self.built.module, topics, note)

    def _mark(self, page, topics, note, **fields):
        page.sensitive_topics, page.sensitive_note = list(topics), note
        for name, value in fields.items():
            setattr(page, name, value)
        page.save()
        sync_course(self.built.page)

    def shows(self, page):
        return self.client.get(page.get_url()).content.decode()

    def lesson(self, number=0):
        return self.shows(self.built.lessons[number])


@pytest.fixture
def shelf(client, site):
    return Shelf(client)


def test_an_unmarked_lesson_says_nothing(shelf):
    html = shelf.lesson()
    assert "Before you read" not in html
    assert "leave-quickly" not in html


def test_a_marked_lesson_begins_with_a_note_and_two_ways_out(shelf):
    shelf.marks_lesson(["trauma", "suicide"])
    html = shelf.lesson()
    assert "This lesson is about: suicide, trauma." in html
    assert "Pause: back to My learning" in html
    assert html.count("Leave this page quickly") == 1
    assert html.index("Before you read") < html.index("Work is part of recovery.")
    assert "Before you read" not in shelf.lesson(1)


def test_the_trainers_own_words_are_enough(shelf):
    shelf.marks_lesson(note=OWN)
    html = shelf.lesson()
    assert f'<p lang="en">{OWN}</p>' in html
    assert "This lesson is about:" not in html


def test_every_lesson_of_a_marked_module_has_the_note(shelf):
    shelf.marks_module(["coercion"])
    for number in (0, 1):
        assert "This lesson is about: coercion and restraint." in shelf.lesson(number)


def test_a_lessons_own_mark_stands_instead_of_its_modules(shelf):
    shelf.marks_module(["coercion"])
    shelf.marks_lesson(["suicide"])
    html = shelf.lesson()
    assert "This lesson is about: suicide." in html
    assert html.count("Before you read</p>") == 1


def test_a_block_stands_instead_of_every_mark(shelf):
    shelf.marks_module(["coercion"])
    shelf.marks_lesson(["suicide"], OWN, body=(BLOCK, TEXT))
    html = shelf.lesson()
    assert "In the block" in html
    assert "This lesson is about:" not in html
    assert OWN not in html
    assert html.count('class="content-note"') == 1
    assert html.count("Leave this page quickly") == 1


def test_course_and_catalogue_name_it_in_words(shelf):
    shelf.marks_lesson(["suicide"], OWN)
    shelf.marks_module(["coercion"])
    course = shelf.shows(shelf.built.page)
    assert "Content note: suicide" in course
    assert "Content note: coercion and restraint" in course
    catalogue = shelf.shows(shelf.built.page.get_parent().specific)
    words = " ".join(catalogue.split())
    assert "Content notes: suicide, coercion and restraint" in words
    module = shelf.shows(shelf.built.module)
    assert "Content note: coercion and restraint" in module


def test_a_lesson_with_a_block_alone_is_named_too(shelf):
    shelf.marks_lesson(body=(BLOCK, TEXT))
    assert "With a content note" in shelf.shows(shelf.built.page)
    catalogue = shelf.shows(shelf.built.page.get_parent().specific)
    assert "With content notes" in catalogue


def test_a_mention_of_the_blocks_name_is_no_block(shelf):
    shelf.marks_lesson(body=(("text", '<p>The block "content_note".</p>'),))
    assert not outline_of(shelf.built.course).marks


def test_what_is_no_topic_is_left_out(shelf):
    shelf.marks_lesson(["gone", "suicide"])
    assert "This lesson is about: suicide." in shelf.lesson()
    shelf.marks_lesson(["gone"])
    assert "Before you read" not in shelf.lesson()


def test_a_preview_shows_the_mark_of_a_draft(shelf, rf):
    from courses.previewing import study_of_preview

    page = LessonPage.objects.get(pk=shelf.built.lessons[0].pk)
    page.sensitive_topics = ["death"]
    page.save_revision()
    request = rf.get("/")
    request.user = UserFactory()
    study = study_of_preview(page=page, request=request, learner="started")
    assert study.current.step.mark.topics == ("death",)


def test_packages_know_the_same_topics():
    assert [str(one) for one in Sensitive] == list(SensitiveTopic.values)
