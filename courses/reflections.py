"""The questions of lessons that learners answer for themselves, and their notes.

A note belongs to its learner: every function takes the person, and none takes several.
"""

import datetime
import time
from collections.abc import Iterator

from django.db import transaction

from people.models import User

from .models import LessonPage, ReflectionNote, Step

MOST_CHARACTERS = 10_000


class StaleNote(Exception):
    """A later text was saved from another page; it stays."""


def new_revision() -> int:
    """Return a revision for the notes of a page that is shown now.

    Later pages have larger numbers, on whichever device they were opened.
    """
    return int(time.time() * 1000) * 1000


def questions_of(page: LessonPage) -> Iterator[tuple[str, str]]:
    """Yield the key and the text of each question for reflection on the page."""
    for block in page.body:
        if block.block_type == "reflection":
            yield block.value["key"] or str(block.id), block.value["question"]


def asked_on(*, step: Step, key: str, language: str) -> tuple[LessonPage, str] | None:
    """Return the page that asks the question of this key, and the question.

    In `language` if it is asked in it. None where no published page asks it.
    """
    pages = LessonPage.objects.live().filter(translation_key=step.key)
    for page in sorted(
        pages.select_related("locale"),
        key=lambda page: page.locale.language_code != language,
    ):
        question = dict(questions_of(page)).get(key)
        if question:
            return page, question
    return None


def notes_on(*, user: User, step_id: int) -> dict[str, ReflectionNote]:
    """Return the person's notes on a lesson by the keys of their questions."""
    notes = ReflectionNote.objects.of(user).filter(step=step_id)
    return {note.key: note for note in notes}


@transaction.atomic
def save_note(
    *,
    user: User,
    step: Step,
    key: str,
    question: str,
    text: str,
    revision: int,
    at: datetime.datetime,
) -> ReflectionNote:
    """Store the note and return it as stored. An empty text empties it.

    `revision` grows with each change in the browser: repeating a save changes nothing,
    and a save that was overtaken by another text raises StaleNote.
    """
    ReflectionNote.objects.get_or_create(
        user=user, step=step, key=key, defaults={"question": question, "saved_at": at}
    )
    note = ReflectionNote.objects.select_for_update().get(user=user, step=step, key=key)
    if revision <= note.revision:
        if text == note.text:
            return note
        raise StaleNote
    note.question = question
    note.text = text
    note.revision = revision
    note.saved_at = at
    note.save()
    return note


def delete_note(*, user: User, note_id: int) -> None:
    """Delete the person's note for good; nothing happens where there is none."""
    ReflectionNote.objects.of(user).filter(pk=note_id).delete()
