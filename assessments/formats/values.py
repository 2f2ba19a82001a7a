"""Values of drafts, looked at before anything uses them.

A draft may come from JSON that anybody has written: each value has to be of the right
kind, not too long, and no number that fills the memory when it is written out.
"""

import dataclasses
import re
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, TypeVar

from .records import Draft, Problem, gettext_noop

KEY = re.compile(r"[-a-zA-Z0-9_]{1,100}")
LONGEST_TEXT = 50_000
LONGEST_NAME = 255
MOST_PARTS = 200

T = TypeVar("T")

MISSHAPEN = gettext_noop("“%(name)s” is not what it should be: %(value)s.")
TOO_LONG = gettext_noop("“%(name)s” is longer than %(most)s characters. Shorten it.")
TOO_MANY = gettext_noop("“%(name)s” has more than %(most)s parts.")


def misshapen(name: str, value: object) -> Problem:
    """Return the problem that a value is of the wrong kind."""
    return Problem(MISSHAPEN, name=name, value=repr(value)[:60])


@dataclasses.dataclass
class ValueShaper:
    """Shapes values. `dropped` collects the languages that the site does not have.

    `languages` are those of the site, its own first.
    """

    languages: Sequence[str]
    dropped: set[str] = dataclasses.field(default_factory=set)

    def text(self, data: Draft, name: str, default: str | None = None) -> str:
        """Return a text. Without a default it has to be there."""
        value = data.get(name, default)
        if not isinstance(value, str):
            raise misshapen(name, value)
        if len(value) > LONGEST_TEXT:
            raise Problem(TOO_LONG, name=name, most=LONGEST_TEXT)
        if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
            raise Problem(
                gettext_noop("“%(name)s” has characters that cannot be stored."),
                name=name,
            )
        return value

    def texts(self, data: Draft, name: str) -> dict[str, str]:
        """Return a text in the languages of the site, as the bank keeps it."""
        value = data.get(name, {})
        if not isinstance(value, dict):
            raise misshapen(name, value)
        self.dropped |= {str(code)[:10] for code in value if code not in self.languages}
        return {
            code: text
            for code in value
            if code in self.languages and (text := self.text(value, code).strip())
        }

    def flag(self, data: Draft, name: str, default: bool) -> bool:
        """Return true or false."""
        value = data.get(name, default)
        if not isinstance(value, bool):
            raise misshapen(name, value)
        return value

    def whole(self, data: Draft, name: str, default: int, most: int) -> int:
        """Return a whole number from 0."""
        value = data.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise misshapen(name, value)
        if not 0 <= value <= most:
            raise misshapen(name, value)
        return value

    def decimal(self, data: Draft, name: str, default: str | None = None) -> str:
        """Return a number as it is written, fit to be written out."""
        written = self.text(data, name, default)
        if decimal_of(written) is None:
            raise misshapen(name, written)
        return written.strip()

    def share(self, data: Draft, name: str) -> str:
        """Return a share, like 1/3 or 0.5."""
        written = self.text(data, name, "1")
        if len(written) > 40 or not re.fullmatch(
            r"[0-9]+(?:/[0-9]+|\.[0-9]+)?", written, re.ASCII
        ):
            raise misshapen(name, written)
        try:
            return str(Fraction(written))
        except ZeroDivisionError as error:
            raise misshapen(name, written) from error

    def parts(
        self, data: Draft, name: str, shape: Callable[[Draft], T], required: bool = True
    ) -> list[T]:
        """Return a list of objects, each in its shape."""
        value = data.get(name, None if required else [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise misshapen(name, value)
        if len(value) > MOST_PARTS:
            raise Problem(TOO_MANY, name=name, most=MOST_PARTS)
        return [shape(part) for part in value]

    def keyed(
        self,
        data: Draft,
        name: str,
        shape: Callable[[Draft], Draft],
        prefix: str,
        required: bool = True,
    ) -> list[Draft]:
        """Return a list of named parts; those without a name get one by their place."""
        shaped = self.parts(data, name, lambda part: part, required)
        taken = {part.get("key") for part in shaped if isinstance(part.get("key"), str)}
        result = []
        for number, part in enumerate(shaped, start=1):
            key = part.get("key")
            if key is None:
                key = _free(f"{prefix}-{number}", taken)
                taken.add(key)
            elif not isinstance(key, str) or not 1 <= len(key) <= LONGEST_NAME:
                raise misshapen("key", key)
            self.text({"key": key}, "key")
            result.append({"key": key, **shape(part)})
        return result

    def picture(self, data: Draft) -> Draft:
        """Return the picture of a part, if it has one."""
        value = data.get("picture")
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise misshapen("picture", value)
        number = self.whole(value, "image", -1, 2**63)
        return {"picture": {"image": number, "alt": self.texts(value, "alt")}}


def _free(key: str, taken: set[Any]) -> str:
    while key in taken:
        key += "x"
    return key


def slug_value(key: str, name: str) -> str:
    """Return a short name. Raises Problem for what is none."""
    if not KEY.fullmatch(key):
        raise misshapen(name, key)
    return key


def decimal_of(written: str) -> Decimal | None:
    """Return the number that a file has written; None for none, or a giant one.

    A power of ten of a few signs would fill the memory when it is written out.
    """
    if len(written) > 60 or not written.strip().isascii():
        return None
    try:
        number = Decimal(written.strip().replace("_", "x"))
    except InvalidOperation:
        return None
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or not -30 <= exponent <= 30:
        return None
    return number if abs(number.adjusted()) <= 30 else None
