"""Assessments: their rules, and their entries in order."""

from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from home.packages.fields import Fields, fields_of
from home.packages.problems import listed, nearest, quoted
from home.packages.yamltree import Node, Scalar, expect

from .items import item_from, points_of
from .parts import parts
from .references import Bank
from .values import (
    NOT_THE_KEY,
    Aspect,
    Assessment,
    Behaviour,
    Counting,
    Draw,
    Entry,
    Layout,
    Overdue,
    Practice,
    Purpose,
    ScoreBand,
)

Choice = TypeVar("Choice", bound=StrEnum)


def assessment_of(fields: Fields, bank: Bank, module: str) -> Assessment | None:
    """Return the assessment of a quiz that stands in the module ("" for the course)."""
    node = fields.node("assessment")
    if isinstance(node, Scalar):
        return _again(fields, node, bank)
    rules = None if node is None else fields_of(node, fields.languages)
    nodes = fields.each("items")
    if not nodes and fields.has("items"):
        fields.at("items").problem("The quiz has no items. Add at least one.")
    entries = tuple(
        entry
        for entry in (_entry(node, bank, module) for node in nodes)
        if entry is not None
    )
    _check_once(fields, entries)
    if rules is None:
        return None
    assessment = _rules(rules, bank, entries)
    bank.take(bank.assessments, assessment.key, rules.at("key"), "assessment")
    bank.quizzes[assessment.key] = assessment
    rules.finish()
    return assessment


def _again(fields: Fields, node: Scalar, bank: Bank) -> Assessment | None:
    """Return the assessment of an earlier step, which another step gives too."""
    found = bank.quizzes.get(node.text)
    if found is None:
        node.place.problem(
            f"There is no assessment {quoted(node.text)} in an earlier step. Write its "
            f"keys and values here.{nearest(node.text, bank.quizzes)}"
        )
    return found


def _rules(rules: Fields, bank: Bank, entries: tuple[Entry, ...]) -> Assessment:
    # Asked first, so that a misspelt key is told the usual ones.
    key = rules.key()
    name = rules.text("name", most=200)
    pass_mark = _share(rules, "pass_mark", Decimal("0.8"))
    allowed = _number(rules, "attempts_allowed", least=1, most=1000)
    shuffle = rules.boolean("shuffle_items", default=False)
    return Assessment(
        key=key,
        name=name,
        pass_mark=pass_mark,
        attempts_allowed=allowed,
        shuffle_items=shuffle,
        entries=entries,
        category=bank.known_key(rules, "category", bank.categories),
        purpose=rules.choice("purpose", Purpose, Purpose.CHECK),
        behaviour=rules.choice("behaviour", Behaviour, Behaviour.DEFERRED),
        penalty=_share(rules, "penalty", Decimal("0.333")),
        layout=rules.choice("layout", Layout, Layout.ONE_PER_PAGE),
        wait_minutes=_number(rules, "wait_minutes", least=0, most=5_256_000),
        counting=rules.choice("counting", Counting, Counting.BEST),
        time_limit_minutes=_number(
            rules, "time_limit_minutes", least=1, most=5_256_000
        ),
        overdue=rules.choice("overdue", Overdue, Overdue.SUBMIT),
        grace_minutes=rules.integer("grace_minutes", least=0, most=100_000, default=5),
        practice=rules.choice("practice", Practice, Practice.NEVER),
        show_during=_aspects(rules, "show_during", NOT_THE_KEY),
        show_after=_aspects(rules, "show_after", NOT_THE_KEY),
        show_later=_aspects(rules, "show_later", tuple(Aspect)),
        passed_text=rules.texts("passed_text", required=False, long=True),
        failed_text=rules.texts("failed_text", required=False, long=True),
        score_bands=_score_bands(rules),
    )


def _share(rules: Fields, key: str, default: Decimal) -> Decimal:
    return rules.decimal(
        key, least=Decimal(0), most=Decimal(1), places=3, default=default
    )


def _number(rules: Fields, key: str, *, least: int, most: int) -> int | None:
    return rules.integer(key, least=least, most=most) if rules.has(key) else None


def _aspects(
    rules: Fields, key: str, default: tuple[Aspect, ...]
) -> tuple[Aspect, ...]:
    """Return what is shown at one moment; an empty list shows nothing."""
    if not rules.has(key):
        return default
    found = set()
    for node in rules.each(key):
        scalar = expect(node, Scalar, "one of " + listed(map(str, Aspect)))
        if scalar is None:
            continue
        if scalar.text not in list(Aspect):
            scalar.place.problem(
                f"{quoted(key)} holds {listed(map(str, Aspect), 'and')}, not "
                f"{quoted(scalar.text)}."
            )
            continue
        found.add(Aspect(scalar.text))
    # In one order, however it is written.
    return tuple(aspect for aspect in Aspect if aspect in found)


def _score_bands(rules: Fields) -> tuple[ScoreBand, ...]:
    bands = []
    for inner in parts(rules, "score_bands", required=False):
        least = inner.integer("from_percent", least=0, most=100)
        bands.append(ScoreBand(least, inner.texts("text", long=True)))
        inner.finish()
    return tuple(bands)


# Entries


def _entry(node: Node, bank: Bank, module: str) -> Entry | None:
    fields = fields_of(node, bank.languages)
    if fields is None:
        return None
    section = (
        fields.texts("section", required=False) if fields.mentions("section") else {}
    )
    if fields.mentions("draw"):
        return _draw(fields, bank, module, section)
    if fields.mentions("item"):
        return _reference(fields, bank, module, section)
    item = item_from(fields, bank, module, True)
    if item is None:
        return None
    return Entry(item=item, points=item.points, revisit=item.revisit, section=section)


def _draw(fields: Fields, bank: Bank, module: str, section) -> Entry:  # type: ignore[no-untyped-def]
    draw = Draw(
        count=fields.integer("draw", least=1, most=1000),
        category=bank.known_key(fields, "category", bank.categories),
        outcome=bank.known_key(fields, "outcome", bank.outcomes),
        tag=fields.text("tag", required=False, most=100),
        per_outcome=fields.boolean("per_outcome", default=False),
    )
    entry = Entry(
        draw=draw,
        points=points_of(fields),
        revisit=bank.revisit(fields, module),
        section=section,
    )
    fields.finish()
    return entry


def _reference(fields: Fields, bank: Bank, module: str, section) -> Entry | None:  # type: ignore[no-untyped-def]
    key = fields.text("item")
    item = bank.pool.get(key)
    if item is None and key:
        fields.at("item").problem(
            f"There is no item {quoted(key)} in the folder bank. Write it there, where "
            f"several quizzes can ask it.{nearest(key, bank.pool)}"
        )
    entry = Entry(
        item=item,
        points=points_of(fields),
        revisit=bank.revisit(fields, module),
        section=section,
    )
    fields.finish()
    return entry if item is not None else None


def _check_once(fields: Fields, entries: tuple[Entry, ...]) -> None:
    keys = [entry.item.key for entry in entries if entry.item is not None]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        fields.at("items").problem(
            f"The quiz asks the item {quoted(key)} twice. Keep one."
        )
