"""The sections of a lesson: what its contents lead to, and where one can go on."""

import dataclasses
import html
from collections.abc import Iterator
from typing import Any

from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from .anchors import HEADING, name_of
from .models import LessonPage
from .study import Study

# Blocks with a heading of their own; what they are about is in their title.
TITLED = frozenset({"case", "steps", "comparison"})


@dataclasses.dataclass(frozen=True)
class Section:
    """One place in a lesson that a link can lead to."""

    name: str
    title: str
    # 2 or 3; sections of level 3 are not worth a line in the contents.
    level: int = 2


def sections_of(page: LessonPage) -> list[Section]:
    """Return the sections of the lesson in their order. Asks the database nothing."""
    with translation.override(page.locale.language_code):
        return [
            section
            for raw in page.body.raw_data
            if raw.get("id")
            for section in _sections_in(raw)
        ]


def _sections_in(raw: dict[str, Any]) -> Iterator[Section]:
    kind, value, block_id = raw["type"], raw["value"], raw["id"]
    if kind == "text":
        found = HEADING.findall(value)
        for number, (level, words) in enumerate(found, start=1):
            title = html.unescape(strip_tags(words)).strip()
            if title:
                name = name_of(block_id, number, len(found))
                yield Section(name, title, int(level))
    elif kind == "key_points":
        yield Section(name_of(block_id), _("Key points"))
    elif kind in TITLED and value.get("title"):
        yield Section(name_of(block_id), value["title"])


def section_kept(page: LessonPage, study: Study | None) -> Section | None:
    """Return where the person stopped in the lesson.

    None where nothing is kept, and where the section is no longer in the lesson.
    """
    if study is None or study.current is None or study.current.place is None:
        return None
    name = study.current.place.section
    return next((one for one in sections_of(page) if one.name == name), None)
