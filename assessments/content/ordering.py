"""Items where things are brought into their order."""

import dataclasses
import random
from collections.abc import Sequence
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
    UnreadableAnswer,
    by_wording,
    check_keys,
    one_value,
)


@dataclasses.dataclass(frozen=True)
class Element:
    """One thing that has a place in the order."""

    key: str
    text: Texts


@dataclasses.dataclass(frozen=True, kw_only=True)
class OrderingContent(ItemContent):
    """Things in their right order, which attempts show shuffled."""

    elements: tuple[Element, ...]
    partial_credit: bool = True

    types: ClassVar = frozenset({ItemType.ORDERING})

    def check(self) -> None:
        if len(self.elements) < 2:
            raise ContentError("There must be at least two things to order.")
        check_keys([element.key for element in self.elements], "things to order")
        if not all(any(element.text.values()) for element in self.elements):
            raise ContentError("A thing to order is empty.")
        wordings = [dict(element.text) for element in self.elements]
        if any(wordings.count(wording) > 1 for wording in wordings):
            raise ContentError("Two things to order have the same text.")

    def element(self, key: str) -> Element:
        """Return the element with this key; raises KeyError when there is none."""
        for element in self.elements:
            if element.key == key:
                return element
        raise KeyError(key)

    def arrangement(self, rng: random.Random) -> list[str]:
        keys = by_wording((element.key, element.text) for element in self.elements)
        rng.shuffle(keys)
        return keys

    def read(self, arrangement: Sequence[str], given: Given) -> Answer | None:
        """Return the order that the places in the form amount to.

        The form holds for each thing the place where it was shown (`shown-0`) and the
        one it was given (`place-0`); both count from 1. What was given another place
        goes there, and the rest keeps its order around it, so that any input is some
        order. `move` names a button: "2-up" moves the third thing of the arrangement,
        "keep" says that the order is right as it is shown. Neither a place nor a button
        is no answer.
        """
        count = len(arrangement)
        places = [self._place(given, f"place-{i}", count) for i in range(count)]
        button = one_value(given, "move")
        if not any(places) and not button:
            return None
        shown = [self._place(given, f"shown-{i}", count) for i in range(count)]
        before = sorted(range(count), key=lambda i: (shown[i] or count, i))
        moved = [i for i in before if places[i] and places[i] != shown[i]]
        order = [i for i in before if i not in moved]
        for index in sorted(moved, key=lambda i: places[i] or count):
            order.insert((places[index] or count) - 1, index)
        self._press(order, button)
        return {"order": [arrangement[index] for index in order]}

    @staticmethod
    def _place(given: Given, name: str, count: int) -> int | None:
        value = one_value(given, name)
        if not value:
            return None
        if not value.isascii() or not value.isdecimal() or len(value) > 6:
            raise UnreadableAnswer(name)
        if not 1 <= int(value) <= count:
            raise UnreadableAnswer(name)
        return int(value)

    @staticmethod
    def _press(order: list[int], button: str) -> None:
        """Move one thing a place up or down, as far as there is one."""
        if button in ("", "keep"):
            return
        number, _hyphen, way = button.partition("-")
        if way not in ("up", "down") or not number.isascii() or len(number) > 6:
            raise UnreadableAnswer("move")
        if not number.isdecimal() or int(number) not in order:
            raise UnreadableAnswer("move")
        old = order.index(int(number))
        new = max(0, old - 1) if way == "up" else min(len(order) - 1, old + 1)
        order.insert(new, order.pop(old))

    def given(
        self, arrangement: Sequence[str], answer: Answer | None
    ) -> dict[str, list[str]]:
        if answer is None:
            return {}
        places = {}
        for index, key in enumerate(arrangement):
            place = [str(answer["order"].index(key) + 1)]
            places[f"place-{index}"] = places[f"shown-{index}"] = place
        return places

    def fraction(self, answer: Answer | None) -> Fraction:
        """The share of neighbours that follow each other as they should.

        Three of four things in their order, and one misplaced, still show knowledge;
        counting absolute places would give nothing to an order that is off by one.
        """
        order = (answer or {}).get("order", [])
        right = [element.key for element in self.elements]
        if not self.partial_credit:
            return Fraction(order == right)
        followers = set(zip(order, order[1:], strict=False))
        wanted = list(zip(right, right[1:], strict=False))
        return Fraction(sum(pair in followers for pair in wanted), len(wanted))

    def chosen(self, answer: Answer | None) -> frozenset[str]:
        order = (answer or {}).get("order", [])
        return frozenset(f"{key}@{place}" for place, key in enumerate(order, start=1))

    def choosable(self) -> tuple[Choosable, ...]:
        count = len(self.elements)
        return tuple(
            Choosable(
                f"{element.key}@{place}",
                ({"und": f"{place}."}, element.text),
                place == right,
            )
            for right, element in enumerate(self.elements, start=1)
            for place in range(1, count + 1)
        )

    def full_answer(self) -> Answer:
        return {"order": [element.key for element in self.elements]}

    def own_json(self) -> dict[str, Any]:
        return {
            "elements": [
                {"key": element.key, "text": dict(element.text)}
                for element in self.elements
            ],
            "partial_credit": self.partial_credit,
        }

    @classmethod
    def own_from_json(cls, data: dict[str, Any]) -> dict[str, Any]:
        return {
            "elements": tuple(Element(**element) for element in data["elements"]),
            "partial_credit": data["partial_credit"],
        }
