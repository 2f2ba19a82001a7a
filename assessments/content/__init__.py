"""What an item asks, how it may be answered and what answers are worth.

An item version stores its content in the form of `to_json`, and every part of the
engine reads it in this form: marking, pages, import and export. Nothing here knows the
database. A new type of item is a module here, a block for editors (`blocks`), a form in
`drafts`, and components for its question and its review.
"""

from typing import Any

from .base import (
    OTHER_ANSWER,
    SCHEMA,
    Answer,
    Arrangement,
    Choosable,
    ContentError,
    Given,
    ItemContent,
    ItemType,
    Picture,
    Stimulus,
    UnreadableAnswer,
)
from .choice import (
    FALSE_TEXT,
    SEVERAL_ANSWERS,
    TRUE_TEXT,
    ChoiceContent,
    Option,
    true_false,
)
from .free_text import Criterion, FreeTextContent
from .gaps import GAP, Gap, GapContent, Word
from .matching import Distractor, MatchingContent, Pair
from .number import AcceptedNumber, NumberContent, Unit
from .ordering import Element, OrderingContent
from .short_text import AcceptedText, ShortTextContent
from .writing import written

CONTENT_CLASSES: dict[ItemType, type[ItemContent]] = {
    item_type: content_class
    for content_class in (
        ChoiceContent,
        MatchingContent,
        OrderingContent,
        GapContent,
        ShortTextContent,
        NumberContent,
        FreeTextContent,
    )
    for item_type in content_class.types
}


def content_from_json(data: dict[str, Any]) -> ItemContent:
    """Return the content that was stored. Raises ContentError for another form."""
    if data.get("schema") != SCHEMA:
        raise ContentError(f"Unknown form of content: {data.get('schema')!r}.")
    item_type = ItemType(data["type"])
    content_class = CONTENT_CLASSES[item_type]
    return content_class(
        type=item_type,
        stem=data["stem"],
        feedback=data["feedback"],
        hints=tuple(data.get("hints", ())),
        picture=Picture.from_json(data.get("picture")),
        stimulus=Stimulus.from_json(data.get("stimulus")),
        **content_class.own_from_json(data),
    )


__all__ = [
    "CONTENT_CLASSES",
    "FALSE_TEXT",
    "GAP",
    "OTHER_ANSWER",
    "SCHEMA",
    "SEVERAL_ANSWERS",
    "TRUE_TEXT",
    "AcceptedNumber",
    "AcceptedText",
    "Answer",
    "Arrangement",
    "ChoiceContent",
    "Choosable",
    "ContentError",
    "Criterion",
    "Distractor",
    "Element",
    "FreeTextContent",
    "Gap",
    "GapContent",
    "Given",
    "ItemContent",
    "ItemType",
    "MatchingContent",
    "NumberContent",
    "Option",
    "OrderingContent",
    "Pair",
    "Picture",
    "ShortTextContent",
    "Stimulus",
    "Unit",
    "UnreadableAnswer",
    "Word",
    "content_from_json",
    "true_false",
    "written",
]
