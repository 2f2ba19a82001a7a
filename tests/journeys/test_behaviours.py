"""Being told at once how an answer was: with one check, with hints, and in practice."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments.models import Attempt, Behaviour, Practice, Response, Try
from tests.assessments.checking import chosen, number, sat, several, single

from .visitor import Journey

pytestmark = pytest.mark.journey

EVERY_WAY = pytest.mark.parametrize(
    "visitor", ["mouse", "keyboard", "no scripts", "phone"], indirect=True
)


class CheckingJourney(Journey):
    """A learner in a quiz that tells after each question how it was."""

    def given_a_learner_at_the_first_question(self, *contents, **fields):
        self.quiz = sat(*contents, at=timezone.now(), **fields)
        self.visitor.is_signed_in_as(self.quiz.user)
        self.visitor.opens(f"/learn/attempts/{self.quiz.attempt.pk}/responses/1/")
        self.visitor.sees(f"Question 1 of {len(contents)}")

    def when_they_check(self, option, button="Check"):
        self.visitor.chooses(option)
        self.visitor.presses(button)

    def then_they_are_told(self, verdict, *sentences, position=1):
        """See the verdict, which has the focus, and what stands below it."""
        outcome = self.visitor.page.locator(f"#checked-{position}")
        expect(outcome.get_by_role("heading", level=2)).to_have_text(verdict)
        for sentence in sentences:
            self.visitor.sees_text(sentence)
        expect(outcome).to_be_focused()
        self.visitor.looks()

    def then_nothing_is_told_of(self, *sentences):
        for sentence in sentences:
            expect(self.visitor.main.get_by_text(sentence)).to_have_count(0)

    def then_the_fields_can_only_be_read(self):
        option = self.visitor.main.get_by_label("Option 0", exact=True)
        expect(option).to_be_disabled()

    def when_they_submit_from_the_review(self):
        self.visitor.sees("Review your answers")
        self.visitor.sees_text("Checked and final")
        self.visitor.presses("Submit answers")
        self.visitor.sees("Your result")


@EVERY_WAY
class TestOneCheck(CheckingJourney):
    def test_each_question_is_checked_once_and_then_final(self):
        self.given_a_learner_at_the_first_question(
            single(hints=()), several(hints=()), behaviour=Behaviour.IMMEDIATE
        )
        self.then_nothing_is_told_of("Feedback 1.", "The explanation.")
        self.when_they_check("Option 1")
        self.then_they_are_told("Not right", "Feedback 1.", "0 of 1 points")
        self.then_the_fields_can_only_be_read()
        self.when_they_go_on_and_check_two_options()
        self.then_they_are_told("Right", "1 of 1 points", position=2)
        self.visitor.follows("Review all answers")
        self.when_they_submit_from_the_review()
        self.visitor.sees_text("1 of 2 points")

    def when_they_go_on_and_check_two_options(self):
        self.visitor.follows("Continue")
        self.visitor.sees("Question 2 of 2")
        self.visitor.chooses("Option 0")
        self.when_they_check("Option 2")


@EVERY_WAY
class TestHints(CheckingJourney):
    def test_hints_lead_to_the_answer_and_tries_cost_points(self):
        self.given_a_learner_at_the_first_question(single())
        self.visitor.sees_text("You have 3 tries left.")
        self.when_they_check("Option 1")
        self.then_they_are_told(
            "Not right yet", "Think of pay.", "You have 2 tries left."
        )
        self.then_nothing_is_told_of("Think of the law.", "The explanation.")
        self.when_they_check("Option 2", button="Try again")
        self.then_they_are_told("Not right yet", "Think of the law.")
        self.when_they_check("Option 0", button="Try again")
        self.then_they_are_told("Right", "0.5 of 1 points")
        self.then_the_fields_can_only_be_read()
        self.visitor.follows("Review all answers")
        self.when_they_submit_from_the_review()
        self.visitor.sees_text("0.5 of 1 points")


@pytest.mark.parametrize("visitor", ["mouse", "no scripts"], indirect=True)
class TestDoubleClicks(CheckingJourney):
    def test_a_double_click_is_one_try(self):
        self.given_a_learner_at_the_first_question(single())
        self.visitor.chooses("Option 1")
        self.visitor.main.get_by_role("button", name="Check").dblclick()
        self.then_they_are_told("Not right yet", "You have 2 tries left.")
        assert Try.objects.count() == 1


@EVERY_WAY
class TestPractice(Journey):
    def test_somebody_practises_and_nothing_is_kept(self):
        self.given_somebody_who_has_passed()
        self.when_they_begin_to_practise()
        self.then_a_wrong_answer_is_told_and_explained()
        self.when_they_skip_the_next()
        self.then_they_hear_how_it_went()
        self.then_nothing_was_kept()

    def given_somebody_who_has_passed(self):
        self.quiz = sat(
            single(),
            number(),
            at=timezone.now(),
            behaviour=Behaviour.DEFERRED,
            practice=Practice.FINISHED,
        )
        self.quiz.save(chosen(0), 1)
        self.quiz.save({"text": "8"}, 2)
        self.quiz.submit()
        self.kept = (Attempt.objects.count(), list(Response.objects.values()))
        self.visitor.is_signed_in_as(self.quiz.user)

    def when_they_begin_to_practise(self):
        self.visitor.opens(self.quiz.built.quiz.get_url())
        self.visitor.sees("Knowledge check")
        self.visitor.follows("Practise without a record")
        self.visitor.sees("Practice")
        self.visitor.presses("Start practising")
        self.visitor.sees("Practice, question 1 of 2")

    def then_a_wrong_answer_is_told_and_explained(self):
        self.visitor.chooses("Option 1")
        self.visitor.presses("Check")
        expect(self.visitor.page.locator("#checked")).to_be_focused()
        self.visitor.sees("Practice, question 1 of 2")
        self.visitor.sees_text("Not right")
        self.visitor.sees_text("The explanation.")

    def when_they_skip_the_next(self):
        self.visitor.presses("Continue")
        self.visitor.sees("Practice, question 2 of 2")
        self.visitor.presses("Skip")

    def then_they_hear_how_it_went(self):
        self.visitor.sees("How your practice went")
        self.visitor.sees_text("You answered 0 of 2 questions rightly. You skipped 1.")

    def then_nothing_was_kept(self):
        assert self.kept == (
            Attempt.objects.count(),
            list(Response.objects.values()),
        )
