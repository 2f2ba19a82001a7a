"""A new trainer's first course: begun, written, reviewed, published, and taken."""

import re

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from assessments.models import Attempt
from courses.models import CoursePage, Enrolment
from home.setup import LIVED_EXPERIENCE, REVIEWERS, TRAINERS
from tests.factories.people import PASSWORD, UserFactory

from .soundness import check_with_axe
from .visitor import Journey

pytestmark = pytest.mark.journey

TITLE = "Talking about work"
MODULES = ["Why work?", "How to begin"]
SENTENCE = "Ask what the person wants."
# The editor notices what is written from two seconds after its start on, and then says
# so with an event; nothing on the page shows it.
MARK_WHEN_READY = """document.addEventListener("w-unsaved:watch-edits", () => {
  document.documentElement.setAttribute("data-notices-edits", "");
});"""


def is_saved_draft(response):
    """Answer whether this is the reply to a draft that the editor saved by itself."""
    path = response.url.partition("?")[0]
    return path.endswith("/edit/") and response.request.method == "POST"


class TestWritingACourse(Journey):
    @pytest.fixture(autouse=True)
    def _more_browsers(self, open_browser):
        self.reviewer = open_browser()
        self.learner = open_browser()

    def test_from_the_first_screen_to_a_learner_who_has_completed_it(self):
        self.given_a_trainer()
        self.when_the_trainer_signs_in_for_the_editor()
        self.then_the_first_screen_leads_to_a_new_course()
        self.when_the_trainer_says_what_the_course_is()
        self.then_the_desk_shows_the_course_and_what_is_missing()
        self.when_the_trainer_adds_a_quiz()
        self.and_writes_its_three_questions()
        self.and_writes_the_lessons()
        self.then_nothing_is_missing_that_learners_would_miss()
        self.when_the_trainer_sends_it_to_review()
        self.and_an_expert_approves_it_with_their_name()
        self.then_learners_do_not_see_it_yet()
        self.when_somebody_with_lived_experience_approves_it()
        self.then_a_learner_finds_it_with_its_reviewer()
        self.and_completes_it()

    # Who ------------------------------------------------------------------------------

    def given_a_trainer(self):
        self.trainer = self.member("Tuomas", TRAINERS)
        self.visitor.context.add_init_script(MARK_WHEN_READY)

    def member(self, first_name, group):
        user = UserFactory(first_name=first_name)
        user.groups.add(Group.objects.get(name=group))
        return user

    @property
    def editor(self):
        return self.visitor.page

    # The beginning --------------------------------------------------------------------

    def when_the_trainer_signs_in_for_the_editor(self):
        self.visitor.opens("/cms/")
        self.visitor.sees("Sign in")
        self.visitor.writes(re.compile("^e-?mail", re.IGNORECASE), self.trainer.email)
        self.visitor.writes("Password", PASSWORD)
        self.visitor.presses("Sign in")

    def then_the_first_screen_leads_to_a_new_course(self):
        self.visitor.sees_text("The editor of elearn")
        # The part of this page that is ours.
        check_with_axe(self.editor, "[aria-labelledby=start-panel-title]")
        panel = self.editor.get_by_role("region", name="Your courses")
        panel.get_by_role("link", name="Create a course").click()

    def when_the_trainer_says_what_the_course_is(self):
        form = self.editor.get_by_role("main")
        form.get_by_label("Title").fill(TITLE)
        form.get_by_label("Summary").fill("How to begin the conversation.")
        form.get_by_label("Lessons without quizzes").check()
        form.get_by_role("textbox", name="Modules").fill("\n".join(MODULES))
        check_with_axe(self.editor, ".desk-form")
        form.get_by_role("button", name="Create the course").click()

    def then_the_desk_shows_the_course_and_what_is_missing(self):
        self.is_on_the_desk()
        self.page = CoursePage.objects.get(title=TITLE)
        for module in MODULES:
            self.sees_gap(f"The lesson “{module}” has no text yet.")
        expect(
            self.editor.get_by_role("button", name="Send all to review")
        ).to_be_disabled()
        check_with_axe(self.editor, ".desk")

    def is_on_the_desk(self):
        title = self.editor.get_by_role("heading", level=1, name=TITLE)
        expect(title).to_be_visible()

    def sees_gap(self, sentence):
        missing = self.editor.get_by_role("region", name="Before you publish")
        expect(missing.get_by_role("link", name=sentence)).to_be_visible()

    # The quiz -------------------------------------------------------------------------

    def when_the_trainer_adds_a_quiz(self):
        place = self.editor.locator(".desk-add", has_text=f"Add to “{MODULES[0]}”")
        place.locator("summary").click()
        place.get_by_label("What").select_option("Quiz")
        place.get_by_label("Title").fill("Knowledge check")
        place.get_by_role("button", name="Add").click()
        self.sees_gap("Question 1 of “Knowledge check” is not finished.")

    def and_writes_its_three_questions(self):
        self.opens_question(1)
        self.field("stem-en").fill("What comes first?")
        self.writes_options("What the person wants", "A test", "A plan", right=[0])
        self.saves_the_question()
        self.opens_question(2)
        self.field("stem-en").fill("Who can talk about work?")
        self.writes_options("A nurse", "Nobody", "A peer worker", right=[0, 2])
        self.saves_the_question()
        self.opens_question(3)
        self.field("stem-en").fill("Wanting to work is enough.")
        self.field("answer").select_option("true")
        self.saves_the_question()

    def opens_question(self, number):
        self.editor.get_by_role("link", name=f"Question {number}", exact=True).click()
        expect(self.field("stem-en")).to_be_visible()

    def field(self, name):
        return self.editor.locator(f"[name=content-0-value-{name}]")

    def writes_options(self, *texts, right):
        for number, text in enumerate(texts):
            self.field(f"options-{number}-value-text-en").fill(text)
            if number in right:
                self.field(f"options-{number}-value-is_key").check()

    def saves_the_question(self):
        self.editor.get_by_role("button", name="Save draft").click()
        expect(
            self.editor.get_by_text(re.compile("Question .* updated"))
        ).to_be_visible()
        self.goes_to_the_desk()

    def goes_to_the_desk(self):
        self.editor.get_by_role("link", name=f"Back to the course “{TITLE}”").click()
        self.is_on_the_desk()

    # The lessons ----------------------------------------------------------------------

    def and_writes_the_lessons(self):
        for module in MODULES:
            self.editor.get_by_role(
                "link", name=f"The lesson “{module}” has no text yet."
            ).click()
            self.writes_the_lesson()
            if module == MODULES[0]:
                self.then_the_preview_is_that_of_a_learner()
            self.editor.get_by_role("button", name="Save draft").click()
            self.goes_to_the_desk()

    def writes_the_lesson(self):
        expect(self.editor.locator("html[data-notices-edits]")).to_be_attached()
        body = self.editor.locator("[data-contentpath=body]")
        body.locator("[name=body-1-value-points-0-value]").fill("Ask first.")
        text = body.locator("[contenteditable=true]").first
        text.click()
        # The editor saves a draft by itself.
        with self.editor.expect_response(is_saved_draft):
            self.editor.keyboard.type(SENTENCE)

    def then_the_preview_is_that_of_a_learner(self):
        self.editor.get_by_role("button", name="Toggle preview").click()
        # While a newer one is loading there are two.
        preview = self.editor.frame_locator("iframe[title=Preview]").last
        expect(preview.get_by_role("main")).to_contain_text(SENTENCE)
        # As a learner meets it, though nothing is published.
        expect(preview.get_by_role("button", name="Mark complete")).to_be_visible()

    # Reviews --------------------------------------------------------------------------

    def then_nothing_is_missing_that_learners_would_miss(self):
        expect(
            self.editor.get_by_text("Nothing is missing that learners would miss.")
        ).to_be_visible()

    def when_the_trainer_sends_it_to_review(self):
        self.editor.get_by_role("button", name="Send all to review").click()
        expect(
            self.editor.get_by_text("7 pages wait for their reviewers now.")
        ).to_be_visible()

    def and_an_expert_approves_it_with_their_name(self):
        self.expert = self.member("Riitta", REVIEWERS)
        self.approves(self.expert, is_named=True)

    def when_somebody_with_lived_experience_approves_it(self):
        self.approves(self.member("Pekka", LIVED_EXPERIENCE), is_named=False)

    def approves(self, user, *, is_named):
        self.reviewer.is_signed_in_as(user)
        desk = self.reviewer.page
        desk.goto("/cms/")
        courses = desk.get_by_role("region", name="Your courses")
        courses.get_by_role("link", name=TITLE, exact=True).click()
        review = desk.get_by_role("region", name="Your review")
        if is_named:
            review.get_by_label("Name me on the course page as a reviewer").check()
        expect(review).to_be_visible()
        check_with_axe(desk, ".desk")
        review.get_by_role("button", name="Approve all").click()
        expect(desk.get_by_text("You approved 7 pages.")).to_be_visible()

    # A learner ------------------------------------------------------------------------

    def then_learners_do_not_see_it_yet(self):
        self.learner.is_signed_in_as(UserFactory())
        self.learner.opens("/courses/")
        self.learner.sees("Courses")
        expect(self.learner.main.get_by_text(TITLE)).to_have_count(0)

    def then_a_learner_finds_it_with_its_reviewer(self):
        self.learner.opens("/courses/")
        self.learner.sees("Courses")
        self.learner.follows(TITLE)
        self.learner.sees(TITLE)
        self.learner.sees_text(self.expert.get_full_name())

    def and_completes_it(self):
        learner = self.learner
        learner.presses("Start the course")
        learner.sees(MODULES[0])
        learner.sees_text(SENTENCE)
        learner.presses("Mark complete and continue")
        learner.sees("Knowledge check")
        learner.presses("Start quiz")
        answers = [["What the person wants"], ["A nurse", "A peer worker"], ["True"]]
        for number, chosen in enumerate(answers, start=1):
            learner.sees(f"Question {number} of 3")
            for option in chosen:
                learner.chooses(option)
            learner.presses(
                "Save and continue" if number < len(answers) else "Save and review"
            )
        learner.sees("Review your answers")
        learner.presses("Submit answers")
        learner.sees("Your result")
        learner.follows(f"Continue: {MODULES[1]}")
        learner.sees(MODULES[1])
        learner.presses("Mark complete and continue")
        learner.sees("What did you think?")
        learner.chooses("Agree", within="The content was clear.")
        learner.presses("Send feedback")
        learner.sees("What did you think?")
        learner.sees_text("Thank you. Your feedback has been counted.")
        assert Attempt.objects.get().passed
        assert Enrolment.objects.get().is_completed
