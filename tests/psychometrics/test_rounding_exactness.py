"""Printed decimals come from the exact ratio, never from its binary neighbour."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psychometrics.rounding import (
    exact,
    is_reachable_mean,
    round_half_up,
    round_sqrt_half_up,
)
from tests.psychometrics.worked_cases import explored

ratios = st.fractions(min_value=-1000, max_value=1000, max_denominator=5000)


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (Fraction(33, 8), 2, "4.13"),
        (Fraction(869, 200), 2, "4.35"),
        (Fraction(75, 2), 0, "38"),
        (Fraction(25, 2), 0, "13"),
        (Fraction(200, 3), 0, "67"),
        (Fraction(248, 57), 2, "4.35"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(1, 1000), 2, "0.00"),
        (0, 0, "0"),
        (5, 2, "5.00"),
        (-12, 1, "-12.0"),
        (Fraction(99999, 1000), 2, "100.00"),
        (Fraction(1, 2), 0, "1"),
    ],
)
def test_halves_are_rounded_away_from_zero(value, decimals, printed):
    assert round_half_up(value, decimals) == printed


def test_binary_formatting_would_have_printed_something_else():
    assert f"{33 / 8:.2f}" == "4.12"
    assert f"{869 / 200:.2f}" == "4.34"
    assert f"{12.5:.0f}" == "12"


def test_there_are_no_negative_places():
    with pytest.raises(ValueError, match="decimals"):
        round_half_up(5, -1)


@explored
@given(value=ratios, decimals=st.integers(0, 6))
def test_rounding_moves_a_value_by_at_most_half_a_unit(value, decimals):
    printed = Fraction(round_half_up(value, decimals))

    assert abs(printed - value) <= Fraction(1, 2 * 10**decimals)


@explored
@given(value=ratios, decimals=st.integers(0, 6))
def test_rounding_is_symmetric_around_zero(value, decimals):
    mirrored = Fraction(round_half_up(-value, decimals))

    assert mirrored == -Fraction(round_half_up(value, decimals))


@explored
@given(one=ratios, other=ratios)
def test_rounding_keeps_the_order(one, other):
    low, high = sorted((one, other))

    assert Fraction(round_half_up(low, 1)) <= Fraction(round_half_up(high, 1))


@explored
@given(value=ratios)
def test_a_printed_value_is_printed_the_same_again(value):
    printed = round_half_up(value, 2)

    assert round_half_up(Fraction(printed), 2) == printed


@explored
@given(
    value=st.fractions(min_value=0, max_value=10_000, max_denominator=3000),
    decimals=st.integers(0, 4),
)
def test_a_printed_root_is_the_nearest_one(value, decimals):
    printed = Fraction(round_sqrt_half_up(value, decimals))
    half = Fraction(1, 2 * 10**decimals)

    assert max(printed - half, 0) ** 2 <= value < (printed + half) ** 2


def test_a_root_exactly_between_two_decimals_goes_up():
    assert round_sqrt_half_up(Fraction(1, 4), 0) == "1"
    assert round_sqrt_half_up(Fraction(5, 1000) ** 2, 2) == "0.01"
    assert sqrt(0.25) == 0.5


@pytest.mark.parametrize(
    ("mean", "n", "possible"),
    [
        ("4.35", 58, False),
        ("4.35", 20, True),
        ("4.35", 57, True),
        ("4.35", 7, False),
        ("4.35", 63, True),
        ("4.35", 464, True),
        ("4.21", 58, True),
        ("3.48", 20, False),
        ("4.3", 58, True),
        ("4.13", 8, True),
        ("4.12", 8, False),
        ("-0.13", 8, True),
        ("-0.12", 8, False),
        ("0.00", 1, True),
        ("4.35", 0, False),
        ("4.35", -3, False),
        ("4", 1, True),
    ],
)
def test_a_printed_mean_is_reachable_from_its_n_or_not(mean, n, possible):
    assert is_reachable_mean(mean, n) is possible


@pytest.mark.parametrize("mean", ["", "4,35", "4.", ".5", "1e2", "NaN", " 4", "٤"])
def test_only_a_plain_decimal_is_a_printed_mean(mean):
    with pytest.raises(ValueError, match="not a plain decimal"):
        is_reachable_mean(mean, 5)


@explored
@given(total=st.integers(-600, 600), n=st.integers(1, 120), decimals=st.integers(0, 3))
def test_every_mean_that_is_printed_is_reachable(total, n, decimals):
    assert is_reachable_mean(round_half_up(Fraction(total, n), decimals), n)


@explored
@given(hundredths=st.integers(100, 500), n=st.integers(1, 80))
def test_reachable_means_are_those_that_some_sum_prints(hundredths, n):
    mean = round_half_up(Fraction(hundredths, 100), 2)
    printable = {round_half_up(Fraction(total, n), 2) for total in range(5 * n + 1)}

    assert is_reachable_mean(mean, n) is (mean in printable)


def test_rounding_up_would_print_a_wrong_decimal_for_112_of_233_sums():
    wrong = [
        total
        for total in range(58, 5 * 58 + 1)
        if Fraction(ceil(Fraction(100 * total, 58)), 100)
        != Fraction(round_half_up(Fraction(total, 58), 2))
    ]

    assert len(wrong) == 112


@pytest.mark.parametrize(
    ("share", "printed"),
    [(Fraction(47, 58), "81"), (Fraction(44, 58), "76"), (Fraction(7, 8), "88")],
)
def test_shares_of_the_sources_are_reachable(share, printed):
    assert round_half_up(share * 100, 0) == printed


def test_a_float_counts_as_the_decimal_that_it_prints():
    assert exact(0.1) == Fraction(1, 10)
    assert exact(4.345) == Fraction(869, 200)
    assert exact(Decimal("1.50")) == Fraction(3, 2)
    assert exact(7) == 7


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="not numbers"):
        exact(value)
