"""Quizzes: an assessment and its items, by the rules that the item bank has too."""

import dataclasses
from collections.abc import Mapping
from decimal import Decimal

from .content import (
    Assessment,
    ChoiceItem,
    Item,
    ItemType,
    Option,
    Texts,
    TrueFalseItem,
)
from .fields import Fields, Languages, fields_of
from .problems import Place, nearest, quoted
from .yamltree import Node, Scalar, expect


@dataclasses.dataclass
class Bank:
    """What items refer to, and the short names that are taken.

    `lessons` maps each way to name a lesson to its address. A way may be given from the
    course (module/lesson); from inside a module the lesson's name is enough.
    """

    languages: Languages
    lessons: Mapping[str, str]
    tags: frozenset[str]
    items: dict[str, Place] = dataclasses.field(default_factory=dict)
    assessments: dict[str, Place] = dataclasses.field(default_factory=dict)

    def take(self, taken: dict[str, Place], key: str, place: Place, what: str) -> None:
        """Note that the short name is in use; report one that was before."""
        if key in taken:
            first = taken[key]
            place.problem(
                f"The {what} {quoted(key)} is in {first.file}, line {first.line}, too. "
                "Give one of them another key."
            )
        elif key:
            taken[key] = place


def assessment_of(fields: Fields, bank: Bank, module: str) -> Assessment | None:
    """Return the assessment of a quiz that stands in the module ("" for the course)."""
    rules = fields.inner("assessment")
    entries = fields.each("items")
    if not entries and fields.has("items"):
        fields.at("items").problem("The quiz has no items. Add at least one.")
    items = tuple(
        item
        for item in (item_of(entry, bank, module) for entry in entries)
        if item is not None
    )
    if rules is None:
        return None
    limited = rules.has("attempts_allowed")
    assessment = Assessment(
        key=rules.slug("key"),
        name=rules.text("name", most=200),
        pass_mark=rules.decimal(
            "pass_mark",
            least=Decimal(0),
            most=Decimal(1),
            places=3,
            default=Decimal("0.8"),
        ),
        attempts_allowed=(
            rules.integer("attempts_allowed", least=1, most=1000) if limited else None
        ),
        shuffle_items=rules.boolean("shuffle_items", default=False),
        items=items,
    )
    bank.take(bank.assessments, assessment.key, rules.at("key"), "assessment")
    rules.finish()
    return assessment


def item_of(node: Node, bank: Bank, module: str) -> Item | None:
    """Return one item; None, and problems, if it is no item."""
    fields = fields_of(node, bank.languages)
    if fields is None:
        return None
    kind = fields.choice("type", ItemType, None)
    key = fields.slug("key")
    bank.take(bank.items, key, fields.at("key"), "item")
    common = _Common(
        explanation=fields.texts("explanation", required=False, long=True),
        points=fields.decimal(
            "points",
            least=Decimal("0.01"),
            most=Decimal("999.99"),
            places=2,
            default=Decimal(1),
        ),
        revisit=_revisit(fields, bank, module),
        sources=_sources(fields, bank),
    )
    if kind is ItemType.TRUE_FALSE:
        item: Item = _true_false(fields, key, common)
    else:
        item = _choice(fields, key, kind, common)
    fields.finish()
    return item


@dataclasses.dataclass(frozen=True)
class _Common:
    """What items of all types have."""

    explanation: Texts
    points: Decimal
    revisit: str
    sources: tuple[str, ...]


def _true_false(fields: Fields, key: str, common: _Common) -> TrueFalseItem:
    return TrueFalseItem(
        key=key,
        type=ItemType.TRUE_FALSE,
        stem=fields.texts("statement", long=True),
        answer=fields.boolean("answer"),
        feedback_true=fields.texts("feedback_true", required=False, long=True),
        feedback_false=fields.texts("feedback_false", required=False, long=True),
        explanation=common.explanation,
        points=common.points,
        revisit=common.revisit,
        sources=common.sources,
    )


def _choice(fields: Fields, key: str, kind: ItemType, common: _Common) -> ChoiceItem:
    options = tuple(
        _option(inner)
        for inner in (
            fields_of(node, fields.languages) for node in fields.each("options")
        )
        if inner is not None
    )
    if fields.has("options"):
        _check_options(options, kind, fields.at("options"))
    return ChoiceItem(
        key=key,
        type=kind,
        stem=fields.texts("question", long=True),
        options=options,
        shuffle=fields.boolean("shuffle", default=True),
        explanation=common.explanation,
        points=common.points,
        revisit=common.revisit,
        sources=common.sources,
    )


def _option(fields: Fields) -> Option:
    option = Option(
        key=fields.slug("key"),
        text=fields.texts("text", most=500),
        is_key=fields.boolean("right", default=False),
        feedback=fields.texts("feedback", required=False, long=True),
    )
    fields.finish()
    return option


def _check_options(options: tuple[Option, ...], kind: ItemType, place: Place) -> None:
    keys = [option.key for option in options if option.key]
    right = sum(option.is_key for option in options)
    if len(options) < 2:
        place.problem("A question needs at least two options. Add one.")
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        place.problem(f"Two options have the key {quoted(key)}. Rename one.")
    if kind is ItemType.SINGLE_CHOICE and right != 1:
        place.problem(
            f"{right} options are marked as right; a single choice has exactly one. "
            "Write “right: true” at one option, or make it multiple_choice."
        )
    if kind is ItemType.MULTIPLE_CHOICE and not right:
        place.problem(
            "No option is marked as right. Write “right: true” at one or more."
        )


def _revisit(fields: Fields, bank: Bank, module: str) -> str:
    """Return the address of the lesson to reread."""
    name = fields.text("revisit", required=False)
    if not name:
        return ""
    address = bank.lessons.get(f"{module}/{name}") if module else None
    address = address or bank.lessons.get(name)
    if address is None:
        ways = {way.removeprefix(f"{module}/") for way in bank.lessons}
        fields.at("revisit").problem(
            f"“revisit” names {quoted(name)}, which is no lesson.{nearest(name, ways)}"
        )
    return address or ""


def _sources(fields: Fields, bank: Bank) -> tuple[str, ...]:
    found = []
    for node in fields.each("sources", required=False):
        scalar = expect(node, Scalar, "a tag")
        if scalar is None:
            continue
        if scalar.text not in bank.tags:
            scalar.place.problem(
                f"{quoted(scalar.text)} is no tag of a source in any lesson. "
                f"Add “tag:” to the source.{nearest(scalar.text, bank.tags)}"
            )
        found.append(scalar.text)
    return tuple(found)
