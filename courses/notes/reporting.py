"""A person's own notes and bookmarks, beside a lesson and all together."""

import dataclasses
import datetime
from collections.abc import Iterable
from typing import NamedTuple

from courses.contents import outline_of
from courses.models import Bookmark, Note, ReflectionNote, Step
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

    # "note", "bookmark", or "reflection": a note on a question of the lesson.
    kind: str
    course: str
    step: str
    # Of the place in the lesson, "" where that is no longer in the course.
    url: str
    text: str
    kept_at: datetime.datetime
    # What the lesson asked; "" for what is no answer.
    question: str = ""


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
    answers = ReflectionNote.objects.of(user).written().select_related("step__course")
    return _in_order(
        [
            *(_Found(n.step, "note", n.written_at, n.text, "#note") for n in notes),
            *(_Found(m.step, "bookmark", m.set_at) for m in marks),
            *(
                _Found(
                    a.step,
                    "reflection",
                    a.saved_at,
                    a.text,
                    f"#note-{a.key}",
                    a.question,
                )
                for a in answers
            ),
        ]
    )


class _Found(NamedTuple):
    step: Step
    kind: str
    kept_at: datetime.datetime
    text: str = ""
    # The place in the lesson.
    anchor: str = ""
    question: str = ""


def _in_order(found: Iterable[_Found]) -> list[Kept]:
    kept = []
    for one in sorted(
        found,
        key=lambda one: (
            one.step.course.title,
            one.step.position,
            one.kind,
            one.kept_at,
        ),
    ):
        outline = outline_of(one.step.course)
        shown = next((step for step in outline.steps if step.id == one.step.pk), None)
        kept.append(
            Kept(
                kind=one.kind,
                course=outline.title,
                step=shown.title if shown else one.step.title,
                url=f"{shown.url}{one.anchor}" if shown else "",
                text=one.text,
                kept_at=one.kept_at,
                question=one.question,
            )
        )
    return kept
