"""How a number of ours becomes one of JSON; None stays None."""

from fractions import Fraction

from psychometrics.rounding import round_half_up


def number(value: Fraction | float | None) -> float | None:
    """Return an exact number as the nearest one that JSON has."""
    return None if value is None else float(value)


def display(value: Fraction | None, decimals: int) -> str | None:
    """Return a number as it is printed, with a point."""
    return None if value is None else round_half_up(value, decimals)
