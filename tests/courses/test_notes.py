"""Private notes and bookmarks: nothing lost, and nobody else's business."""

import datetime

import pytest
from django.urls import reverse

from courses.models import Bookmark, Note, ReflectionNote
from courses.notes import actions
from courses.notes.reporting import kept_by
from tests.factories.assessments import AssessmentFactory
from tests.factories.courses import build_course, enrolled
from tests.factories.people import UserFactory
from tests.racing import at_once, without_constraints, without_locks

NOON = datetime.datetime(2026, 10, 5, 12, 0, tzinfo=datetime.UTC)
SECRET = "Ask Maija about the timetable"


class Learner:
    def __init__(self):
        self.built = build_course(lessons=2, assessment=AssessmentFactory())
        self.user = UserFactory()
        enrolled(self.user, self.built.course)
        self.step = self.built.step(self.built.lessons[0])

    def writes(self, text=SECRET, revision=0):
        return actions.write_note(
            user=self.user, step=self.step, text=text, revision=revision, at=NOON
        )


@pytest.fixture
def learner(site):
    return Learner()


@pytest.fixture
def page(client, learner):
    client.force_login(learner.user)
    return reverse("courses:note", args=[learner.step.pk])


def test_a_note_is_kept_changed_and_removed(learner):
    assert learner.writes().revision == 1
    assert learner.writes("Two", revision=1).revision == 2
    assert learner.writes("  ", revision=2) is None
    assert not Note.objects.exists()


def test_sending_the_same_text_again_changes_nothing(learner):
    note = learner.writes()
    assert learner.writes() == note
    assert Note.objects.get().revision == 1


@pytest.mark.parametrize("text", ["Another", ""])
def test_a_tab_that_is_behind_writes_over_nothing(learner, text):
    learner.writes()
    learner.writes("Newer", revision=1)
    with pytest.raises(actions.NoteChanged):
        learner.writes(text, revision=1)
    assert Note.objects.get().text == "Newer"


def test_the_page_then_shows_both_texts(client, learner, page):
    learner.writes("Newer")
    response = client.post(page, {"text": "My own words", "revision": 0})
    html = response.content.decode()
    assert response.status_code == 409
    assert "Newer" in html
    assert "My own words" in html

    client.post(page, {"text": "Both", "revision": 1})
    assert Note.objects.get().text == "Both"


def test_a_note_that_is_too_long_comes_back_with_a_sentence(client, page):
    response = client.post(page, {"text": "x" * 10_001, "revision": 0})
    assert response.status_code == 422
    assert "x" * 10_001 in response.content.decode()
    assert not Note.objects.exists()


def test_a_note_can_be_written_at_lessons_of_own_courses_only(client, learner, page):
    quiz = learner.built.step(learner.built.quiz)
    other = build_course(title="Another", lessons=1)
    foreign = other.step(other.lessons[0])
    for step in (quiz, foreign):
        for name in ("note", "bookmark"):
            address = reverse(f"courses:{name}", args=[step.pk])
            sent = {"text": "x", "revision": 0, "is_on": "1"}
            assert client.post(address, sent).status_code == 404
    assert not Note.objects.exists()
    assert not Bookmark.objects.exists()


def test_a_bookmark_is_set_once_and_taken_away(client, learner, page):
    address = reverse("courses:bookmark", args=[learner.step.pk])
    for _time in range(2):
        client.post(address, {"is_on": "1"})
    assert Bookmark.objects.get().user == learner.user
    for _time in range(2):
        client.post(address, {"is_on": "0"})
    assert not Bookmark.objects.exists()


def test_the_lesson_and_the_list_show_them_to_their_owner_only(client, learner, page):
    learner.writes()
    actions.set_bookmark(user=learner.user, step=learner.step, is_on=True, at=NOON)
    lesson = learner.built.lessons[0].get_url()
    assert SECRET in client.get(lesson).content.decode()
    listed = client.get("/learn/notes/").content.decode()
    assert SECRET in listed
    assert f'href="{lesson}#note"' in listed
    file = client.get("/learn/notes/notes.csv").content.decode("utf-8-sig")
    assert [line.split(",")[0] for line in file.split("\r\n")[:3]] == [
        "kind",
        "bookmark",
        "note",
    ]
    assert SECRET in file

    other = UserFactory()
    enrolled(other, learner.built.course)
    client.force_login(other)
    for address in (lesson, "/learn/notes/", "/learn/notes/notes.csv"):
        assert SECRET not in client.get(address).content.decode()


def test_notes_outlive_the_lesson_and_go_with_the_account(learner):
    learner.writes()
    learner.built.lessons[0].delete()
    (kept,) = kept_by(learner.user)
    assert (kept.step, kept.url, kept.text) == ("Lesson 1", "", SECRET)

    learner.user.delete()
    assert not Note.objects.exists()


def test_a_note_is_a_text_to_a_spreadsheet_and_to_a_page(client, learner, page):
    learner.writes("=1+1 <b>x</b>")
    assert "'=1+1" in client.get("/learn/notes/notes.csv").content.decode()
    assert "<b>x</b>" not in client.get("/learn/notes/").content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.concurrency
class TestRaces:
    """Two tabs that save at once; the control has to go wrong without the guards."""

    def race(self, learner, tabs=2):
        texts = [f"Text {number}" for number in range(tabs)]
        return at_once([lambda text=text: learner.writes(text) for text in texts])

    def test_one_tab_wins_and_the_other_is_told(self):
        outcomes = self.race(Learner())
        kinds = sorted(type(outcome).__name__ for outcome in outcomes)
        assert kinds == ["Note", "NoteChanged"]
        assert Note.objects.count() == 1

    def test_without_guards_it_goes_wrong(self):
        learner = Learner()
        with without_constraints(Note, ("courses_note_once",)), without_locks():
            # With two tabs only, one is often done before the other has begun.
            for _round in range(20):
                outcomes = self.race(learner, tabs=8)
                kinds = sorted(type(outcome).__name__ for outcome in outcomes)
                went_wrong = kinds != ["Note"] + 7 * ["NoteChanged"]
                if went_wrong:
                    break
                Note.objects.all().delete()
        assert went_wrong


def test_answers_to_questions_of_lessons_stand_with_the_notes(learner, client):
    ReflectionNote.objects.create(
        user=learner.user,
        step=learner.step,
        key="next-step",
        question="What will you try?",
        text="Ask Anna about work.",
        saved_at=NOON,
    )

    (kept,) = kept_by(learner.user)
    assert (kept.kind, kept.question) == ("reflection", "What will you try?")
    assert kept.url.endswith("#note-next-step")
    client.force_login(learner.user)
    page = client.get("/learn/notes/").content.decode()
    assert "What will you try?" in page
    assert "Ask Anna about work." in page
