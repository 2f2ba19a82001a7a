"""How an exact number becomes the decimal that is printed.

Everything here works on integers and fractions, because the binary value of 4.345 lies
below 4.345 and would be printed as 4.34. Words, units and percent signs belong to the
page that shows the number.
"""

import re
from decimal import Decimal
from fractions import Fraction
from math import isqrt

# What a formula accepts as one value; a float stands for the decimal that it prints.
Number = int | float | Decimal | Fraction

_DECIMAL = re.compile(r"-?[0-9]+(?:\.([0-9]+))?")


def exact(value: Number) -> Fraction:
    """Return the number that was meant: a float counts as the decimal that it prints.

    So 0.1 is one tenth, not the nearest binary fraction. ValueError for NaN and
    infinity.
    Method: docs/methods/likert.md, "Rounding".
    """
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError("NaN and infinity are not numbers to calculate with.")
    return Fraction(value)


def round_half_up(value: Fraction | int, decimals: int) -> str:
    """Return the value as a decimal with `decimals` >= 0 places, halves away from 0.

    33/8 gives "4.13" and -1/8 gives "-0.13" with two places; what rounds to zero has no
    sign.
    Method: docs/methods/likert.md, "Rounding".
    """
    if decimals < 0:
        raise ValueError("There cannot be fewer than 0 decimals.")
    scaled = Fraction(value) * 10**decimals
    digits = (2 * abs(scaled.numerator) + scaled.denominator) // (
        2 * scaled.denominator
    )
    return _placed(digits, decimals, is_negative=value < 0)


def round_sqrt_half_up(value: Fraction | int, decimals: int) -> str:
    """Return the square root of an exact value >= 0, rounded as `round_half_up` does.

    Prints a standard deviation from its exact variance without an irrational detour.
    Method: docs/methods/likert.md, "Rounding".
    """
    scaled = 4 * Fraction(value) * 100**decimals
    digits = (isqrt(scaled.numerator // scaled.denominator) + 1) // 2
    return _placed(digits, decimals, is_negative=False)


def is_reachable_mean(mean: str, n: int) -> bool:
    """Tell whether `n` whole numbers can have a mean that is printed like this.

    The places of the printed mean count: "4.35" is impossible for n = 58, "4.3" is not.
    False for n < 1, ValueError for anything but a plain decimal.
    Method: docs/methods/likert.md, "Reachable means".
    """
    match = _DECIMAL.fullmatch(mean)
    if match is None:
        raise ValueError(f"{mean!r} is not a plain decimal such as 4.35.")
    if n < 1:
        return False
    printed = Fraction(mean)
    decimals = len(match[1] or "")
    below = printed.numerator * n // printed.denominator
    return any(
        Fraction(round_half_up(Fraction(total, n), decimals)) == printed
        for total in (below, below + 1)
    )


def _placed(digits: int, decimals: int, *, is_negative: bool) -> str:
    """Return the integer `digits` with its decimal point `decimals` from the right."""
    text = str(digits).zfill(decimals + 1)
    if decimals:
        text = f"{text[:-decimals]}.{text[-decimals:]}"
    return f"-{text}" if is_negative and digits else text
