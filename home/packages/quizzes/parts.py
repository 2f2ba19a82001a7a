"""What is particular to each type of item: its own keys, read as its content has them.

Each function asks for the keys of one type and returns the arguments of its content;
what the content then refuses is reported by `items`.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments.content import (
    AcceptedNumber,
    AcceptedText,
    Criterion,
    Distractor,
    Element,
    Gap,
    ItemType,
    Option,
    Pair,
    Picture,
    Unit,
    Word,
)
from home.packages.fields import Fields, fields_of
from home.packages.problems import Place, quoted

PART_KEY = re.compile(r"[A-Za-z0-9_.-]{1,64}")
PART_KEY_RULE = "Use letters, digits, hyphens, full stops and _; at most 64 characters."
NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,12})?")

LONGEST_OPTION = 500
LONGEST_FORM = 500

ReadPicture = Callable[[Fields], Picture | None]


def part_key(fields: Fields, key: str = "key") -> str:
    """Return the lasting name of a part of an item."""
    text = fields.text(key)
    if text and not PART_KEY.fullmatch(text):
        fields.at(key).problem(f"{quoted(text)} is no short name. {PART_KEY_RULE}")
    return text


def parts(fields: Fields, key: str, *, required: bool = True) -> list[Fields]:
    """Return the keys of each entry of a list."""
    nodes = fields.each(key, required=required)
    found = (fields_of(node, fields.languages) for node in nodes)
    return [inner for inner in found if inner is not None]


def named_text(fields: Fields) -> dict[str, Any]:
    """Return the key and the text of a part that has nothing else."""
    found = {"key": part_key(fields), "text": fields.texts("text", long=True)}
    fields.finish()
    return found


def options(fields: Fields, kind: ItemType, picture: ReadPicture) -> dict[str, Any]:
    found = tuple(_option(inner, picture) for inner in parts(fields, "options"))
    if fields.has("options"):
        _check_options(found, kind, fields.at("options"))
    arguments: dict[str, Any] = {
        "options": found,
        "shuffle": fields.boolean("shuffle", default=True),
    }
    if kind is ItemType.MULTIPLE_CHOICE and fields.mentions("partial_credit"):
        arguments["partial_credit"] = fields.boolean("partial_credit", default=False)
    return arguments


def _option(fields: Fields, read_picture: ReadPicture) -> Option:
    picture = read_picture(fields)
    option = Option(
        key=part_key(fields),
        text=fields.texts("text", required=picture is None, most=LONGEST_OPTION),
        is_key=fields.boolean("right", default=False),
        feedback=fields.texts("feedback", required=False, long=True),
        picture=picture,
        is_pinned=fields.mentions("pinned") and fields.boolean("pinned", default=False),
    )
    fields.finish()
    return option


def _check_options(found: tuple[Option, ...], kind: ItemType, place: Place) -> None:
    keys = [option.key for option in found if option.key]
    right = sum(option.is_key for option in found)
    if len(found) < 2:
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


def matching(fields: Fields) -> dict[str, Any]:
    pairs = []
    for inner in parts(fields, "pairs"):
        pairs.append(
            Pair(
                part_key(inner),
                inner.texts("prompt", long=True),
                inner.texts("answer", long=True),
            )
        )
        inner.finish()
    wrong = parts(fields, "distractors", required=False)
    return {
        "pairs": tuple(pairs),
        "distractors": tuple(Distractor(**named_text(inner)) for inner in wrong),
        "shuffle": fields.boolean("shuffle", default=True),
        "partial_credit": fields.boolean("partial_credit", default=True),
    }


def ordering(fields: Fields) -> dict[str, Any]:
    return {
        "elements": tuple(
            Element(**named_text(inner)) for inner in parts(fields, "elements")
        ),
        "partial_credit": fields.boolean("partial_credit", default=True),
    }


def gap_select(fields: Fields) -> dict[str, Any]:
    gaps = []
    for inner in parts(fields, "gaps"):
        words = []
        for word in parts(inner, "words"):
            right = word.boolean("right", default=False)
            words.append(Word(**named_text(word), is_key=right))
        gaps.append(Gap(part_key(inner), tuple(words)))
        inner.finish()
    return {
        "text": fields.texts("text", long=True),
        "gaps": tuple(gaps),
        "partial_credit": fields.boolean("partial_credit", default=True),
    }


def short_text(fields: Fields) -> dict[str, Any]:
    accepted = []
    for inner in parts(fields, "accepted"):
        accepted.append(
            AcceptedText(
                key=part_key(inner),
                text=inner.text("text", most=LONGEST_FORM),
                share=_share(inner),
                feedback=inner.texts("feedback", required=False, long=True),
            )
        )
        inner.finish()
    return {
        "accepted": tuple(accepted),
        "ignore_case": fields.boolean("ignore_case", default=True),
        "ignore_accents": fields.boolean("ignore_accents", default=False),
    }


def number(fields: Fields) -> dict[str, Any]:
    accepted = []
    for inner in parts(fields, "accepted"):
        accepted.append(
            AcceptedNumber(
                key=part_key(inner),
                value=_number(inner, "value"),
                tolerance=_number(inner, "tolerance", Decimal(0)),
                share=_share(inner),
                feedback=inner.texts("feedback", required=False, long=True),
            )
        )
        inner.finish()
    units = []
    for inner in parts(fields, "units", required=False):
        units.append(
            Unit(
                inner.text("text", most=LONGEST_OPTION),
                _number(inner, "factor", Decimal(1)),
            )
        )
        inner.finish()
    return {
        "accepted": tuple(accepted),
        "units": tuple(units),
        "unit_required": fields.boolean("unit_required", default=False),
    }


def free_text(fields: Fields) -> dict[str, Any]:
    rubric = []
    for inner in parts(fields, "rubric", required=False):
        points = inner.integer("points", least=1, most=100, default=1)
        rubric.append(Criterion(**named_text(inner), points=points))
    return {
        "is_reflection": fields.boolean("reflection", default=False),
        "rubric": tuple(rubric),
        "model_answer": fields.texts("model_answer", required=False, long=True),
    }


PARTS: dict[ItemType, Callable[[Fields], dict[str, Any]]] = {
    ItemType.MATCHING: matching,
    ItemType.ORDERING: ordering,
    ItemType.GAP_SELECT: gap_select,
    ItemType.SHORT_TEXT: short_text,
    ItemType.NUMBER: number,
    ItemType.FREE_TEXT: free_text,
}


def _number(fields: Fields, key: str, default: Decimal | None = None) -> Decimal:
    """Return an exact number, which may be below zero."""
    scalar = fields.scalar(key, required=default is None)
    if scalar is None:
        return default or Decimal(0)
    if NUMBER.fullmatch(scalar.text):
        return Decimal(scalar.text)
    scalar.place.problem(
        f"{quoted(key)} must be a number like 12 or -0.5, not {quoted(scalar.text)}."
    )
    return default or Decimal(0)


def _share(fields: Fields) -> Fraction:
    """Return what an accepted answer is worth; the bank keeps five places."""
    scalar = fields.scalar("share", required=False)
    if scalar is None:
        return Fraction(1)
    if re.fullmatch(r"[01](\.[0-9]{1,5})?", scalar.text):
        share = Fraction(scalar.text)
        if 0 < share <= 1:
            return share
    scalar.place.problem(
        "“share” must be more than 0 and at most 1 with at most 5 decimals, like 0.5, "
        f"not {quoted(scalar.text)}."
    )
    return Fraction(1)
