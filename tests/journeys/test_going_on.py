"""Who stops in the middle of a lesson goes on there, on any day and in any language."""

import re

import pytest
from playwright.sync_api import expect

from courses.models import ReadingPlace
from tests.factories.courses import build_course, enrolled
from tests.factories.people import UserFactory

from .visitor import Journey

pytestmark = pytest.mark.journey

LONG = "<p>Work is part of recovery.</p>" * 30
BODY = [
    ("text", f"{LONG}<h2>How it begins</h2>{LONG}<h2>How it goes on</h2>{LONG}"),
    ("text", f"<h2>What comes of it</h2>{LONG}"),
]
GOAL = "How it goes on"


class Reading(Journey):
    def given_a_long_lesson(self):
        built = build_course(lessons=2)
        self.lesson = built.lessons[1]
        self.lesson.body = BODY
        self.lesson.save()
        self.user = UserFactory()
        enrolled(self.user, built.course)
        self.visitor.is_signed_in_as(self.user)
        self.visitor.opens(self.lesson.url)
        self.visitor.sees("Lesson 2")

    def when_they_go_on_from_my_learning(self):
        self.visitor.opens("/learn/")
        self.visitor.sees("My learning")
        self.visitor.sees_text("You stopped in")
        self.visitor.follows(re.compile("^Continue"))
        self.visitor.sees("Lesson 2")

    def then_they_are_at_the_section(self):
        heading = self.visitor.main.get_by_role("heading", name=GOAL)
        expect(heading).to_be_in_viewport()
        expect(heading).to_be_focused()


@pytest.mark.parametrize("visitor", ["mouse", "phone"], indirect=True)
class TestWithScripts(Reading):
    def test_the_place_is_remembered_by_the_way(self):
        self.given_a_long_lesson()
        self.when_they_read_as_far_as_the_section()
        self.then_it_is_kept()
        self.when_they_go_on_from_my_learning()
        self.then_they_are_at_the_section()
        self.and_are_told_so()
        self.and_find_it_in_the_contents()

    def when_they_read_as_far_as_the_section(self):
        heading = self.visitor.main.get_by_role("heading", name=GOAL)
        with self.visitor.page.expect_request("**/place/"):
            heading.evaluate("heading => heading.scrollIntoView()")

    def then_it_is_kept(self):
        expect(self.visitor.page.locator("reading-place")).to_be_attached()
        self.visitor.page.wait_for_timeout(300)
        place = ReadingPlace.objects.get(enrolment__user=self.user)
        heading = self.visitor.main.get_by_role("heading", name=GOAL)
        assert place.section == heading.get_attribute("id")

    def and_are_told_so(self):
        expect(self.visitor.main.get_by_text("You were here")).to_be_in_viewport()
        heading = self.visitor.main.get_by_role("heading", name=GOAL)
        expect(heading).to_have_accessible_description("You were here")

    def and_find_it_in_the_contents(self):
        contents = self.visitor.main.locator(".contents__sections")
        expect(
            contents.get_by_role("link", name=GOAL, include_hidden=True)
        ).to_have_count(1)


@pytest.mark.parametrize("visitor", ["no scripts"], indirect=True)
class TestWithoutScripts(Reading):
    def test_the_place_is_kept_by_a_form(self):
        self.given_a_long_lesson()
        self.when_they_say_where_they_are()
        self.when_they_go_on_from_my_learning()
        self.then_they_are_at_the_section()

    def when_they_say_where_they_are(self):
        self.visitor.main.locator("reading-place summary").click()
        self.visitor.picks("I have come to", GOAL)
        self.visitor.presses("Keep my place")
        self.visitor.sees("Lesson 2")
        self.visitor.sees_text("Your place is kept.")
        expect(
            self.visitor.main.get_by_role(
                "link", name=f"Go on where you stopped: {GOAL}"
            )
        ).to_be_visible()
