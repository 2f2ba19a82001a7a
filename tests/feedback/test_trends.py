"""Figures over the runs: gaps where hidden, breaks where wordings changed."""

import csv
import datetime
import io
import json
import re
from fractions import Fraction

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from feedback import actions, writer
from feedback.overview import Order, in_order, matching, ratings_overview
from feedback.trend_drawing import HEIGHT, WIDTH, draw
from feedback.trends import MOST_RUNS, TrendLine, TrendPoint, series_of, trend_of
from people.models import Organisation, Role
from tests.factories.courses import build_course
from tests.factories.feedback import SurveyRunFactory
from tests.factories.people import PASSWORD, MembershipFactory, OrganisationFactory
from tests.feedback import made_reports
from tests.feedback.reading_files import members

# Rules --------------------------------------------------------------------------------

COUNTS = (1, 2, 8, 20, 27)


def run_of(number, *items, **changes):
    """Return the report of one of several runs."""
    day = datetime.date(2020, 1, 1) + datetime.timedelta(days=100 * number)
    run = {"pk": number, "name": f"R{number}", "opened_on": day, "closed_on": day}
    return made_reports.report(*items, run=run, **changes)


def trend(*reports):
    return trend_of(reports[-1], reports)


def item(counts=COUNTS, key="s1", **changes):
    return made_reports.item(counts, **{"key": key, "wording": "Clear."} | changes)


def test_one_run_is_no_trend():
    assert trend(run_of(1)) is None
    assert trend(made_reports.unreleased(run={"pk": 1}), run_of(2)) is None


def test_points_have_the_figures_of_their_runs():
    found = trend(run_of(1, item((0, 0, 3, 3, 1))), run_of(2, item()))

    first, second = found.items[0].points
    assert (first.n, first.mean) == (7, Fraction(26, 7))
    assert (second.n, second.mean, second.continues) == (58, Fraction(244, 58), True)
    assert found.overall.points[1].mean == Fraction(244, 58)


def test_a_hidden_figure_is_a_gap_and_breaks_the_line():
    hidden = made_reports.hidden_item()
    found = trend(
        run_of(1, item(key="pace"), item()),
        run_of(2, hidden, item()),
        run_of(3, item(key="pace"), item()),
    )

    pace = found.items[0].points
    assert [point.is_shown for point in pace] == [True, False, True]
    assert pace[2].continues is False
    assert pace[1].n is None
    # The mean of all ratings was of other statements meanwhile.
    assert [point.continues for point in found.overall.points] == [False] * 3
    assert [point.continues for point in found.items[1].points] == [False, True, True]


def test_another_wording_breaks_the_line_and_is_told():
    found = trend(
        run_of(1, item(wording="Old words.")), run_of(2, item()), run_of(3, item())
    )

    points = found.items[0].points
    assert [point.continues for point in points] == [False, False, True]
    assert [point.wording for point in points] == ["Old words.", "", ""]


def test_another_scale_is_not_drawn_on_the_axis_of_this_one():
    found = trend(
        run_of(1, item((1, 2, 3), labels=("Low", "Mid", "High"))),
        run_of(2, item()),
        run_of(3, item()),
    )

    assert found.items[0].points[0].is_shown is False
    assert found.overall.points[0].is_shown is False


def test_twelve_runs_are_drawn_at_most():
    found = trend(*(run_of(number, item()) for number in range(15)))

    assert [run.name for run in found.runs] == [f"R{n}" for n in range(3, 15)]
    assert found.left_out == 15 - MOST_RUNS


def test_a_run_that_is_still_collecting_is_no_gap():
    still = made_reports.unreleased(run={"pk": 2, "closed_on": None})
    found = trend_of(run_of(3), [run_of(1), still, run_of(3)])

    assert [run.pk for run in found.runs] == [1, 3]


def test_a_series_is_of_one_survey_and_one_organisation():
    own = run_of(1).run
    others = [
        run_of(2, survey="Other").run,
        run_of(3).run,
    ]
    others[0].survey_version.survey_id = 9
    others[1].organisation_id = 77
    made_up = run_of(4).run
    made_up.is_illustrative = True
    alike = run_of(0).run

    assert series_of(own, [own, *others, made_up, alike]) == [alike, own]


@given(
    counts=st.lists(
        st.none() | st.tuples(*[st.integers(0, 9)] * 5).filter(any),
        min_size=1,
        max_size=MOST_RUNS,
    )
)
def test_a_drawing_stays_in_its_frame_and_shows_what_is_there(counts):
    run = run_of(1).run
    points = []
    for one in counts:
        summary = made_reports.summarise(one).mean if one else None
        interval = made_reports.summarise(one).db_ci95 if one else None
        points.append(TrendPoint(run, summary, 9, interval, continues=True))
    drawing = draw(TrendLine("", "", 5, tuple(points)))

    assert len(drawing.points) == sum(1 for one in counts if one)
    assert len(drawing.gaps) == sum(1 for one in counts if not one)
    for point in drawing.points:
        assert 0 <= point.x <= WIDTH
        assert 0 <= point.top <= point.y <= point.bottom <= HEIGHT
    # Higher means are drawn higher.
    shown = [point.mean for point in points if point.mean is not None]
    for (mine, at), (theirs, there) in zip(
        zip(shown, drawing.points, strict=True),
        zip(shown[1:], drawing.points[1:], strict=False),
        strict=False,
    ):
        assert mine <= theirs or at.y <= there.y


# On pages and in files ----------------------------------------------------------------


@pytest.fixture
def organisation(db) -> Organisation:
    return OrganisationFactory()


@pytest.fixture
def coordinator(client, organisation):
    user = MembershipFactory(organisation=organisation, role=Role.COORDINATOR).user
    client.login(username=user.email, password=PASSWORD)
    return user


@pytest.fixture
def make(survey, submissions, noon):
    def make_run(course, organisation, name, day, count, ratings=(5, 4, 3)):
        run = SurveyRunFactory(
            course=course,
            survey_version=survey.current_version,
            organisation=organisation,
            dimensions=[],
            name=name,
            eligible=40,
            opened_on=datetime.date(2025, 1, 1) + datetime.timedelta(days=day),
        )
        writer.store(run=run, submissions=submissions(count, ratings))
        return actions.close_run(run=run, at=noon)

    return make_run


@pytest.fixture
def runs(built, organisation, make):
    """Good, too few to show, less good."""
    return [
        make(built.course, organisation, "First", 0, 20, (5, 4, 4)),
        make(built.course, organisation, "Second", 90, 3, (1, 1, 1)),
        make(built.course, organisation, "Third", 180, 12, (3, 4, 2)),
    ]


def test_page_and_files_say_the_same_of_all_runs(client, coordinator, runs, capsys):
    address, query = f"/ratings/{runs[2].course.slug}/", {"run": runs[2].pk}
    data = client.get(f"{address}figures.json", query).json()
    expected = {
        (line["wording"] or "Mean of all ratings", point["run"]): (
            point["n"],
            point["mean_display"],
        )
        for line in data["trend"]
        for point in line["points"]
    }
    assert expected["Mean of all ratings", "First"] == (60, "4.33")
    assert expected["Mean of all ratings", "Second"] == (None, None)
    assert expected["Statement clarity.", "Third"] == (12, "3.00")

    package = members(client.get(f"{address}datapackage.zip", query).content)
    rows = csv.DictReader(io.StringIO(package["trend.csv"].decode(), newline=""))
    assert {
        (row["wording"] or "Mean of all ratings", row["trend_run"]): (
            int(row["n"]) if row["n"] else None,
            row["mean"] or None,
        )
        for row in rows
    } == expected

    book = openpyxl.load_workbook(
        io.BytesIO(client.get(f"{address}table.xlsx", query).content)
    )
    sheet = list(book["Over the runs"].iter_rows(min_row=2, values_only=True))
    assert {
        (row[5] or "Mean of all ratings", row[2]): (
            row[7],
            None if row[8] is None else f"{row[8]:.2f}",
        )
        for row in sheet
    } == expected

    page = client.get(address, query).content.decode()
    soup = BeautifulSoup(page, "html.parser").find("section", id="trend")
    names = [th.get_text(strip=True) for th in soup.thead.find_all("th")][2:]
    assert names == ["First", "Second", "Third"]
    read = {}
    for row in soup.tbody.find_all("tr"):
        title = re.sub(r"^\d+\s+", "", row.th.get_text(" ", strip=True))
        for name, cell in zip(names, row.find_all("td")[1:], strict=True):
            n = re.search(r"n = (\d+)", cell.get_text(" ", strip=True))
            mean = cell.b.get_text(strip=True) if cell.b else None
            read[title, name] = (int(n[1]) if n else None, mean)
    assert read == expected

    document = client.get(f"{address}table.html", query).content.decode()
    table = BeautifulSoup(document, "html.parser").find_all("table")[-1]
    said = {}
    for body in table.find_all("tbody"):
        head, *lines = body.find_all("tr")
        title = re.sub(r"^\d+\. ", "", head.get_text(strip=True))
        for line in lines:
            cells = [td.get_text(strip=True) for td in line.find_all("td")]
            told = (int(cells[0]), cells[1]) if len(cells) > 1 else (None, None)
            said[title, line.th.get_text(strip=True)] = told
    assert said == expected

    call_command("ratings_report", runs[2].course.slug, run="Third")
    assert json.loads(capsys.readouterr().out) == data


def test_nothing_of_the_small_run_is_in_the_page(client, coordinator, runs):
    html = client.get(
        f"/ratings/{runs[2].course.slug}/", {"run": runs[2].pk}
    ).content.decode()
    trend = html[html.index('id="trend"') : html.index('id="compare"')]

    assert "1.00" not in trend
    assert "n = 3<" not in trend


def test_the_page_costs_the_same_with_more_runs(
    client, coordinator, built, organisation, make, runs
):
    address, query = f"/ratings/{built.course.slug}/", {"run": runs[2].pk}
    client.get(address, query)
    client.get("/ratings/")
    counts = []
    for label in ("some", "more"):
        # What was new is written down once a day, at the first look.
        client.get(address, query)
        client.get("/ratings/")
        with CaptureQueriesContext(connection) as page:
            client.get(address, query)
        with CaptureQueriesContext(connection) as overview:
            client.get("/ratings/")
        counts.append((len(page), len(overview)))
        for number in range(3):
            day = 200 + number
            make(built.course, organisation, f"After {label} {number}", day, 9)

    assert counts[0] == counts[1]
    assert counts[0][0] <= 25


# The overview -------------------------------------------------------------------------


@pytest.fixture
def courses(survey, organisation, make, runs, built):
    """Two more courses: one rated higher, one of which nothing is shown."""
    loved = build_course(title="Anchors", survey=survey).course
    make(loved, organisation, "Only", 300, 30, (5, 5, 5))
    quiet = build_course(title="Quiet", survey=survey).course
    make(quiet, organisation, "Only", 10, 2)
    return {"ips": built.course, "loved": loved, "quiet": quiet}


def test_the_overview_can_be_sorted_and_searched(coordinator, courses):
    entries = ratings_overview(coordinator)

    def slugs(order):
        return [entry.course for entry in in_order(entries, order)]

    ips, loved, quiet = courses["ips"], courses["loved"], courses["quiet"]
    assert slugs(Order.TITLE) == [loved, ips, quiet]
    assert slugs(Order.NEWEST) == [loved, ips, quiet]
    # What is not shown stands last, whichever way it would count.
    assert slugs(Order.LOWEST) == [ips, loved, quiet]
    assert slugs(Order.RATE) == [ips, loved, quiet]
    assert slugs(Order.ANSWERS) == [loved, ips, quiet]
    assert [e.course for e in matching(entries, words="ANCH")] == [loved]
    assert matching(entries, words="anch practice") == []


def test_the_overview_says_n_rate_mean_lowest_and_trend(client, coordinator, courses):
    html = client.get("/ratings/", {"sort": "lowest"}).content.decode()
    soup = BeautifulSoup(html, "html.parser")
    ips, loved, quiet = soup.find_all("article")

    text = re.sub(r"\s+", " ", ips.get_text(" "))
    assert "12 of 40 answered (30%)." in text
    assert "Mean of all ratings: 3.00" in text
    assert "From run to run: First 4.33, Third 3.00" in text
    assert len(ips.select(".lowest tbody tr")) == 3
    assert ips.find("svg", class_="trend-line") is not None
    assert loved.find("svg", class_="trend-line") is None
    assert "Fewer than 5 of 40 answered." in quiet.get_text()
    assert "Mean of all ratings" not in quiet.get_text()


@pytest.mark.parametrize(
    "query", [{"sort": "x"}, {"q": "\x00"}, {"organisation": "1 OR 1"}, {"q": "zz"}]
)
def test_any_wish_gets_a_page(client, coordinator, courses, query):
    response = client.get("/ratings/", query)

    assert response.status_code == 200
    assert ("No course is like that." in response.content.decode()) is (
        query.get("q") == "zz"
    )
