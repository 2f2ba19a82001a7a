"""Pages that are not there, not open yet, or not for everybody."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments.actions import start_attempt
from courses.actions import complete_step
from feedback.models import Answer, Receipt, Response
from tests.factories.assessments import AssessmentFactory
from tests.factories.courses import build_course, enrolled
from tests.factories.feedback import SurveyFactory
from tests.factories.people import UserFactory

from .visitor import Journey

pytestmark = pytest.mark.journey


class TestClosedDoors(Journey):
    def test_an_address_without_a_page_leads_on(self):
        self.visitor.watcher.expect(404, at="/courses/nothing-here/")
        self.visitor.opens("/courses/nothing-here/")
        self.visitor.sees("Page not found")
        self.visitor.follows("See the courses")
        self.visitor.sees("Courses")

    def test_a_visitor_signs_in_before_a_lesson(self):
        self.given_a_course()
        self.visitor.opens(self.built.lessons[0].get_url())
        self.visitor.sees("Sign in")

    def test_a_learner_who_has_not_started_is_sent_to_the_start(self):
        self.given_a_course()
        self.given_a_signed_in_learner()
        self.visitor.opens(self.built.lessons[0].get_url())
        self.visitor.sees("IPS in practice")
        self.visitor.sees_text("Start the course to open its lessons.")

    def test_a_locked_step_says_what_opens_it(self):
        self.given_a_course()
        self.given_an_enrolled_learner()
        self.when_they_open_the_quiz_too_early()
        self.then_they_read_what_is_left()
        self.when_they_do_what_is_left()
        self.then_the_quiz_is_open()

    def test_another_learners_attempt_does_not_exist(self):
        self.given_a_course()
        address = self.given_an_attempt_of_somebody_else()
        self.given_an_enrolled_learner()
        self.visitor.watcher.expect(404, at=address)
        self.visitor.opens(address)
        self.visitor.sees("Page not found")

    @pytest.mark.parametrize("place", ["/ratings/", "/cms/"])
    def test_ratings_and_the_editor_are_closed_to_learners(self, place):
        self.given_a_signed_in_learner()
        self.when_they_open_what_is_not_for_them(place)
        self.then_they_are_told_so_in_a_sentence()
        self.and_the_way_back_is_there()

    # The course and its people --------------------------------------------------------

    def given_a_course(self):
        self.built = build_course(lessons=1, assessment=AssessmentFactory())

    def given_a_signed_in_learner(self):
        self.learner = UserFactory()
        self.visitor.is_signed_in_as(self.learner)

    def given_an_enrolled_learner(self):
        self.given_a_signed_in_learner()
        enrolled(self.learner, self.built.course)

    def given_an_attempt_of_somebody_else(self):
        attempt = start_attempt(
            enrolment=enrolled(UserFactory(), self.built.course),
            step=self.built.step(self.built.quiz),
            assessment=self.built.quiz.assessment,
            start_key="theirs",
            at=timezone.now(),
        )
        return f"/learn/attempts/{attempt.pk}/responses/1/"

    # Not for everybody ----------------------------------------------------------------

    def when_they_open_what_is_not_for_them(self, place):
        # There, or where the place sends them on to.
        self.visitor.watcher.expect(403, at=f"{place}*")
        self.visitor.opens(place)

    def then_they_are_told_so_in_a_sentence(self):
        self.visitor.sees(re.compile("is not open to you$"))
        sentence = self.visitor.main.get_by_role("paragraph").first
        expect(sentence).to_have_text(re.compile(r"^\s*[A-Z].+\.\s*$"))

    def and_the_way_back_is_there(self):
        navigation = self.visitor.page.get_by_role("navigation", name="Main")
        navigation.get_by_role("link", name="My learning").click()
        self.visitor.sees("My learning")

    # A locked step --------------------------------------------------------------------

    def when_they_open_the_quiz_too_early(self):
        address = self.built.quiz.get_url()
        self.visitor.watcher.expect(403, at=address)
        self.visitor.opens(address)

    def then_they_read_what_is_left(self):
        self.visitor.sees("Knowledge check")
        self.visitor.sees_text("This opens when the required steps before it")
        left = self.visitor.main.get_by_role("listitem").filter(has_text="Lesson 1")
        expect(left).to_be_visible()

    def when_they_do_what_is_left(self):
        self.visitor.follows("Continue: Lesson 1")
        self.visitor.sees("Lesson 1")
        self.visitor.presses("Mark complete and continue")

    def then_the_quiz_is_open(self):
        self.visitor.sees("Knowledge check")
        start = self.visitor.main.get_by_role("button", name="Start quiz")
        expect(start).to_be_visible()


class TestAnsweringASurveyOnce(Journey):
    def test_the_second_answer_is_not_counted(self):
        self.given_a_learner_at_the_survey_in_two_tabs()
        self.when_they_answer_in_one("Agree")
        self.then_they_are_thanked(self.visitor)
        self.when_they_answer_in_the_other("Disagree")
        self.then_they_are_thanked(self.second)
        self.then_one_answer_is_counted(4)

    def test_a_double_click_counts_once(self):
        self.given_a_learner_at_the_survey()
        self.when_they_choose("Agree", self.visitor)
        self.visitor.main.get_by_role("button", name="Send feedback").dblclick()
        self.then_they_are_thanked(self.visitor)
        self.then_one_answer_is_counted(4)

    def given_a_learner_at_the_survey(self):
        built = build_course(lessons=1, survey=SurveyFactory())
        learner = UserFactory()
        complete_step(
            enrolment=enrolled(learner, built.course),
            step=built.step(built.lessons[0]),
            at=timezone.now(),
        )
        self.visitor.is_signed_in_as(learner)
        self.address = built.feedback.get_url()
        self.visitor.opens(self.address)
        self.visitor.sees("Your feedback")

    def given_a_learner_at_the_survey_in_two_tabs(self):
        self.given_a_learner_at_the_survey()
        self.second = self.visitor.opens_another_tab()
        self.second.opens(self.address)
        self.second.sees("Your feedback")

    def when_they_answer_in_one(self, point):
        self.when_they_choose(point, self.visitor)
        self.visitor.presses("Send feedback")

    def when_they_answer_in_the_other(self, point):
        self.when_they_choose(point, self.second)
        self.second.presses("Send feedback")

    def when_they_choose(self, point, visitor):
        visitor.chooses(point, within="Statement clarity.")

    def then_they_are_thanked(self, visitor):
        visitor.sees_text("Thank you. Your feedback has been counted.")
        visitor.sees("Your feedback")

    def then_one_answer_is_counted(self, value):
        assert Receipt.objects.count() == Response.objects.count() == 1
        clarity = Answer.objects.get(item_version__item__key="clarity")
        assert clarity.value == value
