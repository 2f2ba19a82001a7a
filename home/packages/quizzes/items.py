"""One item: what all types have, and the content that the bank would make of it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assessments.content import (
    CONTENT_CLASSES,
    ContentError,
    ItemContent,
    ItemType,
    Picture,
    true_false,
)
from home.packages.fields import Fields, fields_of
from home.packages.media import PICTURES, media_path
from home.packages.problems import nearest, quoted
from home.packages.yamltree import Node, Scalar, expect

from .parts import PARTS, options
from .references import Bank
from .values import CaseStory, Item, item_class

# What few items have. They are named in the reference, not in every sentence.
RARE = (
    "case",
    "category",
    "essential",
    "hints",
    "outcome",
    "partial_credit",
    "picture",
    "principle",
    "retired",
    "section",
    "tags",
)


def item_of(
    node: Node, bank: Bank, module: str = "", *, is_entry: bool = False
) -> Item | None:
    """Return one item; None, and problems, if it is no item.

    `is_entry`: it is written in a quiz, where it has points and a lesson to revisit.
    """
    fields = fields_of(node, bank.languages)
    return None if fields is None else item_from(fields, bank, module, is_entry)


def item_from(fields: Fields, bank: Bank, module: str, is_entry: bool) -> Item | None:
    fields.rarely(*RARE)
    kind = fields.choice("type", ItemType, None)
    key = fields.key()
    bank.take(bank.items, key, fields.at("key"), "item")
    pictures = _Pictures(bank)
    common: dict[str, Any] = {
        "feedback": fields.texts("explanation", required=False, long=True),
        "hints": _hints(fields),
        "picture": pictures.read(fields),
        "stimulus": _case(fields, bank),
    }
    arguments: dict[str, Any] = {
        "revisit": bank.revisit(fields, module) if is_entry else "",
        "sources": _sources(fields, bank),
        "category": bank.known_key(fields, "category", bank.categories),
        "outcome": bank.known_key(fields, "outcome", bank.outcomes),
        "principle": (
            fields.integer("principle", least=1, most=8)
            if fields.mentions("principle")
            else None
        ),
        "tags": _tags(fields),
        "is_essential": _flag(fields, "essential"),
        "is_retired": _flag(fields, "retired"),
    }
    if is_entry:
        arguments["points"] = points_of(fields)
        # The entry has asked for it; here it is known as well.
        fields.mentions("section")
    content = _content(fields, kind, common, pictures)
    fields.finish()
    if content is None:
        return None
    return item_class(kind)(
        key=key, content=content, pictures=tuple(pictures.files), **arguments
    )


def points_of(fields: Fields) -> Decimal:
    """Return what an item is worth in a quiz."""
    return fields.decimal(
        "points",
        least=Decimal("0.01"),
        most=Decimal("999.99"),
        places=2,
        default=Decimal(1),
    )


def _content(
    fields: Fields, kind: ItemType, common: Mapping[str, Any], pictures: "_Pictures"
) -> ItemContent | None:
    before = fields.place.report.count
    try:
        if kind is ItemType.TRUE_FALSE:
            return true_false(
                stem=fields.texts("statement", long=True),
                is_true=fields.boolean("answer"),
                feedback_true=fields.texts("feedback_true", required=False, long=True),
                feedback_false=fields.texts(
                    "feedback_false", required=False, long=True
                ),
                **common,
            )
        stem = fields.texts("question", long=True)
        if kind in PARTS:
            own = PARTS[kind](fields)
        else:
            own = options(fields, kind, pictures.read)
        return CONTENT_CLASSES[kind](type=kind, stem=stem, **common, **own)
    except ContentError as error:
        # Where something was said already, this would say it again.
        if fields.place.report.count == before:
            fields.place.problem(f"{error} Put the item right.")
        return None


def _hints(fields: Fields) -> tuple[Mapping[str, str], ...]:
    if not fields.mentions("hints"):
        return ()
    return fields.each_texts("hints", required=False, long=True)


def _case(fields: Fields, bank: Bank) -> CaseStory | None:
    return bank.cases.get(bank.known_key(fields, "case", bank.cases))


def _flag(fields: Fields, key: str) -> bool:
    return fields.mentions(key) and fields.boolean(key, default=False)


class _Pictures:
    """The pictures of one item: their files in the order in which they are named."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.files: list[str] = []

    def read(self, fields: Fields) -> Picture | None:
        """Return the picture of an item or an option; None for none."""
        if not fields.mentions("picture"):
            return None
        inner = fields.inner("picture")
        if inner is None:
            return None
        file = inner.text("file")
        path = media_path(file, self.bank.media, PICTURES, inner.at("file"))
        picture = Picture(self._number(path), inner.texts("alt"))
        inner.finish()
        return picture

    def _number(self, path: str) -> int:
        if path not in self.files:
            self.files.append(path)
        return self.files.index(path)


def _words(fields: Fields, key: str, what: str) -> list[Scalar]:
    nodes = fields.each(key, required=False)
    found = (expect(node, Scalar, what) for node in nodes)
    return [scalar for scalar in found if scalar is not None]


def _sources(fields: Fields, bank: Bank) -> tuple[str, ...]:
    found = []
    for scalar in _words(fields, "sources", "a tag"):
        if scalar.text not in bank.tags:
            scalar.place.problem(
                f"{quoted(scalar.text)} is no tag of a source in any lesson. "
                f"Add “tag:” to the source.{nearest(scalar.text, bank.tags)}"
            )
        found.append(scalar.text)
    return tuple(found)


def _tags(fields: Fields) -> tuple[str, ...]:
    if not fields.mentions("tags"):
        return ()
    found = []
    for scalar in _words(fields, "tags", "a word"):
        tag = scalar.text.strip()
        if not tag or len(tag) > 100 or tag in found:
            scalar.place.problem(
                "A tag is a word of at most 100 characters, given once. Put it right."
            )
        found.append(tag)
    return tuple(found)
