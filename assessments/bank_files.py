"""Questions of the bank as files hold them: what an export writes."""

import dataclasses
from collections.abc import Iterable
from decimal import Decimal

from wagtail.images import get_image_model

from courses.translated import content_languages

from .content import ContentError, ItemContent
from .formats import (
    CategoryName,
    Finding,
    OutcomeName,
    PictureFile,
    ReadItem,
    Severity,
    renumbered,
)
from .formats.records import gettext_noop
from .models import Assessment, Category, Item


@dataclasses.dataclass(frozen=True)
class Export:
    """Questions for a file, and what of the bank no file of questions holds."""

    items: tuple[ReadItem, ...]
    findings: tuple[Finding, ...]


def languages() -> tuple[str, ...]:
    """Return the languages of content, the site's own first."""
    return tuple(code for code, _name in content_languages())


def questions_of_quiz(assessment: Assessment) -> Export:
    """Return the questions of a quiz in their order, with their points there."""
    findings = []
    chosen: list[tuple[Item, Decimal | None]] = []
    entries = assessment.entries.select_related(*_WITH_ITEM).order_by("sort_order")
    for entry in entries:
        if entry.item is not None:
            chosen.append((entry.item, entry.max_mark))
        else:
            findings.append(Finding(0, DRAWN, Severity.WARNING))
    return _export(chosen, findings)


def questions_of_category(category: Category | None) -> Export:
    """Return the questions of a category and of all that is part of it; None: all."""
    items = Item.objects.select_related(*_OF_ITEM).order_by("key")
    if category is not None:
        items = items.filter(category__in=_below(category))
    return _export([(item, None) for item in items], [])


_OF_ITEM = ("current_version", "case", "outcome", "category__parent__parent")
_WITH_ITEM = tuple(f"item__{name}" for name in _OF_ITEM)

DRAWN = gettext_noop(
    "The quiz draws questions by chance. Files hold questions, not draws; export the "
    "category to have them."
)
UNFINISHED = gettext_noop("The question “%(key)s” is not finished, so it is left out.")
PICTURE_GONE = gettext_noop(
    "A picture of the question “%(key)s” cannot be read, so the question is left out."
)


def _below(category: Category) -> list[int]:
    """Return the category and all that is part of it, however deep."""
    children: dict[int | None, list[int]] = {}
    for pk, parent in Category.objects.values_list("pk", "parent"):
        children.setdefault(parent, []).append(pk)
    found = [category.pk]
    for pk in found:
        found += [child for child in children.get(pk, ()) if child not in found]
    return found


def _export(
    chosen: Iterable[tuple[Item, Decimal | None]], findings: list[Finding]
) -> Export:
    items = []
    for item, points in chosen:
        try:
            items.append(_read_item(item, points))
        except ContentError:
            findings.append(Finding(0, UNFINISHED, Severity.WARNING, {"key": item.key}))
        except OSError:
            findings.append(
                Finding(0, PICTURE_GONE, Severity.WARNING, {"key": item.key})
            )
    return Export(tuple(items), tuple(findings))


def _read_item(item: Item, points: Decimal | None) -> ReadItem:
    """Return what is published of an item; the draft of one that never was."""
    version = item.current_version
    content = version.plain_content if version else item.plain_content()
    pictures = _pictures(content)
    return ReadItem(
        key=item.key,
        content=renumbered(content, {pk: p.number for pk, p in pictures.items()}),
        points=None if points is None else Decimal(f"{points.normalize():f}"),
        category=category_names(item.category),
        outcome=item.outcome and OutcomeName(item.outcome.key, item.outcome.text),
        principle=item.principle,
        tags=tuple(sorted(tag.name for tag in item.tags.all())),
        is_essential=item.is_essential,
        is_retired=item.is_retired,
        pictures={picture.number: picture for picture in pictures.values()},
    )


def _pictures(content: ItemContent) -> dict[int, PictureFile]:
    images = get_image_model().objects.in_bulk(set(content.image_ids()))
    pictures = {}
    for pk in content.image_ids():
        if pk not in images:
            raise FileNotFoundError(pk)
        with images[pk].open_file() as file:
            pictures[pk] = PictureFile(file.read(), file.name.rsplit("/", 1)[-1])
    return pictures


def category_names(category: Category | None) -> tuple[CategoryName, ...]:
    """Return the way to a category, from the outermost in."""
    names: list[CategoryName] = []
    while category is not None and len(names) < 20:
        names.insert(0, CategoryName(category.name, category.key))
        category = category.parent
    return tuple(names)
