"""Keeps `Course` and `Step` in line with the page tree.

The page tree is the outline; the rows are what learner records can hold on to. They are
a projection: `sync_course` computes them anew from the pages, so it may run any number
of times, in any order. Wagtail's signals only say when; see docs/decisions.
"""

import contextlib
import uuid
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import get_language
from wagtail.models import Locale, Page

from .models import Course, CoursePage, ModulePage, Step, StepPage

AnyStepPage = TypeVar("AnyStepPage", bound=StepPage)

# The paths of pages that changed while syncing waits; None where it does not wait.
_waiting: ContextVar[set[str] | None] = ContextVar("_waiting", default=None)


def step_page_models() -> list[type[StepPage]]:
    """Return the page types that are steps, in whatever app they are."""
    return [model for model in apps.get_models() if issubclass(model, StepPage)]


def followed_models() -> list[type[Page]]:
    """Return the page types whose deletion changes an outline."""
    return [CoursePage, ModulePage, *step_page_models()]


def course_page_above(page: Page) -> CoursePage | None:
    """Return the course page that `page` is or lies in, None outside of courses."""
    return (
        CoursePage.objects.ancestor_of(page, inclusive=True).order_by("-depth").first()
    )


def page_for_reader(
    model: type[AnyStepPage], key: uuid.UUID, *related: str
) -> AnyStepPage | None:
    """Return a step's live page in the active language.

    Else that in the site's first language, else any; None where there is none. What
    `related` names is fetched with it.
    """
    preference = {settings.LANGUAGE_CODE: 1, get_language(): 0}
    pages = model.objects.live().filter(translation_key=key)
    pages = pages.select_related("locale", *related)
    return min(
        pages.order_by("pk"),
        key=lambda page: preference.get(page.locale.language_code, 2),
        default=None,
    )


@contextlib.contextmanager
def sync_afterwards() -> Iterator[None]:
    """Sync each course once at the end, for programs that publish many pages at once.

    Where the block fails nothing is synced: its changes are to be rolled back.
    """
    token = _waiting.set(set())
    try:
        yield
        paths = _waiting.get() or set()
    finally:
        _waiting.reset(token)
    above = {
        path[:length]
        for path in paths
        for length in range(Page.steplen, len(path) + 1, Page.steplen)
    }
    pages = CoursePage.objects.filter(path__in=above).order_by("path")
    for course_page in {page.translation_key: page for page in pages}.values():
        sync_course(course_page)


@transaction.atomic
def sync_course(course_page: CoursePage) -> Course:
    """Bring the course and its steps in line with the live pages of all languages.

    Positions and titles come from the site's first language, else from any other.
    A step that has no live page any more stays, marked as no longer in the outline.
    """
    versions = _live_versions(course_page)
    source = versions[0] if versions else course_page
    course, _ = Course.objects.get_or_create(
        key=course_page.translation_key,
        defaults={"slug": _free_slug(source), "title": source.title},
    )
    found: dict = {}
    for version in versions:
        for step in _steps_of(version):
            found.setdefault(step["key"], step)

    known = {step.key: step for step in course.steps.all()}
    for position, (key, values) in enumerate(found.items(), start=1):
        values |= {"position": position, "is_live": True}
        row = known.pop(key, None) or Step(course=course)
        if any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
    gone = [row.pk for row in known.values()]
    Step.objects.filter(pk__in=gone).update(is_live=False)
    Course.objects.filter(pk=course.pk).update(
        title=source.title, outline_version=F("outline_version") + 1
    )
    course.refresh_from_db()
    return course


def _live_versions(course_page: CoursePage) -> list[CoursePage]:
    """Return the course's live pages, that of the site's first language first."""
    default = Locale.get_default()
    pages = CoursePage.objects.filter(
        translation_key=course_page.translation_key, live=True
    )
    return sorted(pages, key=lambda page: (page.locale_id != default.pk, page.pk))


def _steps_of(course_page: CoursePage) -> Iterator[dict]:
    """Yield what the step pages below one course page say, in tree order."""
    modules = {
        module.path: module
        for module in ModulePage.objects.descendant_of(course_page).live()
    }
    steps: list[StepPage] = []
    for model in step_page_models():
        steps += model.objects.descendant_of(course_page).live()
    for page in sorted(steps, key=lambda page: page.path):
        parent_path = page.path[: -Page.steplen]
        module = modules.get(parent_path)
        if module is None and parent_path != course_page.path:
            # Its module is not published.
            continue
        yield {
            "key": page.translation_key,
            "kind": page._meta.label_lower,
            "title": page.title,
            "module_key": module.translation_key if module else None,
            "module_title": module.title if module else "",
            "is_required": page.is_required,
            "minutes": page.minutes,
            "unlock_rule": page.unlock_rule,
        }


def _free_slug(course_page: CoursePage) -> str:
    """Return the page's slug, or the first free one made from it."""
    base = slugify(course_page.slug) or "course"
    taken = set(
        Course.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    )
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def on_page_change(sender: type, instance: Page, **kwargs: Any) -> None:
    """Follow a publication, a withdrawal or a move of a page of a course."""
    if not isinstance(instance, (CoursePage, ModulePage, StepPage)):
        return
    waiting = _waiting.get()
    if waiting is not None:
        waiting.add(instance.path)
        return
    course_page = course_page_above(instance)
    if course_page is not None:
        sync_course(course_page)


def on_page_move(
    sender: type, instance: Page, parent_page_before: Page, **kwargs: Any
) -> None:
    """Follow a page out of one course and into another."""
    former = course_page_above(parent_page_before)
    if former is not None:
        sync_course(former)
    on_page_change(sender, instance.specific)


def on_page_delete(sender: type, instance: Page, **kwargs: Any) -> None:
    """Take a deleted page's steps out of the outline; learner records stay."""
    if not isinstance(instance, (CoursePage, ModulePage, StepPage)):
        return
    course_page = (
        CoursePage.objects.filter(
            path__in=[
                instance.path[:length]
                for length in range(Page.steplen, len(instance.path), Page.steplen)
            ]
        )
        .order_by("-depth")
        .first()
    )
    if course_page is not None:
        sync_course(course_page)
    elif isinstance(instance, CoursePage):
        sync_course(instance)
