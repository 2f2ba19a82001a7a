"""Checking one answer of an attempt in progress: being told at once how it was."""

import datetime
from collections import defaultdict

from django.db import transaction

from assessments import scoring
from assessments.content import Answer, Given, ItemContent
from assessments.models import Attempt, Behaviour, Response, Try

from .answers import refuse_late
from .problems import (
    AnswerSettled,
    CheckingNotOffered,
    NothingToCheck,
    StaleAnswer,
)


def check_response(
    *,
    attempt: Attempt,
    position: int,
    given: Given,
    revision: int,
    at: datetime.datetime,
) -> Response:
    """Store the answer to one question, check it, and return it as stored.

    Each answer that is checked becomes a try. The answer is final when it was right,
    when the quiz allows one try, and with the last try: there is one more than hints.
    An answer that was tried before changes nothing, however often and in whatever order
    it comes in: a second click costs no try.

    What a person marks is stored and stays open. A reflection is stored and final, so
    that its example can be shown. Raises CheckingNotOffered, NothingToCheck,
    AnswerSettled, and what `save_response` raises.
    """
    with transaction.atomic():
        # The lock that saving and submission take: checks come one after the other.
        locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
        if locked.behaviour == Behaviour.DEFERRED:
            raise CheckingNotOffered
        response = Response.objects.select_related("item_version").get(
            attempt=locked, position=position
        )
        content = response.item_version.plain_content
        answer = content.read(response.option_order, given)
        tried = list(response.tries.order_by("number").values_list("answer", flat=True))
        if answer is not None and answer in tried:
            return response
        if response.is_settled and answer == response.answer:
            return response
        refuse_late(locked, at)
        if response.is_settled:
            raise AnswerSettled
        if answer is None:
            raise NothingToCheck
        if revision <= response.revision and answer != response.answer:
            raise StaleAnswer
        response.answer = answer
        response.revision = max(revision, response.revision)
        response.saved_at = at
        if _settles(locked, response, content, answer, len(tried) + 1, at):
            response.settled_at = at
        response.save(update_fields=["answer", "revision", "saved_at", "settled_at"])
        return response


def _settles(
    attempt: Attempt,
    response: Response,
    content: ItemContent,
    answer: Answer,
    number: int,
    at: datetime.datetime,
) -> bool:
    """Keep the try, and answer whether it makes the answer final."""
    if not content.is_graded:
        return True
    if content.is_marked_by_hand:
        return False
    is_right = content.is_right(answer)
    Try.objects.create(
        response=response,
        number=number,
        answer=answer,
        is_right=is_right,
        tried_at=at,
    )
    return is_right or number >= tries_allowed(attempt, content)


def tries_allowed(attempt: Attempt, content: ItemContent) -> int:
    """Return how many answers to a question may be checked in an attempt."""
    match attempt.behaviour:
        case Behaviour.INTERACTIVE:
            return len(content.hints) + 1
        case Behaviour.IMMEDIATE:
            return 1
    return 0


def wrong_tries_in(attempt: Attempt) -> dict[int, int]:
    """Return by response how many wrong tries came before the answer that counts."""
    if attempt.behaviour == Behaviour.DEFERRED:
        return {}
    tries: dict[int, list[tuple[Answer | None, bool]]] = defaultdict(list)
    final: dict[int, Answer | None] = {}
    for one in (
        Try.objects.filter(response__attempt=attempt)
        .select_related("response")
        .order_by("response", "number")
    ):
        tries[one.response_id].append((one.answer, one.is_right))
        final[one.response_id] = one.response.answer
    return {pk: scoring.wrong_tries(tried, final[pk]) for pk, tried in tries.items()}
