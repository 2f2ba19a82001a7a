"""Mistakes that other reporting tools have made; none of them may come back here."""

from fractions import Fraction
from math import sqrt
from statistics import correlation, pstdev

import pytest

from psychometrics.classical import analyse
from psychometrics.comparison import compare
from psychometrics.disclosure import pool_items, release_ledger, suppress
from psychometrics.likert import clustered_ci95, overall_mean, summarise
from psychometrics.reliability import (
    cronbach_alpha,
    item_rest_correlations,
    moments_of,
    scale_score,
)
from psychometrics.rounding import is_reachable_mean, round_half_up


def test_a_skipped_answer_is_not_a_rating_of_0():
    assert scale_score([5, 5, None]) == 5
    assert moments_of([[5, 4], [None, 4], [3, 2]]).n == 2
    assert summarise([0, 0, 0, 0, 3]).mean == 5


def test_no_answers_give_no_average_instead_of_0():
    assert summarise([0] * 5).mean is None
    assert overall_mean([]) is None


def test_an_item_added_later_has_no_percentages_instead_of_nan():
    item = summarise([0] * 5)

    assert item.percent_display is None
    assert item.favourable_share is None
    assert item.favourable_percent_display is None


def test_means_are_rounded_neither_up_nor_to_even():
    assert round_half_up(Fraction(253, 58), 2) == "4.36"
    assert round_half_up(Fraction(252, 58), 2) == "4.34"
    assert round_half_up(Fraction(33, 8), 2) == "4.13"


def test_n_counts_ratings_not_questionnaires():
    submitted = 58
    item = summarise([1, 2, 8, 20, 25])

    assert item.n == 56 != submitted


def test_an_item_with_only_not_applicable_answers_still_has_a_summary():
    assert summarise([0] * 5).n == 0


def test_the_spread_is_not_that_of_a_population():
    item = summarise([0, 0, 1, 3, 3])
    ratings = [3, 4, 4, 4, 5, 5, 5]

    assert item.sd == pytest.approx(pstdev(ratings) * sqrt(7 / 6))
    assert item.sd > pstdev(ratings)


def test_an_item_does_not_correlate_with_itself():
    rows = [[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]]
    with_itself = correlation([row[0] for row in rows], [sum(row) for row in rows])

    discrimination = analyse(rows, [1] * 4).items[0].item_rest_correlation

    assert discrimination == pytest.approx(0.5145, abs=1e-4)
    assert with_itself > discrimination


def test_a_matching_item_with_partial_marks_stays_below_100_percent():
    (item, _) = analyse([[3, 1], [4, 0], [4, 1]], [4, 1]).items

    assert item.facility_index == Fraction(11, 12)


def test_a_negative_reliability_is_printed_as_it_is():
    quiz = analyse([[1, 0], [0, 1], [1, 0], [1, 1]], [1, 1]).quiz

    assert quiz.internal_consistency < 0
    assert quiz.error_ratio > 1
    assert quiz.standard_error_of_measurement > quiz.sd


def test_full_separation_and_missing_spread_divide_by_nothing():
    separated = compare([5, 0], [0, 5])
    assert separated.p_two_sided is None
    assert separated.permutation_p_two_sided == Fraction(2, 252)

    same = moments_of([[3, 3], [3, 3], [3, 3]])
    assert cronbach_alpha(same) is None
    assert item_rest_correlations(same) == (None, None)


def test_a_hidden_group_is_not_total_minus_the_others():
    outcome = suppress(threshold=5, groups={"A": 12, "B": 8, "C": 3})

    assert outcome.total - 12 == 11
    assert "B" in outcome.hidden


def test_a_hidden_item_is_not_the_pooled_sum_minus_the_others():
    pooled = pool_items(
        threshold=5, respondents=7, items={"Q1": (30, 7), "Q2": (15, 4), "Q3": (27, 6)}
    )

    assert pooled.total - 30 - 27 == 0


def test_two_dates_do_not_give_away_the_newest_answer():
    checks = [(n, True) for n in range(30)]
    entries = release_ledger(threshold=5, checks=checks)
    shown = [e.released_n for e in entries if e.is_new_release]

    assert shown == [5, 10, 15, 20, 25]


def test_an_average_of_averages_is_not_the_average():
    runs = [(10, 2), (80, 20)]
    of_averages = (Fraction(10, 2) + Fraction(80, 20)) / 2

    assert overall_mean(runs) == Fraction(90, 22) != of_averages


def test_ratings_of_one_person_are_not_independent():
    respondents = [[5, 5, 5, 5], [2, 2, 2, 2], [4, 4, 4, 4], [5, 5, 5, 4], [3, 3, 3, 3]]
    ratings = [rating for row in respondents for rating in row]
    counts = [ratings.count(point) for point in range(1, 6)]
    naive_low, naive_high = summarise(counts).t_ci95

    low, high = clustered_ci95([Fraction(sum(row), 4) for row in respondents], 1, 5)

    assert high - low > 1.5 * (naive_high - naive_low)


def test_the_numbers_of_the_sources_are_possible():
    assert not is_reachable_mean("4.35", 58)
    assert is_reachable_mean("4.35", 58 * 8)
    assert round_half_up(Fraction(100 * 47, 58), 0) == "81"
    assert round_half_up(Fraction(100 * 44, 58), 0) == "76"
