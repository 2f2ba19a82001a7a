"""The figures of an item analysis, from attempts in the database."""

import random
import statistics
from fractions import Fraction
from math import sqrt

import pytest

from assessments import wording
from assessments.exports.json import analysis_as_json
from assessments.flags import Flag
from assessments.models import Mark
from psychometrics.bands import Band
from tests.assessments.tabled_quizzes import ONE_HOUR, quiz_of, report_of, take
from tests.factories.assessments import (
    multiple_choice,
    single_choice,
    true_false,
)
from tests.factories.attempts import NOTHING, sit

# The examples of the methods page -----------------------------------------------------


def test_partial_marks_and_unequal_maxima_as_on_the_methods_page(site, noon):
    built = quiz_of(*[single_choice()] * 3, points=(1, 2, 4))
    table = [(1, 2, 4), (1, 1, 3), (1, "1.5", "1.5"), (0, "0.5", "2.5"), (0, 1, 0)]
    for number, marks in enumerate(table):
        attempt = sit(built, {}, at=noon + number * ONE_HOUR)
        for mark, response in zip(
            marks, attempt.responses.order_by("position"), strict=True
        ):
            Mark.objects.create(response=response, value=mark, marked_at=noon)

    report = report_of(built)
    quiz = report.quiz

    assert (quiz.n, quiz.k, quiz.max_score) == (5, 3, 7)
    assert (quiz.mean, quiz.median) == (4, 4)
    assert quiz.sd == pytest.approx(sqrt(5))
    assert [item.facility for item in report.items] == [
        Fraction(3, 5),
        Fraction(3, 5),
        Fraction(11, 20),
    ]
    assert [float(item.intended_weight) for item in report.items] == pytest.approx(
        [1 / 7, 2 / 7, 4 / 7]
    )


# Each row of the page's second table; the third item is keyed "b", "a" is right.
REVERSED = [(1, 1, 0, 1)] * 2 + [(1, 1, 0, 0), (1, 0, 1, 0)] + [(0, 0, 1, 0)] * 2


@pytest.fixture
def reversed_key(site, noon):
    built = quiz_of(*[single_choice()] * 4)
    # Six times the six learners: enough for every figure. Ratios of sums of squares,
    # such as correlations and alpha, do not change when everybody comes six times.
    take(built, [[bool(x) for x in row] for row in REVERSED * 6], noon)
    return built


def test_a_reversed_key_as_on_the_methods_page(reversed_key):
    report = report_of(reversed_key)
    item = report.items[2]

    assert report.quiz.n == 36
    assert report.quiz.mean == 2
    assert report.quiz.internal_consistency == Fraction(-5, 9)
    assert report.quiz.error_ratio == pytest.approx(1.24722, abs=1e-5)
    assert item.facility == Fraction(1, 2)
    assert item.discrimination == pytest.approx(-0.7 / sqrt(0.57))
    assert item.discriminative_efficiency == pytest.approx(-1)
    assert item.effective_weight is None
    assert [quarter.facility for quarter in item.quarters] == [1, 1, 0, 0]


def test_its_option_table_as_on_the_methods_page(reversed_key):
    key, chosen, other, nothing = report_of(reversed_key).items[2].options

    assert (key.count, chosen.count, other.count, nothing.count) == (18, 18, 0, 0)
    assert key.correlation_with_rest == pytest.approx(-0.927, abs=5e-4)
    assert chosen.correlation_with_rest == pytest.approx(0.927, abs=5e-4)
    # The best chose the "wrong" one, the weakest the "right" one.
    assert (chosen.top_share, chosen.bottom_share) == (1, 0)
    assert chosen.is_functional is False
    assert other.correlation_with_rest is None


def test_the_reversed_key_is_pointed_out(reversed_key):
    item = report_of(reversed_key).items[2]

    assert Flag.NEGATIVE_DISCRIMINATION in item.flags
    assert wording.discrimination_in_words(
        item.discrimination, item.discrimination_ci95
    ) == ("negative: check the key")


# An independent computation -----------------------------------------------------------


def alpha(table):
    """Return Cronbach's alpha as textbooks write it, in binary numbers."""
    columns = list(zip(*table, strict=True))
    parts = sum(statistics.variance(column) for column in columns)
    k, whole = len(columns), statistics.variance([sum(row) for row in table])
    return k / (k - 1) * (1 - parts / whole)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_report_agrees_with_a_plain_computation(site, noon, seed):
    rng = random.Random(seed)
    built = quiz_of(
        single_choice(right=1, options=4),
        multiple_choice(right=(0, 2)),
        true_false(is_true=False),
        single_choice(right=2),
        points=(1, 2, 1, 3),
    )
    worth = (1, 2, 1, 3)
    table = []
    for _person in range(35):
        ability = rng.random()
        row = [rng.random() < 0.25 + 0.6 * ability for _item in range(4)]
        table.append([x or rng.choice([False, NOTHING]) for x in row])
    take(built, table, noon)

    report = report_of(built)

    marks = [[worth[j] if x is True else 0 for j, x in enumerate(row)] for row in table]
    totals = [sum(row) for row in marks]
    assert float(report.quiz.mean) == pytest.approx(statistics.mean(totals))
    assert float(report.quiz.median) == statistics.median(totals)
    assert report.quiz.sd == pytest.approx(statistics.stdev(totals))
    assert float(report.quiz.internal_consistency) == pytest.approx(alpha(marks))
    assert report.quiz.standard_error_of_measurement == pytest.approx(
        statistics.stdev(totals) * sqrt(1 - alpha(marks))
    )
    assert report.quiz.passed == sum(total >= 0.8 * 7 for total in totals)
    for j, item in enumerate(report.items):
        column = [row[j] for row in marks]
        rests = [t - m for t, m in zip(totals, column, strict=True)]
        assert item.n == 35
        assert float(item.facility) == pytest.approx(statistics.mean(column) / worth[j])
        assert item.discrimination == pytest.approx(
            statistics.correlation(column, rests)
        )
        assert item.unanswered == sum(row[j] is NOTHING for row in table)
        assert item.options[-1].count == item.unanswered


def test_top_and_bottom_are_the_27_per_cent_with_their_ties(site, noon):
    built = quiz_of(*[single_choice()] * 3)
    # Totals 3 × 8, 2 × 7, 1 × 5, 0 × 5: a group is 7 of 25.
    table = (
        [(True, True, True)] * 8
        + [(True, True, False)] * 7
        + [(False, True, False)] * 5
        + [(NOTHING, False, False)] * 5
    )
    take(built, table, noon)

    options = report_of(built).items[0].options

    # The seventh from below has 1 point, so all ten with 0 and 1 are the weakest.
    assert options[0].top_share == 1
    assert options[0].bottom_share == 0
    assert options[1].bottom_share == Fraction(1, 2)
    assert options[-1].bottom_share == Fraction(1, 2)


# What is shown from which number on ---------------------------------------------------


@pytest.mark.parametrize(
    ("n", "facility", "discrimination", "reliability"),
    [
        (5, "counts", "hidden", "hidden"),
        (9, "counts", "hidden", "hidden"),
        (10, "provisional", "provisional", "hidden"),
        (29, "provisional", "provisional", "hidden"),
        (30, "percent", "percent", "percent"),
    ],
)
def test_figures_appear_with_the_number_of_attempts(
    site, noon, n, facility, discrimination, reliability
):
    built = quiz_of(*[single_choice()] * 2)
    rows = [(True, True), (True, False), (False, False)] * 10
    take(built, rows[:n], noon)

    report = report_of(built)
    item = report.items[0]

    assert (item.bands.facility, item.bands.discrimination) == (
        facility,
        discrimination,
    )
    assert (item.discrimination is None) == (discrimination == "hidden")
    assert (report.quiz.internal_consistency is None) == (reliability == "hidden")
    assert (report.quiz.standard_error_of_measurement is None) == (
        reliability == "hidden"
    )
    written = wording.facility(item)
    assert ("%" in written) is (item.bands.facility is not Band.COUNTS)


@pytest.mark.parametrize("n", [0, 1, 4])
def test_below_the_threshold_there_is_no_figure_at_all(site, noon, n):
    built = quiz_of(*[single_choice()] * 2)
    take(built, [(True, False)] * n, noon)

    data = analysis_as_json(report_of(built))

    assert (data["shown"], data["test"]) == (False, None)
    for item in data["items"]:
        assert item["shown"] is False
        kept = {"key", "version", "asked_today", "type", "question", "max_mark"}
        assert {k: v for k, v in item.items() if k not in kept} == {
            k: [] if k == "flags" else False if k == "shown" else None
            for k in item
            if k not in kept
        }


def test_groups_of_fewer_than_five_are_not_shown_apart(site, noon):
    built = quiz_of(*[single_choice()] * 3)
    # 16 people: the best 27 per cent are 4.
    table = (
        [(True, True, True)] * 4
        + [(True, True, False)] * 4
        + [(True, False, False)] * 4
        + [(False, False, False)] * 4
    )
    take(built, table, noon)
    item = report_of(built).items[1]

    assert item.upper_lower_index is None
    assert item.quarters == ()
    assert {option.top_share for option in item.options} == {None}


def test_one_person_on_a_side_has_no_correlation_of_their_own(site, noon):
    built = quiz_of(*[single_choice(options=3)] * 2)
    rows = [(0, True), (0, False)] * 10 + [(1, True)] + [(2, False)] * 5
    take(built, rows, noon)

    key, single, five, _nothing = report_of(built).items[0].options

    assert (single.count, single.correlation_with_rest) == (1, None)
    assert five.correlation_with_rest is not None
    assert key.correlation_with_rest is not None


def test_everybody_alike_makes_unknown_not_zero(site, noon):
    built = quiz_of(*[single_choice()] * 2)
    take(built, [(True, True)] * 30, noon)

    report = report_of(built)

    assert report.quiz.internal_consistency is None
    assert report.quiz.sd == 0
    assert {item.discrimination for item in report.items} == {None}
    assert wording.item_rows(report)[0]["why_no_discrimination"] == "all did alike"
    assert ("Internal consistency (alpha)", "unknown: all scores are equal") in (
        wording.quiz_details(report)
    )


def test_a_quiz_of_twenty_questions(site, noon):
    built = quiz_of(*[single_choice()] * 20)
    rng = random.Random(7)
    take(built, [[rng.random() < 0.7 for _ in range(20)] for _ in range(12)], noon)

    report = report_of(built)

    assert [item.key for item in report.items] == [f"q{n}" for n in range(1, 21)]
    assert report.quiz.k == 20
    assert sum(float(item.intended_weight) for item in report.items) == pytest.approx(1)
    assert float(report.quiz.mean) == pytest.approx(
        sum(float(item.facility) for item in report.items)
    )


def test_a_quiz_that_nobody_has_taken(site):
    report = report_of(quiz_of(single_choice()))

    assert (report.finished, report.quiz) == (0, None)
    assert wording.too_few(report)[0] == "Not enough attempts yet: 0 of 5"
    assert wording.standing(report) == "0 people have finished this quiz."
