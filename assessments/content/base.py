"""What all items have in common, whatever they ask for.

A content knows three forms of an answer. *Given* is what a form sends: names and lists
of texts, in which options are called by their places on the page, so that no page ever
holds the name of an option. *Answer* is what is stored: JSON that calls options by
their keys. An *arrangement* is how one attempt shows the options; it joins the two.
"""

import dataclasses
import hashlib
import json
import random
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Any, ClassVar

from courses.texts import Texts

# Grows when the stored form changes in a way that older code cannot read. Whatever was
# added since is left out of the stored form where it has its usual value, so that an
# item that was published before keeps its version.
SCHEMA = 1

Answer = dict[str, Any]
Given = Mapping[str, Sequence[str]]
Arrangement = Any


class ItemType(StrEnum):
    """The kinds of items."""

    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    TRUE_FALSE = "true_false"
    MATCHING = "matching"
    ORDERING = "ordering"
    GAP_SELECT = "gap_select"
    SHORT_TEXT = "short_text"
    NUMBER = "number"
    FREE_TEXT = "free_text"


class ContentError(ValueError):
    """The content cannot be an item; the message says why, in English."""


class UnreadableAnswer(ValueError):
    """What was sent is no answer to this item; it names what the item does not have."""


@dataclasses.dataclass(frozen=True)
class Picture:
    """A picture of the site's library with what it says to those who do not see it."""

    image_id: int
    alt: Texts

    def to_json(self) -> dict[str, Any]:
        return {"image": self.image_id, "alt": dict(self.alt)}

    @classmethod
    def from_json(cls, data: dict[str, Any] | None) -> "Picture | None":
        return cls(image_id=data["image"], alt=data["alt"]) if data else None


@dataclasses.dataclass(frozen=True)
class Stimulus:
    """The case that an item is about; several items may be about the same one."""

    key: str
    title: Texts
    story: Texts

    def to_json(self) -> dict[str, Any]:
        return {"key": self.key, "title": dict(self.title), "story": dict(self.story)}

    @classmethod
    def from_json(cls, data: dict[str, Any] | None) -> "Stimulus | None":
        return cls(**data) if data else None


# What `chosen` calls a written answer that is none of the accepted ones.
OTHER_ANSWER = "…"


@dataclasses.dataclass(frozen=True)
class Choosable:
    """One thing that answers can choose, for statistics.

    `name` is what `ItemContent.chosen` calls it; `wording` are the texts that name it,
    like a prompt and an answer, "und" where they are in no language; none for
    `OTHER_ANSWER`.
    """

    name: str
    wording: tuple[Texts, ...]
    is_key: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class ItemContent(ABC):
    """One item in all its languages. `feedback` explains it, whatever was answered."""

    type: ItemType
    stem: Texts
    feedback: Texts = dataclasses.field(default_factory=dict)
    # One per further try, where the quiz allows several.
    hints: tuple[Texts, ...] = ()
    picture: Picture | None = None
    stimulus: Stimulus | None = None

    types: ClassVar[frozenset[ItemType]]

    def __post_init__(self) -> None:
        if self.type not in self.types:
            raise ContentError(f"{self.type} is no type of this content.")
        if not any(self.stem.values()):
            raise ContentError("The question is empty.")
        if self.picture and not any(self.picture.alt.values()):
            raise ContentError("A picture has no text alternative.")
        self.check()

    # What a type of item has to say ---------------------------------------------------

    @abstractmethod
    def check(self) -> None:
        """Raise ContentError for what cannot be asked."""

    def arrangement(self, rng: random.Random) -> Arrangement:
        """Return how one attempt shows the item, as JSON.

        Depends on what learners see and on chance, never on what is right.
        """
        return []

    @abstractmethod
    def read(self, arrangement: Arrangement, given: Given) -> Answer | None:
        """Return the answer that a form sent; None for none.

        Raises UnreadableAnswer for what the item does not offer.
        """

    @abstractmethod
    def given(self, arrangement: Arrangement, answer: Answer | None) -> Given:
        """Return what a form sends for an answer; the inverse of `read`."""

    @abstractmethod
    def fraction(self, answer: Answer | None) -> Fraction | None:
        """Return what an answer is worth, from 0 to 1; None is for a person to judge.

        The rules are written out with examples in docs/methods/marking.md.
        """

    @abstractmethod
    def full_answer(self) -> Answer | None:
        """Return an answer that is worth everything; None where there is no such."""

    @abstractmethod
    def own_json(self) -> dict[str, Any]:
        """Return what is particular to this type of item, as JSON."""

    @classmethod
    @abstractmethod
    def own_from_json(cls, data: dict[str, Any]) -> dict[str, Any]:
        """Return the arguments that `own_json` was made of."""

    # What follows from it -------------------------------------------------------------

    @property
    def is_marked_by_hand(self) -> bool:
        """Whether a person has to judge the answers."""
        return False

    @property
    def is_graded(self) -> bool:
        """Whether an answer earns points."""
        return True

    def is_right(self, answer: Answer | None) -> bool:
        """Answer whether the answer is worth everything."""
        return self.fraction(answer) == 1

    def chosen(self, answer: Answer | None) -> frozenset[str]:
        """Return the names of what an answer chose, for statistics; none for none."""
        return frozenset()

    def choosable(self) -> tuple[Choosable, ...]:
        """Return everything that `chosen` can name, in the author's order."""
        return ()

    def image_ids(self) -> Iterable[int]:
        """Return the pictures that the item needs."""
        if self.picture:
            yield self.picture.image_id

    def to_json(self) -> dict[str, Any]:
        """Return the content as it is stored."""
        data: dict[str, Any] = {
            "schema": SCHEMA,
            "type": str(self.type),
            "stem": dict(self.stem),
            "feedback": dict(self.feedback),
            **self.own_json(),
        }
        if self.hints:
            data["hints"] = [dict(hint) for hint in self.hints]
        if self.picture:
            data["picture"] = self.picture.to_json()
        if self.stimulus:
            data["stimulus"] = self.stimulus.to_json()
        return data

    @property
    def checksum(self) -> str:
        """A value that differs for any two contents that differ in anything."""
        canonical = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


def one_value(given: Given, name: str) -> str:
    """Return the one value of this name; "" for none. Raises UnreadableAnswer."""
    values = given.get(name, ())
    if len(values) > 1:
        raise UnreadableAnswer(name)
    return values[0] if values else ""


def place_in(keys: Sequence[str], value: str) -> str:
    """Return the key at the place that a form names. Raises UnreadableAnswer."""
    if not value.isascii() or not value.isdecimal() or len(value) > 6:
        raise UnreadableAnswer(value)
    if int(value) >= len(keys):
        raise UnreadableAnswer(value)
    return keys[int(value)]


def by_wording(parts: Iterable[tuple[str, Texts]]) -> list[str]:
    """Return keys in the order of their texts.

    Where the author's order is the key itself, chance has to start from an order that
    does not know it.
    """
    return [
        key
        for _wording, key in sorted(
            (json.dumps(dict(texts), sort_keys=True), key) for key, texts in parts
        )
    ]


def check_keys(keys: Sequence[str], what: str) -> None:
    """Raise ContentError when two parts of an item have the same name."""
    if len(set(keys)) < len(keys):
        raise ContentError(f"Two {what} have the same name.")
