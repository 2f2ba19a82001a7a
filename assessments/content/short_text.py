"""Items that are answered in a few words, compared with the accepted forms."""

import dataclasses
import re
import unicodedata
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
from .writing import LONGEST_SHORT_TEXT, WrittenContent, check_shares, written


@dataclasses.dataclass(frozen=True)
class AcceptedText:
    """One form of an answer. `*` stands for any characters, `\\*` for a star.

    `share` is what it is worth, above 0 and up to 1.
    """

    key: str
    text: str
    share: Fraction = Fraction(1)
    feedback: Texts = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, kw_only=True)
class ShortTextContent(WrittenContent):
    """A question that is answered in a few words, in any of the languages."""

    accepted: tuple[AcceptedText, ...]
    ignore_case: bool = True
    ignore_accents: bool = False

    types: ClassVar = frozenset({ItemType.SHORT_TEXT})

    def check(self) -> None:
        check_keys([form.key for form in self.accepted], "accepted answers")
        check_shares([form.share for form in self.accepted])
        for form in self.accepted:
            if not form.text.replace("*", "").strip():
                raise ContentError("An accepted answer is empty.")
            if len(form.text) > LONGEST_SHORT_TEXT:
                raise ContentError("An accepted answer is too long.")

    def matched(self, answer: Answer | None) -> AcceptedText | None:
        """Return the best accepted form that an answer has; None for none."""
        text = self._plain(written(answer))
        if not text:
            return None
        fitting = [
            form for form in self.accepted if _fits(text, self._pieces(form.text))
        ]
        return max(fitting, key=lambda form: form.share, default=None)

    def _pieces(self, pattern: str) -> list[str]:
        """Return what stands between the stars of an accepted form."""
        parts = re.split(r"(?<!\\)\*", pattern)
        spaced = [re.sub(r"\s+", " ", part.replace("\\*", "*")) for part in parts]
        spaced[0] = spaced[0].lstrip()
        spaced[-1] = spaced[-1].rstrip()
        return [self._folded(part) for part in spaced]

    def _plain(self, text: str) -> str:
        return self._folded(re.sub(r"\s+", " ", text).strip())

    def _folded(self, text: str) -> str:
        text = unicodedata.normalize("NFKC", text)
        if self.ignore_accents:
            apart = unicodedata.normalize("NFKD", text)
            text = "".join(c for c in apart if not unicodedata.combining(c))
        return text.casefold() if self.ignore_case else text

    def fraction(self, answer: Answer | None) -> Fraction:
        """What the best fitting form is worth; nothing where none fits."""
        form = self.matched(answer)
        return form.share if form else Fraction(0)

    def full_answer(self) -> Answer:
        best = max(self.accepted, key=lambda form: form.share)
        # A star with space around stands for a word at least: "a * b" is not "a b".
        for stands_for in ("", "…"):
            text = re.sub(r"(?<!\\)\*", stands_for, best.text).replace("\\*", "*")
            answer = {"text": re.sub(r"\s+", " ", text).strip()}
            if self.is_right(answer):
                break
        return answer

    def chosen(self, answer: Answer | None) -> frozenset[str]:
        if not written(answer):
            return frozenset()
        form = self.matched(answer)
        return frozenset({form.key if form else OTHER_ANSWER})

    def choosable(self) -> tuple[Choosable, ...]:
        accepted = (
            Choosable(form.key, ({"und": form.text},), form.share == 1)
            for form in self.accepted
        )
        return (*accepted, Choosable(OTHER_ANSWER, (), False))

    def own_json(self) -> dict[str, Any]:
        return {
            "accepted": [
                {
                    "key": form.key,
                    "text": form.text,
                    "share": str(form.share),
                    "feedback": dict(form.feedback),
                }
                for form in self.accepted
            ],
            "ignore_case": self.ignore_case,
            "ignore_accents": self.ignore_accents,
        }

    @classmethod
    def own_from_json(cls, data: dict[str, Any]) -> dict[str, Any]:
        return {
            "accepted": tuple(
                AcceptedText(**{**form, "share": Fraction(form["share"])})
                for form in data["accepted"]
            ),
            "ignore_case": data["ignore_case"],
            "ignore_accents": data["ignore_accents"],
        }


def _fits(text: str, pieces: list[str]) -> bool:
    """Answer whether the pieces occur in this order, with anything between them.

    Looks for each piece at its first place, so its cost grows with the text, not with
    the number of ways to place the stars.
    """
    first, *rest = pieces
    if not rest:
        return text == first
    *middle, last = rest
    if not text.startswith(first):
        return False
    at = len(first)
    for piece in middle:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return len(text) - len(last) >= at and text.endswith(last)
