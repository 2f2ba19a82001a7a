"""How often the intervals of one item contain the truth, by listing every sample.

The percentages are those printed in docs/methods/likert.md.
"""

from fractions import Fraction
from math import comb, factorial, sqrt

import pytest

from psychometrics.intervals import wilson_ci95
from psychometrics.likert import summarise


def divided(n, parts):
    """All ways to divide n answers over so many points."""
    if parts == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for others in divided(n - first, parts - 1):
            yield (first, *others)


def coverage(population, n):
    """The probabilities that Student's and the shown interval contain the mean."""
    points = sorted(population)
    mean = float(sum(point * share for point, share in population.items()))
    student = shown = Fraction(0)
    for sample in divided(n, len(points)):
        chosen = dict(zip(points, sample, strict=True))
        probability = Fraction(factorial(n))
        for point, count in chosen.items():
            probability *= Fraction(population[point]) ** count / factorial(count)
        item = summarise([chosen.get(s, 0) for s in range(1, 6)])
        student += probability * contains(item.t_ci95, mean)
        shown += probability * contains(item.db_ci95, mean)
    return float(student), float(shown)


def contains(interval, mean):
    low, high = interval
    return low - 1e-12 <= mean <= high + 1e-12


NEARLY_ALL_FIVES = {4: Fraction(1, 20), 5: Fraction(19, 20)}
ONE_IN_TEN_UNHAPPY = {1: Fraction(1, 10), 5: Fraction(9, 10)}
POLARISED = {1: Fraction(1, 2), 5: Fraction(1, 2)}
UNIFORM = dict.fromkeys(range(1, 6), Fraction(1, 5))


@pytest.mark.parametrize(
    ("population", "n", "student", "dirichlet_beta"),
    [
        (NEARLY_ALL_FIVES, 8, 0.336, 0.943),
        (NEARLY_ALL_FIVES, 20, 0.641, 0.925),
        (ONE_IN_TEN_UNHAPPY, 12, 0.717, 0.974),
        (POLARISED, 8, 0.930, 0.930),
        (UNIFORM, 8, 0.939, 0.923),
    ],
    ids=["nearly all fives", "more of them", "one in ten", "polarised", "uniform"],
)
def test_the_shown_interval_covers_the_mean_where_students_does_not(
    population, n, student, dirichlet_beta
):
    covered = coverage(population, n)

    assert covered == pytest.approx((student, dirichlet_beta), abs=0.001)


def test_wilson_covers_a_high_share_in_a_small_group():
    covered = sum(
        comb(8, k) * 0.9**k * 0.1 ** (8 - k)
        for k in range(9)
        if wilson_ci95(k, 8)[0] <= 0.9 <= wilson_ci95(k, 8)[1]
    )

    assert covered == pytest.approx(0.962, abs=0.001)


def test_the_usual_interval_of_a_share_covers_far_less():
    """Of 8 people with a true share of 90%: 56.5% instead of 95%."""
    covered = sum(
        comb(8, k) * 0.9**k * 0.1 ** (8 - k)
        for k in range(9)
        if abs(k / 8 - 0.9) <= 1.96 * sqrt(k / 8 * (1 - k / 8) / 8)
    )

    assert covered == pytest.approx(0.565, abs=0.001)


def test_wilson_refuses_more_successes_than_answers():
    assert wilson_ci95(0, 0) is None
    with pytest.raises(ValueError, match="successes"):
        wilson_ci95(3, 2)
