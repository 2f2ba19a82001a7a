"""Reading comments before others do: which may be read, and what is decided of them.

A comment comes into the queue when its run has closed: before that, its place in a list
would tell who has just answered. The keys of a closed run's comments are fresh and
random, so their order says nothing and stays the same at every visit. Nothing else that
a respondent gave stands beside a comment.
"""

import dataclasses
import datetime
import hashlib
import uuid
from collections import Counter
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet

from people.models import User

from . import redaction
from .models import Comment, CommentDecision, CommentState, RunSnapshot, SurveyRun


class NotARemoval(Exception):
    """The text says something that its author did not write."""


class ChangedMeanwhile(Exception):
    """Somebody else has changed the comment since it was read."""


@dataclasses.dataclass(frozen=True)
class RunToRead:
    """One closed run and how many of its comments are in which state."""

    run: SurveyRun
    waiting: int
    released: int
    withheld: int


def runs_with_comments(user: User) -> list[RunToRead]:
    """Return the runs whose comments the person may read, the newest first."""
    runs = {
        run.pk: run for run in _readable(user).select_related("course", "organisation")
    }
    counts: dict[int, Counter[str]] = {}
    in_states = Comment.objects.filter(run__in=runs).values_list("run", "state")
    for run_id, state, n in in_states.annotate(n=Count("pk")):
        counts.setdefault(run_id, Counter())[state] = n
    entries = [
        RunToRead(
            run=runs[run_id],
            waiting=states[CommentState.WAITING],
            released=states[CommentState.RELEASED],
            withheld=states[CommentState.WITHHELD],
        )
        for run_id, states in counts.items()
    ]
    return sorted(entries, key=lambda e: (e.run.closed_on, e.run.pk), reverse=True)


def run_to_read(user: User, run_id: int) -> SurveyRun:
    """Return a run whose comments the person may read.

    Raises SurveyRun.DoesNotExist.
    """
    return _readable(user).select_related("course", "organisation").get(pk=run_id)


def comments_may_be_read(responded: int) -> bool:
    """Tell whether so many answered a run that somebody may read its comments.

    Closing deletes those of runs with fewer: kept, they would wait for a reader who may
    never come.
    """
    return responded >= settings.ELEARN_MINIMUM_FOR_COMMENTS


def _readable(user: User) -> QuerySet[SurveyRun]:
    # Of few people, style alone says who wrote it, also to whoever reads first.
    many = RunSnapshot.objects.released().filter(
        run=OuterRef("pk"), responded__gte=settings.ELEARN_MINIMUM_FOR_COMMENTS
    )
    return SurveyRun.objects.visible_to(user).filter(
        Exists(many), closed_on__isnull=False
    )


def comments_of(run: SurveyRun) -> list[Comment]:
    """Return the comments of a closed run in an order that says nothing."""
    comments = run.comments.select_related("item_version").order_by("pk")
    return list(comments)


def next_waiting(run: SurveyRun, after: uuid.UUID) -> Comment | None:
    """Return the next comment that nobody has decided on, from the start at the end."""
    waiting = run.comments.filter(state=CommentState.WAITING).order_by("pk")
    return waiting.filter(pk__gt=after).first() or waiting.first()


def seen(comment: Comment) -> str:
    """Return a short mark of what the comment says now, to tell it from a later one."""
    return hashlib.sha256(f"{comment.state}\n{comment.text}".encode()).hexdigest()[:32]


@transaction.atomic
def decide(
    *,
    comment: Comment,
    text: str,
    markers: Mapping[str, str],
    decision: CommentState,
    seen_as: str,
    at: datetime.datetime,
    by: User,
) -> Comment:
    """Store what a reader made of a comment; the former text is gone.

    `text` is the comment with passages replaced by markers; the passages of `markers`
    are replaced as well. Raises NotARemoval for a text that says more than the
    stored one, and ChangedMeanwhile when the comment is not as the reader saw it.
    Deciding the same again changes nothing.
    """
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    text = redaction.plain_lines(text)
    left = redaction.without(text, markers)
    is_shorter = left != redaction.plain_lines(comment.text)
    if not is_shorter and decision == comment.state:
        return comment
    if seen(comment) != seen_as:
        raise ChangedMeanwhile
    if not redaction.is_redaction(comment.text, text):
        raise NotARemoval
    comment.text, comment.state = left, decision
    comment.save(update_fields=["text", "state"])
    CommentDecision.objects.create(
        run_id=comment.run_id,
        decision=decision,
        is_redaction=is_shorter,
        decided_by=by,
        decided_at=at,
    )
    return comment
