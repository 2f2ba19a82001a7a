"""The same people measured twice."""

import json
import subprocess
import sys
from fractions import Fraction
from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psychometrics.paired import paired_difference

differences = st.lists(st.integers(-10, 10), min_size=2, max_size=60)


def test_a_worked_example():
    """Five people; by hand: mean 1, variance 0.5, error 0.316, t = 3.162 on 4 df."""
    found = paired_difference([1, 1, 2, 0, 1])

    assert found.n == 5
    assert found.mean == 1
    assert found.variance == Fraction(1, 2)
    assert found.d_z == pytest.approx(1 / sqrt(0.5))
    # t of 0.975 with 4 degrees of freedom is 2.7764.
    assert found.ci95 == pytest.approx((1 - 0.87798, 1 + 0.87798), abs=1e-4)
    # From a table of Student's distribution.
    assert found.p_two_sided == pytest.approx(0.03411, abs=1e-4)


@pytest.mark.parametrize("values", [[], [2]])
def test_fewer_than_two_pairs_have_no_interval(values):
    found = paired_difference(values)

    assert found.n == len(values)
    assert (found.ci95, found.p_two_sided, found.d_z) == (None, None, None)


def test_where_all_changed_alike_there_is_no_test():
    found = paired_difference([1] * 12)

    assert found.ci95 == (1.0, 1.0)
    assert (found.p_two_sided, found.d_z) == (None, None)


@given(differences)
def test_turning_the_direction_turns_the_signs(values):
    one, other = paired_difference(values), paired_difference([-v for v in values])

    assert other.mean == -one.mean
    assert other.variance == one.variance
    assert other.ci95 == pytest.approx((-one.ci95[1], -one.ci95[0]))
    if one.p_two_sided is not None:
        assert isclose(one.p_two_sided, other.p_two_sided)
        assert isclose(one.d_z, -other.d_z, abs_tol=1e-12)


@given(differences, st.randoms())
def test_the_order_of_people_is_nothing(values, random):
    mixed = list(values)
    random.shuffle(mixed)

    assert paired_difference(mixed) == paired_difference(values)


@given(differences, st.integers(-5, 5))
def test_a_shift_of_all_moves_the_mean_and_nothing_else(values, shift):
    one = paired_difference(values)
    other = paired_difference([value + shift for value in values])

    assert other.mean == one.mean + shift
    assert other.variance == one.variance


@given(differences)
def test_the_interval_leaves_out_zero_exactly_where_p_is_below_5_per_cent(values):
    found = paired_difference(values)
    if found.p_two_sided is None or abs(found.p_two_sided - 0.05) < 1e-9:
        return

    low, high = found.ci95
    assert (low > 0 or high < 0) == (found.p_two_sided < 0.05)


def command(**payload):
    done = subprocess.run(
        [sys.executable, "-m", "psychometrics", "paired"],
        input=json.dumps(payload),
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout, done.stderr


def test_the_command_recomputes_the_example_of_the_docs():
    code, printed, _errors = command(before=[2, 3, 2, 3, 4], after=[3, 4, 4, 3, 5])
    found = json.loads(printed)

    assert code == 0
    assert (found["n"], found["mean_difference"]) == (5, 1)
    assert found["d_z"] == pytest.approx(1 / sqrt(0.5))
    assert found["verdict"] == "x_higher"
    assert not found["verdict_displayable"]


def test_who_is_in_no_pair_is_counted():
    _code, printed, _errors = command(
        before=[1, None, 2, None], after=[2, 3, None, None]
    )
    found = json.loads(printed)

    assert (found["n"], found["n_before_only"], found["n_after_only"]) == (1, 1, 1)
    assert found["mean_difference_ci95"] is None


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        ({"before": [1], "after": [1, 2]}, "equally long"),
        ({"before": [1]}, "after"),
        ({"before": ["x"], "after": [1]}, "before"),
    ],
)
def test_what_cannot_be_understood_gets_a_sentence(payload, sentence):
    code, printed, errors = command(**payload)

    assert (code, printed) == (2, "")
    assert sentence in errors


def test_nobody_has_no_change():
    found = json.loads(command(before=[], after=[])[1])

    assert found["n"] == 0
    assert (found["mean_difference"], found["verdict"]) == (None, None)
