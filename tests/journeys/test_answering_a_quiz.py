"""What may come between a learner and a saved answer, and what becomes of it then."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from assessments.actions import start_attempt
from assessments.models import Attempt, Mark
from courses.actions import complete_step
from tests.factories.assessments import (
    AssessmentFactory,
    ItemFactory,
    multiple_choice,
    single_choice,
    true_false,
)
from tests.factories.courses import build_course, enrolled
from tests.factories.people import PASSWORD, UserFactory

from .visitor import Journey

pytestmark = pytest.mark.journey

QUESTION = "/learn/attempts/*/responses/*/"


class AnsweringJourney(Journey):
    """A learner in the middle of a quiz of three questions."""

    def given_a_learner_at_the_first_question(self):
        built = build_course(
            lessons=1,
            assessment=AssessmentFactory(
                items=[
                    ItemFactory(content=single_choice(stem="Which job?")),
                    ItemFactory(content=multiple_choice(stem="Which people?")),
                    ItemFactory(content=true_false(stem="Work is part of recovery.")),
                ]
            ),
        )
        self.learner = UserFactory()
        now = timezone.now()
        enrolment = enrolled(self.learner, built.course)
        complete_step(enrolment=enrolment, step=built.step(built.lessons[0]), at=now)
        self.attempt = start_attempt(
            enrolment=enrolment,
            step=built.step(built.quiz),
            assessment=built.quiz.assessment,
            start_key="journey",
            at=now,
        )
        self.visitor.is_signed_in_as(self.learner)
        self.visitor.opens(self.address(1))
        self.visitor.sees("Question 1 of 3")

    def when_they_choose(self, option, visitor=None):
        (visitor or self.visitor).chooses(option)

    def then_it_says(self, words, visitor=None):
        status = (visitor or self.visitor).page.get_by_role("status")
        expect(status).to_contain_text(words)

    def then_this_is_stored(self, option, position=1):
        response = self.attempt.responses.get(position=position)
        content = response.item_version.plain_content
        chosen = (response.answer or {"chosen": []})["chosen"]
        assert [content.option(key).text["en"] for key in chosen] == [option]

    def address(self, position):
        return f"/learn/attempts/{self.attempt.pk}/responses/{position}/"


class TestSavingAnswers(AnsweringJourney):
    def test_an_answer_is_saved_while_the_learner_does_nothing(self):
        self.given_a_learner_at_the_first_question()
        self.when_they_choose("Option 1")
        self.then_it_says("Saved at")
        self.visitor.looks()
        self.when_they_close_the_page_and_come_back_to_the_quiz()
        self.then_the_next_question_is_there()
        self.when_they_go_back_one_question()
        self.then_it_is_chosen("Option 1")
        self.then_this_is_stored("Option 1")

    def test_a_broken_connection_is_told_and_mends_by_itself(self):
        self.given_a_learner_at_the_first_question()
        self.when_the_connection_breaks()
        self.when_they_choose("Option 2")
        self.then_it_says("Not saved – trying again.")
        self.visitor.looks()
        self.when_they_want_to_leave_they_are_asked_and_stay()
        self.when_the_connection_is_back()
        self.then_it_says("Saved at")
        self.then_this_is_stored("Option 2")

    def test_a_learner_who_was_signed_out_signs_in_and_loses_nothing(self):
        self.given_a_learner_at_the_first_question()
        self.when_their_session_ends()
        self.when_they_choose("Option 1")
        self.then_it_says("You have been signed out")
        self.visitor.looks()
        self.when_they_sign_in_in_another_tab()
        self.and_come_back_to_the_question()
        self.then_it_says("Saved at")
        self.then_this_is_stored("Option 1")
        self.when_they_save_and_continue()
        self.then_the_next_question_is_there()

    def test_the_older_of_two_tabs_is_told_that_a_newer_answer_stands(self):
        self.given_a_learner_at_the_first_question()
        newer = self.when_they_open_the_same_question_in_another_tab()
        self.when_they_choose("Option 2", newer)
        self.then_it_says("Saved at", newer)
        self.visitor.watcher.expect(409, at=QUESTION)
        self.when_they_choose("Option 1")
        self.then_it_says("A newer answer to this question was saved")
        self.visitor.looks()
        self.then_this_is_stored("Option 2")
        self.when_they_save_and_continue()
        self.then_the_question_is_shown_again_with_the_newer_answer()

    # Closing and coming back ----------------------------------------------------------

    def when_they_close_the_page_and_come_back_to_the_quiz(self):
        self.visitor.page.close()
        self.visitor = self.visitor.opens_another_tab()
        self.visitor.opens("/learn/")
        self.visitor.sees("My learning")
        self.visitor.follows(re.compile("^Continue ?: Knowledge check"))
        self.visitor.sees("Knowledge check")
        self.visitor.follows("Continue the quiz")

    def then_the_next_question_is_there(self):
        self.visitor.sees("Question 2 of 3")

    def when_they_go_back_one_question(self):
        self.visitor.presses("Back")
        self.visitor.sees("Question 1 of 3")

    def then_it_is_chosen(self, option):
        expect(self.visitor.main.get_by_label(option)).to_be_checked()

    def when_they_save_and_continue(self):
        self.visitor.presses("Save and continue")

    # The connection -------------------------------------------------------------------

    def when_the_connection_breaks(self):
        self.visitor.watcher.expect("failure", at=QUESTION)
        self.visitor.page.route("**/responses/**", lambda route: route.abort())

    def when_they_want_to_leave_they_are_asked_and_stay(self):
        with self.visitor.page.expect_event("dialog") as asked:
            self.visitor.page.close(run_before_unload=True)
        assert asked.value.type == "beforeunload"
        asked.value.dismiss()

    def when_the_connection_is_back(self):
        self.visitor.page.unroute("**/responses/**")

    # The session ----------------------------------------------------------------------

    def when_their_session_ends(self):
        Session.objects.all().delete()

    def when_they_sign_in_in_another_tab(self):
        with self.visitor.page.expect_popup() as opened:
            self.visitor.follows("Sign in, then come back to this page.")
        page = opened.value
        page.get_by_role("textbox", name="Email").fill(self.learner.email)
        page.get_by_role("textbox", name="Password").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("My learning")
        page.close()

    def and_come_back_to_the_question(self):
        # Without a screen all tabs count as visible, so nothing tells the page of it.
        self.visitor.page.evaluate(
            "document.dispatchEvent(new Event('visibilitychange'))"
        )

    # Two tabs -------------------------------------------------------------------------

    def when_they_open_the_same_question_in_another_tab(self):
        newer = self.visitor.opens_another_tab()
        newer.opens(self.address(1))
        newer.sees("Question 1 of 3")
        return newer

    def then_the_question_is_shown_again_with_the_newer_answer(self):
        self.visitor.sees("Question 1 of 3")
        self.visitor.sees_text("A newer answer to this question was saved")
        self.then_it_is_chosen("Option 2")


@pytest.mark.parametrize("visitor", ["mouse", "no scripts"], indirect=True)
class TestSubmittingTwice(AnsweringJourney):
    def test_a_double_click_submits_once(self):
        self.given_a_learner_at_the_first_question()
        self.when_they_go_to_the_review()
        self.and_click_twice_on_submit()
        self.then_there_is_one_result()

    def when_they_go_to_the_review(self):
        self.visitor.presses("Review all answers")
        self.visitor.sees("Review your answers")

    def and_click_twice_on_submit(self):
        self.visitor.main.get_by_role("button", name="Submit answers").dblclick()

    def then_there_is_one_result(self):
        self.visitor.sees("Your result")
        self.visitor.sees_text("0 of 3 points")
        assert Attempt.objects.get().is_submitted
        assert Mark.objects.count() == 3
