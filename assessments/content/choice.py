"""Items with options to choose from: one, several, or true and false."""

import dataclasses
import random
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, ClassVar

from courses.texts import Texts

from .base import (
    Answer,
    Choosable,
    ContentError,
    Given,
    ItemContent,
    ItemType,
    Picture,
    UnreadableAnswer,
    check_keys,
    place_in,
)

# Types where several options may be chosen.
SEVERAL_ANSWERS = frozenset({ItemType.MULTIPLE_CHOICE})


@dataclasses.dataclass(frozen=True)
class Option:
    """One choice of an item. `key` stays over versions and never leaves the server."""

    key: str
    text: Texts
    is_key: bool
    feedback: Texts = dataclasses.field(default_factory=dict)
    picture: Picture | None = None
    # Keeps its place where the others are shuffled, like "none of these".
    is_pinned: bool = False

    @property
    def wording(self) -> Texts:
        """What the option says, or what its picture shows."""
        if self.picture and not any(self.text.values()):
            return self.picture.alt
        return self.text

    def to_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "key": self.key,
            "text": dict(self.text),
            "is_key": self.is_key,
            "feedback": dict(self.feedback),
        }
        if self.picture:
            data["picture"] = self.picture.to_json()
        if self.is_pinned:
            data["is_pinned"] = True
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Option":
        return cls(**{**data, "picture": Picture.from_json(data.get("picture"))})


@dataclasses.dataclass(frozen=True, kw_only=True)
class ChoiceContent(ItemContent):
    """A question with options, of which one or several are right."""

    options: tuple[Option, ...]
    shuffle: bool = True
    # Of several answers: whether some of the right ones earn some of the points.
    partial_credit: bool = False

    types: ClassVar = frozenset(
        {ItemType.SINGLE_CHOICE, ItemType.MULTIPLE_CHOICE, ItemType.TRUE_FALSE}
    )

    def check(self) -> None:
        if len(self.options) < 2:
            raise ContentError("A question needs at least two options.")
        check_keys([option.key for option in self.options], "options")
        for option in self.options:
            if not any(option.text.values()) and option.picture is None:
                raise ContentError("An option is empty.")
            if option.picture and not any(option.picture.alt.values()):
                raise ContentError("A picture has no text alternative.")
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

    def arrangement(self, rng: random.Random) -> list[str]:
        """Return the keys in the order of the page; pinned ones stay where they are."""
        keys = [option.key for option in self.options]
        if not self.shuffle:
            return keys
        free = [option.key for option in self.options if not option.is_pinned]
        rng.shuffle(free)
        shuffled = iter(free)
        return [o.key if o.is_pinned else next(shuffled) for o in self.options]

    def read(self, arrangement: Sequence[str], given: Given) -> Answer | None:
        keys = {place_in(arrangement, value) for value in given.get("option", ())}
        if len(keys) > 1 and not self.allows_several:
            raise UnreadableAnswer("option")
        return {"chosen": sorted(keys)} if keys else None

    def given(self, arrangement: Sequence[str], answer: Answer | None) -> Given:
        places = [arrangement.index(key) for key in (answer or {}).get("chosen", ())]
        return {"option": [str(place) for place in sorted(places)]}

    def chosen(self, answer: Answer | None) -> frozenset[str]:
        return frozenset((answer or {}).get("chosen", ()))

    def choosable(self) -> tuple[Choosable, ...]:
        return tuple(
            Choosable(option.key, (option.wording,), option.is_key)
            for option in self.options
        )

    def fraction(self, answer: Answer | None) -> Fraction:
        """Everything for the right options and no other; else nothing.

        With partial credit: the right ones chosen, less the wrong ones chosen, of all
        that are right, but not less than nothing.
        """
        chosen, right = self.chosen(answer), self.right_keys
        if not self.partial_credit or not self.allows_several:
            return Fraction(chosen == right)
        balance = len(chosen & right) - len(chosen - right)
        return max(Fraction(0), Fraction(balance, len(right)))

    def full_answer(self) -> Answer:
        return {"chosen": sorted(self.right_keys)}

    def image_ids(self) -> Iterable[int]:
        yield from super().image_ids()
        for option in self.options:
            if option.picture:
                yield option.picture.image_id

    def own_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "options": [option.to_json() for option in self.options],
            "shuffle": self.shuffle,
        }
        if self.partial_credit:
            data["partial_credit"] = True
        return data

    @classmethod
    def own_from_json(cls, data: dict[str, Any]) -> dict[str, Any]:
        return {
            "options": tuple(Option.from_json(option) for option in data["options"]),
            "shuffle": data["shuffle"],
            "partial_credit": data.get("partial_credit", False),
        }


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
    **common: Any,
) -> ChoiceContent:
    """Return a true-or-false item. Its options keep their order, True first."""
    return ChoiceContent(
        type=ItemType.TRUE_FALSE,
        stem=stem,
        options=(
            Option("true", TRUE_TEXT, is_true, feedback_true or {}),
            Option("false", FALSE_TEXT, not is_true, feedback_false or {}),
        ),
        feedback=feedback or {},
        shuffle=False,
        **common,
    )
