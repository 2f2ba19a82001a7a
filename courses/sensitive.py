"""Lessons that may be hard to read, and what is said before them: one rule.

What is said before a lesson is, the first of these that there is: its own content note
block, how the lesson is marked, how its module is marked. Never two of them.
"""

import dataclasses
import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Case, TextField, Value, When
from django.db.models.functions import Cast
from wagtail.models import Page

from .translated import Wording

if TYPE_CHECKING:
    from .models import LessonPage
    from .study import Study

BLOCK = "content_note"


@dataclasses.dataclass(frozen=True)
class ContentMark:
    """What something is about that may be hard to read."""

    # Values of SensitiveTopic, in its order.
    topics: tuple[str, ...] = ()
    # In the trainer's own words, "" for none.
    note: Wording | str = ""

    @property
    def labels(self) -> list[str]:
        """The topics by their names in the active language."""
        return labels_of(self.topics)


def labels_of(topics: Iterable[str]) -> list[str]:
    """Return the names of topics in the active language, each once, in their order."""
    from .models import SensitiveTopic

    chosen = set(topics)
    return [str(one.label) for one in SensitiveTopic if one.value in chosen]


def mark_of(topics: Iterable[str], note: str, language: str) -> ContentMark | None:
    """Return the mark that these make, None where they say nothing."""
    from .models import SensitiveTopic

    known = tuple(one.value for one in SensitiveTopic if one.value in topics)
    note = note.strip()
    if not known and not note:
        return None
    return ContentMark(known, Wording(note, language) if note else "")


def mark_before(page: "LessonPage", study: "Study | None") -> ContentMark | None:
    """Return the mark to show before the text of a lesson.

    None where it is not marked, and where a block of its own says it.
    """
    if any(raw["type"] == BLOCK for raw in page.body.raw_data):
        return None
    module = study.current_module if study else None
    return page.content_mark or (module.mark if module else None)


def marks_of(pages: Mapping[uuid.UUID, Page]) -> dict[uuid.UUID, ContentMark]:
    """Return how lessons and modules are marked, by the keys of these pages.

    A lesson with a content note block is marked too, though not with what it is about.
    """
    from .models import LessonPage, ModulePage

    keys = {page.pk: key for key, page in pages.items()}
    languages = {page.pk: page.locale.language_code for page in pages.values()}
    fields = "pk", "sensitive_topics", "sensitive_note"
    lessons = LessonPage.objects.annotate(
        stored=Cast("body", TextField()),
        has_block=Case(
            When(stored__contains=f'"{BLOCK}"', then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        ),
    ).values_list(*fields, "has_block")
    modules = ModulePage.objects.annotate(
        has_block=Value(False, output_field=BooleanField())
    ).values_list(*fields, "has_block")
    found = {}
    for pk, topics, note, has_block in [
        *modules.filter(pk__in=keys),
        *lessons.filter(pk__in=keys),
    ]:
        mark = mark_of(topics, note, languages[pk])
        if mark is None and has_block:
            mark = ContentMark()
        if mark is not None:
            found[keys[pk]] = mark
    return found
