"""The surveys of the starter courses, and the made-up answers to them."""

import csv
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

import pytest

from home.packages import (
    OpenQuestion,
)
from tests.home.starter_courses import IPS, STARTER

RATINGS = STARTER / "ratings"


def statements(key: str) -> list[str]:
    survey = IPS.surveys[key]
    return [item.key for item in survey.items if not isinstance(item, OpenQuestion)]


@pytest.mark.parametrize("key", ["closing", "ips-integration"])
def test_a_survey_is_in_three_languages(key):
    survey = IPS.surveys[key]
    scale = IPS.scales[survey.scale]

    assert (len(scale.points), scale.favourable_from) == (5, 4)
    for wording in [*(item.wording for item in survey.items), *scale.points]:
        assert set(wording) == {"en", "fi", "sv"}
    assert sum(isinstance(item, OpenQuestion) for item in survey.items) == 1


def test_the_courses_share_the_closing_survey():
    """A survey is known by its key on the whole site: the last import would win."""
    for folder in ("surveys", "scales"):
        for file in (STARTER / "engaging-people" / folder).iterdir():
            original = STARTER / "ips-in-practice" / folder / file.name
            assert file.read_bytes() == original.read_bytes()


def test_the_closing_survey_covers_what_evaluations_ask():
    assert {
        "clarity",
        "usefulness",
        "quality",
        "relevance",
        "confidence",
        "apply",
        "cases",
        "pace",
        "recommend",
    } == set(statements("closing"))


def answers(name: str) -> list[dict[str, str]]:
    with open(RATINGS / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ratings(rows: list[dict[str, str]], key: str) -> list[int]:
    return [int(row[key]) for row in rows if row[key] not in {"", "NA"}]


@pytest.mark.parametrize(
    ("name", "survey"),
    [
        ("closing-2026-autumn.csv", "closing"),
        ("ips-integration-2026.csv", "ips-integration"),
        ("engaging-2025-autumn.csv", "closing"),
        ("engaging-2026-spring.csv", "closing"),
        ("engaging-2026-autumn.csv", "closing"),
    ],
)
def test_an_answer_file_has_the_columns_of_its_survey(name, survey):
    rows = answers(name)
    keys = statements(survey)

    assert [column for column in rows[0] if column in keys] == keys
    assert set(rows[0]) <= {*keys, "organisation", "profession", "language", "comment"}
    for row in rows:
        assert all(row[key] in {"1", "2", "3", "4", "5", "NA", ""} for key in keys)
        assert row.get("language", "en") in {"en", "fi", "sv"}


def test_the_closing_answers_print_4_35():
    rows = answers("closing-2026-autumn.csv")
    every = [ratings(rows, key) for key in statements("closing")]
    total, number = sum(map(sum, every)), sum(map(len, every))

    assert len(rows) == 7
    assert all(len(each) >= 5 for each in every)
    assert number < 63
    mean = Decimal(total) / Decimal(number)
    assert mean.quantize(Decimal("0.01"), ROUND_HALF_UP) == Decimal("4.35")
    assert sum("NA" in row.values() for row in rows) in {1, 2}


@pytest.mark.parametrize(
    ("key", "counts", "favourable"),
    [("comm_active", [1, 2, 8, 20, 27], 47), ("comm_adequate", [2, 4, 8, 25, 19], 44)],
)
def test_the_integration_answers_have_the_published_shares(key, counts, favourable):
    rows = answers("ips-integration-2026.csv")
    given = ratings(rows, key)
    found = Counter(given)

    assert len(rows) == len(given) == 58
    assert [found[value] for value in range(1, 6)] == counts
    assert sum(value >= 4 for value in given) == favourable


def test_the_integration_answers_let_suppression_show():
    rows = answers("ips-integration-2026.csv")
    organisations = Counter(row["organisation"] for row in rows)

    assert len(organisations) == 5
    assert sum(number < 5 for number in organisations.values()) == 1
    assert {row["profession"] for row in rows} <= {
        "nurse",
        "physician",
        "psychologist",
        "social_worker",
        "employment_specialist",
        "therapist",
        "peer_worker",
        "coach",
        "manager",
        "student",
        "other",
    }
    comments = [row["comment"] for row in rows if row["comment"]]
    assert 12 <= len(comments) <= 16
    assert len(set(comments)) == len(comments)
    others = set(statements("ips-integration")) - {"comm_active", "comm_adequate"}
    assert any(row[key] == "NA" for row in rows for key in others)
    assert any(row[key] == "" for row in rows for key in others)


@pytest.mark.parametrize(
    ("name", "people", "total", "number"),
    [
        ("engaging-2025-autumn.csv", 31, 1078, 275),
        ("engaging-2026-spring.csv", 34, 1220, 301),
        ("engaging-2026-autumn.csv", 36, 1333, 318),
    ],
)
def test_the_runs_of_a_course_add_up_to_what_is_written(name, people, total, number):
    rows = answers(name)
    every = [ratings(rows, key) for key in statements("closing")]
    written = (RATINGS / "README.md").read_text(encoding="utf-8")

    assert (len(rows), sum(map(sum, every)), sum(map(len, every))) == (
        people,
        total,
        number,
    )
    mean = (Decimal(total) / Decimal(number)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert f"| {people} |" in written
    assert f"{mean} ({total} points in {number} ratings)" in written


def test_the_made_up_answers_say_that_they_are():
    text = (RATINGS / "README.md").read_text(encoding="utf-8")

    assert "made up" in text
    assert "10.1192/j.eurpsy.2023.694" in text
    assert "10.1192/j.eurpsy.2023.695" in text
