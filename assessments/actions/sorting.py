"""Finding, or making, what questions are sorted by when files name it."""

from collections.abc import Iterable

from assessments.formats import CategoryName, OutcomeName
from assessments.formats.collecting import slug
from assessments.models import Category, Outcome
from courses.translated import in_language


def category_at(*, names: Iterable[CategoryName]) -> Category | None:
    """Return the category at the end of the way, made where it is missing."""
    category: Category | None = None
    for name in names:
        category = _found_category(name, category) or Category.objects.create(
            key=_free_key(name, category), name=dict(name.name), parent=category
        )
    return category


def outcome_of(*, name: OutcomeName) -> Outcome:
    """Return the learning outcome of this short name, made if there is none."""
    outcome, _made = Outcome.objects.get_or_create(
        key=name.key, defaults={"text": dict(name.text)}
    )
    return outcome


def _found_category(name: CategoryName, parent: Category | None) -> Category | None:
    """Return the category of this short name; without one, that of a like name."""
    if name.key:
        return Category.objects.filter(key=name.key).first()
    wanted = {text.casefold() for text in name.name.values()}
    for category in Category.objects.filter(parent=parent).order_by("key"):
        if wanted & {text.casefold() for text in category.name.values()}:
            return category
    return None


def _free_key(name: CategoryName, parent: Category | None) -> str:
    if name.key:
        return name.key
    own = slug(str(in_language(name.name))) or "category"
    base = (f"{parent.key}-{own}" if parent else own)[:90].strip("-")
    taken = set(
        Category.objects.filter(key__startswith=base).values_list("key", flat=True)
    )
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key
