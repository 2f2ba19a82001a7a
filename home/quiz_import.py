"""The bank and the quizzes of a course package."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from assessments.blocks import stored_content
from assessments.content import ChoiceContent, ItemContent, Picture
from assessments.models import (
    Assessment,
    AssessmentEntry,
    CaseVignette,
    Category,
    Item,
    ItemTag,
    Outcome,
)
from courses.models import Step
from people.models import User

from .media_import import MediaImport
from .packages import content as package_content
from .packages.content import CoursePackage
from .packages.quizzes import values
from .packages.quizzes.values import with_pictures
from .stored import differs, package_id, stream_value

# The fields of an assessment that have the same name and form in a package.
PLAIN_RULES = (
    "name",
    "pass_mark",
    "attempts_allowed",
    "shuffle_items",
    "penalty",
    "wait_minutes",
    "time_limit_minutes",
    "grace_minutes",
)
WORD_RULES = ("purpose", "behaviour", "layout", "counting", "practice")
SHOWN_RULES = ("show_during", "show_after", "show_later")
TEXT_RULES = ("passed_text", "failed_text")


class QuizImport:
    """The quizzes of one package, and what has been made of them so far."""

    def __init__(self, package: CoursePackage, by: User | None, media: MediaImport):
        self.package = package
        self.by = by
        self.media = media
        self.created = self.updated = self.unchanged = 0
        self.changed: list[Model] = []
        self.categories: dict[str, Category] = {}
        self.outcomes: dict[str, Outcome] = {}
        self.cases: dict[str, CaseVignette] = {}
        self.tags: dict[str, ItemTag] = {}
        self.items: dict[str, Item] = {}
        # Each entry with the address of the lesson to revisit.
        self.revisits: list[tuple[AssessmentEntry, str]] = []

    def assessments(self) -> dict[str, Assessment]:
        """Create or update all of the bank; return the assessments by step."""
        for category in self.package.categories.values():
            fields = {
                "name": dict(category.name),
                "parent": self.categories.get(category.parent),
            }
            self.categories[category.key] = self._saved(Category, category.key, fields)
        for outcome in self.package.outcomes.values():
            fields = {"text": dict(outcome.text)}
            self.outcomes[outcome.key] = self._saved(Outcome, outcome.key, fields)
        items = self.package.items
        self.items = {
            item.key: item
            for item in Item.objects.filter(key__in=items)
            .select_related("current_version", "case")
            .prefetch_related("tagged_items__tag")
        }
        for case in self.package.cases.values():
            self.cases[case.key] = self._case(case)
        for item in items.values():
            self.items[item.key] = self._item(item)
        made: dict[str, Assessment] = {}
        for quiz in self.package.quizzes:
            key = quiz.assessment.key
            if key not in made:
                made[key] = self._assessment(quiz.assessment)
        return {
            quiz.address: made[quiz.assessment.key] for quiz in self.package.quizzes
        }

    def point_to_lessons(self, lessons: Mapping[str, Step]) -> None:
        """Point entries to the lessons that answer them, now that these are there."""
        for entry, address in self.revisits:
            step = lessons.get(address)
            if entry.revisit_id != (step and step.pk):
                entry.revisit = step
                entry.save(update_fields=["revisit"])

    def _saved(self, model, key: str, fields: dict[str, Any]):
        """Return the record of this key with these values, saved if it needs to be."""
        record = model.objects.filter(key=key).first()
        return self._changed(record or model(key=key), fields)[0]

    def _changed(self, record, fields: dict[str, Any]):
        """Give the record these values; return it, and whether that changed it."""
        if record.pk is None:
            self.created += 1
        elif differs(record, fields):
            self.updated += 1
        else:
            self.unchanged += 1
            return record, False
        for name, value in fields.items():
            setattr(record, name, value)
        record.save()
        self.changed.append(record)
        return record, True

    # The bank -------------------------------------------------------------------------

    def _case(self, case: package_content.CaseStory) -> CaseVignette:
        record = CaseVignette.objects.filter(key=case.key).first()
        story = {"title": dict(case.title), "story": dict(case.story)}
        raw = [{"type": "story", "value": story, "id": package_id("cases", case.key)}]
        record, is_changed = self._changed(
            record or CaseVignette(key=case.key),
            {"content": stream_value(CaseVignette, "content", raw)},
        )
        if is_changed or not record.live:
            record.save_revision(user=self.by).publish(user=self.by)
        return record

    def _item(self, item: package_content.Item) -> Item:
        record = self.items.get(item.key)
        is_new = record is None
        record = record or Item(key=item.key)
        content = with_pictures(
            item.content, lambda picture: self._image(item, picture)
        )
        content = self._with_known_keys(content, record)
        fields = {
            "case": self.cases[content.stimulus.key] if content.stimulus else None,
            "category": self.categories.get(item.category),
            "outcome": self.outcomes.get(item.outcome),
            "principle": item.principle,
            "is_essential": item.is_essential,
            "is_retired": item.is_retired,
        }
        tags = [*item.sources, *(tag for tag in item.tags if tag not in item.sources)]
        known = set() if is_new else {row.tag.name for row in record.tagged_items.all()}
        if (
            not is_new
            and self._is_published_as(record, content)
            and not differs(record, fields)
            and known == set(tags)
        ):
            # A draft that somebody is working on stays as it is.
            self.unchanged += 1
            return record
        for name, value in fields.items():
            setattr(record, name, value)
        raw = stored_content(content, package_id("items", item.key))
        record.content = stream_value(Item, "content", raw)
        if known != set(tags):
            record.tags.set([self._tag(name) for name in tags])
        record.save()
        record.save_revision(user=self.by).publish(user=self.by)
        self.changed.append(record)
        self.created += is_new
        self.updated += not is_new
        return record

    @staticmethod
    def _is_published_as(record: Item, content: ItemContent) -> bool:
        version = record.current_version
        return bool(version and record.live and version.checksum == content.checksum)

    def _with_known_keys(self, content: ItemContent, record: Item) -> ItemContent:
        """Keep the names that an earlier import gave to the options of an item.

        They were made from the names in the package. Statistics over the years hang on
        them, so they stay.
        """
        version = record.current_version
        if version is None or not isinstance(content, ChoiceContent):
            return content
        known = {option["key"] for option in version.content.get("options", ())}

        def kept(key: str) -> str:
            former = package_id(self.package.slug, "items", record.key, key)
            return former if former in known else key

        options = tuple(
            dataclasses.replace(option, key=kept(option.key))
            for option in content.options
        )
        return dataclasses.replace(content, options=options)

    def _image(self, item: package_content.Item, picture: Picture) -> int:
        alt = picture.alt.get(self.package.language, "")
        return self.media.image(item.pictures[picture.image_id], alt)

    def _tag(self, name: str) -> ItemTag:
        if name not in self.tags:
            self.tags[name] = ItemTag.objects.get_or_create(name=name)[0]
        return self.tags[name]

    # Quizzes --------------------------------------------------------------------------

    def _assessment(self, quiz: package_content.Assessment) -> Assessment:
        record = Assessment.objects.filter(key=quiz.key).first()
        bands = [
            {
                "type": "band",
                "value": {"from_percent": band.from_percent, "text": dict(band.text)},
                "id": package_id("bands", quiz.key, str(number)),
            }
            for number, band in enumerate(quiz.score_bands)
        ]
        fields: dict[str, Any] = {
            **{name: getattr(quiz, name) for name in PLAIN_RULES},
            **{name: str(getattr(quiz, name)) for name in WORD_RULES},
            **{name: [str(a) for a in getattr(quiz, name)] for name in SHOWN_RULES},
            **{name: dict(getattr(quiz, name)) for name in TEXT_RULES},
            "category": self.categories.get(quiz.category),
            "overdue_policy": str(quiz.overdue),
            "score_bands": stream_value(Assessment, "score_bands", bands),
        }
        record, _is_changed = self._changed(record or Assessment(key=quiz.key), fields)
        self._entries(record, quiz)
        return record

    def _entries(self, record: Assessment, quiz: package_content.Assessment) -> None:
        """Bring the entries in line; a certain item keeps its entry, draws by place."""
        existing = list(record.entries.select_related("revisit").order_by("sort_order"))
        of_items = {entry.item_id: entry for entry in existing if entry.item_id}
        draws = [entry for entry in existing if not entry.item_id]
        kept = []
        for order, entry in enumerate(quiz.entries):
            fields: dict[str, Any] = {
                "sort_order": order,
                "max_mark": entry.points,
                "section": dict(entry.section),
            }
            if entry.item is not None:
                item = self.items[entry.item.key]
                found = of_items.get(item.pk)
                fields["item"] = item
            else:
                found = draws.pop(0) if draws else None
                fields |= self._draw(entry.draw)
            place = found or AssessmentEntry(assessment=record)
            if place.pk is None or differs(place, fields):
                for name, value in fields.items():
                    setattr(place, name, value)
                place.save()
                self._note(record)
            kept.append(place.pk)
            self.revisits.append((place, entry.revisit))
        AssessmentEntry.objects.filter(assessment=record).exclude(pk__in=kept).delete()

    def _note(self, record: Model) -> None:
        """Note what was changed with what belongs to it, once."""
        if record not in self.changed:
            self.changed.append(record)

    def _draw(self, draw: values.Draw) -> dict[str, Any]:
        return {
            "item": None,
            "draw_count": draw.count,
            "draw_category": self.categories.get(draw.category),
            "draw_outcome": self.outcomes.get(draw.outcome),
            "draw_tag": self._tag(draw.tag) if draw.tag else None,
            "draw_per_outcome": draw.per_outcome,
        }
