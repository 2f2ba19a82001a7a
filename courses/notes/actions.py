"""What a learner does with own notes and bookmarks. Each is one transaction."""

import datetime

from django.db import IntegrityError, transaction

from courses.models import Bookmark, Note, Step
from people.models import User


class NoteChanged(Exception):
    """The note was changed elsewhere since it was read; nothing was written over."""


@transaction.atomic
def write_note(
    *, user: User, step: Step, text: str, revision: int, at: datetime.datetime
) -> Note | None:
    """Keep the text as the person's note at a lesson; an empty one removes it.

    `revision` is that of the note which the person read, 0 for none. Sending the same
    text again changes nothing. Raises NoteChanged when another text is there now.
    """
    text = text.strip()
    note = Note.objects.select_for_update().filter(user=user, step=step).first()
    stored = note.text if note else ""
    if text == stored:
        return note
    if revision != (note.revision if note else 0):
        raise NoteChanged
    if note is None:
        try:
            with transaction.atomic():
                return Note.objects.create(
                    user=user, step=step, text=text, written_at=at
                )
        except IntegrityError:
            # Another tab was first.
            raise NoteChanged from None
    if not text:
        note.delete()
        return None
    note.text, note.written_at = text, at
    note.revision += 1
    note.save(update_fields=["text", "written_at", "revision"])
    return note


@transaction.atomic
def set_bookmark(*, user: User, step: Step, is_on: bool, at: datetime.datetime) -> None:
    """Mark a lesson to find it again, or take the mark away. Twice is once."""
    if is_on:
        Bookmark.objects.get_or_create(user=user, step=step, defaults={"set_at": at})
    else:
        Bookmark.objects.filter(user=user, step=step).delete()
