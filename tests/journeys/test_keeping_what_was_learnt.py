"""A learner finds a course, keeps a note, and has the certificate checked."""

import dataclasses

import pytest

from courses.models import Bookmark, Certificate, Note
from tests.factories.people import UserFactory

from . import starter
from .visitor import Journey

pytestmark = pytest.mark.journey

NOTE = "Ask the team about the first month."


@pytest.mark.parametrize("visitor", ["no scripts", "phone"], indirect=True)
class TestKeepingWhatWasLearnt(Journey):
    def test_from_the_search_to_a_checked_certificate(self):
        self.given_a_course_of_one_lesson()
        self.when_they_search_and_narrow_the_catalogue()
        self.and_start_the_course()
        self.and_bookmark_the_lesson_and_write_a_note()
        self.and_complete_the_course()
        self.and_agree_to_the_name_on_the_certificate()
        self.then_anybody_can_check_it()
        self.and_notes_and_record_are_in_my_learning()

    def given_a_course_of_one_lesson(self):
        package = starter.short()
        module = package.modules[0]
        module = dataclasses.replace(module, steps=module.steps[:1])
        starter.publish(dataclasses.replace(package, outline=(module,)))
        self.lesson = module.steps[0].title["en"]
        self.visitor.is_signed_in_as(UserFactory(first_name="Venla", last_name="Virta"))

    def when_they_search_and_narrow_the_catalogue(self):
        self.visitor.opens("/courses/?language=en")
        self.visitor.sees("Courses")
        self.visitor.writes("Search the courses", "zebra")
        self.visitor.presses("Show")
        self.visitor.sees("Courses")
        self.visitor.sees_text("No course fits all of this.")
        self.visitor.writes("Search the courses", "employment")
        self.visitor.presses("Show")
        self.visitor.sees("Courses")
        self.visitor.sees_text("1 course of 1")
        self.visitor.follows(starter.TITLE)
        self.visitor.sees(starter.TITLE)

    def and_start_the_course(self):
        self.visitor.presses("Start the course")
        self.visitor.sees(self.lesson)

    def and_bookmark_the_lesson_and_write_a_note(self):
        self.visitor.presses("Bookmark this lesson")
        self.visitor.sees(self.lesson)
        self.visitor.hands.press(
            self.visitor.main.locator("summary", has_text="My note")
        )
        self.visitor.writes("My note", NOTE)
        self.visitor.presses("Save the note")
        self.visitor.sees(self.lesson)
        self.visitor.sees_text("Your note is saved.")
        assert Note.objects.get().text == NOTE
        assert Bookmark.objects.exists()

    def and_complete_the_course(self):
        self.visitor.presses("Mark complete")
        self.visitor.sees(starter.TITLE)
        self.visitor.follows("View certificate")
        self.visitor.sees("Certificate")

    def and_agree_to_the_name_on_the_certificate(self):
        self.visitor.presses("Make my certificate")
        self.visitor.sees("Certificate of completion")
        self.visitor.sees_text("Venla Virta")

    def then_anybody_can_check_it(self):
        self.visitor.opens("/certificates/")
        self.visitor.sees("Check a certificate")
        written = Certificate.objects.get().written_code
        self.visitor.writes("Code of the certificate", written.lower())
        self.visitor.presses("Check")
        self.visitor.sees("This certificate is valid")
        self.visitor.sees_text("Venla Virta")

    def and_notes_and_record_are_in_my_learning(self):
        self.visitor.opens("/learn/")
        self.visitor.sees("My learning")
        self.visitor.sees_text("Record of learning")
        self.visitor.follows("My notes and bookmarks")
        self.visitor.sees("My notes and bookmarks")
        self.visitor.sees_text(NOTE)
