"""The parts of an answer that has several, each by itself: pairs, gaps, an order."""

import dataclasses

from assessments.content import (
    GAP,
    Answer,
    GapContent,
    ItemContent,
    MatchingContent,
    OrderingContent,
)
from courses.translated import in_language


@dataclasses.dataclass(frozen=True)
class ReviewedPart:
    """One part of an answer. `is_right` is None where that is not told.

    `number` counts gaps and places from 1; a prompt is called by its text instead.
    `text` is "" where nothing was chosen. `right_text` is "" where it is not told, and
    where it would say the same again.
    """

    text: str
    prompt: str = ""
    number: int | None = None
    is_right: bool | None = None
    right_text: str = ""


def reviewed_parts(
    content: ItemContent, answer: Answer | None, *, key_is_shown: bool
) -> tuple[ReviewedPart, ...]:
    """Return the parts of an answer in words; () for items without parts."""
    match content:
        case MatchingContent():
            return _pairs(content, answer, key_is_shown)
        case GapContent():
            return _gaps(content, answer, key_is_shown)
        case OrderingContent():
            return _places(content, answer, key_is_shown)
    return ()


def _pairs(
    content: MatchingContent, answer: Answer | None, key_is_shown: bool
) -> tuple[ReviewedPart, ...]:
    chosen = (answer or {}).get("pairs", {})
    parts = []
    for pair in content.pairs:
        own, right = chosen.get(pair.key), content.right_choice(pair)
        parts.append(
            ReviewedPart(
                text=in_language(content.choices[own]) if own else "",
                prompt=in_language(pair.prompt),
                is_right=own == right if key_is_shown else None,
                right_text=in_language(content.choices[right])
                if key_is_shown and own != right
                else "",
            )
        )
    return tuple(parts)


def _gaps(
    content: GapContent, answer: Answer | None, key_is_shown: bool
) -> tuple[ReviewedPart, ...]:
    chosen = (answer or {}).get("gaps", {})
    gaps = {gap.key: gap for gap in content.gaps}
    parts = []
    # In the order of the text, which may differ between languages.
    for number, key in enumerate(GAP.findall(in_language(content.text)), start=1):
        gap, own = gaps[key], chosen.get(key)
        parts.append(
            ReviewedPart(
                text=in_language(gap.word(own).text) if own else "",
                number=number,
                is_right=own == gap.right_key if key_is_shown else None,
                right_text=in_language(gap.word(gap.right_key).text)
                if key_is_shown and own != gap.right_key
                else "",
            )
        )
    return tuple(parts)


def _places(
    content: OrderingContent, answer: Answer | None, key_is_shown: bool
) -> tuple[ReviewedPart, ...]:
    """Each thing of the order: whether it rightly follows the one before it.

    That is what earns points. The first one follows none.
    """
    order = (answer or {}).get("order", [])
    right = [element.key for element in content.elements]
    wanted = set(zip(right, right[1:], strict=False))
    return tuple(
        ReviewedPart(
            text=in_language(content.element(key).text),
            number=place,
            is_right=(order[place - 2], key) in wanted
            if key_is_shown and place > 1
            else None,
        )
        for place, key in enumerate(order, start=1)
    )
