"""Means, spreads and correlations of exact numbers.

Values become integers over one common denominator first, so a variance is zero exactly
when all values are equal, and no order of summation changes a digit. Formulas of
quizzes and scales are built on these; they do not belong here.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm, sqrt
from operator import mul

from .rounding import Number, exact


def on_common_denominator(values: Sequence[Number]) -> tuple[list[int], int]:
    """Return integers and the one denominator that makes them the given values.

    Method: docs/methods/item-analysis.md, "Building blocks".
    """
    if all(type(value) is int for value in values):
        return [int(value) for value in values], 1
    fractions = [exact(value) for value in values]
    denominator = lcm(*(value.denominator for value in fractions))
    return (
        [value.numerator * (denominator // value.denominator) for value in fractions],
        denominator,
    )


def mean(values: Sequence[Number]) -> Fraction | None:
    """Return the exact arithmetic mean; None for no values.

    Method: docs/methods/item-analysis.md, "Building blocks".
    """
    if not values:
        return None
    numbers, denominator = on_common_denominator(values)
    return Fraction(sum(numbers), denominator * len(numbers))


def median(values: Sequence[Number]) -> Fraction | None:
    """Return the middle value, or the mean of the middle two; None for no values.

    Method: docs/methods/item-analysis.md, "Building blocks".
    """
    return quantile(values, Fraction(1, 2)) if values else None


def quantile(values: Sequence[Number], share: Fraction) -> Fraction:
    """Return the Hyndman-Fan type 2 quantile: a value or the midpoint of two of them.

    At least one value, share strictly between 0 and 1.
    Method: docs/methods/likert.md, "Median and quartiles".
    """
    numbers, denominator = on_common_denominator(values)
    numbers.sort()
    position, rest = divmod(len(numbers) * share.numerator, share.denominator)
    lower = numbers[position] if rest else numbers[position - 1]
    return Fraction(lower + numbers[position], 2 * denominator)


def variance(values: Sequence[Number]) -> Fraction | None:
    """Return the exact sample variance (divisor n - 1); None for fewer than two values.

    Method: docs/methods/item-analysis.md, "Building blocks".
    """
    return covariance(values, values)


def covariance(xs: Sequence[Number], ys: Sequence[Number]) -> Fraction | None:
    """Return the exact sample covariance of two equally long lists; None below two.

    Method: docs/methods/item-analysis.md, "Building blocks".
    """
    n = len(xs)
    if n != len(ys):
        raise ValueError("Both lists must be equally long.")
    if n < 2:
        return None
    x, x_denominator = on_common_denominator(xs)
    y, y_denominator = on_common_denominator(ys)
    cross = n * sum(map(mul, x, y)) - sum(x) * sum(y)
    return Fraction(cross, n * (n - 1) * x_denominator * y_denominator)


def correlation(xs: Sequence[Number], ys: Sequence[Number]) -> float | None:
    """Return Pearson's r, from -1 to 1; None where either list has no spread.

    Method: docs/methods/item-analysis.md, "Building blocks".
    """
    return correlation_from(covariance(xs, ys), variance(xs), variance(ys))


def correlation_from(
    covariance: Fraction | None,
    variance_x: Fraction | None,
    variance_y: Fraction | None,
) -> float | None:
    """Return Pearson's r from its three exact parts; None where one is None or zero.

    Method: docs/methods/item-analysis.md, "Building blocks".
    """
    if covariance is None or not variance_x or not variance_y:
        return None
    root = sqrt(covariance**2 / (variance_x * variance_y))
    return root if covariance > 0 else -root if covariance else 0.0


def skewness(values: Sequence[Number]) -> float | None:
    """Return k3 / k2^1.5 of the k-statistics; None for n < 3 or no spread.

    Negative with a long tail of low values.
    Method: docs/methods/item-analysis.md, "Skewness and kurtosis".
    """
    n = len(values)
    squares, cubes, _ = _powers(values)
    if n < 3 or not squares:
        return None
    k2 = squares / (n - 1)
    k3 = n * cubes / ((n - 1) * (n - 2))
    return float(k3 / k2) / sqrt(k2)


def kurtosis(values: Sequence[Number]) -> float | None:
    """Return k4 / k2^2 of the k-statistics, 0 for a bell; None for n < 4 or no spread.

    Method: docs/methods/item-analysis.md, "Skewness and kurtosis".
    """
    n = len(values)
    squares, _, fourths = _powers(values)
    if n < 4 or not squares:
        return None
    k2 = squares / (n - 1)
    k4 = (
        n
        * ((n + 1) * fourths - 3 * (n - 1) * squares**2 / n)
        / ((n - 1) * (n - 2) * (n - 3))
    )
    return float(k4 / k2**2)


def _powers(values: Sequence[Number]) -> tuple[Fraction, Fraction, Fraction]:
    """Return the sums of squared, cubed and fourth deviations from the mean."""
    numbers, denominator = on_common_denominator(values)
    n, total = len(numbers), sum(numbers)
    deviations = [n * number - total for number in numbers]
    unit = (n or 1) * denominator
    return (
        Fraction(sum(d**2 for d in deviations), unit**2),
        Fraction(sum(d**3 for d in deviations), unit**3),
        Fraction(sum(d**4 for d in deviations), unit**4),
    )
