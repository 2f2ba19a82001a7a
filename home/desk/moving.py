"""Changing the order of a course's parts, in all its languages at once."""

from django.db import transaction
from wagtail.models import Page

from courses.outline import sync_afterwards
from people.models import User

from .permissions import may_reorder


class MayNotMove(Exception):
    """The person may not change the order there."""


@transaction.atomic
def move_part(*, page: Page, by: User, is_up: bool) -> bool:
    """Put a page one place up or down among its neighbours; False at the end.

    Its translations follow, where the person may move them: learners see the order of
    the site's first language, trainers that of each. Raises MayNotMove.
    """
    parent = page.get_parent()
    if not may_reorder(by, parent):
        raise MayNotMove
    neighbour = page.get_prev_sibling() if is_up else page.get_next_sibling()
    if neighbour is None:
        return False
    with sync_afterwards():
        page.specific.move(neighbour, pos="left" if is_up else "right")
        order = list(
            parent.get_children()
            .order_by("path")
            .values_list("translation_key", flat=True)
        )
        for translated in parent.get_translations():
            if may_reorder(by, translated):
                _put_in_order(translated, order)
    return True


def _put_in_order(parent: Page, keys: list) -> None:
    """Bring the children of `parent` into the order of `keys`; others come last."""
    places = {key: place for place, key in enumerate(keys)}
    children = list(parent.get_children().order_by("path"))
    wanted = sorted(
        children, key=lambda page: places.get(page.translation_key, len(places))
    )
    if wanted == children:
        return
    for page in wanted:
        # Each move changes the paths of those beside it.
        Page.objects.get(pk=page.pk).specific.move(
            Page.objects.get(pk=parent.pk), pos="last-child"
        )
