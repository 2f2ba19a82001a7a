"""A lesson in parts: what is the same for everybody, and what is one learner's own.

The first is kept in the cache; the second never is.
"""

import dataclasses
import itertools
from typing import Any

from people.models import User

from . import reflections
from .media_blocks import host_of, is_allowed
from .models import LessonPage
from .study import Study

# Blocks that show something of the person who reads.
PERSONAL = frozenset({"reflection"})


@dataclasses.dataclass(frozen=True)
class LessonPart:
    """Blocks beside each other that are all personal, or none of them is."""

    page: LessonPage
    places: tuple[int, ...]
    is_personal: bool

    @property
    def number(self) -> int:
        """What tells the part from the others of its lesson."""
        return self.places[0]

    @property
    def blocks(self) -> list[Any]:
        """The blocks, fetched when they are shown and not found in the cache."""
        return [self.page.body[place] for place in self.places]


def parts_of(page: LessonPage) -> list[LessonPart]:
    """Return the body of the lesson in parts. Asks the database nothing."""
    kinds = [raw["type"] for raw in page.body.raw_data]
    grouped = itertools.groupby(range(len(kinds)), lambda at: kinds[at] in PERSONAL)
    return [
        LessonPart(page, tuple(places), is_personal) for is_personal, places in grouped
    ]


def frame_hosts(page: LessonPage) -> tuple[str, ...]:
    """Return the other sites that the lesson may show something of, after a click."""
    hosts = (
        host_of(raw["value"].get("url", ""))
        for raw in page.body.raw_data
        if raw["type"] == "embed"
    )
    return tuple(sorted({host for host in hosts if is_allowed(host)}))


def personal_context(
    page: LessonPage, user: User, study: Study | None
) -> dict[str, Any]:
    """Return what the personal blocks of the lesson show; asks nothing without any.

    `note_step` is the id of the step that notes are saved for, None for whoever does
    not take the course.
    """
    has_reflection = any(raw["type"] in PERSONAL for raw in page.body.raw_data)
    if not has_reflection or not study or not study.enrolment or not study.current:
        return {"note_step": None}
    step_id = study.current.step.id
    return {
        "note_step": step_id,
        "notes": reflections.notes_on(user=user, step_id=step_id),
        "note_revision": reflections.new_revision(),
    }
