"""Quiz and item statistics, against the definitions worked out attempt by attempt."""

from fractions import Fraction
from math import sqrt
from statistics import StatisticsError, correlation, median, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psychometrics.classical import (
    analyse,
    discriminative_efficiency,
    effective_weights,
    extreme_groups,
    facility_index,
    internal_consistency,
    item_rest_correlation,
    quartile_strip,
    upper_lower_index,
)
from tests.psychometrics.worked_cases import explored

PARTIAL = [
    [1, 2, 4],
    [1, 1, 3],
    [1, Fraction(3, 2), Fraction(3, 2)],
    [0, Fraction(1, 2), Fraction(5, 2)],
    [0, 1, 0],
]
REVERSED_KEY = [
    [1, 1, 0, 1],
    [1, 1, 0, 1],
    [1, 1, 0, 0],
    [1, 0, 1, 0],
    [0, 0, 1, 0],
    [0, 0, 1, 0],
]


@st.composite
def quizzes(draw):
    """A table of marks in quarters of a mark, with its maxima."""
    maxima = draw(st.lists(st.integers(1, 4), min_size=2, max_size=5))
    row = st.tuples(
        *(st.integers(0, 4 * m).map(lambda q: Fraction(q, 4)) for m in maxima)
    )
    return draw(st.lists(row, min_size=2, max_size=10)), maxima


def covariance(xs, ys):
    n, x, y = len(xs), Fraction(sum(xs)) / len(xs), Fraction(sum(ys)) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / (n - 1)


@explored
@given(quiz=quizzes())
def test_items_follow_the_definitions(quiz):
    rows, maxima = quiz
    totals = [sum(row) for row in rows]
    analysis = analyse(rows, maxima)
    covariances = []
    for i, item in enumerate(analysis.items):
        marks = [row[i] for row in rows]
        rests = [total - mark for total, mark in zip(totals, marks, strict=True)]
        assert item.facility_index == Fraction(sum(marks)) / len(marks) / maxima[i]
        assert item.sd == sqrt(variance([Fraction(m) for m in marks]))
        assert item.sd_share == pytest.approx(item.sd / maxima[i])
        assert item.intended_weight == Fraction(maxima[i], sum(maxima))
        assert item.covariance_with_total == covariance(marks, totals)
        covariances.append(covariance(marks, totals))
        try:
            expected = correlation(list(map(float, marks)), list(map(float, rests)))
        except StatisticsError:
            expected = None
        assert item.item_rest_correlation == pytest.approx(expected, abs=1e-9)
        best = covariance(sorted(marks), sorted(rests))
        assert item.discriminative_efficiency == (
            None if best == 0 else float(covariance(marks, rests) / best)
        )
    roots = [sqrt(c) if c >= 0 else None for c in covariances]
    whole = sum(root for root in roots if root is not None)
    assert [item.effective_weight for item in analysis.items] == [
        None if root is None or whole == 0 else pytest.approx(root / whole)
        for root in roots
    ]


@explored
@given(quiz=quizzes())
def test_the_quiz_follows_the_definitions(quiz):
    rows, maxima = quiz
    totals = [Fraction(sum(row)) for row in rows]
    result = analyse(rows, maxima).quiz
    k, spread = len(maxima), variance(totals)

    assert (result.n, result.k, result.max_score) == (len(rows), k, sum(maxima))
    assert result.mean == sum(totals) / len(totals)
    assert result.median == median(totals)
    assert result.sd == sqrt(spread)
    if spread == 0:
        assert result.internal_consistency is None
        assert result.standard_error_of_measurement is None
        return
    parts = sum(variance([Fraction(row[i]) for row in rows]) for i in range(k))
    assert result.internal_consistency == Fraction(k, k - 1) * (1 - parts / spread)
    assert result.error_ratio == pytest.approx(sqrt(1 - result.internal_consistency))
    assert result.standard_error_of_measurement == pytest.approx(
        result.error_ratio * sqrt(spread)
    )


@explored
@given(quiz=quizzes())
def test_shares_and_correlations_stay_in_range(quiz):
    for item in analyse(*quiz).items:
        assert 0 <= item.facility_index <= 1
        assert (
            item.item_rest_correlation is None or abs(item.item_rest_correlation) <= 1
        )
        efficiency = item.discriminative_efficiency
        assert efficiency is None or efficiency <= 1 + 1e-12
        assert item.upper_lower_index is None or -1 <= item.upper_lower_index <= 1
        assert item.effective_weight is None or 0 <= item.effective_weight <= 1


@explored
@given(quiz=quizzes())
def test_the_order_of_the_attempts_does_not_matter(quiz):
    rows, maxima = quiz

    assert analyse(rows[::-1], maxima) == analyse(rows, maxima)


@explored
@given(quiz=quizzes(), bonus=st.integers(0, 3))
def test_the_same_bonus_for_everybody_changes_no_discrimination(quiz, bonus):
    rows, maxima = quiz
    raised = [[mark + bonus for mark in row] for row in rows]
    before, after = (
        analyse(rows, maxima).items,
        analyse(raised, [m + bonus for m in maxima]).items,
    )

    for one, other in zip(before, after, strict=True):
        assert one.item_rest_correlation == pytest.approx(other.item_rest_correlation)
        assert one.sd == pytest.approx(other.sd)
        assert [q.n for q in one.quarters] == [q.n for q in other.quarters]


def test_partial_marks_and_unequal_maxima_by_hand():
    analysis = analyse(PARTIAL, [1, 2, 4])

    assert [item.facility_index for item in analysis.items] == [
        Fraction(3, 5),
        Fraction(3, 5),
        Fraction(11, 20),
    ]
    assert [item.covariance_with_total for item in analysis.items] == [
        1,
        Fraction(7, 8),
        Fraction(25, 8),
    ]
    assert analysis.items[0].item_rest_correlation == pytest.approx(0.7 / sqrt(0.99))
    assert analysis.quiz.internal_consistency == Fraction("0.615")
    assert analysis.items[0].discriminative_efficiency == 1
    assert analysis.items[1].discriminative_efficiency == pytest.approx(0.55 / 1.05)
    assert [(q.n, q.facility) for q in analysis.items[2].quarters] == [
        (1, Fraction(5, 8)),
        (1, 0),
        (2, Fraction(9, 16)),
        (1, 1),
    ]
    assert [item.upper_lower_index for item in analysis.items] == [1, Fraction(1, 2), 1]


def test_a_reversed_key_by_hand():
    analysis = analyse(REVERSED_KEY, [1, 1, 1, 1])
    wrong = analysis.items[2]

    assert wrong.item_rest_correlation == pytest.approx(-0.7 / sqrt(0.57))
    assert wrong.discriminative_efficiency == -1
    assert wrong.effective_weight is None
    assert wrong.upper_lower_index == -1
    assert [(q.n, q.facility) for q in wrong.quarters] == [
        (2, 1),
        (1, 1),
        (1, 0),
        (2, 0),
    ]
    assert analysis.quiz.internal_consistency == Fraction(-5, 9)
    assert analysis.quiz.error_ratio == pytest.approx(1.2472, abs=1e-4)

    mended = [[a, b, 1 - c, d] for a, b, c, d in REVERSED_KEY]
    assert analyse(mended, [1] * 4).quiz.internal_consistency == Fraction(74, 81)


def test_a_quiz_of_random_draws_compares_each_item_with_the_rest_of_its_own_quiz():
    rows = [[1, None, 1], [1, 0, None], [None, 1, 1], [0, 0, None], [0, None, 0]]
    analysis = analyse(rows, [1, 1, 1])
    first, second, _ = analysis.items

    assert [item.n for item in analysis.items] == [4, 3, 3]
    assert first.facility_index == Fraction(1, 2)
    assert second.facility_index == Fraction(1, 3)
    assert first.item_rest_correlation == item_rest_correlation(
        [1, 1, 0, 0], [2, 1, 0, 0]
    )
    assert analysis.quiz.mean == Fraction(1)
    assert analysis.quiz.internal_consistency is None


def test_where_a_statistic_cannot_exist_it_is_not_0():
    empty = analyse([], [1, 2])
    assert empty.quiz.mean is None
    assert empty.quiz.sd is None
    assert empty.items[0].facility_index is None
    assert empty.items[0].item_rest_correlation is None
    assert [q.facility for q in empty.items[0].quarters] == [None] * 4

    alone = analyse([[1, 0]], [1, 1])
    assert alone.quiz.mean == 1
    assert alone.quiz.sd is None
    assert alone.items[0].sd is None
    assert alone.items[0].effective_weight is None
    assert alone.items[0].upper_lower_index is None

    alike = analyse([[1, 1]] * 6, [1, 1])
    assert alike.quiz.sd == 0
    assert alike.quiz.internal_consistency is None
    assert alike.quiz.skewness is None
    assert alike.quiz.kurtosis is None
    assert alike.items[0].item_rest_correlation is None
    assert alike.items[0].discriminative_efficiency is None
    assert alike.items[0].effective_weight is None
    assert alike.items[0].upper_lower_index is None


def test_an_item_without_marks_has_no_facility():
    (item,) = analyse([[0], [0]], [0]).items

    assert item.facility_index is None
    assert item.intended_weight is None
    assert item.sd_share is None
    assert facility_index([1, 1], 0) is None


def test_every_attempt_needs_every_item():
    with pytest.raises(ValueError, match="one mark"):
        analyse([[1, 0], [1]], [1, 1])


def test_an_item_on_its_own_has_no_internal_consistency():
    assert internal_consistency([[1, 0, 1]], [1, 0, 1]) is None


def test_weights_leave_out_an_item_that_works_against_the_quiz():
    assert effective_weights([Fraction(1), Fraction(-1), Fraction(4)]) == (
        pytest.approx(1 / 3),
        None,
        pytest.approx(2 / 3),
    )
    assert effective_weights([Fraction(0), None]) == (None, None)


def test_efficiency_compares_with_the_best_order_of_the_same_numbers():
    assert discriminative_efficiency([0, 0, 1, 1], [0, 1, 2, 3]) == 1
    assert discriminative_efficiency([1, 1, 0, 0], [1, 2, 2, 3]) == -1


@pytest.mark.parametrize(
    ("n", "size"), [(1, 0), (2, 1), (6, 2), (10, 3), (11, 3), (100, 27)]
)
def test_the_best_and_the_weakest_27_percent(n, size):
    totals = list(range(n))
    marks = [int(total >= n - size) for total in totals]

    assert upper_lower_index(marks, totals, 1) == (1 if size else None)


def test_ties_join_the_upper_and_lower_groups():
    totals = [1, 1, 1, 2, 3, 3]
    marks = [0, 0, 1, 1, 1, 0]

    # Two would be the group size, but three share the lowest total.
    assert upper_lower_index(marks, totals, 1) == Fraction(1, 2) - Fraction(1, 3)
    assert upper_lower_index([0, 1, 1], [2, 2, 2], 1) is None


@explored
@given(quiz=quizzes())
def test_quarters_hold_everybody_once_and_split_no_tie(quiz):
    rows, maxima = quiz
    marks = [row[0] for row in rows]
    totals = [sum(row) for row in rows]
    rests = [t - m for t, m in zip(totals, marks, strict=True)]

    quarters = quartile_strip(marks, totals, maxima[0])

    assert sum(quarter.n for quarter in quarters) == len(rows)
    assert all((q.facility is None) == (q.n == 0) for q in quarters)
    # Seen from outside: filled from the weakest on, every quarter ends at a new score.
    ends = [sum(q.n for q in quarters[: i + 1]) for i in range(3)]
    ordered = sorted(rests)
    for end in ends:
        if 0 < end < len(ordered):
            assert ordered[end - 1] < ordered[end]


def test_eight_different_scores_make_four_pairs():
    strip = quartile_strip([0, 0, 0, 1, 1, 0, 1, 1], [0, 1, 2, 4, 5, 5, 7, 8], 1)

    assert [q.n for q in strip] == [2, 2, 2, 2]
    assert [q.facility for q in strip] == [0, Fraction(1, 2), Fraction(1, 2), 1]


def test_the_groups_of_best_and_weakest_are_positions_with_their_ties():
    assert extreme_groups([7, 5, 4, 3, 1]) == ((4,), (0,))
    # 0.27 of 6 is 1.62, so two each; a third with the same total as the last joins.
    assert extreme_groups([3, 1, 1, 1, 5, 4]) == ((1, 2, 3), (4, 5))


@pytest.mark.parametrize("totals", [[], [2], [3, 3, 3, 3]])
def test_without_a_gap_between_best_and_weakest_there_are_no_groups(totals):
    assert extreme_groups(totals) is None
