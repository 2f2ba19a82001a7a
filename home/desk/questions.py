"""Questions that a trainer begins from the desk: drafts that are in a quiz already.

The usual way is to write questions into the bank, to publish them and to choose them
one by one in a quiz. For a first course that is three screens too many.
"""

import dataclasses
from collections.abc import Iterable
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.html import strip_tags
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.blocks import type_name
from assessments.blocks.base import SENTENCES
from assessments.content import ContentError, ItemType
from assessments.models import Assessment, AssessmentEntry, CaseVignette, Item
from courses.translated import in_language
from home.stored import package_id, stream_value
from people.models import User

# Kinds that a first course can do with; the others are in the bank.
STARTER_TYPES = (
    ItemType.SINGLE_CHOICE,
    ItemType.MULTIPLE_CHOICE,
    ItemType.TRUE_FALSE,
)


def free_key(model: type[Assessment] | type[Item], base: str) -> str:
    """Return `base` as a short name that no row of `model` has yet."""
    base = slugify(base)[:80].strip("-") or "course"
    named = model._default_manager.filter(key__startswith=base)
    taken = {row.key for row in named.only("key")}
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key


@transaction.atomic
def new_quiz(*, name: str, types: tuple[ItemType, ...], by: User) -> Assessment:
    """Return a new quiz with a draft of each type of question in it."""
    quiz = Assessment.objects.create(key=free_key(Assessment, name), name=name[:200])
    for item_type in types:
        add_question(assessment=quiz, item_type=item_type, by=by)
    return quiz


@transaction.atomic
def add_question(*, assessment: Assessment, item_type: ItemType, by: User) -> Item:
    """Return a new draft of a question, at the end of the quiz."""
    last = assessment.entries.aggregate(last=Max("sort_order"))["last"]
    order = 0 if last is None else last + 1
    item = Item(
        key=free_key(Item, f"{assessment.key}-q{order + 1}"),
        content=stream_value(Item, "content", [_blank(item_type)]),
        live=False,
        has_unpublished_changes=True,
    )
    item.save()
    item.save_revision(user=by, log_action=True)
    AssessmentEntry.objects.create(assessment=assessment, item=item, sort_order=order)
    return item


@transaction.atomic
def take_out(*, entry: AssessmentEntry, by: User) -> bool:
    """Take a question out of its quiz; return whether it is left in the bank.

    A draft that nobody was ever asked, and that no other quiz has, is deleted.
    """
    item = entry.item
    entry.delete()
    if item is None:
        return False
    is_needed = (
        item.current_version_id is not None
        or item.versions.exists()
        or AssessmentEntry.objects.filter(item=item).exists()
    )
    if is_needed or not by.has_perm("assessments.delete_item"):
        return True
    item.delete()
    return False


def _blank(item_type: ItemType) -> dict:
    """Return the stored form of a question of this type with nothing in it."""
    value: dict = {"stem": {}, "feedback": {}}
    if item_type in {ItemType.SINGLE_CHOICE, ItemType.MULTIPLE_CHOICE}:
        value["options"] = [
            {"type": "item", "value": {"text": {}}, "id": package_id(number)}
            for number in ("first", "second", "third")
        ]
    return {"type": str(item_type), "value": value, "id": package_id(str(item_type))}


@dataclasses.dataclass
class Question:
    """One place of a quiz as its trainer sees it."""

    number: int
    entry: AssessmentEntry
    # The item as last written; None where it is drawn by chance.
    draft: Item | None

    @property
    def is_unpublished(self) -> bool:
        """Whether it is a certain question that was never published."""
        item = self.entry.item
        return item is not None and item.current_version_id is None

    @property
    def has_changes(self) -> bool:
        item = self.entry.item
        return item is not None and item.has_unpublished_changes

    @cached_property
    def open_end(self) -> str:
        """Why it cannot be asked, in a sentence; "" where it can."""
        return open_end(self.draft) if self.draft is not None else ""

    @property
    def kind(self) -> str:
        """Which type of question it is."""
        if self.draft is None:
            count = self.entry.draw_count or 0
            return ngettext(
                "%(count)s question drawn by chance",
                "%(count)s questions drawn by chance",
                count,
            ) % {"count": count}
        types = [child.block_type for child in self.draft.content]
        return str(type_name(ItemType(types[0]))) if types else ""

    @property
    def text(self) -> str:
        """How it begins, "" before it is written."""
        values = [child.value for child in self.draft.content] if self.draft else []
        stem = in_language(values[0].get("stem") or {}) if values else ""
        return Truncator(strip_tags(str(stem))).chars(90)


def questions_of(entries: Iterable[AssessmentEntry]) -> list[Question]:
    """Return the places of a quiz with their drafts; entries know their items.

    Items know their latest revisions. One query for the cases of all of them.
    """
    questions = [
        Question(number, entry, _draft(entry.item))
        for number, entry in enumerate(entries, start=1)
    ]
    drafts = [one.draft for one in questions if one.draft is not None]
    cases = CaseVignette.objects.in_bulk({one.case_id for one in drafts if one.case_id})
    for draft in drafts:
        draft.case = cases.get(draft.case_id)
    return questions


def _draft(item: Item | None) -> Item | None:
    """Return the item as last written, for reading, without a query for each."""
    if item is None or item.latest_revision is None:
        return item
    draft = Item.from_serializable_data(item.latest_revision.content, check_fks=False)
    draft.pk = item.pk
    return draft


def open_end(draft: Item) -> str:
    """Return in a sentence why a question cannot be asked as it is, "" if it can."""
    try:
        draft.plain_content()
    except ContentError as error:
        return str(SENTENCES.get(str(error), error))
    except IndexError:
        return _("Write the question.")
    try:
        draft.content.stream_block.clean(draft.content)
    except ValidationError:
        return _("Something is not filled in.")
    return ""


def publish_drafts(*, assessment: Assessment, by: User) -> int:
    """Publish the questions of a quiz that were never published; return how many.

    Changes to published questions wait for their own publication: other quizzes may
    ask them.
    """
    count = 0
    entries = assessment.entries.filter(item__current_version=None, item__isnull=False)
    for entry in entries.select_related("item").order_by("sort_order"):
        entry.item.get_latest_revision().publish(user=by)
        count += 1
    return count
