"""A course as its pages lay it out in one language: the same for everybody."""

import dataclasses
import itertools
import uuid
from functools import cached_property

from django.core.cache import cache
from django.utils.translation import get_language
from wagtail.models import Locale, Page

from .models import Course, CoursePage
from .sensitive import ContentMark, labels_of, marks_of
from .translated import Wording, as_wording


@dataclasses.dataclass(frozen=True)
class OutlineStep:
    """A step of the outline with its page in one language; nobody's progress."""

    id: int
    key: uuid.UUID
    kind: str
    icon: str
    title: str
    url: str
    # Of the page; another than asked for where the step is not translated.
    language: str
    minutes: int
    is_required: bool
    unlock_rule: str
    # What a lesson is about that may be hard to read.
    mark: ContentMark | None = None


@dataclasses.dataclass(frozen=True)
class OutlineModule:
    """Steps that belong together; without a title those right below the course."""

    key: uuid.UUID | None
    title: str
    url: str
    steps: tuple[OutlineStep, ...]
    # As a step's, of the module as a whole.
    mark: ContentMark | None = None


@dataclasses.dataclass(frozen=True)
class Outline:
    """A course in one language: the same for everybody."""

    course_id: int
    # Both may be in another language than the pages: see `CoursePage.title_for`.
    title: Wording
    url: str
    summary: Wording
    language: str
    modules: tuple[OutlineModule, ...]

    @cached_property
    def steps(self) -> tuple[OutlineStep, ...]:
        return tuple(step for module in self.modules for step in module.steps)

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)

    @property
    def marks(self) -> list[ContentMark]:
        """What of it may be hard to read."""
        return [one.mark for one in (*self.modules, *self.steps) if one.mark]

    @property
    def sensitive_labels(self) -> list[str]:
        """What it is about that may be hard to read, in the active language."""
        return labels_of(topic for mark in self.marks for topic in mark.topics)


def outline_of(course: Course) -> Outline:
    """Return the course's outline in the active language, from the cache if it is new.

    A step without a page in that language is shown with the page it has.
    """
    language = get_language()
    key = f"outline.{course.pk}.{course.outline_version}.{language}"
    outline = cache.get(key)
    if outline is None:
        outline = _build_outline(course, language)
        cache.set(key, outline, timeout=3600)
    return outline


def _build_outline(course: Course, language: str) -> Outline:
    from .outline import step_page_models

    icons = {model._meta.label_lower: model.step_icon for model in step_page_models()}
    steps = list(course.steps.in_outline())
    keys = {course.key} | {step.key for step in steps}
    keys |= {step.module_key for step in steps if step.module_key}
    pages = _pages_by_key(keys, language)
    marks = marks_of(pages)

    modules = []
    # Neighbours only: steps right below the course may stand before and after modules.
    for module_key, members in itertools.groupby(
        (step for step in steps if step.key in pages), key=lambda s: s.module_key
    ):
        module = pages.get(module_key)
        modules.append(
            OutlineModule(
                key=module_key,
                title=module.title if module else "",
                url=(module.get_url() or "") if module else "",
                steps=tuple(
                    OutlineStep(
                        id=step.pk,
                        key=step.key,
                        kind=step.kind,
                        icon=icons.get(step.kind, "lesson"),
                        title=pages[step.key].title,
                        url=pages[step.key].get_url() or "",
                        language=pages[step.key].locale.language_code,
                        minutes=step.minutes,
                        is_required=step.is_required,
                        unlock_rule=step.unlock_rule,
                        mark=marks.get(step.key),
                    )
                    for step in members
                ),
                mark=marks.get(module_key) if module_key else None,
            )
        )
    course_page = pages.get(course.key)
    specific = course_page.specific if course_page else None
    title, summary = course.title, ""
    if isinstance(specific, CoursePage):
        title, summary = specific.title_for(language), specific.summary_for(language)
    return Outline(
        course_id=course.pk,
        title=as_wording(title, language),
        url=(course_page.get_url() or "") if course_page else "",
        summary=as_wording(summary, language),
        language=course_page.locale.language_code if course_page else language,
        modules=tuple(modules),
    )


def _pages_by_key(keys: set, language: str) -> dict[uuid.UUID, Page]:
    """Return one live page per key: in `language`, else the site's first, else any."""
    default = Locale.get_default().language_code
    preference = {language: 0, default: 1}
    pages = (
        Page.objects.filter(translation_key__in=keys)
        .live()
        .select_related("locale", "content_type")
    )
    best: dict = {}
    for page in sorted(
        pages, key=lambda page: preference.get(page.locale.language_code, 2)
    ):
        best.setdefault(page.translation_key, page)
    return best
