"""Reliability of declared scales, against variances of totals written out."""

from fractions import Fraction
from math import isclose, sqrt
from statistics import StatisticsError, correlation, variance

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from psychometrics.reliability import (
    alpha_displayable,
    alpha_if_deleted,
    cronbach_alpha,
    feldt_ci95,
    item_rest_correlations,
    moments_of,
    omega_triads,
    scale_score,
    scale_scores,
)
from tests.psychometrics.worked_cases import explored

LADDER = [[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]]


@st.composite
def answers(draw, *, missing=False):
    k = draw(st.integers(2, 5))
    rating = st.integers(1, 5)
    cell = st.one_of(st.none(), rating) if missing else rating
    row = st.lists(cell, min_size=k, max_size=k)
    return draw(st.lists(row, min_size=2, max_size=9))


def alpha_by_definition(rows):
    columns = list(zip(*rows, strict=True))
    totals = variance([Fraction(sum(row)) for row in rows])
    if totals == 0:
        return None
    k = len(columns)
    items = sum(variance([Fraction(x) for x in column]) for column in columns)
    return Fraction(k, k - 1) * (1 - items / totals)


@explored
@given(rows=answers())
def test_alpha_follows_the_definition(rows):
    assert cronbach_alpha(moments_of(rows)) == alpha_by_definition(rows)


@explored
@given(rows=answers(missing=True))
def test_only_complete_rows_count(rows):
    complete = [row for row in rows if None not in row]

    moments = moments_of(rows)

    assert moments.n == len(complete)
    if len(complete) >= 2:
        assert cronbach_alpha(moments) == alpha_by_definition(complete)
    else:
        assert cronbach_alpha(moments) is None


@explored
@given(rows=answers())
def test_an_item_is_compared_with_the_total_of_the_others(rows):
    for i, r in enumerate(item_rest_correlations(moments_of(rows))):
        item = [row[i] for row in rows]
        rest = [sum(row) - row[i] for row in rows]
        try:
            expected = correlation(item, rest)
        except StatisticsError:
            expected = None
        assert (r is None) == (expected is None)
        assert r is None or isclose(r, expected, abs_tol=1e-12)


@explored
@given(rows=answers())
def test_leaving_an_item_out_is_alpha_of_the_others(rows):
    k = len(rows[0])
    expected = tuple(
        None
        if k < 3
        else alpha_by_definition([[*row[:i], *row[i + 1 :]] for row in rows])
        for i in range(k)
    )

    assert alpha_if_deleted(moments_of(rows)) == expected


@explored
@given(rows=answers(), shift=st.integers(-9, 9), factor=st.integers(1, 7))
def test_another_zero_and_unit_of_the_points_change_nothing(rows, shift, factor):
    moved = [[shift + factor * value for value in row] for row in rows]

    assert cronbach_alpha(moments_of(moved)) == cronbach_alpha(moments_of(rows))


@explored
@given(rows=answers())
def test_the_order_of_respondents_and_items_does_not_matter(rows):
    turned = [row[::-1] for row in rows[::-1]]

    assert cronbach_alpha(moments_of(turned)) == cronbach_alpha(moments_of(rows))
    assert item_rest_correlations(moments_of(turned)) == pytest.approx(
        item_rest_correlations(moments_of(rows))[::-1]
    )


@explored
@given(rows=answers())
def test_alpha_is_at_most_1_and_lies_in_its_interval(rows):
    moments = moments_of(rows)
    alpha = cronbach_alpha(moments)
    assume(alpha is not None)

    low, high = feldt_ci95(alpha, moments.n, moments.k)

    assert alpha <= 1
    assert low <= high <= 1


@explored
@given(rows=answers(), split=st.integers(0, 9))
def test_moments_of_runs_add_up_to_the_moments_of_all(rows, split):
    nobody = [[None] * len(rows[0])]

    first = moments_of(rows[:split] or nobody)
    second = moments_of(rows[split:] or nobody)

    assert first + second == moments_of(rows)


def test_runs_of_different_items_are_not_added():
    with pytest.raises(ValueError, match="same items"):
        moments_of([[1, 2]]) + moments_of([[1, 2, 3]])


def test_a_perfect_ladder_has_an_alpha_of_exactly_four_fifths():
    moments = moments_of(LADDER)

    assert cronbach_alpha(moments) == Fraction(4, 5)
    assert item_rest_correlations(moments) == pytest.approx(
        (0.514, 0.721, 0.721, 0.514), abs=0.001
    )


def test_identical_items_are_perfectly_reliable():
    moments = moments_of([[s, s, s] for s in (1, 2, 4, 5)])

    assert cronbach_alpha(moments) == 1
    assert feldt_ci95(Fraction(1), 4, 3) == (1, 1)
    assert omega_triads(moments) == pytest.approx(1)


def test_a_reversed_item_makes_alpha_negative_and_is_not_clipped():
    rows = [[1, 5], [2, 4], [4, 1], [5, 2]]
    moments = moments_of(rows)

    assert cronbach_alpha(moments) == alpha_by_definition(rows)
    assert cronbach_alpha(moments) < -1
    assert all(r < 0 for r in item_rest_correlations(moments))
    assert feldt_ci95(cronbach_alpha(moments), 4, 2)[0] < -1


@pytest.mark.parametrize(
    "rows",
    [[], [[]], [[1, 2, 3]], [[3, 3], [3, 3]], [[1], [2]], [[None, 1], [2, None]]],
    ids=["nobody", "no item", "one person", "no spread", "one item", "none complete"],
)
def test_where_alpha_cannot_exist_it_is_not_0(rows):
    moments = moments_of(rows)

    assert cronbach_alpha(moments) is None
    assert feldt_ci95(None, moments.n, moments.k) is None
    assert omega_triads(moments) is None
    assert set(item_rest_correlations(moments)) <= {None}
    assert set(alpha_if_deleted(moments)) <= {None}


def test_rows_must_be_equally_long():
    with pytest.raises(ValueError, match="same number"):
        moments_of([[1, 2], [1, 2, 3]])


@pytest.mark.parametrize(
    ("n", "low", "high"), [(10, 0.47, 0.94), (30, 0.65, 0.90), (100, 0.73, 0.86)]
)
def test_feldts_interval_for_four_items_and_alpha_of_080(n, low, high):
    interval = feldt_ci95(Fraction(4, 5), n, 4)

    assert interval == pytest.approx((low, high), abs=0.005)


@pytest.mark.parametrize(
    ("n", "k", "is_displayed"), [(30, 3, True), (29, 3, False), (30, 2, False)]
)
def test_alpha_is_printed_from_three_items_and_thirty_people(n, k, is_displayed):
    assert alpha_displayable(n, k) is is_displayed


def omega_by_definition(rows):
    columns = list(zip(*rows, strict=True))
    k, n = len(columns), len(rows)
    means = [Fraction(sum(column), n) for column in columns]
    s = [
        [
            sum(
                (a - means[p]) * (b - means[q])
                for a, b in zip(columns[p], columns[q], strict=True)
            )
            / (n - 1)
            for q in range(k)
        ]
        for p in range(k)
    ]
    total = sum(map(sum, s))
    loadings = []
    for i in range(k):
        above = below = Fraction(0)
        for p in range(k):
            for q in range(p + 1, k):
                if i not in (p, q):
                    above += s[i][p] * s[i][q]
                    below += s[p][q]
        if total == 0 or below == 0 or above / below <= 0:
            return None
        loadings.append(sqrt(above / below))
    return sum(loadings) ** 2 / float(total)


@explored
@given(rows=answers())
def test_omega_follows_the_definition(rows):
    assume(len(rows[0]) >= 3)

    assert omega_triads(moments_of(rows)) == pytest.approx(omega_by_definition(rows))


@pytest.mark.parametrize(
    ("given_answers", "score"),
    [
        ([4, 5, 3], Fraction(4)),
        ([4, None, 3], Fraction(7, 2)),
        ([4, None, None], None),
        ([4, None], Fraction(4)),
        ([None, None], None),
        ([], None),
    ],
    ids=str,
)
def test_a_scale_score_needs_half_of_the_answers(given_answers, score):
    assert scale_score(given_answers) == score
    assert scale_scores([given_answers]) == (score,)
