"""What an item asks and how it may be answered, as plain values.

An item version stores its content in this form, and every part of the engine reads it
in this form: marking, pages, import and export. Nothing here knows the database.
"""

import dataclasses
import hashlib
import json
from enum import StrEnum
from typing import Any

from courses.translated import Texts

# Grows when the stored form changes in a way that older code cannot read.
SCHEMA = 1


class ItemType(StrEnum):
    """The kinds of items."""

    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    TRUE_FALSE = "true_false"


# Types where several options may be chosen.
SEVERAL_ANSWERS = frozenset({ItemType.MULTIPLE_CHOICE})


class ContentError(ValueError):
    """The content cannot be an item; the message says why, in English."""


@dataclasses.dataclass(frozen=True)
class Option:
    """One choice of an item. `key` stays over versions and never leaves the server."""

    key: str
    text: Texts
    is_key: bool
    feedback: Texts = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class ItemContent:
    """One item in all its languages: question, options, which are right, and why."""

    type: ItemType
    stem: Texts
    options: tuple[Option, ...]
    feedback: Texts = dataclasses.field(default_factory=dict)
    shuffle: bool = True

    def __post_init__(self) -> None:
        if not any(self.stem.values()):
            raise ContentError("The question is empty.")
        if len(self.options) < 2:
            raise ContentError("A question needs at least two options.")
        if len({option.key for option in self.options}) < len(self.options):
            raise ContentError("Two options have the same name.")
        if not all(any(option.text.values()) for option in self.options):
            raise ContentError("An option is empty.")
        right = len(self.right_keys)
        if self.type in SEVERAL_ANSWERS:
            if not right:
                raise ContentError("No option is marked as right.")
        elif right != 1:
            raise ContentError("Exactly one option must be marked as right.")

    @property
    def right_keys(self) -> frozenset[str]:
        """The keys of the right options."""
        return frozenset(option.key for option in self.options if option.is_key)

    @property
    def allows_several(self) -> bool:
        return self.type in SEVERAL_ANSWERS

    def option(self, key: str) -> Option:
        """Return the option with this key; raises KeyError when there is none."""
        for option in self.options:
            if option.key == key:
                return option
        raise KeyError(key)

    def to_json(self) -> dict[str, Any]:
        """Return the content as it is stored."""
        return {
            "schema": SCHEMA,
            "type": str(self.type),
            "stem": dict(self.stem),
            "options": [
                {
                    "key": option.key,
                    "text": dict(option.text),
                    "is_key": option.is_key,
                    "feedback": dict(option.feedback),
                }
                for option in self.options
            ],
            "feedback": dict(self.feedback),
            "shuffle": self.shuffle,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "ItemContent":
        """Return the content that was stored. Raises ContentError for another form."""
        if data.get("schema") != SCHEMA:
            raise ContentError(f"Unknown form of content: {data.get('schema')!r}.")
        return cls(
            type=ItemType(data["type"]),
            stem=data["stem"],
            options=tuple(Option(**option) for option in data["options"]),
            feedback=data["feedback"],
            shuffle=data["shuffle"],
        )

    @property
    def checksum(self) -> str:
        """A value that differs for any two contents that differ in anything."""
        canonical = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


# The two options of every true-or-false item; statements differ, these words do not.
TRUE_TEXT: Texts = {"en": "True", "fi": "Pitää paikkansa", "sv": "Sant"}
FALSE_TEXT: Texts = {"en": "False", "fi": "Ei pidä paikkaansa", "sv": "Falskt"}


def true_false(
    *,
    stem: Texts,
    is_true: bool,
    feedback: Texts | None = None,
    feedback_true: Texts | None = None,
    feedback_false: Texts | None = None,
) -> ItemContent:
    """Return a true-or-false item. Its options keep their order, True first."""
    return ItemContent(
        type=ItemType.TRUE_FALSE,
        stem=stem,
        options=(
            Option("true", TRUE_TEXT, is_true, feedback_true or {}),
            Option("false", FALSE_TEXT, not is_true, feedback_false or {}),
        ),
        feedback=feedback or {},
        shuffle=False,
    )
