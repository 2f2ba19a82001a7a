"""A lesson asks: a check is explained at once, a note is kept, a word is explained."""

import pytest
from playwright.sync_api import expect

from courses.models import GlossaryTerm, ReflectionNote
from tests.factories.courses import build_course, enrolled
from tests.factories.people import UserFactory

from .visitor import Journey

pytestmark = pytest.mark.journey

NOTE = "I will ask Tuesday's group."
SECTION = {"heading": "In medicine", "text": "<p>Symptoms go away.</p>"}
BODY = [
    ("content_note", {"text": "<p>This lesson is about hard things.</p>"}),
    ("text", "<h2>Work</h2><p>Work is part of recovery. Recovery takes time.</p>"),
    ("quote", {"text": "<p>Nobody had asked me.</p>", "name": "Aino", "role": ""}),
    ("accordion", {"sections": [SECTION]}),
    ("steps", {"title": "First", "steps": [SECTION, {"heading": "Go", "text": ""}]}),
    ("comparison", {"title": "", "left": SECTION, "right": SECTION}),
    (
        "self_check",
        {
            "question": "Who may join?",
            "options": [
                {
                    "text": "Whoever wants to",
                    "is_right": True,
                    "feedback": "It is enough.",
                },
                {
                    "text": "Whoever is tested",
                    "is_right": False,
                    "feedback": "Nobody is tested here.",
                },
            ],
            "explanation": "Nobody is left out.",
        },
    ),
    (
        "true_or_false",
        {
            "statement": "Rest comes first.",
            "is_true": False,
            "explanation": "Work may.",
        },
    ),
    ("reflection", {"question": "What will you try?", "key": "try"}),
]
WITH_SCRIPTS = ["keyboard", "phone"]


class AtWork(Journey):
    def given_a_lesson_that_asks(self):
        GlossaryTerm.objects.create(
            key="recovery",
            term={"en": "recovery"},
            definition={"en": "A life worth living."},
        )
        built = build_course(lessons=1)
        self.lesson = built.lessons[0]
        self.lesson.body = BODY
        self.lesson.save()
        self.user = UserFactory()
        enrolled(self.user, built.course)
        self.visitor.is_signed_in_as(self.user)
        self.visitor.opens(self.lesson.url)
        self.visitor.sees("Lesson 1")
        assert self.visitor.main.locator("a.term").count() == 1

    def then_the_note_is_there_when_they_come_back(self):
        self.visitor.opens(self.lesson.url)
        self.visitor.sees("Lesson 1")
        expect(self.visitor.main.get_by_label("What will you try?")).to_have_value(NOTE)
        assert ReflectionNote.objects.of(self.user).get().text == NOTE


@pytest.mark.parametrize("visitor", WITH_SCRIPTS, indirect=True)
class TestWithScripts(AtWork):
    def test_what_is_asked_is_explained_in_place(self):
        self.given_a_lesson_that_asks()
        self.when_they_choose_a_wrong_answer()
        self.then_they_read_why_and_try_again()
        self.when_they_write_a_note()
        self.then_it_is_saved_by_itself()
        self.then_the_note_is_there_when_they_come_back()
        self.and_a_word_is_explained_in_place()

    def check(self, option):
        self.visitor.chooses(option, within="Who may join?")
        check = self.visitor.main.get_by_role("button", name="Check", exact=True).first
        self.visitor.hands.press(check)

    def when_they_choose_a_wrong_answer(self):
        self.check("Whoever is tested")

    def then_they_read_why_and_try_again(self):
        feedback = self.visitor.main.locator(".self-check__feedback")
        expect(feedback).to_have_text("Not right. Nobody is tested here.")
        self.visitor.looks()
        self.check("Whoever wants to")
        expect(feedback).to_have_text("Right. It is enough.")

    def when_they_write_a_note(self):
        self.visitor.writes("What will you try?", NOTE)

    def then_it_is_saved_by_itself(self):
        expect(
            self.visitor.main.get_by_text("nothing that tells who a patient is").last
        ).to_be_visible()
        expect(self.visitor.main.locator("[data-save-status]")).to_contain_text(
            "Saved at"
        )

    def and_a_word_is_explained_in_place(self):
        self.visitor.follows("recovery")
        dialog = self.visitor.page.get_by_role("dialog", name="recovery")
        expect(dialog).to_contain_text("A life worth living.")
        self.visitor.looks()
        self.visitor.hands.press(dialog.get_by_role("button", name="Close"))
        expect(dialog).to_have_count(0)
        expect(self.visitor.main.locator("a.term")).to_be_focused()


@pytest.mark.parametrize("visitor", ["no scripts"], indirect=True)
class TestWithoutScripts(AtWork):
    def test_the_answers_are_there_and_the_note_is_kept(self):
        self.given_a_lesson_that_asks()
        self.when_they_open_the_answer()
        self.and_save_a_note()
        self.then_the_note_is_there_when_they_come_back()

    def when_they_open_the_answer(self):
        self.visitor.main.get_by_text("Show the answer").first.click()
        self.visitor.sees_text("Nobody is tested here.")

    def and_save_a_note(self):
        self.visitor.writes("What will you try?", NOTE)
        self.visitor.presses("Save the note")
        self.visitor.sees("Lesson 1")
