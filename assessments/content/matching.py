"""Items where each prompt gets the answer that belongs to it."""

import dataclasses
import random
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


@dataclasses.dataclass(frozen=True)
class Pair:
    """A prompt and the answer that belongs to it."""

    key: str
    prompt: Texts
    answer: Texts


@dataclasses.dataclass(frozen=True)
class Distractor:
    """An answer that belongs to no prompt."""

    key: str
    text: Texts


@dataclasses.dataclass(frozen=True, kw_only=True)
class MatchingContent(ItemContent):
    """Prompts, each with a list of all answers to choose from."""

    pairs: tuple[Pair, ...]
    distractors: tuple[Distractor, ...] = ()
    # Whether the prompts are shuffled; the answers always are.
    shuffle: bool = True
    partial_credit: bool = True

    types: ClassVar = frozenset({ItemType.MATCHING})

    def check(self) -> None:
        if len(self.pairs) < 2:
            raise ContentError("A matching question needs at least two pairs.")
        keys = [pair.key for pair in self.pairs]
        check_keys([*keys, *(wrong.key for wrong in self.distractors)], "answers")
        for pair in self.pairs:
            if not any(pair.prompt.values()) or not any(pair.answer.values()):
                raise ContentError("A pair is incomplete.")
        if not all(any(wrong.text.values()) for wrong in self.distractors):
            raise ContentError("An answer is empty.")
        if len(self.choices) < 2:
            raise ContentError("A matching question needs at least two answers.")
        right = [dict(pair.answer) for pair in self.pairs]
        if any(dict(wrong.text) in right for wrong in self.distractors):
            raise ContentError("An answer is right and wrong at the same time.")

    @property
    def choices(self) -> dict[str, Texts]:
        """The answers by key, each wording once: two prompts may share an answer."""
        found: dict[str, Texts] = {}
        for pair in self.pairs:
            if dict(pair.answer) not in [dict(texts) for texts in found.values()]:
                found[pair.key] = pair.answer
        for wrong in self.distractors:
            if dict(wrong.text) not in [dict(texts) for texts in found.values()]:
                found[wrong.key] = wrong.text
        return found

    def right_choice(self, pair: Pair) -> str:
        """Return the key of the choice that belongs to the prompt."""
        wanted = dict(pair.answer)
        return next(k for k, texts in self.choices.items() if dict(texts) == wanted)

    def pair(self, key: str) -> Pair:
        """Return the pair with this key; raises KeyError when there is none."""
        for pair in self.pairs:
            if pair.key == key:
                return pair
        raise KeyError(key)

    def arrangement(self, rng: random.Random) -> dict[str, list[str]]:
        prompts = [pair.key for pair in self.pairs]
        if self.shuffle:
            rng.shuffle(prompts)
        choices = by_wording(self.choices.items())
        rng.shuffle(choices)
        return {"prompts": prompts, "choices": choices}

    def read(self, arrangement: dict[str, list[str]], given: Given) -> Answer | None:
        pairs = {}
        for place, key in enumerate(arrangement["prompts"]):
            value = one_value(given, f"pair-{place}")
            if value:
                pairs[key] = place_in(arrangement["choices"], value)
        return {"pairs": dict(sorted(pairs.items()))} if pairs else None

    def given(
        self, arrangement: dict[str, list[str]], answer: Answer | None
    ) -> dict[str, list[str]]:
        pairs = (answer or {}).get("pairs", {})
        return {
            f"pair-{place}": [str(arrangement["choices"].index(pairs[key]))]
            for place, key in enumerate(arrangement["prompts"])
            if key in pairs
        }

    def chosen(self, answer: Answer | None) -> frozenset[str]:
        pairs = (answer or {}).get("pairs", {})
        return frozenset(f"{prompt}={choice}" for prompt, choice in pairs.items())

    def choosable(self) -> tuple[Choosable, ...]:
        return tuple(
            Choosable(
                f"{pair.key}={key}",
                (pair.prompt, wording),
                key == self.right_choice(pair),
            )
            for pair in self.pairs
            for key, wording in self.choices.items()
        )

    def fraction(self, answer: Answer | None) -> Fraction:
        """The share of prompts with their answer; or, if so set, all or none."""
        pairs = (answer or {}).get("pairs", {})
        right = sum(
            pairs.get(pair.key) == self.right_choice(pair) for pair in self.pairs
        )
        share = Fraction(right, len(self.pairs))
        return share if self.partial_credit else Fraction(share == 1)

    def full_answer(self) -> Answer:
        pairs = {pair.key: self.right_choice(pair) for pair in self.pairs}
        return {"pairs": dict(sorted(pairs.items()))}

    def own_json(self) -> dict[str, Any]:
        return {
            "pairs": [
                {
                    "key": pair.key,
                    "prompt": dict(pair.prompt),
                    "answer": dict(pair.answer),
                }
                for pair in self.pairs
            ],
            "distractors": [
                {"key": wrong.key, "text": dict(wrong.text)}
                for wrong in self.distractors
            ],
            "shuffle": self.shuffle,
            "partial_credit": self.partial_credit,
        }

    @classmethod
    def own_from_json(cls, data: dict[str, Any]) -> dict[str, Any]:
        return {
            "pairs": tuple(Pair(**pair) for pair in data["pairs"]),
            "distractors": tuple(Distractor(**wrong) for wrong in data["distractors"]),
            "shuffle": data["shuffle"],
            "partial_credit": data["partial_credit"],
        }
