"""Questions that a trainer begins from the desk: drafts that are in a quiz already.

The usual way is to write questions into the bank, to publish them and to choose them
one by one in a quiz. For a first course that is three screens too many.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessments.blocks.base import SENTENCES
from assessments.content import ContentError, ItemType
from assessments.models import Assessment, AssessmentEntry, Item
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


def _blank(item_type: ItemType) -> dict:
    """Return the stored form of a question of this type with nothing in it."""
    value: dict = {"stem": {}, "feedback": {}}
    if item_type in {ItemType.SINGLE_CHOICE, ItemType.MULTIPLE_CHOICE}:
        value["options"] = [
            {"type": "item", "value": {"text": {}}, "id": package_id(number)}
            for number in ("first", "second", "third")
        ]
    return {"type": str(item_type), "value": value, "id": package_id(str(item_type))}


def open_end(item: Item) -> str:
    """Return in a sentence why the latest draft cannot be asked, "" if it can."""
    draft = item.get_latest_revision_as_object()
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
