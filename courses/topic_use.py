"""Which courses have a topic, and what becomes of it there.

Courses name their topics by key, so that packages and addresses can, too. A key that
changes or goes therefore has to be followed in the courses.
"""

from collections.abc import Callable

from django.db import transaction
from django.db.models import F
from wagtail.models import Revision

from .models import Course, CoursePage


def pages_with(key: str) -> list[CoursePage]:
    """Return the course pages that have the topic, in the order of the tree."""
    pages = CoursePage.objects.select_related("locale", "latest_revision")
    return [
        page
        for page in pages.order_by("path")
        if key in page.topics or key in _of_draft(page)
    ]


def rename_key(*, old: str, new: str) -> None:
    """Let the courses that have the topic have it by its new key."""
    _change(old, lambda keys: list(dict.fromkeys(new if k == old else k for k in keys)))


def forget_key(*, key: str) -> None:
    """Take a topic off all courses, so that none gets a later one of the same key."""
    _change(key, lambda keys: [one for one in keys if one != key])


@transaction.atomic
def _change(key: str, change: Callable[[list[str]], list[str]]) -> None:
    pages = pages_with(key)
    for page in pages:
        CoursePage.objects.filter(pk=page.pk).update(topics=change(page.topics))
        if key in _of_draft(page):
            content = {
                **page.latest_revision.content,
                "topics": change(_of_draft(page)),
            }
            Revision.objects.filter(pk=page.latest_revision_id).update(content=content)
    # What the catalogue keeps of a course is kept by this number.
    Course.objects.filter(key__in=[page.translation_key for page in pages]).update(
        outline_version=F("outline_version") + 1
    )


def _of_draft(page: CoursePage) -> list[str]:
    revision = page.latest_revision
    return (revision.content.get("topics") or []) if revision is not None else []
