"""A trainer at work: a lesson's text from the editor to a learner, and a question."""

import re

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import expect

from assessments.models import Attempt, Item
from courses.actions import complete_step
from courses.models import LessonPage
from home.setup import TRAINERS
from tests.factories.assessments import AssessmentFactory, ItemFactory, true_false
from tests.factories.courses import build_course, enrolled
from tests.factories.people import PASSWORD, UserFactory

from .soundness import check_with_axe
from .visitor import Journey

pytestmark = pytest.mark.journey

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
    def _a_second_browser(self, open_browser):
        self.learner = open_browser()

    def test_a_changed_lesson_reaches_the_learner_when_it_is_published(self):
        self.given_a_course_with_a_learner_in_it()
        self.given_a_trainer()
        self.when_the_learner_opens_the_lesson()
        self.then_the_learner_does_not_read(SENTENCE)
        self.when_the_trainer_signs_in_for_the_editor()
        self.then_the_first_screen_shows_the_course_and_what_to_do()
        self.when_the_trainer_goes_to_the_lesson()
        self.and_writes(SENTENCE)
        self.then_the_preview_shows(SENTENCE)
        self.when_the_learner_opens_the_lesson()
        self.then_the_learner_does_not_read(SENTENCE)
        self.when_the_trainer_publishes()
        self.when_the_learner_opens_the_lesson()
        self.then_the_learner_reads(SENTENCE)
        self.and_the_published_page_holds_it()

    def test_a_question_is_written_and_added_to_a_quiz(self):
        self.given_a_course_with_a_learner_in_it()
        self.given_a_trainer()
        self.visitor.is_signed_in_as(self.trainer)
        self.when_the_trainer_writes_a_question_of_single_choice()
        self.then_it_is_in_the_bank()
        self.when_the_trainer_adds_it_to_the_quiz()
        self.then_the_next_attempt_asks_it()

    # Who and what ---------------------------------------------------------------------

    def given_a_course_with_a_learner_in_it(self):
        self.built = build_course(
            lessons=1,
            assessment=AssessmentFactory(
                name="Why work", items=[ItemFactory(content=true_false(is_true=False))]
            ),
        )
        person = UserFactory()
        complete_step(
            enrolment=enrolled(person, self.built.course),
            step=self.built.step(self.built.lessons[0]),
            at=timezone.now(),
        )
        self.learner.is_signed_in_as(person)

    def given_a_trainer(self):
        self.trainer = UserFactory(first_name="Tuomas")
        self.trainer.groups.add(Group.objects.get(name=TRAINERS))
        self.visitor.context.add_init_script(MARK_WHEN_READY)

    @property
    def editor(self):
        return self.visitor.page

    # A lesson -------------------------------------------------------------------------

    def when_the_trainer_signs_in_for_the_editor(self):
        self.visitor.opens("/cms/")
        self.visitor.sees("Sign in")
        self.visitor.writes(re.compile("^e-?mail", re.IGNORECASE), self.trainer.email)
        self.visitor.writes("Password", PASSWORD)
        self.visitor.presses("Sign in")

    def then_the_first_screen_shows_the_course_and_what_to_do(self):
        self.visitor.sees_text("The editor of elearn")
        panel = self.editor.get_by_role("region", name="Your courses")
        expect(panel.get_by_role("row", name="IPS in practice")).to_contain_text(
            "Published"
        )
        expect(panel.get_by_role("link", name="Write a new course")).to_be_visible()
        # The part of this page that is ours.
        check_with_axe(self.editor, "[aria-labelledby=start-panel-title]")

    def when_the_trainer_goes_to_the_lesson(self):
        self.editor.get_by_role("link", name="Modules and lessons").click()
        self.editor.get_by_role("link", name="Explore child pages of 'Why").click()
        self.editor.get_by_role("link", name="Lesson 1", exact=True).click()

    def and_writes(self, sentence):
        text = self.editor.locator("[data-contentpath=body]").get_by_role("textbox")
        expect(text).to_contain_text("Work is part of recovery.")
        expect(self.editor.locator("html[data-notices-edits]")).to_be_attached()
        text.click()
        self.editor.keyboard.press("Control+End")
        # The editor saves a draft by itself. One still under way while the trainer
        # publishes would find a newer version there.
        with self.editor.expect_response(is_saved_draft):
            self.editor.keyboard.type(f" {sentence}")
        expect(text).to_contain_text(sentence)

    def then_the_preview_shows(self, sentence):
        self.editor.get_by_role("button", name="Toggle preview").click()
        # While a newer one is loading there are two.
        preview = self.editor.frame_locator("iframe[title=Preview]").last
        expect(preview.get_by_role("main")).to_contain_text(sentence)

    def when_the_trainer_publishes(self):
        self.editor.get_by_role("button", name="More actions").click()
        self.editor.get_by_role("button", name="Publish", exact=True).click()
        expect(
            self.editor.get_by_text("Page 'Lesson 1' has been published")
        ).to_be_visible()

    def when_the_learner_opens_the_lesson(self):
        self.learner.opens(self.built.lessons[0].get_url())
        self.learner.sees("Lesson 1")

    def then_the_learner_does_not_read(self, sentence):
        expect(self.learner.main).not_to_contain_text(sentence)

    def then_the_learner_reads(self, sentence):
        self.learner.sees_text(sentence)

    def and_the_published_page_holds_it(self):
        page = LessonPage.objects.get(pk=self.built.lessons[0].pk)
        assert page.live
        assert SENTENCE in str(page.body)

    # A question -----------------------------------------------------------------------

    def when_the_trainer_writes_a_question_of_single_choice(self):
        self.editor.goto("/cms/")
        self.editor.get_by_role("button", name="Quizzes").click()
        self.editor.get_by_role("link", name="Questions").click()
        self.editor.get_by_role("link", name="Add question").first.click()
        self.editor.get_by_role("button", name="Insert a block").click()
        self.editor.get_by_role("option", name="Single choice").click()
        self.field("stem-en").fill("What comes first?")
        self.field("options-0-value-text-en").fill("What the person wants")
        self.field("options-0-value-is_key").check()
        self.editor.locator("[data-contentpath=options]").get_by_role(
            "button", name="Add"
        ).last.click()
        self.field("options-1-value-text-en").fill("A test")
        self.editor.get_by_role("textbox", name="Short name").fill("first-thing")
        self.editor.get_by_role("button", name="More actions").click()
        self.editor.get_by_role("button", name="Publish", exact=True).click()
        expect(
            self.editor.get_by_text("Question 'first-thing' created and published")
        ).to_be_visible()

    def field(self, name):
        return self.editor.locator(f"[name=content-0-value-{name}]")

    def then_it_is_in_the_bank(self):
        content = Item.objects.get(key="first-thing").current_version.plain_content
        assert content.stem == {"en": "What comes first?"}
        assert [option.is_key for option in content.options] == [True, False]

    def when_the_trainer_adds_it_to_the_quiz(self):
        self.editor.goto("/cms/")
        self.editor.get_by_role("button", name="Quizzes").click()
        self.editor.get_by_role("link", name="Quizzes").click()
        self.editor.get_by_role("link", name="Why work").click()
        self.editor.get_by_role("button", name="Add Question").click()
        self.editor.get_by_role("button", name="Choose question").last.click()
        dialog = self.editor.get_by_role("dialog")
        dialog.get_by_role("link", name="first-thing").click()
        self.editor.get_by_role("button", name="Save").click()
        expect(self.editor.get_by_text("Quiz 'Why work' updated")).to_be_visible()

    def then_the_next_attempt_asks_it(self):
        self.learner.opens(self.built.quiz.get_url())
        self.learner.sees("Knowledge check")
        self.learner.presses("Start quiz")
        self.learner.sees("Question 1 of 2")
        self.learner.chooses("False")
        self.learner.presses("Save and continue")
        self.learner.sees("Question 2 of 2")
        self.learner.chooses("What the person wants", within="What comes first?")
        self.learner.presses("Save and review")
        self.learner.sees("Review your answers")
        self.learner.presses("Submit answers")
        self.learner.sees("Your result")
        assert Attempt.objects.get().passed
