"""A coordinator plans a run with codes, and somebody without an account answers it."""

import datetime

import pytest
from django.utils import timezone

from feedback.models import Receipt, Response, SurveyCode, SurveyRun
from feedback.reconciliation import differences
from tests.factories.people import MembershipFactory

from . import starter
from .visitor import Journey

pytestmark = pytest.mark.journey

NAME = "Open day"


@pytest.mark.parametrize("visitor", ["phone", "no scripts"], indirect=True)
class TestAnsweringWithACode(Journey):
    def test_from_planning_the_run_to_the_thanks(self):
        self.given_a_coordinator_and_a_course_with_a_survey()
        self.when_they_plan_a_run_with_codes()
        self.and_print_slips()
        self.when_somebody_without_an_account_types_a_code()
        self.and_answers()
        self.then_they_are_thanked_and_the_code_is_gone()

    def given_a_coordinator_and_a_course_with_a_survey(self):
        self.course = starter.publish(starter.only_the_survey())
        membership = MembershipFactory(coordinating=True)
        self.visitor.is_signed_in_as(membership.user)

    def when_they_plan_a_run_with_codes(self):
        today = timezone.localdate()
        self.visitor.opens("/ratings/runs/")
        self.visitor.sees("Survey runs")
        self.visitor.follows("Plan a run")
        self.visitor.sees("Plan a run")
        self.visitor.chooses("People without an account, with codes on paper")
        main = self.visitor.main
        for label in ("Course", "Survey"):
            main.get_by_label(label, exact=True).select_option(index=1)
        main.get_by_label("Name of the run").fill(NAME)
        main.get_by_label("First day").fill(today.isoformat())
        last = today + datetime.timedelta(days=7)
        main.get_by_label("Last day").fill(last.isoformat())
        self.visitor.presses("Plan the run")
        self.visitor.sees(NAME)

    def and_print_slips(self):
        self.visitor.writes("How many codes?", "6")
        self.visitor.presses("Make slips to print")
        self.visitor.sees("Slips with codes")
        self.code = self.visitor.main.locator(".slip__code").first.inner_text()
        assert SurveyCode.objects.count() == 6

    def when_somebody_without_an_account_types_a_code(self):
        self.visitor.context.clear_cookies()
        self.visitor.opens("/survey/")
        self.visitor.sees("Answer a survey with a code")
        self.visitor.watcher.expect(422, at="/survey/")
        self.visitor.writes("Your code", "wrong")
        self.visitor.presses("Open the survey")
        self.visitor.sees("Answer a survey with a code")
        self.visitor.sees_text("No survey waits for this code.")
        self.visitor.writes("Your code", self.code.lower())
        self.visitor.presses("Open the survey")
        self.visitor.sees(starter.TITLE)

    def and_answers(self):
        first = self.visitor.main.get_by_role("group").first
        self.visitor.hands.choose(first.get_by_role("radio").first)
        self.visitor.picks("Your profession", "Nurse")
        self.visitor.presses("Send feedback")

    def then_they_are_thanked_and_the_code_is_gone(self):
        self.visitor.sees("Thank you")
        run = SurveyRun.objects.get(name=NAME)
        assert Response.objects.filter(run=run).count() == 1
        assert Receipt.objects.count() == 0
        assert SurveyCode.objects.count() == 5
        assert differences(run) == []
