"""Reading the keys of one mapping: each with its type, each problem with a sentence.

Every method reports what is wrong and returns a harmless value, so that one look finds
all problems. Nothing of that value is seen: a package with problems is never returned.
"""

import dataclasses
import datetime
import re
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

from .content import Texts
from .problems import Place, listed, nearest, quoted
from .yamltree import Listing, Mapping, Node, Scalar, expect

Choice = TypeVar("Choice", bound=StrEnum)

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ADDRESS = re.compile(r"[-\w]+")
KEY = re.compile(r"[A-Za-z0-9_-]+")
ITEM_KEY = re.compile(r"[a-z][a-z0-9_]{0,31}")

SLUG_RULE = "Use small letters, digits and single hyphens, like “why-work”."
KEY_RULE = "Use letters, digits, hyphens and _, like “ips-goal”."
ITEM_KEY_RULE = (
    "Begin with a letter; use small letters, digits and _; at most 32 characters."
)


@dataclasses.dataclass(frozen=True)
class Languages:
    """The languages that texts may be in, and the one that every text must be in."""

    known: tuple[str, ...]
    source: str


class Fields:
    """The keys of one mapping. Asking for a key makes it known."""

    def __init__(self, node: Mapping, languages: Languages) -> None:
        self.place = node.place
        self.languages = languages
        self._entries = {entry.key: entry for entry in node.entries}
        self._asked: set[str] = set()
        self._rare: frozenset[str] = frozenset()

    def rarely(self, *keys: str) -> None:
        """Name keys that may be meant by a misspelt one, and are not worth listing."""
        self._rare = frozenset(keys)

    def mentions(self, key: str) -> bool:
        """Return whether the key is written; asks for it only where it is."""
        return key in self._entries and self.has(key)

    def has(self, key: str) -> bool:
        """Return whether the key is there with a value."""
        self._asked.add(key)
        entry = self._entries.get(key)
        if entry is None:
            return False
        return not (isinstance(entry.value, Scalar) and entry.value.is_empty)

    def at(self, key: str) -> Place:
        """Return where the key is, or where it is missing."""
        entry = self._entries.get(key)
        return entry.place if entry else self.place

    def node(self, key: str, *, required: bool = True) -> Node | None:
        """Return the value of the key; None if it is missing or empty."""
        if self.has(key):
            return self._entries[key].value
        if required and key in self._entries:
            self.at(key).problem(f"The key {quoted(key)} is empty. Write a value.")
        elif required:
            self.place.problem(f"The key {quoted(key)} is missing. Add it.")
        return None

    def finish(self) -> None:
        """Report the keys that nobody asked for."""
        for key, entry in self._entries.items():
            if key not in self._asked:
                hint = nearest(key, self._asked, self._rare)
                entry.place.problem(f"The key {quoted(key)} is unknown.{hint}")

    # Single values

    def scalar(self, key: str, *, required: bool = True) -> Scalar | None:
        """Return the single value of the key; None if there is none."""
        node = self.node(key, required=required)
        return None if node is None else expect(node, Scalar, "a single value")

    def text(self, key: str, *, required: bool = True, most: int = 255) -> str:
        """Return one line of text, "" if there is none."""
        scalar = self.scalar(key, required=required)
        return one_line(scalar, most) if scalar else ""

    def slug(self, key: str, *, most: int = 100) -> str:
        """Return a short name that is fit for an address."""
        text = self.text(key, most=most)
        if text and not SLUG.fullmatch(text):
            self.at(key).problem(f"{quoted(text)} is no short name. {SLUG_RULE}")
        return text

    def key(self, *, most: int = 100) -> str:
        """Return the lasting short name of an authored thing."""
        text = self.text("key", most=most)
        if text and not KEY.fullmatch(text):
            self.at("key").problem(f"{quoted(text)} is no short name. {KEY_RULE}")
        return text

    def address(self, key: str) -> str:
        """Return the end of a web address, which may have letters of any language."""
        return self._as_address(self.scalar(key))

    def addresses(self) -> Texts:
        """Return the ends of web addresses in the languages where they are given."""
        if not self.mentions("addresses"):
            return {}
        node = self.node("addresses")
        mapping = node and expect(node, Mapping, "an address for each language")
        found = {}
        for entry in mapping.entries if mapping else ():
            if entry.key not in self.languages.known:
                entry.place.problem(no_language(entry.key, self.languages))
            elif scalar := expect(entry.value, Scalar, "the end of an address"):
                found[entry.key] = self._as_address(scalar)
        return found

    @staticmethod
    def _as_address(scalar: Scalar | None) -> str:
        text = scalar.text if scalar else ""
        if scalar and (not ADDRESS.fullmatch(text) or len(text) > 255):
            scalar.place.problem(
                f"{quoted(text)} is no end of an address. Use letters, digits, hyphens "
                "and _."
            )
        return text

    def item_key(self, key: str) -> str:
        """Return a short name that is fit for a column of a file."""
        text = self.text(key)
        if text and not ITEM_KEY.fullmatch(text):
            self.at(key).problem(f"{quoted(text)} is no short name. {ITEM_KEY_RULE}")
        return text

    def key_as_file(self, name: str, *, most: int = 60) -> str:
        """Return the key of a file that is called by it."""
        key = self.key(most=most)
        if key and key != name:
            self.at("key").problem(
                f"The key {quoted(key)} and the name of the file differ. "
                f"Call the file {quoted(f'{key}.yaml')}."
            )
        return key

    def integer(
        self, key: str, *, least: int, most: int, default: int | None = None
    ) -> int:
        """Return a whole number; it is required if there is no default."""
        scalar = self.scalar(key, required=default is None)
        if scalar is None:
            return least if default is None else default
        if re.fullmatch(r"[0-9]{1,9}", scalar.text) and (
            least <= int(scalar.text) <= most
        ):
            return int(scalar.text)
        scalar.place.problem(
            f"{quoted(key)} must be a whole number from {least} to {most}, "
            f"not {quoted(scalar.text)}."
        )
        return least

    def decimal(
        self, key: str, *, least: Decimal, most: Decimal, places: int, default: Decimal
    ) -> Decimal:
        """Return a decimal number within the limits."""
        scalar = self.scalar(key, required=False)
        if scalar is None:
            return default
        if re.fullmatch(rf"[0-9]{{1,9}}(\.[0-9]{{1,{places}}})?", scalar.text):
            number = Decimal(scalar.text)
            if least <= number <= most:
                return number
        scalar.place.problem(
            f"{quoted(key)} must be a number from {least} to {most} with at most "
            f"{places} decimals, not {quoted(scalar.text)}."
        )
        return default

    def boolean(self, key: str, *, default: bool | None = None) -> bool:
        """Return a truth value; it is required if there is no default."""
        scalar = self.scalar(key, required=default is None)
        if scalar is None:
            return bool(default)
        if scalar.text not in {"true", "false"}:
            scalar.place.problem(
                f"{quoted(key)} must be true or false, not {quoted(scalar.text)}."
            )
        return scalar.text == "true"

    def choice(self, key: str, choices: type[Choice], default: Choice | None) -> Choice:
        """Return one of the choices; it is required if there is no default."""
        scalar = self.scalar(key, required=default is None)
        fallback = default or next(iter(choices))
        if scalar is None:
            return fallback
        values = [str(choice) for choice in choices]
        if scalar.text in values:
            return choices(scalar.text)
        scalar.place.problem(
            f"{quoted(key)} must be {listed(values)}, not {quoted(scalar.text)}."
        )
        return fallback

    def choices(self, key: str, choices: type[Choice]) -> tuple[Choice, ...]:
        """Return some of the choices, in their own order; none if the key is not there.

        The key is one that is rarely written.
        """
        if not self.mentions(key):
            return ()
        values = [str(choice) for choice in choices]
        chosen = set()
        for node in self.each(key):
            scalar = expect(node, Scalar, "a short name")
            if scalar is not None and scalar.text not in values:
                scalar.place.problem(
                    f"{quoted(key)} has {listed(values)}, not {quoted(scalar.text)}."
                )
            elif scalar is not None:
                chosen.add(scalar.text)
        return tuple(one for one in choices if str(one) in chosen)

    def date(self, key: str) -> datetime.date:
        """Return a required date."""
        scalar = self.scalar(key)
        if scalar is None:
            return datetime.date.min
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", scalar.text):
            try:
                return datetime.date.fromisoformat(scalar.text)
            except ValueError:
                pass
        scalar.place.problem(
            f"{quoted(scalar.text)} is no date. Write year, month and day: 2027-06-30."
        )
        return datetime.date.min

    def url(self, key: str) -> str:
        """Return an optional address on the web."""
        text = self.text(key, required=False, most=2000)
        if text and not is_web_address(text):
            self.at(key).problem(
                f"{quoted(text)} is no address on the web. Begin with https://."
            )
        return text

    # Texts in several languages

    def texts(
        self, key: str, *, required: bool = True, most: int = 255, long: bool = False
    ) -> Texts:
        """Return a text in its languages; a long one keeps its line ends."""
        node = self.node(key, required=required)
        if node is None:
            return {}
        return {
            code: scalar.text.strip() if long else one_line(scalar, most)
            for code, scalar in translations(node, self.languages)
        }

    def each(self, key: str, *, required: bool = True) -> tuple[Node, ...]:
        """Return the values of a list."""
        node = self.node(key, required=required)
        listing = None if node is None else expect(node, Listing, "a list (- …)")
        return listing.items if listing else ()

    def each_texts(
        self, key: str, *, required: bool = True, long: bool = False
    ) -> tuple[Texts, ...]:
        """Return a list of texts, each in its languages."""
        return tuple(
            {
                code: scalar.text.strip() if long else one_line(scalar, 255)
                for code, scalar in translations(node, self.languages)
            }
            for node in self.each(key, required=required)
        )

    def inner(self, key: str) -> "Fields | None":
        """Return the keys of the required mapping below the key."""
        node = self.node(key)
        return None if node is None else fields_of(node, self.languages)


def fields_of(node: Node | None, languages: Languages) -> Fields | None:
    """Return the keys of the node; None, and a problem, if it has none."""
    mapping = None if node is None else expect(node, Mapping, "keys and values")
    return Fields(mapping, languages) if mapping else None


def one_line(scalar: Scalar, most: int) -> str:
    """Return the text without line ends; report one that is too long."""
    # Spaces stay as they are: one that does not break is there on purpose.
    text = re.sub(r"[ \t]*\n[ \t\n]*", " ", scalar.text.strip())
    if len(text) > most:
        scalar.place.problem(
            f"This text has {len(text)} characters; at most {most} fit. Shorten it."
        )
    return text


def translations(node: Node, languages: Languages) -> Iterator[tuple[str, Scalar]]:
    """Yield the text in each of its languages; a single text is in the source's."""
    if isinstance(node, Scalar):
        if node.text.strip():
            yield languages.source, node
        else:
            node.place.problem("This text is empty. Write it or remove it.")
        return
    mapping = expect(node, Mapping, "a text, or one text for each language")
    if mapping is None:
        return
    for entry in mapping.entries:
        if entry.key not in languages.known:
            entry.place.problem(no_language(entry.key, languages))
            continue
        scalar = expect(entry.value, Scalar, "a text")
        if scalar is not None and scalar.text.strip():
            yield entry.key, scalar
        elif scalar is not None:
            scalar.place.problem("This text is empty. Write it or remove it.")
    if languages.source not in {entry.key for entry in mapping.entries}:
        mapping.place.problem(
            f"The text is missing in {languages.source}, the language of the course."
        )


def no_language(code: str, languages: Languages) -> str:
    """Return the sentence for a language that the site does not have."""
    return f"{quoted(code)} is no language of this site. Use {listed(languages.known)}."


def is_web_address(text: str, schemes: tuple[str, ...] = ("http", "https")) -> bool:
    """Return whether a link may lead there: to another site, or to a mailbox."""
    if not text.isprintable() or " " in text or "\\" in text:
        return False
    try:
        parts = urlsplit(text)
        if parts.scheme == "mailto" and "mailto" in schemes:
            return "@" in parts.path
        return parts.scheme in schemes and "." in (parts.hostname or "")
    except ValueError:
        return False
