"""Which items an attempt gets, and in which order.

An item is on offer when it is published and not retired. Fixed entries ask theirs;
draws choose among the others, never one twice, and rather those that the learner has
not had. Items of one case stand together. Nothing here depends on what is right.
"""

import dataclasses
import random
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q

from courses.translated import in_language

from .drawing import Draw, Shortage, choose, found_counts
from .models import (
    Assessment,
    AssessmentEntry,
    Category,
    Item,
    ItemVersion,
    Outcome,
    TaggedItem,
)
from .rules import Offer


class QuizNotReady(Exception):
    """The quiz has no question on offer, or too few to draw from.

    `shortages` are the draws that lack some; empty where there is no question at all.
    """

    def __init__(self, shortages: tuple[Shortage, ...] = ()) -> None:
        super().__init__(shortages)
        self.shortages = shortages


@dataclasses.dataclass(frozen=True)
class Slot:
    """One place in an attempt: the version to ask, and what it is worth there."""

    version: ItemVersion
    max_mark: Decimal
    revisit_id: int | None
    # The heading of the section that begins here; {} where none does.
    section: dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Candidate:
    """An item on offer, without what it says."""

    item_id: int
    key: str
    version_id: int
    case_id: int | None
    category_id: int | None
    outcome_id: int | None


@dataclasses.dataclass(frozen=True)
class EntryDraw:
    """One draw of an entry; of an entry with as many per outcome, one per outcome."""

    # The index of the entry in the quiz.
    entry: int
    draw: Draw
    outcome_id: int | None = None


@dataclasses.dataclass(frozen=True)
class Plan:
    """What a quiz can ask today, before chance has its say."""

    entries: tuple[AssessmentEntry, ...]
    candidates: dict[int, Candidate]
    draws: tuple[EntryDraw, ...]

    @property
    def fixed(self) -> dict[int, Candidate]:
        """The items of the entries that ask a certain one, by the entry's index."""
        return {
            index: self.candidates[entry.item_id]
            for index, entry in enumerate(self.entries)
            if entry.item_id in self.candidates
        }

    @property
    def item_count(self) -> int:
        """How many items each attempt gets."""
        return len(self.fixed) + sum(one.draw.count for one in self.draws)


def entries_of(assessment: Assessment) -> list[AssessmentEntry]:
    """Return the entries of a quiz in their order."""
    return list(assessment.entries.order_by("sort_order", "pk"))


def make_plan(entries: Sequence[AssessmentEntry]) -> Plan:
    """Return what these entries can ask today; they need not be stored yet.

    Takes the same few queries for any number of entries and of items.
    """
    fixed = {entry.item_id for entry in entries if entry.item_id is not None}
    drawing = [entry for entry in entries if entry.item_id is None and entry.draw_count]
    families = _families(drawing)
    tagged = _tagged(drawing)
    wanted = Q(pk__in=fixed)
    for entry in drawing:
        wanted |= _fitting(entry, families)
    candidates = {
        row[0]: Candidate(*row)
        for row in Item.objects.on_offer()
        .filter(wanted)
        .order_by("key")
        .values_list(
            "pk", "key", "current_version_id", "case_id", "category_id", "outcome_id"
        )
    }
    pool = _drawable(candidates, fixed) if drawing else []
    draws = []
    for index, entry in enumerate(entries):
        if entry.item_id is None and entry.draw_count:
            fitting = [one for one in pool if _fits(one, entry, families, tagged)]
            draws += _draws(index, entry, fitting)
    return Plan(tuple(entries), candidates, tuple(draws))


def _families(entries: Iterable[AssessmentEntry]) -> dict[int, set[int]]:
    """Return each category that is drawn from, with all categories that are part."""
    tops = {e.draw_category_id for e in entries if e.draw_category_id is not None}
    if not tops:
        return {}
    children: dict[int | None, list[int]] = {}
    for pk, parent in Category.objects.order_by().values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    families = {}
    for top in tops:
        family, waiting = set(), [top]
        while waiting:
            # A circle of categories, should there ever be one, ends here too.
            if (pk := waiting.pop()) not in family:
                family.add(pk)
                waiting += children.get(pk, [])
        families[top] = family
    return families


def _tagged(entries: Iterable[AssessmentEntry]) -> dict[int, set[int]]:
    """Return each tag that is drawn by, with the items that have it."""
    tags = {e.draw_tag_id for e in entries if e.draw_tag_id is not None}
    found: dict[int, set[int]] = {tag: set() for tag in tags}
    if tags:
        rows = TaggedItem.objects.filter(tag__in=tags)
        for tag, item in rows.values_list("tag_id", "content_object_id"):
            found[tag].add(item)
    return found


def _fitting(entry: AssessmentEntry, families: dict) -> Q:
    fits = Q(pk__isnull=False)
    if entry.draw_category_id is not None:
        fits &= Q(category__in=families[entry.draw_category_id])
    if entry.draw_outcome_id is not None:
        fits &= Q(outcome=entry.draw_outcome_id)
    if entry.draw_tag_id is not None:
        rows = TaggedItem.objects.filter(tag=entry.draw_tag_id)
        fits &= Q(pk__in=rows.values("content_object_id"))
    return fits


def _fits(one: Candidate, entry: AssessmentEntry, families: dict, tagged: dict) -> bool:
    return (
        (
            entry.draw_category_id is None
            or one.category_id in families[entry.draw_category_id]
        )
        and entry.draw_outcome_id in (None, one.outcome_id)
        and (entry.draw_tag_id is None or one.item_id in tagged[entry.draw_tag_id])
    )


def _drawable(candidates: dict[int, Candidate], fixed: set[int]) -> list[Candidate]:
    """Return the items that may be drawn, in the bank's order.

    Not those that every attempt asks anyway. Nor reflections: they are worth nothing,
    and with them the maximum would be a matter of luck.
    """
    reflections = set(
        Item.objects.on_offer()
        .filter(current_version__content__is_reflection=True)
        .values_list("pk", flat=True)
    )
    return [
        one
        for one in candidates.values()
        if one.item_id not in fixed and one.item_id not in reflections
    ]


def _draws(
    index: int, entry: AssessmentEntry, fitting: list[Candidate]
) -> list[EntryDraw]:
    count = entry.draw_count or 0
    if not entry.draw_per_outcome:
        accepts = frozenset(one.item_id for one in fitting)
        return [EntryDraw(index, Draw(count, accepts))]
    groups: dict[int, set[int]] = {}
    for one in fitting:
        if one.outcome_id is not None:
            groups.setdefault(one.outcome_id, set()).add(one.item_id)
    if not groups:
        return [EntryDraw(index, Draw(count, frozenset()))]
    return [
        EntryDraw(index, Draw(count, frozenset(groups[outcome])), outcome)
        for outcome in sorted(groups)
    ]


def shortages(plan: Plan) -> tuple[Shortage, ...]:
    """Return the draws that lack items, in the order of the quiz; () for enough."""
    draws = [one.draw for one in plan.draws]
    short = [
        (one, found)
        for one, found in zip(plan.draws, found_counts(draws), strict=True)
        if found < one.draw.count
    ]
    wanted = {one.outcome_id for one, _found in short if one.outcome_id is not None}
    names = {
        outcome.pk: str(in_language(outcome.text)) or outcome.key
        for outcome in (Outcome.objects.filter(pk__in=wanted) if wanted else ())
    }
    return tuple(
        Shortage(
            place=one.entry + 1,
            wanted=one.draw.count,
            found=found,
            outcome=names.get(one.outcome_id, "") if one.outcome_id else "",
        )
        for one, found in short
    )


def offer(assessment: Assessment) -> Offer:
    """Return how much a quiz can ask today, and what it lacks."""
    plan = make_plan(entries_of(assessment))
    return Offer(plan.item_count, shortages(plan))


def assemble(
    assessment: Assessment, rng: random.Random, *, had: Collection[int] = ()
) -> list[Slot]:
    """Return the places of a new attempt in their order; none for an empty quiz.

    `had` are the items of the learner's former attempts. Raises QuizNotReady where
    there is too little to draw from.
    """
    plan = make_plan(entries_of(assessment))
    short = shortages(plan)
    if short:
        raise QuizNotReady(short)
    pool = sorted({item for one in plan.draws for item in one.draw.accepts})
    rng.shuffle(pool)
    pool.sort(key=lambda item: item in had)
    chosen = choose([one.draw for one in plan.draws], pool)

    asked: dict[int, list[Candidate]] = {i: [one] for i, one in plan.fixed.items()}
    for drawn, items in zip(plan.draws, chosen, strict=True):
        group = asked.setdefault(drawn.entry, [])
        group += [plan.candidates[item] for item in items]
    versions = ItemVersion.objects.in_bulk(
        [one.version_id for group in asked.values() for one in group]
    )
    slots = []
    for section in _sections(plan.entries):
        places = [
            (plan.entries[index], one)
            for index in section
            # Of one draw in the bank's order.
            for one in sorted(asked.get(index, []), key=lambda one: one.key)
        ]
        heading = plan.entries[section[0]].section
        for entry, one in _arranged(places, rng if assessment.shuffle_items else None):
            slots.append(_slot(entry, versions[one.version_id], heading))
            heading = {}
    return slots


def _sections(entries: Sequence[AssessmentEntry]) -> list[list[int]]:
    """Return the indexes of the entries, section by section."""
    sections: list[list[int]] = []
    for index, entry in enumerate(entries):
        if entry.section or not sections:
            sections.append([])
        sections[-1].append(index)
    return sections


Place = tuple[AssessmentEntry, Candidate]


def _arranged(places: list[Place], rng: random.Random | None) -> list[Place]:
    """Return the places of a section in their order, those of one case together.

    A case is read once and then asked about, in the order of the quiz; shuffling moves
    it as a whole.
    """
    blocks: dict[object, list[Place]] = {}
    for place in places:
        case = place[1].case_id
        name = ("item", place[1].item_id) if case is None else ("case", case)
        blocks.setdefault(name, []).append(place)
    arranged = list(blocks.values())
    if rng is not None:
        rng.shuffle(arranged)
    return [place for block in arranged for place in block]


def _slot(
    entry: AssessmentEntry, version: ItemVersion, section: dict[str, Any]
) -> Slot:
    return Slot(
        version=version,
        # A reflection earns nothing.
        max_mark=entry.max_mark if version.plain_content.is_graded else Decimal(0),
        revisit_id=entry.revisit_id,
        section=section,
    )
