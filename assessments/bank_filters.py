"""By what the bank of questions can be narrowed down in the editor."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from .blocks import type_name
from .content import ItemType
from .models import Category, Item, ItemTag, Outcome


class ItemState:
    """Where a question stands on its way to learners and back."""

    DRAFT, READY, CHANGED, REVIEWED, RETIRED = (
        "draft",
        "ready",
        "changed",
        "in_review",
        "retired",
    )
    WORDS = {
        DRAFT: _("Draft"),
        READY: _("In use"),
        CHANGED: _("In use, with changes that are not published"),
        REVIEWED: _("In review"),
        RETIRED: _("Retired"),
    }


def state_of(item: Item) -> str:
    """Return the state of a question as the list shows it."""
    if item.is_retired:
        return ItemState.RETIRED
    if getattr(item, "is_in_review", False):
        return ItemState.REVIEWED
    if item.current_version_id is None:
        return ItemState.DRAFT
    return ItemState.CHANGED if item.has_unpublished_changes else ItemState.READY


class ItemFilterSet(WagtailFilterSet):
    """Filters of the list of questions."""

    type = django_filters.ChoiceFilter(
        label=_("Type"),
        field_name="current_version__content__type",
        choices=[(str(kind), type_name(kind)) for kind in ItemType],
    )
    category = django_filters.ModelChoiceFilter(
        label=_("Category"),
        queryset=Category.objects.all(),
        method="filter_category",
    )
    outcome = django_filters.ModelChoiceFilter(
        label=_("Learning outcome"), queryset=Outcome.objects.all()
    )
    tags = django_filters.ModelChoiceFilter(
        label=_("Tag"), queryset=ItemTag.objects.order_by("name")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[
            (state, ItemState.WORDS[state])
            for state in (ItemState.DRAFT, ItemState.READY, ItemState.RETIRED)
        ],
        method="filter_state",
    )

    class Meta:
        model = Item
        fields = ["type", "category", "outcome", "principle", "tags", "is_essential"]

    def filter_category(self, queryset, name, value):
        """Keep the questions of a category and of what is part of it."""
        return queryset.filter(
            Q(category=value)
            | Q(category__parent=value)
            | Q(category__parent__parent=value)
        )

    def filter_state(self, queryset, name, value):
        if value == ItemState.RETIRED:
            return queryset.filter(is_retired=True)
        return queryset.filter(
            is_retired=False, current_version__isnull=value == ItemState.DRAFT
        )
