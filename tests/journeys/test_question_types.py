"""A question of each type, answered, reviewed and submitted, in every way to do it."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments.actions import start_attempt
from assessments.blocks import stored_content
from assessments.models import Layout
from courses.actions import complete_step
from tests.factories import contents
from tests.factories.assessments import AssessmentFactory, ItemFactory
from tests.factories.courses import build_course, enrolled
from tests.factories.people import UserFactory

from .soundness import check_forced_colours
from .visitor import Journey

pytestmark = pytest.mark.journey

EVERY_WAY = pytest.mark.parametrize(
    "visitor", ["keyboard", "phone", "no scripts"], indirect=True
)


class QuestionJourney(Journey):
    """A learner at a quiz of one question, from its page to the result."""

    content: object

    def given_a_learner_at_the_question(self, content):
        self.content = content
        built = build_course(
            lessons=1,
            assessment=AssessmentFactory(
                items=[ItemFactory(content=stored_content(content))],
                attempts_allowed=1,
            ),
        )
        self.begins(built)
        self.visitor.sees("Question 1 of 1")

    def begins(self, built):
        """Begin an attempt at the quiz of the course, and open it."""
        learner = UserFactory()
        now = timezone.now()
        enrolment = enrolled(learner, built.course)
        complete_step(enrolment=enrolment, step=built.step(built.lessons[0]), at=now)
        self.attempt = start_attempt(
            enrolment=enrolment,
            step=built.step(built.quiz),
            assessment=built.quiz.assessment,
            start_key="journey",
            at=now,
        )
        self.visitor.is_signed_in_as(learner)
        self.visitor.opens(f"/learn/attempts/{self.attempt.pk}/")

    def then_it_is_saved_meanwhile(self):
        """With JavaScript; without, nothing is sent before the button is pressed."""
        if not self.visitor.way.runs_scripts:
            return
        status = self.visitor.page.locator("[data-save-status]")
        expect(status).to_contain_text("Saved at")
        self.visitor.looks()
        check_forced_colours(self.visitor.page)

    def when_they_save_and_review(self):
        self.visitor.presses("Save and review")
        self.visitor.sees("Review your answers")

    def when_they_submit(self):
        self.visitor.presses("Submit answers")
        self.visitor.sees("Your result")

    def then_this_is_stored(self, answer):
        assert self.attempt.responses.get().answer == answer

    def then_it_says(self, words):
        self.visitor.sees_text(words)


@EVERY_WAY
class TestEveryType(QuestionJourney):
    def test_one_option_is_chosen(self):
        self.given_a_learner_at_the_question(contents.single())
        self.visitor.chooses("An ordinary job")
        self.then_it_is_saved_meanwhile()
        self.when_they_save_and_review()
        self.then_it_says("An ordinary job")
        self.when_they_submit()
        self.then_it_says("1 of 1 points")
        self.then_this_is_stored(self.content.full_answer())

    def test_several_options_are_chosen(self):
        self.given_a_learner_at_the_question(contents.multiple(partial_credit=True))
        self.visitor.chooses("Everybody who wants to work")
        self.then_it_is_saved_meanwhile()
        self.when_they_save_and_review()
        self.when_they_submit()
        self.then_it_says("0.5 of 1 points")
        self.then_this_is_stored({"chosen": ["a"]})

    def test_a_statement_is_judged(self):
        self.given_a_learner_at_the_question(contents.statement(is_true=False))
        self.visitor.chooses("True")
        self.then_it_is_saved_meanwhile()
        self.when_they_save_and_review()
        self.when_they_submit()
        self.then_it_says("Not right")

    def test_answers_are_matched(self):
        self.given_a_learner_at_the_question(contents.matching())
        self.visitor.picks("A call in month eight", "Lasting support")
        self.visitor.picks("Meeting an employer at once", "Testing first")
        self.then_it_is_saved_meanwhile()
        self.when_they_save_and_review()
        self.then_it_says("Testing first")
        self.when_they_submit()
        self.then_it_says("0.33 of 1 points")
        self.then_it_says("Rapid search")
        self.then_this_is_stored({"pairs": {"p1": "p1", "p2": "d1"}})

    def test_words_are_chosen_for_gaps(self):
        self.given_a_learner_at_the_question(contents.gaps())
        self.visitor.picks("Gap 1", "ordinary")
        self.visitor.picks("Gap 2", "eight")
        self.then_it_is_saved_meanwhile()
        self.when_they_save_and_review()
        self.then_it_says("IPS aims at [ordinary] jobs and has [eight] principles.")
        self.when_they_submit()
        self.then_it_says("1 of 1 points")

    def test_a_few_words_are_written(self):
        self.given_a_learner_at_the_question(contents.short_text())
        self.visitor.writes("Your answer", "placement")
        self.then_it_is_saved_meanwhile()
        self.when_they_save_and_review()
        self.when_they_submit()
        self.then_it_says("0.5 of 1 points")
        self.then_it_says("That is the P of it.")
        self.then_it_says("Individual Placement")

    def test_a_number_is_written(self):
        self.given_a_learner_at_the_question(contents.number())
        self.visitor.writes("Your answer", "1,5")
        self.then_it_is_saved_meanwhile()
        self.when_they_save_and_review()
        self.when_they_submit()
        self.then_it_says("1 of 1 points")

    def test_a_text_is_written_that_waits_for_a_person(self):
        self.given_a_learner_at_the_question(contents.essay())
        self.visitor.writes("Your answer", "I would ask what work means to her.")
        self.then_it_is_saved_meanwhile()
        self.when_they_save_and_review()
        self.when_they_submit()
        self.then_it_says("A person still has to mark some of them")
        self.then_it_says("Waiting for a person to mark it")

    def test_a_reflection_is_written_and_compared(self):
        self.given_a_learner_at_the_question(contents.reflection())
        self.visitor.writes("Your answer", "Ask about work.")
        self.then_it_is_saved_meanwhile()
        self.when_they_save_and_review()
        self.when_they_submit()
        self.then_it_says("For your own thinking; nobody marks it")
        self.then_it_says("One talk about work.")


@EVERY_WAY
class TestOrdering(QuestionJourney):
    def test_things_are_brought_into_their_order(self):
        self.given_a_learner_at_the_question(contents.ordering())
        self.given_the_page_shows("cabd")
        self.when_they_press("Up – A first talk about work")
        self.then_it_says("“A first talk about work” is now at place 1 of 4.")
        self.then_the_pressed_button_has_the_focus("Up – A first talk about work")
        self.then_the_page_shows("acbd")
        self.when_they_press("Down – Visits to employers")
        self.then_the_page_shows("abcd")
        self.then_it_is_saved_meanwhile()
        self.when_they_save_and_review()
        self.when_they_submit()
        self.then_it_says("1 of 1 points")

    def test_a_thing_is_given_a_place(self):
        self.given_a_learner_at_the_question(contents.ordering())
        self.given_the_page_shows("dabc")
        self.visitor.picks("Place of “Support on the job”", "Place 4")
        self.then_it_is_saved_meanwhile()
        self.when_they_save_and_review()
        self.then_this_is_stored({"order": list("abcd")})

    def test_an_order_is_right_as_it_is(self):
        self.given_a_learner_at_the_question(contents.ordering())
        self.given_the_page_shows("dcba")
        self.when_they_press("It is right as it is")
        self.then_it_is_saved_meanwhile()
        self.when_they_save_and_review()
        self.when_they_submit()
        self.then_it_says("Not right")
        self.then_it_says("Does not come right after the one above")
        self.then_it_says("Right order")

    def given_the_page_shows(self, order):
        """Instead of what chance had in mind."""
        self.attempt.responses.update(option_order=list(order))
        self.visitor.opens(self.visitor.page.url)
        self.visitor.sees("Question 1 of 1")

    def when_they_press(self, button):
        self.visitor.presses(button)
        if not self.visitor.way.runs_scripts:
            self.visitor.sees("Question 1 of 1")

    def then_the_page_shows(self, order):
        texts = {e.key: e.text["en"] for e in self.content.elements}
        rows = self.visitor.page.locator(".order__text")
        expect(rows).to_have_text([texts[key] for key in order])

    def then_the_pressed_button_has_the_focus(self, button):
        control = self.visitor.main.get_by_role("button", name=button, exact=True)
        expect(control).to_be_focused()


class TestUnsentAnswers(QuestionJourney):
    """What the server has not confirmed stays in the tab, and nowhere else."""

    def test_a_text_that_could_not_be_sent_is_there_after_a_reload(self):
        self.given_a_learner_at_the_question(contents.essay())
        self.when_the_connection_breaks()
        self.visitor.writes("Your answer", "I would ask.")
        self.then_it_says("Not saved – trying again.")
        self.when_the_connection_is_back_and_the_page_is_opened_again()
        expect(self.visitor.main.get_by_label("Your answer")).to_have_value(
            "I would ask."
        )
        self.then_it_is_saved_meanwhile()
        self.then_this_is_stored({"text": "I would ask."})
        self.then_nothing_is_left_in_the_tab()

    def test_an_order_that_could_not_be_sent_is_there_after_a_reload(self):
        self.given_a_learner_at_the_question(contents.ordering())
        self.attempt.responses.update(option_order=list("bacd"))
        self.visitor.opens(self.visitor.page.url)
        self.visitor.sees("Question 1 of 1")
        self.when_the_connection_breaks()
        self.visitor.presses("Up – A first talk about work")
        self.then_it_says("Not saved – trying again.")
        self.when_the_connection_is_back_and_the_page_is_opened_again()
        self.then_it_is_saved_meanwhile()
        self.then_this_is_stored({"order": list("abcd")})

    def test_signing_out_leaves_nothing_behind(self):
        self.given_a_learner_at_the_question(contents.short_text())
        self.when_the_connection_breaks()
        self.visitor.writes("Your answer", "placement")
        self.then_it_says("Not saved – trying again.")
        self.visitor.page.on("dialog", lambda dialog: dialog.accept())
        self.visitor.page.get_by_text("Account", exact=True).click()
        self.visitor.page.get_by_role("button", name="Sign out").click()
        expect(self.visitor.page.get_by_role("link", name="Sign in")).to_be_visible()
        self.visitor.looks()
        self.then_nothing_is_left_in_the_tab()

    def test_writing_on_is_saved_now_and_then(self):
        self.given_a_learner_at_the_question(contents.essay())
        field = self.visitor.main.get_by_label("Your answer")
        # Longer than the pause that would otherwise be waited for.
        field.press_sequentially("I would ask her. " * 3, delay=60)
        assert self.attempt.responses.get().is_answered
        self.then_it_is_saved_meanwhile()

    def test_a_mark_to_look_again_answers_nothing(self):
        self.given_a_learner_at_the_question(contents.ordering())
        self.visitor.chooses("Look at this question again")
        self.then_it_says("Marked to look at again.")
        self.visitor.looks()
        assert self.attempt.responses.get().is_flagged
        self.then_this_is_stored(None)

    def when_the_connection_breaks(self):
        self.visitor.watcher.expect("failure", at="/learn/attempts/*/responses/*/")
        self.visitor.page.route("**/responses/**", lambda route: route.abort())

    def when_the_connection_is_back_and_the_page_is_opened_again(self):
        self.visitor.page.unroute("**/responses/**")
        self.visitor.page.on("dialog", lambda dialog: dialog.accept())
        self.visitor.page.reload()
        self.visitor.sees("Question 1 of 1")

    def then_nothing_is_left_in_the_tab(self):
        assert self.visitor.page.evaluate("sessionStorage.length") == 0


@EVERY_WAY
class TestAllOnOnePage(QuestionJourney):
    def test_all_questions_are_answered_on_one_page(self):
        self.given_a_learner_at_all_questions()
        self.visitor.picks("Gap 1", "ordinary")
        self.visitor.picks("Gap 2", "eight")
        self.visitor.writes("Your answer", "placement")
        self.visitor.presses("Save and review")
        self.visitor.sees("Review your answers")
        self.then_it_says("IPS aims at [ordinary] jobs and has [eight] principles.")
        self.then_it_says("1 question is not answered yet.")
        self.visitor.follows(re.compile("^Answer question 3"))
        self.visitor.sees("All questions")
        self.visitor.chooses("A sheltered job")
        self.visitor.presses("Save and review")
        self.visitor.sees("Review your answers")
        self.when_they_submit()
        self.then_it_says("1.5 of 3 points")

    def given_a_learner_at_all_questions(self):
        items = (contents.gaps(), contents.short_text(), contents.single())
        built = build_course(
            lessons=1,
            assessment=AssessmentFactory(
                items=[ItemFactory(content=stored_content(item)) for item in items],
                layout=Layout.ALL_ON_ONE,
            ),
        )
        self.begins(built)
        self.visitor.sees("All questions")
