"""How the commands write figures: binary numbers, lists, and None for "not known"."""

from fractions import Fraction
from math import sqrt

from .intervals import Interval


def number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def percent(value: Fraction | None, whole: Fraction = Fraction(1)) -> float | None:
    return None if value is None or not whole else float(100 * value / whole)


def hundredfold(value: float | None) -> float | None:
    return None if value is None else 100 * value


def root(value: Fraction | None) -> float | None:
    return None if value is None else sqrt(value)


def limits(interval: Interval | None, factor: int = 1) -> list[float] | None:
    return None if interval is None else [factor * limit for limit in interval]
