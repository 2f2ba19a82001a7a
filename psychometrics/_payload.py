"""Reads the JSON object of a command: every value checked, every fault one sentence."""

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

Payload = Mapping[str, Any]
Result = dict[str, Any]

# More answers than any survey has; beyond it binary results would lose their digits.
LARGEST_COUNT = 10**15
LARGEST_NUMBER = 10**12
MOST_DECIMALS = 30


class PayloadError(Exception):
    """The input cannot be understood; the text says what is wrong and where."""


def parse(raw: bytes) -> dict[str, Any]:
    """Return the one JSON object in `raw`; decimals stay exact."""
    try:
        value = json.loads(
            raw.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_unique,
        )
    except UnicodeDecodeError:
        raise PayloadError("The input is not UTF-8 text.") from None
    except json.JSONDecodeError as error:
        raise PayloadError(
            f"The input is not JSON: {error.msg}, line {error.lineno},"
            f" column {error.colno}."
        ) from None
    except ValueError:
        # An integer of thousands of digits.
        raise PayloadError("The input has a number that is too long.") from None
    except RecursionError:
        raise PayloadError("The input is nested too deeply.") from None
    if not isinstance(value, dict):
        raise PayloadError(f"The input must be a JSON object, not {shown(value)}.")
    return value


def required(payload: Payload, key: str) -> Any:
    if key not in payload:
        raise PayloadError(f'The key "{key}" is missing.')
    return payload[key]


def whole(
    value: Any, where: str, *, lowest: int = 0, highest: int = LARGEST_COUNT
) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise PayloadError(f"{where} must be a whole number, not {shown(value)}.")
    if not lowest <= value <= highest:
        raise PayloadError(
            f"{where} must lie between {lowest} and {highest}, not {shown(value)}."
        )
    return value


def number(value: Any, where: str) -> Fraction:
    """Return an exact number from a JSON integer or decimal."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PayloadError(f"{where} must be a number, not {shown(value)}.")
    if not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
        raise PayloadError(f"{where} is too large: {shown(value)}.")
    # Checked before it becomes a fraction: 1e-999999 would have a million digits.
    if isinstance(value, Decimal) and int(value.as_tuple().exponent) < -MOST_DECIMALS:
        raise PayloadError(f"{where} has more than {MOST_DECIMALS} decimals.")
    return Fraction(value)


def number_or_null(value: Any, where: str) -> Fraction | None:
    return None if value is None else number(value, where)


def boolean(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise PayloadError(f"{where} must be true or false, not {shown(value)}.")
    return value


def text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise PayloadError(f"{where} must be a text, not {shown(value)}.")
    return value


def array(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise PayloadError(f"{where} must be a list, not {shown(value)}.")
    return value


def mapping(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise PayloadError(f"{where} must be an object, not {shown(value)}.")
    return value


def wholes(payload: Payload, key: str) -> list[int]:
    """Return a required list of counts."""
    return [
        whole(value, f'"{key}"[{i}]')
        for i, value in enumerate(array(required(payload, key), f'"{key}"'))
    ]


def table(payload: Payload, key: str) -> list[list[Fraction | None]]:
    """Return a required list of rows of numbers or nulls."""
    return [
        [
            number_or_null(value, f'"{key}"[{i}][{j}]')
            for j, value in enumerate(array(row, f'"{key}"[{i}]'))
        ]
        for i, row in enumerate(array(required(payload, key), f'"{key}"'))
    ]


def scale(payload: Payload) -> tuple[int, int]:
    """Return the lowest and the highest point of the required "scale"."""
    limits = array(required(payload, "scale"), '"scale"')
    if len(limits) != 2:
        raise PayloadError('"scale" must be the lowest and the highest point.')
    low, high = (
        whole(limit, f'"scale"[{i}]', lowest=-(10**6), highest=10**6)
        for i, limit in enumerate(limits)
    )
    if not 1 <= high - low <= 1000:
        raise PayloadError('"scale" must have from 2 to 1001 points, lowest first.')
    return low, high


def counts(payload: Payload, key: str) -> list[int]:
    """Return a required list of counts with one count per point of the "scale"."""
    low, high = scale(payload)
    values = wholes(payload, key)
    points = high - low + 1
    if len(values) != points:
        raise PayloadError(
            f'"{key}" must have one count for each of the {points} points of "scale",'
            f" not {len(values)}."
        )
    return values


def _refuse_constant(name: str) -> None:
    raise PayloadError(f"{name} is not a number to calculate with.")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise PayloadError(f"The key {shown(twice)} stands there twice.")
    return value


def shown(value: Any) -> str:
    """Return a value for a message: on one line, and not all of a long one."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    shown = str(value) if isinstance(value, Decimal) else json.dumps(value)
    return shown if len(shown) <= 40 else f"{shown[:40]}…"
