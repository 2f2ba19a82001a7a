"""What a coordinator reads, who may read it, and that every form of it agrees."""

import csv
import io
import json
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback import actions, wording, writer
from feedback.answering import versions_asked
from feedback.models import Comment, CommentState
from feedback.report import ItemReport
from people.models import Role
from psychometrics.bands import Band
from psychometrics.likert import summarise
from tests.factories.feedback import SurveyRunFactory
from tests.factories.people import (
    PASSWORD,
    MembershipFactory,
    UserFactory,
)


@pytest.fixture
def closed(built, survey, submissions, organisation, noon):
    """A closed run of 23 answers: 12, 8 and 3 in three organisations."""
    run = SurveyRunFactory(
        course=built.course,
        survey_version=survey.current_version,
        organisation=organisation,
        dimensions=["organisation", "profession", "language"],
        eligible=30,
        name="Autumn",
    )
    for name, count, ratings in (
        ("North", 12, (5, 4, 3)),
        ("South", 8, (4, 4, -97)),
        ("West", 3, (1, 2, -98)),
    ):
        parts = submissions(count, ratings, organisation=name)
        writer.store(run=run, submissions=parts)
    return actions.close_run(run=run, at=noon)


@pytest.fixture
def coordinator(client, organisation):
    user = MembershipFactory(organisation=organisation, role=Role.COORDINATOR).user
    client.login(username=user.email, password=PASSWORD)
    return user


def page(client, run, **query):
    return client.get(
        f"/ratings/{run.course.slug}/", {"run": run.pk, **query}
    ).content.decode()


def figures(client, run):
    return client.get(
        f"/ratings/{run.course.slug}/figures.json", {"run": run.pk}
    ).json()


def table(client, run):
    text = client.get(
        f"/ratings/{run.course.slug}/table.csv", {"run": run.pk}
    ).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


# Who may read -------------------------------------------------------------------------


def test_a_learner_reads_no_ratings(client, closed):
    client.login(username=UserFactory().email, password=PASSWORD)

    assert client.get("/ratings/").status_code == 403
    assert client.get(f"/ratings/{closed.course.slug}/").status_code == 403


def test_a_coordinator_of_another_organisation_finds_nothing(client, closed):
    other = MembershipFactory(coordinating=True).user
    client.login(username=other.email, password=PASSWORD)

    assert client.get(f"/ratings/{closed.course.slug}/").status_code == 404
    assert (
        client.get(f"/ratings/{closed.course.slug}/?run={closed.pk}").status_code == 404
    )
    assert "IPS in practice" not in client.get("/ratings/").content.decode()


def test_a_coordinator_reads_the_runs_of_her_organisation(coordinator, client, closed):
    assert "IPS in practice" in client.get("/ratings/").content.decode()
    assert "23 of 30 answered (77%)." in page(client, closed)


def test_losing_the_role_ends_reading_at_once(coordinator, client, closed):
    assert client.get("/ratings/").status_code == 200
    coordinator.memberships.update(role=Role.MEMBER)

    assert client.get("/ratings/").status_code == 403


@pytest.mark.parametrize("run", ["x", "0", "99999", "1 OR 1=1"])
def test_a_run_that_is_not_there_is_not_found(coordinator, client, closed, run):
    assert client.get(f"/ratings/{closed.course.slug}/?run={run}").status_code == 404


# What is read -------------------------------------------------------------------------


def test_the_page_says_k_of_n_mean_and_range(coordinator, client, closed):
    html = re.sub(r"\s+", " ", page(client, closed))

    # Clarity: 12 fives, 8 fours, 3 ones; 95 of 23.
    assert "20 of 23 (87%, provisional)" in html
    assert "4.13" in html


def test_not_applicable_and_skipped_stand_beside_n(coordinator, client, closed):
    item = figures(client, closed)["items"][2]

    assert (item["n"], item["not_applicable"], item["skipped"]) == (12, 8, 3)


def test_the_overall_mean_is_over_ratings(coordinator, client, closed):
    overall = figures(client, closed)["overall"]

    # 60+32+3, 48+32+6, 36 over 23 + 23 + 12 ratings.
    assert overall["n_ratings"] == 58
    assert overall["mean"] == pytest.approx((95 + 86 + 36) / 58)


def test_small_groups_are_neither_named_nor_counted(coordinator, client, closed):
    data = figures(client, closed)
    groups = {g["key"]: g["responded"] for g in data["groups"]["organisation"]}

    assert groups == {"North": 12, "*": 11}
    said = "Groups that are too small, or that protect a small one, are not shown."
    assert data["groups_note"] == said
    shown = page(client, closed, by="organisation")
    assert said in shown
    for name in ("South", "West"):
        assert name not in shown
        assert name not in json.dumps(data)


def test_page_csv_json_and_command_say_the_same(coordinator, client, closed, capsys):
    data = figures(client, closed)
    rows = table(client, closed)
    html = page(client, closed)
    call_command("ratings_report", closed.course.slug, run="Autumn")
    printed = json.loads(capsys.readouterr().out)

    assert printed == data
    totals = [row for row in rows if row["group_by"] == ""]
    for item, row in zip(data["items"], totals, strict=True):
        assert row["item"] == item["key"]
        assert int(row["n"]) == item["n"]
        assert row["mean"] == item["mean_display"]
        assert [int(row[f"count_{p}"]) for p in range(1, 6)] == item["counts"]
        assert int(row["favourable"]) == item["favourable"]["k"]
        assert item["mean_display"] in html


def test_the_chart_for_exploring_is_made_of_the_same_counts(
    coordinator, client, closed
):
    html = page(client, closed)
    source = re.search(
        r'<script id="ratings-figure" type="application/json">(.*?)</script>', html
    )
    figure = json.loads(source[1])
    texts = [text for trace in figure["traces"] for text in trace["hovertext"]]

    assert "Strongly agree: 12 of 23" in texts
    assert "Strongly disagree: 3 of 23" in texts


@pytest.mark.parametrize("dimension", ["organisation", "profession", "language", "x"])
def test_groups_are_shown_one_dimension_at_a_time(
    coordinator, client, closed, dimension
):
    assert (
        client.get(
            f"/ratings/{closed.course.slug}/", {"run": closed.pk, "by": dimension}
        ).status_code
        == 200
    )


def test_an_open_run_shows_its_response_rate_only(
    coordinator, client, built, survey, submissions, organisation
):
    run = SurveyRunFactory(
        course=built.course,
        survey_version=survey.current_version,
        organisation=organisation,
        dimensions=[],
    )
    writer.store(run=run, submissions=submissions(9, (5, 5, 1)))
    html = page(client, run)
    data = figures(client, run)

    assert "Results are shown after it has closed." in html
    assert data["responded"] == 5
    assert {item["shown"] for item in data["items"]} == {False}
    assert data["overall"]["mean"] is None


def test_fewer_than_five_are_not_counted_out_loud(
    coordinator, client, built, survey, submissions, organisation, noon
):
    run = SurveyRunFactory(
        course=built.course,
        survey_version=survey.current_version,
        organisation=organisation,
        dimensions=[],
        eligible=12,
    )
    writer.store(run=run, submissions=submissions(4, (5, 5, 1)))
    run = actions.close_run(run=run, at=noon)

    assert "Fewer than 5 of 12 answered." in page(client, run)
    assert figures(client, run)["responded"] is None
    assert figures(client, run)["response_rate"] is None


def test_the_page_costs_the_same_for_ten_times_the_answers(
    coordinator,
    client,
    built,
    survey,
    submissions,
    organisation,
    noon,
    django_assert_max_num_queries,
):
    runs = []
    for number, size in enumerate((20, 200)):
        run = SurveyRunFactory(
            course=built.course,
            survey_version=survey.current_version,
            organisation=organisation,
            dimensions=["profession"],
            eligible=size,
            name=f"Run {number}",
        )
        writer.store(run=run, submissions=submissions(size, (5, 4, 3)))
        runs.append(actions.close_run(run=run, at=noon))
    counts = []
    for run in runs:
        page(client, run)
        with CaptureQueriesContext(connection) as captured:
            page(client, run)
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 25


def test_a_formula_in_a_comment_or_name_stays_text(
    coordinator, client, built, survey, submissions, organisation, noon
):
    run = SurveyRunFactory(
        course=built.course,
        survey_version=survey.current_version,
        organisation=organisation,
        dimensions=["organisation"],
        eligible=20,
        name='=HYPERLINK("http://evil")',
    )
    writer.store(run=run, submissions=submissions(10, organisation="@SUM(A1)"))
    run = actions.close_run(run=run, at=noon)

    for row in table(client, run):
        assert row["run"].startswith("'=")
        for value in row.values():
            assert not value.startswith(("=", "@", "+"))


def test_comments_need_ten_answers_closing_and_a_reader(
    coordinator, client, built, survey, versions, submissions, organisation, noon
):
    question = versions_asked(survey.current_version)[-1]
    for size, shown in ((9, False), (10, True)):
        run = SurveyRunFactory(
            course=built.course,
            survey_version=survey.current_version,
            organisation=organisation,
            dimensions=[],
            eligible=20,
            name=f"With {size}",
        )
        writer.store(run=run, submissions=submissions(size))
        Comment.objects.create(run=run, item_version=question, text="More cases.")
        run = actions.close_run(run=run, at=noon)
        assert "More cases." not in page(client, run)
        Comment.objects.filter(run=run).update(state=CommentState.RELEASED)
        assert ("More cases." in page(client, run)) is shown


@pytest.mark.parametrize(
    ("question", "begins"),
    [("It was clear.", "It was clear. 4"), ("Was it clear", "Was it clear. 4")],
)
def test_a_sentence_begins_with_a_whole_one(question, begins):
    item = ItemReport(
        key="clarity",
        wording=question,
        labels=("1", "2", "3", "4", "5"),
        is_reversed=False,
        shown=True,
        counts=(0, 0, 1, 2, 2),
        not_applicable=0,
        skipped=0,
        summary=summarise((0, 0, 1, 2, 2), top_box_size=2),
        band=Band.COUNTS,
    )

    assert wording.sentence(item).startswith(begins)
