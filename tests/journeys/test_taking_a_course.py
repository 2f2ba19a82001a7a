"""A learner's whole way: from the first page of the site to a completed course."""

import re

import pytest

from assessments.models import Attempt
from courses.models import Enrolment
from feedback.models import Answer, AnswerState, Comment, Receipt, SurveyRun
from feedback.reconciliation import differences

from . import starter
from .visitor import WAYS, Journey

pytestmark = pytest.mark.journey

E_MAIL = re.compile("^e-?mail", re.IGNORECASE)
PASSWORD = "a boat under the alders"
COMMENT = "More about the first weeks in a job."


@pytest.mark.parametrize("visitor", WAYS, indirect=True)
class TestTakingACourse(Journey):
    def test_from_the_first_page_to_a_completed_course(self):
        self.given_a_course_of_a_lesson_a_quiz_and_a_survey()
        self.when_they_find_the_course_from_the_first_page()
        self.and_create_an_account()
        self.and_start_the_course()
        self.and_finish_the_lesson()
        self.and_start_the_quiz()
        self.and_answer_wrongly_leaving_one_question_out()
        self.then_the_review_says_what_is_missing()
        self.when_they_answer_it_from_the_review_and_submit()
        self.then_the_quiz_is_not_passed_and_tells_no_right_answer()
        self.when_they_try_again_and_answer_rightly()
        self.then_the_quiz_is_passed_and_explained()
        self.when_they_go_on_to_the_survey()
        self.and_rate_skip_and_comment()
        self.then_they_are_thanked()
        self.and_my_learning_shows_the_completed_course()
        self.and_the_database_holds_the_same()

    # The course -----------------------------------------------------------------------

    def given_a_course_of_a_lesson_a_quiz_and_a_survey(self):
        package = starter.short()
        self.course = starter.publish(package)
        self.lesson, self.quiz, self.feedback = [
            step.title["en"] for step in package.steps
        ]
        self.questions = package.quizzes[0].assessment.items

    def when_they_find_the_course_from_the_first_page(self):
        self.visitor.opens("/")
        self.visitor.looks()
        self.visitor.follows("See the courses")
        self.visitor.sees("Courses")
        self.visitor.follows(starter.TITLE)
        self.visitor.sees(starter.TITLE)

    def and_create_an_account(self):
        self.visitor.follows("Create an account")
        self.visitor.sees("Create an account")
        self.visitor.writes("First name", "Venla")
        self.visitor.writes("Last name", "Virta")
        self.visitor.writes(E_MAIL, "Venla.Virta@example.org")
        self.visitor.writes("Password", PASSWORD)
        self.visitor.picks("Profession", "Nurse")
        self.visitor.presses("Create the account")
        # Back where they came from.
        self.visitor.sees(starter.TITLE)

    def and_start_the_course(self):
        self.visitor.presses("Start the course")
        self.visitor.sees(self.lesson)

    def and_finish_the_lesson(self):
        self.visitor.presses("Mark complete and continue")
        self.visitor.sees(self.quiz)

    # The quiz -------------------------------------------------------------------------

    def and_start_the_quiz(self):
        self.visitor.presses("Start quiz")
        self.visitor.sees("Question 1 of 3")

    def and_answer_wrongly_leaving_one_question_out(self):
        first, _second, third = self.questions
        self.answer(starter.wrong(first))
        self.visitor.presses("Save and continue")
        self.visitor.sees("Question 2 of 3")
        self.visitor.presses("Save and continue")
        self.visitor.sees("Question 3 of 3")
        self.answer(starter.right(third))
        self.visitor.presses("Save and review")

    def then_the_review_says_what_is_missing(self):
        self.visitor.sees("Review your answers")
        self.visitor.sees_text("1 question is not answered yet.")

    def when_they_answer_it_from_the_review_and_submit(self):
        self.visitor.follows("Answer question 2")
        self.visitor.sees("Question 2 of 3")
        self.answer(starter.right(self.questions[1]))
        self.visitor.presses("Review all answers")
        self.visitor.sees("Review your answers")
        self.visitor.sees_text("All questions are answered.")
        self.visitor.presses("Submit answers")

    def then_the_quiz_is_not_passed_and_tells_no_right_answer(self):
        self.visitor.sees("Your result")
        self.visitor.sees_text("2 of 3 points")
        self.visitor.sees_text("Not passed yet")
        assert self.visitor.main.get_by_text("Right answer", exact=True).count() == 0

    def when_they_try_again_and_answer_rightly(self):
        self.visitor.follows("Try again")
        self.visitor.sees(self.quiz)
        self.visitor.presses("Try again")
        for number, question in enumerate(self.questions, start=1):
            self.visitor.sees(f"Question {number} of 3")
            self.answer(starter.right(question))
            last = number == len(self.questions)
            self.visitor.presses("Save and review" if last else "Save and continue")
        self.visitor.sees("Review your answers")
        self.visitor.presses("Submit answers")

    def then_the_quiz_is_passed_and_explained(self):
        self.visitor.sees("Your result")
        self.visitor.sees_text("3 of 3 points")
        self.visitor.sees_text("Passed")
        self.visitor.sees_text("Right answer")

    def answer(self, options):
        for option in options:
            self.visitor.chooses(option)

    # The survey -----------------------------------------------------------------------

    def when_they_go_on_to_the_survey(self):
        self.visitor.follows(f"Continue: {self.feedback}")
        self.visitor.sees(self.feedback)
        self.visitor.sees_text("Your answers are anonymous")

    def and_rate_skip_and_comment(self):
        self.visitor.chooses("Strongly agree", within="The content was clear.")
        self.visitor.chooses("Disagree", within="The pace suited me.")
        self.visitor.chooses("Not applicable", within="The topics fit my work.")
        self.visitor.writes("What should we change or add?", COMMENT)
        self.visitor.presses("Send feedback")

    def then_they_are_thanked(self):
        self.visitor.sees(self.feedback)
        self.visitor.sees_text("Thank you. Your feedback has been counted.")

    def and_my_learning_shows_the_completed_course(self):
        self.visitor.follows("My learning")
        self.visitor.sees("My learning")
        self.visitor.sees_text("You have completed all your courses.")
        self.visitor.sees_text("Completed on")

    # The records ----------------------------------------------------------------------

    def and_the_database_holds_the_same(self):
        enrolment = Enrolment.objects.get()
        assert enrolment.user.email == "venla.virta@example.org"
        assert enrolment.is_completed
        attempts = Attempt.objects.order_by("number")
        assert [(a.score, a.passed) for a in attempts] == [(2, False), (3, True)]
        assert Receipt.objects.get().user == enrolment.user
        assert self.stored_answers() == {
            "clarity": 5,
            "pace": 2,
            "relevance": AnswerState.NOT_APPLICABLE,
        } | dict.fromkeys(
            ["usefulness", "quality", "confidence", "apply", "cases", "recommend"],
            AnswerState.SKIPPED,
        )
        assert Comment.objects.get().text == COMMENT
        assert differences(SurveyRun.objects.get()) == []

    def stored_answers(self):
        return dict(Answer.objects.values_list("item_version__item__key", "value"))
