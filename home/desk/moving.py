"""Moving the parts of a course, in all its languages at once."""

from django.db import transaction
from wagtail.models import Page

from courses.outline import sync_afterwards
from people.models import User

from .permissions import may_move_to, may_reorder


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


@transaction.atomic
def move_into(*, page: Page, parent: Page, by: User) -> None:
    """Put a step at the end of another module of its course, or of the course itself.

    Its translations follow where the module has one in their language. An address
    that is taken there gets a number; the former one leads to the new one. Raises
    MayNotMove, also for what cannot stand there.
    """
    if not may_move_to(by, page, parent):
        raise MayNotMove
    with sync_afterwards():
        _move(page, parent)
        for translated in page.get_translations():
            above = parent.get_translation_or_none(translated.locale)
            if above is not None and may_move_to(by, translated, above):
                _move(translated, above)


def _move(page: Page, parent: Page) -> None:
    page, slug = page.specific, page.slug
    number = 1
    while not Page._slug_is_available(slug, parent, page):
        number += 1
        slug = f"{page.slug}-{number}"
    if slug != page.slug:
        _readdress(page, slug)
    page.move(Page.objects.get(pk=parent.pk), pos="last-child")


def _readdress(page: Page, slug: str) -> None:
    """Change the last part of the address, also in the draft that is published next."""
    page.slug = slug
    page.save(clean=False)
    revision = page.latest_revision
    if revision is not None:
        revision.content = {**revision.content, "slug": slug}
        revision.save(update_fields=["content"])


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
