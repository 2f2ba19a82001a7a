"""Another language: what the site says changes, what a course says stays as it is.

The pages of the course are in English only; its survey is in all three languages.
Nothing here rests on the translations of the interface.
"""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments.actions import start_attempt
from assessments.content import TRUE_TEXT
from assessments.models import Attempt, QuizPage
from courses.actions import complete_step
from courses.models import LessonPage
from feedback.models import Answer, FeedbackPage, RunGroup
from tests.factories.courses import enrolled
from tests.factories.people import UserFactory

from . import starter
from .visitor import Journey

pytestmark = pytest.mark.journey

STATEMENT = {
    "fi": "Sisältö oli selkeää.",
    "sv": "Innehållet var tydligt.",
}
STRONGLY_AGREE = {"fi": "Täysin samaa mieltä", "sv": "Instämmer helt"}
# A question is in Finnish too; where a language lacks it, the one in English stands in.
STEM = {
    "fi": (
        "fi",
        "IPS:ssä kuntoutuksen on oltava valmis, ennen kuin työstä keskustellaan.",
    ),
    "sv": ("en", "In IPS, rehabilitation must be finished before work is discussed."),
}
OWN_NAME = {"en": "English", "fi": "Suomi", "sv": "Svenska"}


class LanguageJourney(Journey):
    """A learner in the middle of the starter course."""

    def given_a_learner_at_the_quiz(self):
        package = starter.short()
        self.course = starter.publish(package)
        self.lesson, self.quiz, self.feedback = self.course.steps.in_outline()
        self.learner = UserFactory()
        self.enrolment = enrolled(self.learner, self.course)
        self.finish(self.lesson)
        self.visitor.is_signed_in_as(self.learner)

    def finish(self, step):
        complete_step(enrolment=self.enrolment, step=step, at=timezone.now())

    def address_of(self, model, step):
        return model.objects.get(translation_key=step.key).get_url()

    def when_they_switch_to(self, language):
        switch = self.visitor.page.locator(".languages")
        self.visitor.hands.press(
            switch.get_by_role("button", name=OWN_NAME[language], exact=True)
        )
        self.then_the_frame_is_in(language)

    def then_the_frame_is_in(self, language):
        expect(self.visitor.page.locator("html")).to_have_attribute("lang", language)
        self.visitor.looks()

    def then_it_is_marked_as(self, language, element):
        """The nearest element that names a language names this one."""
        expect(element).to_be_visible()
        named = element.evaluate("(element) => element.closest('[lang]').lang")
        assert named == language

    def heading(self):
        return self.visitor.main.get_by_role("heading", level=1)


@pytest.mark.parametrize("language", ["fi", "sv"])
class TestChoosingALanguage(LanguageJourney):
    def test_a_page_in_english_only_keeps_its_texts_in_another_frame(self, language):
        self.given_a_learner_at_the_quiz()
        self.when_they_open_the_lesson()
        self.when_they_switch_to(language)
        self.then_the_lesson_is_still_in_english()
        self.when_they_go_to_my_learning()
        self.then_the_frame_is_in(language)
        self.then_the_title_of_the_course_is_marked_where_it_is_english(language)
        self.and_their_choice_is_kept_with_their_account(language)

    def test_a_quiz_can_be_answered(self, language):
        self.given_a_learner_at_the_quiz()
        self.when_they_open_the_question_with_true_and_false()
        self.when_they_switch_to(language)
        self.when_they_answer(TRUE_TEXT[language])
        self.then_the_next_page_is_in(language)
        self.and_the_answer_is_stored()

    def test_a_survey_asks_and_counts_in_the_language(self, language):
        self.given_a_learner_at_the_quiz()
        self.finish(self.quiz)
        self.when_they_open_the_survey()
        self.when_they_switch_to(language)
        self.when_they_rate(STATEMENT[language], STRONGLY_AGREE[language])
        self.then_it_is_counted_for(language)

    # A lesson -------------------------------------------------------------------------

    def when_they_open_the_lesson(self):
        self.visitor.opens(self.address_of(LessonPage, self.lesson))
        self.visitor.sees(self.lesson.title)

    def then_the_lesson_is_still_in_english(self):
        expect(self.heading()).to_have_text(self.lesson.title)
        self.then_it_is_marked_as("en", self.heading())
        text = self.visitor.main.get_by_text("Many people with severe mental illness")
        self.then_it_is_marked_as("en", text.first)

    def when_they_go_to_my_learning(self):
        self.visitor.opens("/learn/")

    def then_the_title_of_the_course_is_marked_where_it_is_english(self, language):
        # The catalogue names the course in Swedish, though its pages are not.
        name, marked = {
            "fi": (starter.TITLE, "en"),
            "sv": ("IPS i praktiken: introduktion", "sv"),
        }[language]
        title = self.visitor.main.get_by_role("heading", name=name)
        self.then_it_is_marked_as(marked, title)

    def and_their_choice_is_kept_with_their_account(self, language):
        self.learner.refresh_from_db()
        assert self.learner.preferred_language == language

    # A quiz ---------------------------------------------------------------------------

    def when_they_open_the_question_with_true_and_false(self):
        attempt = start_attempt(
            enrolment=self.enrolment,
            step=self.quiz,
            assessment=QuizPage.objects.get().assessment,
            start_key="journey",
            at=timezone.now(),
        )
        self.visitor.opens(f"/learn/attempts/{attempt.pk}/responses/2/")
        self.visitor.sees("Question 2 of 3")

    def when_they_answer(self, option):
        language = self.visitor.page.locator("html").get_attribute("lang")
        spoken, stem = STEM[language]
        self.then_it_is_marked_as(spoken, self.visitor.main.get_by_text(stem))
        self.then_it_is_marked_as(
            language, self.visitor.main.get_by_text(option, exact=True)
        )
        self.visitor.chooses(option)
        self.visitor.hands.press(
            self.visitor.main.locator(".button[name=go][value=next]")
        )
        expect(self.visitor.page).to_have_url(re.compile("/responses/3/$"))

    def then_the_next_page_is_in(self, language):
        self.then_the_frame_is_in(language)

    def and_the_answer_is_stored(self):
        response = Attempt.objects.get().responses.get(position=2)
        assert response.answer == {"chosen": ["true"]}

    # A survey -------------------------------------------------------------------------

    def when_they_open_the_survey(self):
        self.visitor.opens(self.address_of(FeedbackPage, self.feedback))
        self.visitor.sees(self.feedback.title)

    def when_they_rate(self, statement, point):
        self.visitor.chooses(point, within=statement)
        self.visitor.hands.press(self.visitor.main.locator(".survey [type=submit]"))
        expect(self.visitor.main.locator(".survey")).to_have_count(0)
        self.visitor.sees(self.feedback.title)

    def then_it_is_counted_for(self, language):
        clarity = Answer.objects.get(item_version__item__key="clarity")
        assert clarity.value == 5
        group = RunGroup.objects.get(dimension="language")
        assert (group.key, group.responded) == (language, 1)


class TestChoosingALanguageAsAVisitor(LanguageJourney):
    def test_the_choice_lasts_in_this_browser(self):
        self.visitor.opens("/")
        self.visitor.looks()
        self.when_they_switch_to("fi")
        self.visitor.opens("/courses/")
        self.then_the_frame_is_in("fi")
        self.visitor.opens("/accounts/login/")
        self.then_the_frame_is_in("fi")
        self.when_they_switch_to("en")
        self.visitor.sees("Sign in")
