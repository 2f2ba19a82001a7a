"""The quizzes of a course, and what they need of the bank, as values of a package."""

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from assessments.content import ItemContent, Picture
from assessments.models import (
    Assessment,
    AssessmentEntry,
    CaseVignette,
    Category,
    Item,
    Outcome,
)
from courses.translated import without_empty

from .media_export import MediaExport
from .packages.quizzes import values
from .packages.quizzes.values import item_class, with_pictures
from .quiz_import import PLAIN_RULES


class QuizExport:
    """The quizzes of one package. Call `finish` when all are taken.

    `lessons` are the addresses of lessons by their steps; `source_tags` the tags that
    name sources, which tell them from the other tags of an item; `assessments` the ids
    of all that are to be taken.
    """

    def __init__(
        self,
        *,
        media: MediaExport,
        lessons: Mapping[int, str],
        source_tags: frozenset[str],
        assessments: Iterable[int],
    ):
        self.media = media
        self.lessons = lessons
        self.source_tags = source_tags
        self.notes: list[str] = []
        self.reasons: list[str] = []
        self.categories: dict[str, values.Category] = {}
        self.outcomes: dict[str, values.Outcome] = {}
        self.cases: dict[str, values.CaseStory] = {}
        self.pool: dict[str, values.Item] = {}
        self._items: dict[str, values.Item] = {}
        self._made: dict[str, values.Assessment] = {}
        self._shared = _shared_items(assessments)
        self._draws: list[AssessmentEntry] = []

    def assessment(self, record: Assessment) -> values.Assessment:
        """Return the assessment with its entries."""
        if record.key not in self._made:
            self._made[record.key] = self._assessment(record)
        return self._made[record.key]

    def finish(self) -> None:
        """Add what quizzes share and what they draw from."""
        for key in self._shared & set(self._items):
            self.pool[key] = self._items[key]
        drawn = self._drawn_from()
        for item in drawn:
            if item.key not in self._items:
                self.pool[item.key] = self._item(item)
        self.pool = dict(sorted(self.pool.items()))
        self.categories = _parents_first(self.categories)
        self.outcomes = dict(sorted(self.outcomes.items()))
        self.cases = dict(sorted(self.cases.items()))

    def _assessment(self, record: Assessment) -> values.Assessment:
        entries = record.entries.select_related(
            "item__current_version",
            "item__case",
            "item__category",
            "item__outcome",
            "draw_category",
            "draw_outcome",
            "draw_tag",
        ).order_by("sort_order", "pk")
        made = [self._entry(record, entry) for entry in entries]
        bands = [
            values.ScoreBand(
                band.value["from_percent"], without_empty(band.value["text"])
            )
            for band in record.score_bands
        ]
        return values.Assessment(
            key=record.key,
            entries=tuple(entry for entry in made if entry is not None),
            category=self._category(record.category),
            purpose=values.Purpose(record.purpose),
            behaviour=values.Behaviour(record.behaviour),
            layout=values.Layout(record.layout),
            counting=values.Counting(record.counting),
            overdue=values.Overdue(record.overdue_policy),
            practice=values.Practice(record.practice),
            show_during=_aspects(record.show_during),
            show_after=_aspects(record.show_after),
            show_later=_aspects(record.show_later),
            passed_text=without_empty(record.passed_text),
            failed_text=without_empty(record.failed_text),
            score_bands=tuple(bands),
            **{name: getattr(record, name) for name in PLAIN_RULES},
        )

    def _entry(self, record: Assessment, entry: AssessmentEntry) -> values.Entry | None:
        common: dict[str, Any] = {
            "points": entry.max_mark,
            "revisit": self._revisit(record, entry),
            "section": without_empty(entry.section),
        }
        if entry.item is None:
            self._draws.append(entry)
            return values.Entry(
                draw=values.Draw(
                    count=entry.draw_count or 1,
                    category=self._category(entry.draw_category),
                    outcome=self._outcome(entry.draw_outcome),
                    tag=entry.draw_tag.name if entry.draw_tag else "",
                    per_outcome=entry.draw_per_outcome,
                ),
                **common,
            )
        if entry.item.current_version is None:
            self.notes.append(
                _(
                    "The question “%(item)s” of “%(quiz)s” was never published and is "
                    "left out."
                )
                % {"item": entry.item.key, "quiz": record}
            )
            return None
        key = entry.item.key
        if key not in self._items:
            # What several quizzes ask is written apart from all of them.
            place = {"points": common["points"], "revisit": common["revisit"]}
            is_shared = key in self._shared
            self._items[key] = self._item(entry.item, **({} if is_shared else place))
        return values.Entry(item=self._items[key], **common)

    def _revisit(self, record: Assessment, entry: AssessmentEntry) -> str:
        if entry.revisit_id is None:
            return ""
        address = self.lessons.get(entry.revisit_id, "")
        if not address:
            self.notes.append(
                _(
                    "“%(quiz)s” names a lesson to revisit that is not published in "
                    "this course; it is left out."
                )
                % {"quiz": record}
            )
        return address

    def _item(self, record: Item, **place: Any) -> values.Item:
        files: list[str] = []
        content = self._with_files(record.current_version.plain_content, files)
        if content.stimulus is not None:
            self._case(record.case, content.stimulus)
        tags = sorted(tag.name for tag in record.tags.all())
        return item_class(content.type)(
            key=record.key,
            content=content,
            pictures=tuple(files),
            sources=tuple(tag for tag in tags if tag in self.source_tags),
            tags=tuple(tag for tag in tags if tag not in self.source_tags),
            category=self._category(record.category),
            outcome=self._outcome(record.outcome),
            principle=record.principle,
            is_essential=record.is_essential,
            is_retired=record.is_retired,
            **place,
        )

    def _with_files(self, content: ItemContent, files: list[str]) -> ItemContent:
        """Return the content with its pictures numbered by their places in `files`."""
        images = get_image_model().objects.in_bulk(list(content.image_ids()))

        def number(picture: Picture) -> int:
            path = self.media.image(images[picture.image_id])
            if path not in files:
                files.append(path)
            return files.index(path)

        return with_pictures(content, number)

    def _case(self, record: CaseVignette | None, story: values.CaseStory) -> None:
        known = self.cases.setdefault(story.key, story)
        if known != story:
            self.reasons.append(
                _(
                    "Questions about the case “%(case)s” hold different stories. "
                    "Publish the case again."
                )
                % {"case": story.key}
            )

    def _category(self, record: Category | None) -> str:
        if record is None:
            return ""
        if record.key not in self.categories:
            self.categories[record.key] = values.Category(
                record.key, without_empty(record.name), self._category(record.parent)
            )
        return record.key

    def _outcome(self, record: Outcome | None) -> str:
        if record is None:
            return ""
        self.outcomes[record.key] = values.Outcome(
            record.key, without_empty(record.text)
        )
        return record.key

    def _drawn_from(self) -> list[Item]:
        """Return the items that the draws choose from."""
        wanted = Q(pk__in=[])
        for entry in self._draws:
            fits = Q()
            if entry.draw_category_id:
                fits &= Q(category__in=_with_parts(entry.draw_category_id))
            if entry.draw_outcome_id:
                fits &= Q(outcome=entry.draw_outcome_id)
            if entry.draw_tag_id:
                fits &= Q(tagged_items__tag=entry.draw_tag_id)
            wanted |= fits
        return (
            list(
                Item.objects.on_offer()
                .filter(wanted)
                .select_related("current_version", "case", "category", "outcome")
                .order_by("key")
                .distinct()
            )
            if self._draws
            else []
        )


def _shared_items(assessments: Iterable[int]) -> set[str]:
    """Return the keys of the items that more than one of the quizzes asks."""
    keys = AssessmentEntry.objects.filter(
        assessment__in=assessments, item__isnull=False
    ).values_list("item__key", flat=True)
    return {key for key, count in Counter(keys).items() if count > 1}


def _aspects(stored: list[str]) -> tuple[values.Aspect, ...]:
    return tuple(aspect for aspect in values.Aspect if str(aspect) in stored)


def _with_parts(category_id: int) -> set[int]:
    """Return the category and all that are part of it."""
    children: dict[int | None, list[int]] = {}
    for pk, parent in Category.objects.order_by().values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    found: set[int] = set()
    open_ones = [category_id]
    while open_ones:
        pk = open_ones.pop()
        if pk not in found:
            found.add(pk)
            open_ones += children.get(pk, [])
    return found


def _parents_first(
    categories: Mapping[str, values.Category],
) -> dict[str, values.Category]:
    """Return the categories by key, each after the one it is part of."""

    def way(key: str) -> list[str]:
        found = [key]
        while (parent := categories[found[0]].parent) and parent not in found:
            found.insert(0, parent)
        return found

    ordered = itertools.chain.from_iterable(way(key) for key in sorted(categories))
    return {key: categories[key] for key in dict.fromkeys(ordered)}
