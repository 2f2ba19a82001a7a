"""What changes the bank of items."""

import datetime

from django.db import transaction

from assessments.content import ItemContent, content_from_json
from assessments.models import CaseVignette, Item, ItemVersion, VersionPicture
from people.models import User


@transaction.atomic
def freeze_item(
    *, item: Item, at: datetime.datetime, by: User | None = None
) -> ItemVersion:
    """Return the version that says what the item says now, made if there is none.

    An unchanged item keeps its version, so publishing twice makes one. Raises
    ContentError for an item that is not complete.
    """
    return _freeze(item, item.plain_content(), at, by)


@transaction.atomic
def freeze_items_of_case(
    *, case: CaseVignette, at: datetime.datetime, by: User | None = None
) -> list[ItemVersion]:
    """Make new versions of the published items of a case whose story has changed.

    What an item says is taken from its current version, not from a draft that its
    author may be working on; only the story is new.
    """
    story = case.stimulus
    if story is None:
        return []
    items = Item.objects.filter(case=case, current_version__isnull=False)
    return [
        _freeze(
            item,
            content_from_json(
                {**item.current_version.content, "stimulus": story.to_json()}
            ),
            at,
            by,
        )
        for item in items.select_related("current_version").order_by("pk")
    ]


def _freeze(
    item: Item, content: ItemContent, at: datetime.datetime, by: User | None
) -> ItemVersion:
    latest = item.versions.order_by("-number").first()
    if latest is None or latest.checksum != content.checksum:
        latest = ItemVersion.objects.create(
            item=item,
            number=(latest.number if latest else 0) + 1,
            content=content.to_json(),
            checksum=content.checksum,
            created_at=at,
            created_by=by,
        )
        VersionPicture.objects.bulk_create(
            VersionPicture(version=latest, image_id=image_id)
            for image_id in sorted(set(content.image_ids()))
        )
    if item.current_version_id != latest.pk:
        Item.objects.filter(pk=item.pk).update(current_version=latest)
        item.current_version = latest
    return latest
