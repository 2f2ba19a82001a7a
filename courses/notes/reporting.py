"""A person's own notes and bookmarks, beside a lesson and all together."""

import dataclasses
import datetime
from collections.abc import Iterable

from courses.models import Bookmark, Note, Step
from courses.study import outline_of
from people.models import User


@dataclasses.dataclass(frozen=True)
class BesideLesson:
    """What somebody keeps at one lesson."""

    step_id: int
    note: Note | None
    is_marked: bool

    @property
    def revision(self) -> int:
        return self.note.revision if self.note else 0


@dataclasses.dataclass(frozen=True)
class Kept:
    """One thing that somebody keeps for themselves."""

    # "note" or "bookmark"; other kinds may be listed with them.
    kind: str
    course: str
    step: str
    # Of the lesson, "" where it is no longer in the course.
    url: str
    text: str
    kept_at: datetime.datetime


def beside_lesson(*, user: User | int, step_id: int) -> BesideLesson:
    """Return what the person, or whoever has the id, keeps at a lesson."""
    return BesideLesson(
        step_id=step_id,
        note=Note.objects.of(user).filter(step=step_id).first(),
        is_marked=Bookmark.objects.of(user).filter(step=step_id).exists(),
    )


def kept_by(user: User) -> list[Kept]:
    """Return everything that the person keeps, by course and in the order of lessons.

    Also that of lessons which are gone: it is the person's own.
    """
    notes = Note.objects.of(user).select_related("step__course")
    marks = Bookmark.objects.of(user).select_related("step__course")
    return _in_order(
        [
            *((n.step, "note", n.text, n.written_at) for n in notes),
            *((m.step, "bookmark", "", m.set_at) for m in marks),
        ]
    )


def _in_order(
    found: Iterable[tuple[Step, str, str, datetime.datetime]],
) -> list[Kept]:
    kept = []
    for step, kind, text, at in sorted(
        found, key=lambda one: (one[0].course.title, one[0].position, one[1])
    ):
        outline = outline_of(step.course)
        shown = next((one for one in outline.steps if one.id == step.pk), None)
        kept.append(
            Kept(
                kind=kind,
                course=outline.title,
                step=shown.title if shown else step.title,
                url=shown.url if shown else "",
                text=text,
                kept_at=at,
            )
        )
    return kept
