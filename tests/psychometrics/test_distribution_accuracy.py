"""Quantiles against references computed once with forty digits."""

from math import isclose, sqrt, tan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psychometrics.distributions import (
    Z_95,
    beta_cdf,
    beta_quantile,
    f_quantile,
    normal_quantile,
    t_quantile,
    t_two_sided_p,
)
from tests.psychometrics.worked_cases import explored

shapes = st.floats(0.05, 500)
probabilities = st.floats(0.001, 0.999)

BETA_QUANTILES = [
    (0.025, 0.5, 0.5, 0.0015413331334360119),
    (0.975, 0.5, 2, 0.75335837462063045),
    (0.025, 2, 3, 0.067585986488542955),
    (0.975, 2, 3, 0.80587955031675664),
    (0.5, 5, 5, 0.5),
    (0.025, 38.25, 7.75, 0.71204073782298724),
    (0.975, 38.25, 7.75, 0.9238220780751968),
    (0.025, 0.3, 120, 2.6624910589688154e-8),
    (0.975, 240, 1.25, 0.99975302791733064),
    (0.001, 12.5, 88, 0.045124915215191229),
    # From integrating the density of a million answers.
    (0.025, 2e5, 5e5, 0.28465658571926039335),
    (0.975, 2e5, 5e5, 0.28677314548841159912),
    (0.025, 9.9e5, 9.9e5, 0.49930355737397095411),
    (0.975, 1.1e6, 1.2e6, 0.47890645721422900316),
    (0.025, 1.1e6, 5e7, 0.021486644315148317514),
]


@pytest.mark.parametrize(("p", "a", "b", "x"), BETA_QUANTILES)
def test_beta_quantiles_agree_with_the_references(p, a, b, x):
    assert abs(beta_quantile(p, a, b) - x) < 1e-12


@pytest.mark.parametrize(("p", "a", "b", "x"), BETA_QUANTILES[:10])
def test_beta_quantiles_are_relatively_precise_too(p, a, b, x):
    assert isclose(beta_quantile(p, a, b), x, rel_tol=1e-11)


@pytest.mark.parametrize(
    ("x", "a", "b", "p"),
    [
        (0.3, 2.5, 4, 0.35219758590676724),
        (0.99, 50, 0.5, 0.31730439787419759),
        (0.2, 0.1, 0.1, 0.43970919022334562),
        (0.75, 300, 110, 0.79698478652462452),
    ],
)
def test_the_incomplete_beta_function_agrees_with_the_references(x, a, b, p):
    assert abs(beta_cdf(x, a, b) - p) < 1e-13


@pytest.mark.parametrize(
    ("p", "df", "t"),
    [
        (0.975, 1, 12.706204736174705),
        (0.975, 2, 4.3026527297494639),
        (0.975, 7, 2.3646242515927853),
        (0.975, 57, 2.0024654592910073),
        (0.995, 3.7, 4.8692522532278294),
    ],
)
def test_t_quantiles_agree_with_the_references(p, df, t):
    assert isclose(t_quantile(p, df), t, rel_tol=1e-12)
    assert isclose(t_quantile(1 - p, df), -t, rel_tol=1e-11)
    assert isclose(t_two_sided_p(t, df), 2 * (1 - p), rel_tol=1e-11)


@pytest.mark.parametrize("p", [0.5, 0.6, 0.9, 0.975, 0.9999])
def test_t_with_one_and_two_degrees_of_freedom_has_a_closed_form(p):
    assert isclose(
        t_quantile(p, 1),
        tan(3.141592653589793 * (p - 0.5)),
        abs_tol=1e-12,
        rel_tol=1e-10,
    )
    u = 2 * p - 1
    assert isclose(t_quantile(p, 2), u * sqrt(2 / (1 - u * u)), abs_tol=1e-12)


@pytest.mark.parametrize("df", [1e5, 1e7, 1e9, 1e13])
def test_t_becomes_normal_with_many_degrees_of_freedom(df):
    assert abs(t_quantile(0.975, df) - Z_95) < 3 / df + 1e-12


@pytest.mark.parametrize(
    ("p", "df1", "df2", "f"),
    [
        (0.975, 9, 27, 2.6308555879228084),
        (0.025, 9, 27, 0.27898265124805465),
        (0.975, 29, 87, 1.7469598510844146),
        (0.025, 99, 297, 0.7143840974566098),
    ],
)
def test_f_quantiles_agree_with_the_references(p, df1, df2, f):
    assert isclose(f_quantile(p, df1, df2), f, rel_tol=1e-12)
    assert isclose(f_quantile(1 - p, df2, df1), 1 / f, rel_tol=1e-11)


def test_the_normal_quantile_is_the_one_of_the_intervals():
    assert abs(normal_quantile(0.975) - Z_95) < 1e-14
    assert normal_quantile(0.5) == 0


@explored
@given(p=probabilities, a=shapes, b=shapes)
def test_the_quantile_undoes_the_distribution(p, a, b):
    x = beta_quantile(p, a, b)

    assert 0 <= x <= 1
    # Next to 1 the neighbouring binary numbers are too far apart to hit p.
    if x < 1 - 1e-6:
        assert abs(beta_cdf(x, a, b) - p) < 1e-9


@explored
@given(p=probabilities, a=shapes, b=shapes)
def test_swapping_the_parameters_mirrors_the_quantile(p, a, b):
    assert abs(beta_quantile(p, a, b) - (1 - beta_quantile(1 - p, b, a))) < 1e-11


@explored
@given(p=st.floats(0.01, 0.49), a=shapes, b=shapes)
def test_quantiles_grow_with_the_probability(p, a, b):
    assert beta_quantile(p, a, b) <= beta_quantile(2 * p, a, b)


@explored
@given(x=st.floats(0.001, 0.999), b=st.floats(0.1, 300))
def test_a_beta_with_one_parameter_1_has_a_closed_form(x, b):
    assert isclose(beta_cdf(x, 1, b), 1 - (1 - x) ** b, abs_tol=1e-12)
    assert isclose(beta_cdf(x, b, 1), x**b, abs_tol=1e-12)


def test_the_ends_of_the_range_are_exact():
    assert beta_quantile(0, 2, 3) == 0
    assert beta_quantile(1, 2, 3) == 1
    assert beta_cdf(-1, 2, 3) == 0
    assert beta_cdf(2, 2, 3) == 1
    assert t_quantile(0.5, 4) == 0
    assert t_two_sided_p(0, 4) == 1
    assert f_quantile(0, 3, 4) == 0


@pytest.mark.parametrize(
    "call",
    [
        lambda: beta_quantile(1.5, 2, 3),
        lambda: beta_quantile(float("nan"), 2, 3),
        lambda: beta_quantile(0.5, 0, 3),
        lambda: beta_quantile(0.5, 2, float("inf")),
        lambda: beta_cdf(float("nan"), 2, 3),
        lambda: beta_cdf(0.5, -2, 3),
        lambda: t_quantile(0, 3),
        lambda: t_quantile(0.975, 0),
        lambda: t_two_sided_p(float("nan"), 3),
        lambda: t_two_sided_p(2, 0),
        lambda: f_quantile(1, 3, 4),
    ],
)
def test_impossible_questions_are_refused(call):
    with pytest.raises(ValueError, match=r"\."):
        call()
