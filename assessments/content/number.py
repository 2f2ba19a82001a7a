"""Items that are answered with a number, right within a tolerance."""

import dataclasses
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, ClassVar

from courses.texts import Texts

from .base import (
    OTHER_ANSWER,
    Answer,
    Choosable,
    ContentError,
    ItemType,
    check_keys,
)
from .writing import WrittenContent, check_shares, written


@dataclasses.dataclass(frozen=True)
class AcceptedNumber:
    """One value with how far an answer may be from it, and what it is worth."""

    key: str
    value: Decimal
    tolerance: Decimal = Decimal(0)
    share: Fraction = Fraction(1)
    feedback: Texts = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Unit:
    """One way to write the unit. The number times `factor` is in the first unit."""

    text: str
    factor: Decimal = Decimal(1)


@dataclasses.dataclass(frozen=True, kw_only=True)
class NumberContent(WrittenContent):
    """A question that is answered with a number, perhaps with a unit."""

    accepted: tuple[AcceptedNumber, ...]
    # Empty: a bare number. Otherwise the unit may be written, or has to be.
    units: tuple[Unit, ...] = ()
    unit_required: bool = False

    types: ClassVar = frozenset({ItemType.NUMBER})

    def check(self) -> None:
        check_keys([number.key for number in self.accepted], "accepted answers")
        check_shares([number.share for number in self.accepted])
        for number in self.accepted:
            if not number.value.is_finite() or not number.tolerance.is_finite():
                raise ContentError("An accepted number is no number.")
            if number.tolerance < 0:
                raise ContentError("A tolerance is 0 or more.")
        for unit in self.units:
            if (
                not _unit_name(unit.text)
                or _number_and_rest(unit.text + " ") is not None
            ):
                raise ContentError("A unit is empty or begins like a number.")
            if not unit.factor.is_finite() or unit.factor <= 0:
                raise ContentError("The factor of a unit is more than 0.")
        check_keys([_unit_name(unit.text) for unit in self.units], "units")
        if self.unit_required and not self.units:
            raise ContentError("A unit is required, but there is none.")

    def value(self, answer: Answer | None) -> Decimal | None:
        """Return the number of an answer in the first unit; None where it is none."""
        found = _number_and_rest(written(answer))
        if found is None:
            return None
        number, rest = found
        if not rest:
            return None if self.unit_required else number
        for unit in self.units:
            if _unit_name(unit.text) == _unit_name(rest):
                return number * unit.factor
        return None

    def matched(self, answer: Answer | None) -> AcceptedNumber | None:
        """Return the best accepted number that an answer is near; None for none."""
        value = self.value(answer)
        if value is None:
            return None
        fitting = [
            number
            for number in self.accepted
            if abs(value - number.value) <= number.tolerance
        ]
        return max(fitting, key=lambda number: number.share, default=None)

    def fraction(self, answer: Answer | None) -> Fraction:
        """What the best accepted number is worth; its bounds are included."""
        number = self.matched(answer)
        return number.share if number else Fraction(0)

    def full_answer(self) -> Answer:
        best = max(self.accepted, key=lambda number: number.share)
        unit = f" {self.units[0].text}" if self.units else ""
        factor = self.units[0].factor if self.units else Decimal(1)
        return {"text": f"{best.value / factor:f}{unit}"}

    def chosen(self, answer: Answer | None) -> frozenset[str]:
        if not written(answer):
            return frozenset()
        number = self.matched(answer)
        return frozenset({number.key if number else OTHER_ANSWER})

    def choosable(self) -> tuple[Choosable, ...]:
        accepted = (
            Choosable(number.key, ({"und": f"{number.value:f}"},), number.share == 1)
            for number in self.accepted
        )
        return (*accepted, Choosable(OTHER_ANSWER, (), False))

    def own_json(self) -> dict[str, Any]:
        return {
            "accepted": [
                {
                    "key": number.key,
                    "value": str(number.value),
                    "tolerance": str(number.tolerance),
                    "share": str(number.share),
                    "feedback": dict(number.feedback),
                }
                for number in self.accepted
            ],
            "units": [
                {"text": unit.text, "factor": str(unit.factor)} for unit in self.units
            ],
            "unit_required": self.unit_required,
        }

    @classmethod
    def own_from_json(cls, data: dict[str, Any]) -> dict[str, Any]:
        return {
            "accepted": tuple(
                AcceptedNumber(
                    key=number["key"],
                    value=Decimal(number["value"]),
                    tolerance=Decimal(number["tolerance"]),
                    share=Fraction(number["share"]),
                    feedback=number["feedback"],
                )
                for number in data["accepted"]
            ),
            "units": tuple(
                Unit(unit["text"], Decimal(unit["factor"])) for unit in data["units"]
            ),
            "unit_required": data["unit_required"],
        }


# Digits in groups of three with spaces, or without groups; one decimal sign, which may
# be a comma; perhaps a power of ten. At most 30 digits, so that arithmetic stays exact.
_NUMBER = re.compile(
    r"([+-]?)(\d{1,3}(?: \d{3}){1,9}|\d{1,30})?"
    r"(?:[.,](\d{1,30}))?(?:[eE]([+-]?\d{1,2}))?"
)


def _number_and_rest(text: str) -> tuple[Decimal, str] | None:
    """Split "12,5 kg" into the number and what follows; None where no number begins.

    A comma is a decimal sign, as in Finnish and Swedish: "1,234" is less than 2.
    """
    plain = re.sub(r"\s", " ", unicodedata.normalize("NFKC", text)).strip()
    plain = plain.replace("\u2212", "-").replace("\u2013", "-")
    if not plain.isascii():
        plain = "".join(_digit(character) for character in plain)
    match = _NUMBER.match(plain)
    if match is None or not (match[2] or match[3]):
        return None
    sign, whole, decimals, power = match.groups()
    rest = plain[match.end() :]
    if rest[:1].isdigit() or rest[:1] in (".", ",") and rest[1:2].isdigit():
        return None
    try:
        number = Decimal(
            f"{sign}{(whole or '0').replace(' ', '')}.{decimals or '0'}E{power or '0'}"
        )
    except InvalidOperation:
        return None
    return number, rest.strip()


def _digit(character: str) -> str:
    """Return a digit of any script as one of ours; other characters as they are."""
    return str(unicodedata.digit(character)) if character.isdecimal() else character


def _unit_name(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\s+", "", folded).rstrip(".")
