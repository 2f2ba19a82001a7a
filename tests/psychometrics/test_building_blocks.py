"""Means, spreads and correlations, against floating point and definitions."""

from math import atanh, isclose, sqrt, tanh
from statistics import fmean

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from psychometrics import moments
from psychometrics.intervals import fisher_ci95
from tests.psychometrics.worked_cases import explored

values = st.lists(st.integers(-20, 20), min_size=1, max_size=12)


def central(numbers, power):
    centre = fmean(numbers)
    return sum((x - centre) ** power for x in numbers) / len(numbers)


@explored
@given(numbers=values)
def test_skewness_and_kurtosis_follow_the_k_statistics(numbers):
    n = len(numbers)
    m2, m3, m4 = (central(numbers, power) for power in (2, 3, 4))
    if n < 3 or len(set(numbers)) == 1:
        assert moments.skewness(numbers) is None
    else:
        k2 = n * m2 / (n - 1)
        k3 = n**2 * m3 / ((n - 1) * (n - 2))
        assert moments.skewness(numbers) == pytest.approx(k3 / k2**1.5, abs=1e-9)
    if n < 4 or len(set(numbers)) == 1:
        assert moments.kurtosis(numbers) is None
    else:
        k2 = n * m2 / (n - 1)
        k4 = n**2 * ((n + 1) * m4 - 3 * (n - 1) * m2**2)
        k4 /= (n - 1) * (n - 2) * (n - 3)
        assert moments.kurtosis(numbers) == pytest.approx(k4 / k2**2, abs=1e-8)


@explored
@given(numbers=values)
def test_mirrored_scores_turn_the_skewness_and_keep_the_kurtosis(numbers):
    assume(len(numbers) >= 4)
    assume(len(set(numbers)) > 1)
    mirrored = [-x for x in numbers]

    assert isclose(
        moments.skewness(mirrored), -moments.skewness(numbers), abs_tol=1e-12
    )
    assert moments.kurtosis(mirrored) == moments.kurtosis(numbers)


def test_building_blocks_know_when_they_do_not_exist():
    assert moments.mean([]) is None
    assert moments.median([]) is None
    assert moments.variance([3]) is None
    assert moments.correlation([1, 1], [1, 2]) is None
    assert moments.correlation([1, 2], [1, 2]) == 1
    assert moments.correlation([1, 2, 3], [1, 0, 1]) == 0
    with pytest.raises(ValueError, match="equally long"):
        moments.covariance([1], [1, 2])


def test_tenths_given_as_floats_have_no_variance_of_their_own():
    rests = [0.1 + 0.2, 0.3, 0.3]

    assert moments.variance([0.3, 0.3, 0.3]) == 0
    assert moments.correlation([0.1, 0.2, 0.3], [0.3, 0.3, 0.3]) is None
    assert moments.variance(rests) != 0


@pytest.mark.parametrize(
    ("r", "n"), [(0.39, 30), (-0.9, 6), (0.0, 10), (0.27, 100)], ids=str
)
def test_the_interval_of_a_correlation(r, n):
    half = 1.959963984540054 / sqrt(n - 3)

    assert fisher_ci95(r, n) == pytest.approx(
        (tanh(atanh(r) - half), tanh(atanh(r) + half))
    )


@pytest.mark.parametrize(("r", "n"), [(None, 30), (0.5, 3), (1.0, 30), (-1.0, 30)])
def test_some_correlations_have_no_interval(r, n):
    assert fisher_ci95(r, n) is None
