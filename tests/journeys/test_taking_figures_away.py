"""A coordinator takes the figures of a page away in files, and explores its chart."""

import csv
import json
import re
from io import StringIO

import pytest
from playwright.sync_api import expect

from . import plotly_styles
from .ratings import POINTS, REGIONS, SHOWN, RatingsJourney, counted
from .soundness import FOCUS

pytestmark = pytest.mark.journey


class TestTakingFiguresAway(RatingsJourney):
    def test_the_files_hold_the_numbers_of_the_page(self):
        self.given_a_coordinator()
        self.given_the_regions()
        self.when_they_open_the_ratings_of_the_course(by="organisation")
        self.and_download_the_table()
        self.then_the_table_says(self.figures_of_the_table(), "Regions. The points")
        self.then_hidden_groups_are_not_in_the_table()
        self.when_they_download_the_figures()
        self.then_the_table_says(self.figures_as_json(), "Regions. The points")
        self.then_hidden_groups_are_not_in_the_figures()
        self.and_nothing_was_changed_by_reading()

    def and_download_the_table(self):
        text = self.download("Table as CSV").decode("utf-8-sig")
        self.rows = list(csv.DictReader(StringIO(text, newline="")))

    def when_they_download_the_figures(self):
        self.figures = json.loads(self.download("Figures as JSON"))

    def download(self, name) -> bytes:
        with self.visitor.page.expect_download() as started:
            self.visitor.follows(name)
        return started.value.path().read_bytes()

    def figures_of_the_table(self):
        return {
            row["item"]: {
                "mean": row["mean"],
                "counts": [int(row[f"count_{point}"]) for point in POINTS],
                "n": int(row["n"]),
                "not_applicable": int(row["not_applicable"]),
                "skipped": int(row["skipped"]),
                "favourable": int(row["favourable"]),
            }
            for row in self.rows
            if not row["group_by"]
        }

    def figures_as_json(self):
        return {
            item["key"]: item
            | {"mean": item["mean_display"], "favourable": item["favourable"]["k"]}
            for item in self.figures["items"]
        }

    def then_hidden_groups_are_not_in_the_table(self):
        named = {row["group"] for row in self.rows if row["group_by"] == "organisation"}
        assert named == {*SHOWN, "*"}

    def then_hidden_groups_are_not_in_the_figures(self):
        named = {group["key"] for group in self.figures["groups"]["organisation"]}
        assert named == {*SHOWN, "*"}


class TestExploringTheChart(RatingsJourney):
    def test_the_chart_can_be_explored_and_put_back(self):
        self.given_a_coordinator()
        self.given_the_regions()
        self.when_they_open_the_ratings_of_the_course()
        self.when_they_explore_the_chart()
        self.then_the_interactive_chart_has_a_bar_for_each_statement()
        self.and_it_offers_no_service_elsewhere()
        self.and_its_buttons_can_be_used_with_the_keyboard()
        self.visitor.looks()
        self.when_they_go_back_to_the_plain_chart()
        self.then_the_plain_chart_is_there_again()
        self.and_nothing_was_changed_by_reading()

    def test_the_plain_chart_stays_when_the_other_cannot_be_loaded(self):
        self.given_a_coordinator()
        self.given_the_regions()
        self.when_they_open_the_ratings_of_the_course()
        self.when_the_script_cannot_be_loaded()
        self.when_they_explore_the_chart()
        self.visitor.sees_text("The interactive chart could not be loaded.")
        self.then_the_plain_chart_is_there_again()

    def when_they_explore_the_chart(self):
        self.visitor.presses("Explore the chart")

    def then_the_interactive_chart_has_a_bar_for_each_statement(self):
        plot = self.visitor.page.locator(".js-plotly-plot")
        # A large script, fetched, compiled and run only now.
        expect(plot).to_be_visible(timeout=30_000)
        labels = plot.locator(".ytick")
        expect(labels).to_have_count(len(counted(REGIONS)))

    def and_it_offers_no_service_elsewhere(self):
        names = self.visitor.page.locator(".modebar-btn").evaluate_all(
            "buttons => buttons.map((button) => button.dataset.title)"
        )
        assert names
        assert not [name for name in names if re.search("(?i)share|cloud|edit", name)]

    def and_its_buttons_can_be_used_with_the_keyboard(self):
        """They stand before the button that was pressed, and are seen in focus."""
        keyboard = self.visitor.page.keyboard
        for button in reversed(self.visitor.page.locator(".modebar-btn").all()):
            keyboard.press("Shift+Tab")
            expect(button).to_be_focused()
            focus = self.visitor.page.evaluate(FOCUS, [])
            assert focus["isOutlined"], focus

    def when_they_go_back_to_the_plain_chart(self):
        self.visitor.presses("Back to the plain chart")

    def then_the_plain_chart_is_there_again(self):
        bars = self.visitor.main.locator(".rating-list").get_by_role("listitem")
        expect(bars.first).to_be_visible()
        expect(self.visitor.page.locator(".js-plotly-plot")).to_be_hidden()

    def when_the_script_cannot_be_loaded(self):
        self.visitor.watcher.expect("failure", at="/static/vendor/plotly.min.js")
        self.visitor.page.route("**/plotly.min.js", lambda route: route.abort())


def test_the_styles_of_the_chart_are_those_of_the_installed_version(browser):
    """After an update of plotly: `python -m tests.journeys.plotly_styles`."""
    page = browser.new_page()
    try:
        assert plotly_styles.extracted(page) == plotly_styles.TARGET.read_text("utf-8")
    finally:
        page.close()
