"""Answers of an attempt in progress."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from assessments.content import Given
from assessments.models import Attempt, EndedBy, Response
from assessments.rules import is_late

from .problems import (
    AnswerSettled,
    AttemptClosed,
    AttemptOverdue,
    StaleAnswer,
    UnreadableAnswer,
)

SAVED_FIELDS = ["answer", "revision", "saved_at"]


def save_response(
    *,
    attempt: Attempt,
    position: int,
    given: Given,
    revision: int,
    at: datetime.datetime,
) -> Response:
    """Store the answer to one question and return it as stored.

    `given` is what the form sent; nothing clears the answer. `revision` grows with each
    change in the browser: repeating a save changes nothing, and one that was overtaken
    raises StaleAnswer. Raises AttemptClosed after submission, AnswerSettled once the
    answer is final, AttemptOverdue after the time, and UnreadableAnswer for what the
    question does not offer. Costs three queries, so that saving each answer is cheap.
    """
    with transaction.atomic():
        # The lock that submission takes too: an answer is either stored before the
        # attempt is marked, or refused.
        locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
        response = Response.objects.select_related("item_version").get(
            attempt=locked, position=position
        )
        if _take(locked, response, given, revision, at):
            response.save(update_fields=SAVED_FIELDS)
        return response


def save_responses(
    *,
    attempt: Attempt,
    answers: Mapping[int, tuple[Given, int]],
    at: datetime.datetime,
) -> dict[int, Exception]:
    """Store the answers of a page with several questions; return what was refused.

    `answers` has by position what the form sent and its revision, as `save_response`
    takes them. One that is refused keeps none of the others from being stored: it is
    returned with its reason, StaleAnswer, UnreadableAnswer or AnswerSettled.
    AttemptClosed and AttemptOverdue are raised, for they concern all.
    """
    refused: dict[int, Exception] = {}
    taken = []
    with transaction.atomic():
        locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
        refuse_late(locked, at)
        for response in locked.responses.select_related("item_version").filter(
            position__in=answers
        ):
            given, revision = answers[response.position]
            try:
                if _take(locked, response, given, revision, at):
                    taken.append(response)
            except (AnswerSettled, StaleAnswer, UnreadableAnswer) as reason:
                refused[response.position] = reason
        Response.objects.bulk_update(taken, SAVED_FIELDS)
    return refused


def _take(
    locked: Attempt,
    response: Response,
    given: Given,
    revision: int,
    at: datetime.datetime,
) -> bool:
    """Put an answer into the response; False where it is stored already."""
    content = response.item_version.plain_content
    answer = content.read(response.option_order, given)
    if revision <= response.revision:
        if answer == response.answer:
            return False
        refuse_ended(locked)
        raise StaleAnswer
    refuse_late(locked, at)
    if response.is_settled:
        # Fields that can only be read send nothing, which takes nothing back.
        if answer is None:
            return False
        raise AnswerSettled
    response.answer = answer
    response.revision = revision
    response.saved_at = at
    return True


def flag_response(*, attempt: Attempt, position: int, is_flagged: bool) -> None:
    """Note, or forget, that the learner wants to look at a question again."""
    with transaction.atomic():
        locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
        if locked.is_submitted:
            raise AttemptClosed
        locked.responses.filter(position=position).update(is_flagged=is_flagged)


def refuse_ended(attempt: Attempt) -> None:
    """Raise AttemptClosed for an attempt that is over, AttemptOverdue where by time."""
    if attempt.is_submitted:
        by_clock = attempt.ended_by == EndedBy.CLOCK
        raise AttemptOverdue if by_clock else AttemptClosed


def refuse_late(attempt: Attempt, at: datetime.datetime) -> None:
    """Raise AttemptClosed or AttemptOverdue when answers are taken no more."""
    refuse_ended(attempt)
    if is_late(attempt.due_at, at):
        raise AttemptOverdue
