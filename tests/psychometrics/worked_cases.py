"""What a worked case is: what goes in, and the figures that a reader expects.

Numbers are agreed to six decimals, texts and lists of names to the letter. The same
cases run through the command line, whose keys they use.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.exploring import examples

# For properties: enough examples to find a slip, few enough to run at every commit.
explored = examples(30)


@dataclass(frozen=True)
class WorkedCase:
    name: str
    command: str
    given: dict[str, Any]
    expected: dict[str, Any] = field(repr=False)


def close_to(actual: Any, expected: Any) -> bool:
    """Tell whether two JSON values agree: numbers to six decimals, the rest exactly."""
    if isinstance(expected, bool) or expected is None or isinstance(expected, str):
        return actual is expected or actual == expected
    if isinstance(expected, list):
        return (
            isinstance(actual, list)
            and len(actual) == len(expected)
            and all(close_to(a, e) for a, e in zip(actual, expected, strict=True))
        )
    if isinstance(expected, dict):
        return isinstance(actual, dict) and all(
            key in actual and close_to(actual[key], value)
            for key, value in expected.items()
        )
    return (
        isinstance(actual, int | float)
        and not isinstance(actual, bool)
        and abs(actual - expected) <= 1e-6
    )
