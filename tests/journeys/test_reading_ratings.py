"""A coordinator reads what participants thought, on pages and in files.

The figures are checked against a count of the questionnaires made here, with nothing
but the standard library.
"""

import csv
import datetime
import json
import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from feedback.models import RunSnapshot, SurveyRun
from feedback.reconciliation import differences
from tests.factories.people import PASSWORD, MembershipFactory

from . import plotly_styles, starter
from .soundness import FOCUS
from .visitor import Journey

pytestmark = pytest.mark.journey

PILOT = starter.FOLDER / "ratings" / "closing-2026-autumn.csv"
REGIONS = starter.FOLDER / "ratings" / "ips-integration-2026.csv"
POINTS = "12345"


GROUPING = {"organisation", "profession", "language", "comment"}


def counted(file, **group):
    """Return each statement's figures, of all questionnaires or of those of a group."""
    rows = [
        row
        for row in csv.DictReader(file.open(encoding="utf-8"))
        if group.items() <= row.items()
    ]
    return {
        column: figures_of(Counter(row[column] for row in rows))
        for column in rows[0]
        if column not in GROUPING
    }


def figures_of(cells):
    counts = [cells[point] for point in POINTS]
    n = sum(counts)
    total = sum(int(point) * cells[point] for point in POINTS)
    mean = (Decimal(total) / n).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return {
        "mean": str(mean),
        "counts": counts,
        "n": n,
        "not_applicable": cells["NA"],
        "skipped": cells[""],
        "favourable": counts[3] + counts[4],
    }


class RatingsJourney(Journey):
    """A coordinator of an organisation whose participants answered on paper."""

    def given_a_coordinator(self):
        membership = MembershipFactory(coordinating=True)
        self.coordinator, self.organisation = membership.user, membership.organisation

    def given_answers_on_paper(self, file, *, survey, run, **options):
        if not hasattr(self, "course"):
            self.course = starter.publish(starter.only_the_survey())
        call_command(
            "import_ratings",
            self.course.slug,
            file,
            survey=survey,
            run=run,
            organisation=self.organisation.slug,
            stdout=StringIO(),
            **options,
        )

    def given_the_pilot(self):
        self.given_answers_on_paper(PILOT, survey="closing", run="Pilot", eligible=8)

    def given_the_regions(self):
        self.given_answers_on_paper(REGIONS, survey="ips-integration", run="Regions")

    def when_they_open_the_ratings_of_the_course(self, **query):
        self.visitor.is_signed_in_as(self.coordinator)
        wanted = "&".join(f"{name}={value}" for name, value in query.items())
        self.visitor.opens(f"/ratings/{self.course.slug}/?{wanted}")
        self.visitor.sees(starter.TITLE)

    def rows_of(self, caption, heading=""):
        """Return the cells of the rows of a table, those with this heading or all."""
        table = self.visitor.main.get_by_role("table", name=caption)
        return [
            cells
            for row in table.get_by_role("row").all()
            if (cells := row.get_by_role("cell").all_inner_texts())
            and heading in row.get_by_role("rowheader").inner_text()
        ]

    def then_the_table_says(self, figures, caption, heading=""):
        rows = self.rows_of(caption, heading)
        assert len(rows) == len(figures)
        for cells, expected in zip(rows, figures.values(), strict=True):
            favourable, mean, *others = cells
            *counts, n, not_applicable, skipped = [int(cell) for cell in others]
            assert favourable.startswith(f"{expected['favourable']} of {expected['n']}")
            # Beside its range.
            assert mean.split()[0] == expected["mean"]
            assert counts == expected["counts"]
            assert n == expected["n"]
            assert not_applicable == expected["not_applicable"]
            assert skipped == expected["skipped"]

    def and_nothing_was_changed_by_reading(self):
        for run in SurveyRun.objects.all():
            assert not run.is_open
            assert differences(run) == []
            assert RunSnapshot.objects.filter(run=run).count() == 1


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
    # Region E has four respondents; Region D is hidden with it, for the four could be
    # computed from it. Both are in the figures of the other groups together, and named
    # nowhere: that somebody of a region answered is told of large ones only.
    HIDDEN = ("Region D", "Region E")
    SHOWN = ("Region A", "Region B", "Region C")

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
        for name in self.SHOWN:
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
        for name in self.HIDDEN:
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
        assert named == {*TestReadingGroups.SHOWN, "*"}

    def then_hidden_groups_are_not_in_the_figures(self):
        named = {group["key"] for group in self.figures["groups"]["organisation"]}
        assert named == {*TestReadingGroups.SHOWN, "*"}


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
