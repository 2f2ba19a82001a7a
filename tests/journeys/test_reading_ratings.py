"""A coordinator reads what participants thought, and compares groups and runs."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from feedback.models import SurveyRun
from tests.factories.people import PASSWORD

from . import starter
from .ratings import (
    HIDDEN,
    PILOT,
    REGIONS,
    SHOWN,
    RatingsJourney,
    counted,
)

pytestmark = pytest.mark.journey


class TestReadingRatings(RatingsJourney):
    def test_the_figures_are_those_of_the_questionnaires(self):
        self.given_a_coordinator()
        self.given_the_regions()
        self.given_the_pilot()
        self.when_they_sign_in_and_open_the_ratings()
        self.then_the_overview_says("7 of 8 answered (88%).", mean="4.35")
        self.when_they_open_the_course()
        self.then_in_short_it_says("4.35", "60 ratings, on a scale of 1 to 5")
        self.then_in_short_it_says("88%", "7 of 8")
        self.then_the_table_says(counted(PILOT), "Pilot. The points")
        self.when_they_choose_the_other_run("Regions")
        self.then_the_table_says(counted(REGIONS), "Regions. The points")
        self.then_the_bars_say("47 of 58 (81%)", "44 of 58 (76%)")
        self.and_nothing_was_changed_by_reading()

    def when_they_sign_in_and_open_the_ratings(self):
        self.visitor.opens("/ratings/")
        self.visitor.sees("Sign in")
        self.visitor.writes(
            re.compile("^e-?mail", re.IGNORECASE), self.coordinator.email
        )
        self.visitor.writes("Password", PASSWORD)
        self.visitor.presses("Sign in")

    def then_the_overview_says(self, participation, *, mean):
        self.visitor.sees("Ratings")
        course = self.visitor.main.get_by_role("article")
        expect(course).to_contain_text(participation)
        expect(course).to_contain_text(f"Mean of all ratings: {mean}")

    def when_they_open_the_course(self):
        self.visitor.follows(starter.TITLE)
        self.visitor.sees(starter.TITLE)

    def then_in_short_it_says(self, value, basis):
        stat = self.visitor.main.locator(".stat").filter(has_text=value)
        expect(stat).to_contain_text(basis)

    def then_the_bars_say(self, *shares):
        bars = self.visitor.main.locator(".rating-list")
        for share in shares:
            expect(bars).to_contain_text(share)

    def when_they_choose_the_other_run(self, name):
        field = self.visitor.main.get_by_label("Survey run")
        option = field.get_by_role("option", name=re.compile(f"^{name}"))
        field.select_option(value=option.get_attribute("value"))
        self.visitor.main.get_by_role("button", name="Show").first.click()
        expect(self.visitor.main.get_by_role("table", name=name)).to_be_visible()
        self.visitor.sees(starter.TITLE)


class TestReadingGroups(RatingsJourney):
    def test_small_groups_are_neither_shown_nor_named(self):
        self.given_a_coordinator()
        self.given_the_regions()
        self.when_they_open_the_ratings_of_the_course()
        self.when_they_compare("Organisation")
        self.then_large_groups_have_figures()
        self.then_a_sentence_says_that_groups_may_be_missing()
        self.and_the_page_holds_nothing_of_them()
        self.and_nothing_was_changed_by_reading()

    def when_they_compare(self, dimension):
        self.visitor.picks("Compare", dimension)
        groups = self.visitor.main.locator("#groups")
        groups.get_by_role("button", name="Show").click()
        expect(groups.get_by_role("heading", name="Region A")).to_be_visible()
        self.visitor.sees(starter.TITLE)

    def then_large_groups_have_figures(self):
        for name in SHOWN:
            figures = counted(REGIONS, organisation=name)
            self.then_the_table_says(figures, "Regions: Organisation", name)
        expect(self.place_of("Other groups together")).to_contain_text("15 people")

    def then_a_sentence_says_that_groups_may_be_missing(self):
        self.visitor.sees_text(
            "Groups that are too small, or that protect a small one, are not shown."
        )

    def place_of(self, name):
        return self.visitor.main.get_by_role("listitem").filter(
            has=self.visitor.page.get_by_role("heading", name=name)
        )

    def and_the_page_holds_nothing_of_them(self):
        source = self.visitor.page.content()
        for name in HIDDEN:
            assert name not in source


class TestRunsSideBySide(RatingsJourney):
    def test_a_run_is_put_beside_the_one_before_it(self, tmp_path):
        self.given_a_coordinator()
        self.given_the_regions_of_last_year(tmp_path)
        self.given_the_regions()
        self.when_they_open_the_ratings_of_the_course(run=self.newest())
        self.then_the_trend_names_both_runs()
        self.when_they_put_beside_it("Last year")
        self.then_every_statement_has_a_verdict()
        self.when_they_draw_shares_of_100()
        self.then_the_other_run_is_still_beside_it()
        self.and_nothing_was_changed_by_reading()

    def given_the_regions_of_last_year(self, folder):
        """The same questionnaires, a point lower in everything."""
        file = folder / "last-year.csv"
        lower = re.sub("(?m)(^|,)[345](?=,)", r"\g<1>2", REGIONS.read_text("utf-8"))
        file.write_text(lower, "utf-8")
        self.given_answers_on_paper(
            file,
            survey="ips-integration",
            run="Last year",
            date=datetime.date(2025, 3, 1),
        )

    def newest(self):
        return SurveyRun.objects.get(name="Regions").pk

    def then_the_trend_names_both_runs(self):
        table = self.visitor.main.get_by_role("table", name="in each run")
        for name in ("Last year", "Regions"):
            expect(table.get_by_role("columnheader", name=name)).to_be_visible()

    def when_they_put_beside_it(self, name):
        field = self.visitor.main.get_by_label("Put beside it")
        field.select_option(value=str(SurveyRun.objects.get(name=name).pk))
        section = self.visitor.main.locator("#compare")
        section.get_by_role("button", name="Show").click()
        expect(section.get_by_role("table")).to_be_visible()
        self.visitor.sees(starter.TITLE)

    def then_every_statement_has_a_verdict(self):
        verdicts = self.visitor.main.locator("[data-verdict]")
        expect(verdicts).to_have_count(len(counted(REGIONS)))
        expect(verdicts.first).to_contain_text("Clearly higher in “Regions”.")

    def when_they_draw_shares_of_100(self):
        self.visitor.follows("Shares of 100%")
        self.visitor.sees(starter.TITLE)

    def then_the_other_run_is_still_beside_it(self):
        expect(
            self.visitor.main.locator("#compare").get_by_role("table")
        ).to_be_visible()
