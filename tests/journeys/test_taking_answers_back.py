"""A learner answers a survey that keeps pseudonyms, reads the answers, deletes them."""

import re

import pytest
from django.utils import timezone

from courses.actions import enrol
from courses.models import Course, StepCompletion
from feedback.actions import freeze_survey
from feedback.models import (
    ConfidentialResponse,
    FeedbackPage,
    Receipt,
    Response,
    RunMode,
    Survey,
    SurveyRun,
)
from feedback.reconciliation import differences
from tests.factories.people import UserFactory

from . import starter
from .visitor import Journey

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("visitor", ["phone", "no scripts"], indirect=True)
class TestTakingAnswersBack(Journey):
    def test_from_the_promise_to_the_deletion(self):
        self.given_a_course_that_compares_before_and_after()
        self.when_the_learner_opens_the_survey()
        self.then_it_says_that_answers_are_confidential()
        self.when_they_answer_and_send()
        self.then_they_read_what_they_gave()
        self.when_they_delete_it()
        self.then_it_is_in_no_count_and_the_step_stays_completed()

    def given_a_course_that_compares_before_and_after(self):
        starter.publish(starter.only_the_survey())
        survey = Survey.objects.get(pages=self.survey_page())
        survey.mode = RunMode.CONFIDENTIAL
        survey.save()
        freeze_survey(survey=survey, at=timezone.now())
        user = UserFactory()
        enrol(user=user, course=Course.objects.get(), at=timezone.now())
        self.visitor.is_signed_in_as(user)

    def survey_page(self):
        return FeedbackPage.objects.filter(locale__language_code="en").get()

    def when_the_learner_opens_the_survey(self):
        self.visitor.opens(self.survey_page().url)
        self.visitor.sees(self.survey_page().title)

    def then_it_says_that_answers_are_confidential(self):
        self.visitor.sees_text("Your answers are confidential")

    def when_they_answer_and_send(self):
        first = self.visitor.main.get_by_role("group").first
        self.visitor.hands.choose(first.get_by_label("Agree", exact=True))
        self.visitor.presses("Send feedback")
        self.visitor.sees(self.survey_page().title)
        self.visitor.sees_text("It is kept under a pseudonym.")
        assert Response.objects.count() == 0
        assert ConfidentialResponse.objects.count() == 1

    def then_they_read_what_they_gave(self):
        self.visitor.follows("look at your answers and delete them")
        self.visitor.sees("My answers under a pseudonym")
        self.visitor.sees_text("Agree")

    def when_they_delete_it(self):
        self.visitor.follows(re.compile("^Delete these answers"))
        self.visitor.sees("Delete these answers?")
        self.visitor.presses("Delete these answers")
        self.visitor.sees("My answers under a pseudonym")
        self.visitor.sees_text("There are none.")

    def then_it_is_in_no_count_and_the_step_stays_completed(self):
        assert ConfidentialResponse.objects.count() == 0
        assert differences(SurveyRun.objects.get()) == []
        assert Receipt.objects.count() == 1
        assert StepCompletion.objects.count() == 1
