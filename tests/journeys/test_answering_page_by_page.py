"""Somebody with a code answers a survey of two pages, and changes their mind."""

import pytest
from playwright.sync_api import expect

from courses.study import outline_of
from feedback.models import Answer, Comment, Response, SurveyCode
from feedback.reconciliation import differences
from tests.factories.feedback import SurveyFactory, new_page, open_question, statement
from tests.feedback.test_codes import coded_run, made

from .visitor import PHONE, Journey

pytestmark = pytest.mark.journey

CLEAR = "The content was clear."
HARD = "The examples were hard."
USEFUL = "The course is useful."
CHANGE = "What should we change?"
# Pixels: what a thumb hits without aiming.
ROW = 44


@pytest.mark.parametrize("visitor", ["phone", "keyboard", "no scripts"], indirect=True)
class TestAnsweringPageByPage(Journey):
    def test_from_the_code_to_the_thanks(self):
        self.given_a_code_for_a_survey_of_two_pages()
        self.when_they_type_the_code()
        self.then_they_see_what_is_asked_of_everybody()
        self.when_they_give_a_low_rating()
        self.then_the_statement_about_it_is_there()
        self.when_they_go_on_and_load_the_second_page_again()
        self.and_go_back_to_another_answer()
        self.and_write_too_much()
        self.then_the_list_of_problems_leads_to_the_field()
        self.when_they_shorten_it_and_send()
        self.then_they_are_counted_once()

    def given_a_code_for_a_survey_of_two_pages(self):
        survey = SurveyFactory(
            body=[
                new_page("The course"),
                statement("clarity", wording=CLEAR),
                statement("hard", wording=HARD, asked_if=("clarity", "1, 2")),
                new_page("Your work"),
                statement("useful", wording=USEFUL),
                open_question(),
            ]
        )
        self.run = coded_run(survey=survey)
        self.code = made(self.run)[0]
        self.title = outline_of(self.run.course).title

    def when_they_type_the_code(self):
        self.visitor.opens("/survey/")
        self.visitor.sees("Answer a survey with a code")
        self.visitor.writes("Your code", self.code)
        self.visitor.presses("Open the survey")
        self.visitor.sees(self.title)

    def then_they_see_what_is_asked_of_everybody(self):
        self.visitor.sees_text("Page 1 of 2")
        self.visitor.sees_text("2 min")
        self.visitor.sees_text("Your answers are anonymous")
        hard = self.group(HARD)
        if self.visitor.way.runs_scripts:
            expect(hard).to_be_hidden()
        else:
            expect(hard).to_be_visible()
            self.visitor.sees_text("Only if you gave one of these answers")
        if self.visitor.way.device is PHONE:
            rows = self.visitor.main.locator(".likert-item__label:visible").all()
            boxes = [row.bounding_box() for row in rows]
            assert min(box["height"] for box in boxes) >= ROW
            assert min(box["width"] for box in boxes) >= 300

    def when_they_give_a_low_rating(self):
        self.visitor.chooses("Disagree", within=CLEAR)

    def then_the_statement_about_it_is_there(self):
        expect(self.group(HARD)).to_be_visible()
        if self.visitor.way.runs_scripts:
            self.visitor.looks()
        self.visitor.chooses("Strongly agree", within=HARD)

    def when_they_go_on_and_load_the_second_page_again(self):
        self.visitor.presses("Next page")
        self.sees_page_two()
        self.visitor.page.reload()
        self.sees_page_two()
        assert Response.objects.count() == 0

    def and_go_back_to_another_answer(self):
        self.visitor.chooses("Not applicable", within=USEFUL)
        self.visitor.presses("Previous page")
        self.visitor.sees(self.title)
        expect(self.option("Disagree", CLEAR)).to_be_checked()
        expect(self.option("Strongly agree", HARD)).to_be_checked()
        self.visitor.chooses("Agree", within=CLEAR)
        if self.visitor.way.runs_scripts:
            expect(self.group(HARD)).to_be_hidden()
        self.visitor.presses("Next page")
        self.sees_page_two()
        expect(self.option("Not applicable", USEFUL)).to_be_checked()

    def and_write_too_much(self):
        # As a browser does that does not know the attribute.
        field = self.visitor.main.get_by_label(CHANGE)
        field.evaluate("(element) => element.removeAttribute('maxlength')")
        field.fill("x" * 2001)
        self.visitor.watcher.expect(422, at=self.visitor.path)
        self.visitor.presses("Send feedback")

    def then_the_list_of_problems_leads_to_the_field(self):
        summary = self.visitor.page.get_by_role("alert")
        if self.visitor.way.runs_scripts:
            expect(summary).to_be_focused()
        self.sees_page_two()
        assert self.visitor.page.title().startswith("Error:")
        self.visitor.hands.press(summary.get_by_role("link"))
        expect(self.visitor.main.get_by_label(CHANGE)).to_be_focused()
        expect(self.option("Not applicable", USEFUL)).to_be_checked()

    def when_they_shorten_it_and_send(self):
        self.visitor.main.get_by_label(CHANGE).fill("More cases.")
        self.visitor.picks("Your profession", "Nurse")
        self.visitor.presses("Send feedback")
        self.visitor.sees("Thank you")

    def then_they_are_counted_once(self):
        self.visitor.page.reload()
        self.visitor.sees("Thank you")
        answers = Answer.objects.values_list("item_version__item__key", "value")
        assert dict(answers) == {"clarity": 4, "useful": -97}
        assert [comment.text for comment in Comment.objects.all()] == ["More cases."]
        assert Response.objects.count() == 1
        assert SurveyCode.objects.count() == 7
        assert differences(self.run) == []

    # Where things are -----------------------------------------------------------------

    def sees_page_two(self):
        self.visitor.sees(self.title)
        self.visitor.sees_text("Page 2 of 2")
        expect(self.visitor.main.get_by_text("Your privacy")).to_have_count(0)

    def group(self, wording):
        return self.visitor.main.get_by_role("group", name=wording, include_hidden=True)

    def option(self, label, wording):
        return self.group(wording).get_by_label(label, exact=True)
