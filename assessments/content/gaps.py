"""Items with a text that has gaps, each with a list of words to choose from."""

import dataclasses
import random
import re
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
    by_wording,
    check_keys,
    one_value,
    place_in,
)

# A gap in a text: its name between two square brackets, like [[first]].
GAP = re.compile(r"\[\[([A-Za-z0-9_-]{1,50})\]\]")


@dataclasses.dataclass(frozen=True)
class Word:
    """One word to choose for a gap."""

    key: str
    text: Texts
    is_key: bool


@dataclasses.dataclass(frozen=True)
class Gap:
    """One gap, by the name that the text calls it, and the words to choose from."""

    key: str
    words: tuple[Word, ...]

    @property
    def right_key(self) -> str:
        return next(word.key for word in self.words if word.is_key)

    def word(self, key: str) -> Word:
        """Return the word with this key; raises KeyError when there is none."""
        for word in self.words:
            if word.key == key:
                return word
        raise KeyError(key)


@dataclasses.dataclass(frozen=True, kw_only=True)
class GapContent(ItemContent):
    """A text with gaps. In each language it has the same gaps, in any order."""

    text: Texts
    gaps: tuple[Gap, ...]
    partial_credit: bool = True

    types: ClassVar = frozenset({ItemType.GAP_SELECT})

    def check(self) -> None:
        if not any(self.text.values()):
            raise ContentError("The text with gaps is empty.")
        if not self.gaps:
            raise ContentError("The text has no gap.")
        names = [gap.key for gap in self.gaps]
        check_keys(names, "gaps")
        for text in self.text.values():
            if text and sorted(GAP.findall(text)) != sorted(names):
                raise ContentError("The text and the list of gaps do not agree.")
        for gap in self.gaps:
            check_keys([word.key for word in gap.words], "words")
            if len(gap.words) < 2:
                raise ContentError("A gap needs at least two words to choose from.")
            if not all(any(word.text.values()) for word in gap.words):
                raise ContentError("A word is empty.")
            if sum(word.is_key for word in gap.words) != 1:
                raise ContentError("A gap needs exactly one right word.")

    def arrangement(self, rng: random.Random) -> dict[str, list[str]]:
        shown = {}
        for gap in self.gaps:
            words = by_wording((word.key, word.text) for word in gap.words)
            rng.shuffle(words)
            shown[gap.key] = words
        return shown

    def read(self, arrangement: dict[str, list[str]], given: Given) -> Answer | None:
        gaps = {}
        for place, gap in enumerate(self.gaps):
            value = one_value(given, f"gap-{place}")
            if value:
                gaps[gap.key] = place_in(arrangement[gap.key], value)
        return {"gaps": dict(sorted(gaps.items()))} if gaps else None

    def given(
        self, arrangement: dict[str, list[str]], answer: Answer | None
    ) -> dict[str, list[str]]:
        gaps = (answer or {}).get("gaps", {})
        return {
            f"gap-{place}": [str(arrangement[gap.key].index(gaps[gap.key]))]
            for place, gap in enumerate(self.gaps)
            if gap.key in gaps
        }

    def fraction(self, answer: Answer | None) -> Fraction:
        """The share of gaps with the right word; without partial credit all or none."""
        gaps = (answer or {}).get("gaps", {})
        right = sum(gaps.get(gap.key) == gap.right_key for gap in self.gaps)
        share = Fraction(right, len(self.gaps))
        return share if self.partial_credit else Fraction(share == 1)

    def choosable(self) -> tuple[Choosable, ...]:
        return tuple(
            Choosable(
                f"{gap.key}={word.key}", ({"und": gap.key}, word.text), word.is_key
            )
            for gap in self.gaps
            for word in gap.words
        )

    def chosen(self, answer: Answer | None) -> frozenset[str]:
        gaps = (answer or {}).get("gaps", {})
        return frozenset(f"{gap}={word}" for gap, word in gaps.items())

    def full_answer(self) -> Answer:
        return {"gaps": dict(sorted((gap.key, gap.right_key) for gap in self.gaps))}

    def own_json(self) -> dict[str, Any]:
        return {
            "text": dict(self.text),
            "gaps": [
                {
                    "key": gap.key,
                    "words": [
                        {
                            "key": word.key,
                            "text": dict(word.text),
                            "is_key": word.is_key,
                        }
                        for word in gap.words
                    ],
                }
                for gap in self.gaps
            ],
            "partial_credit": self.partial_credit,
        }

    @classmethod
    def own_from_json(cls, data: dict[str, Any]) -> dict[str, Any]:
        return {
            "text": data["text"],
            "gaps": tuple(
                Gap(gap["key"], tuple(Word(**word) for word in gap["words"]))
                for gap in data["gaps"]
            ),
            "partial_credit": data["partial_credit"],
        }
