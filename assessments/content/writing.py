"""What items have in common that are answered in one field to write in."""

from fractions import Fraction
from typing import ClassVar

from .base import (
    Answer,
    Arrangement,
    ContentError,
    Given,
    ItemContent,
    UnreadableAnswer,
    one_value,
)

# Characters. Longer than any answer of a few words; what is longer is refused.
LONGEST_SHORT_TEXT = 500


class WrittenContent(ItemContent):
    """Base of the items with one field to write in."""

    longest: ClassVar[int] = LONGEST_SHORT_TEXT

    def read(self, arrangement: Arrangement, given: Given) -> Answer | None:
        # Browsers send line ends as CR LF; NUL is what no database stores.
        text = one_value(given, "text").replace("\r\n", "\n").strip()
        if len(text) > self.longest or "\x00" in text:
            raise UnreadableAnswer("text")
        return {"text": text} if text else None

    def given(
        self, arrangement: Arrangement, answer: Answer | None
    ) -> dict[str, list[str]]:
        return {"text": [written(answer)]} if answer else {}


def written(answer: Answer | None) -> str:
    """Return the text of an answer in writing; "" for no answer."""
    return (answer or {}).get("text", "")


def check_shares(shares: list[Fraction]) -> None:
    if not shares:
        raise ContentError("There is no accepted answer.")
    if not all(0 < share <= 1 for share in shares):
        raise ContentError("An accepted answer is worth more than 0 and at most all.")
    if max(shares) != 1:
        raise ContentError("No accepted answer is worth all points.")
