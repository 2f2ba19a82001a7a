"""What changes attempts and the bank. Each function is one transaction."""

import datetime
import random
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from courses.actions import complete_step
from courses.models import Enrolment, Step
from people.models import User

from . import scoring
from .content import ItemContent
from .models import (
    Assessment,
    AssessmentEntry,
    Attempt,
    Item,
    ItemVersion,
    Mark,
    Response,
)


class NoAttemptsLeft(Exception):
    """The learner has used all attempts that the quiz allows."""


class QuizNotReady(Exception):
    """The quiz has no published question."""


class AttemptClosed(Exception):
    """The attempt was handed in; its answers stand."""


class StaleAnswer(Exception):
    """A newer answer to the same question is already stored."""


class UnknownOption(Exception):
    """The answer names an option that the question does not have."""


@transaction.atomic
def freeze_item(
    *, item: Item, at: datetime.datetime, by: User | None = None
) -> ItemVersion:
    """Return the version that says what the item says now, made if there is none.

    An unchanged item keeps its version, so publishing twice makes one. Raises
    ContentError for an item that is not complete.
    """
    content = item.plain_content()
    latest = item.versions.order_by("-number").first()
    if latest is None or latest.checksum != content.checksum:
        latest = ItemVersion.objects.create(
            item=item,
            number=(latest.number if latest else 0) + 1,
            content=content.to_json(),
            checksum=content.checksum,
            created_at=at,
            created_by=by,
        )
    if item.current_version_id != latest.pk:
        Item.objects.filter(pk=item.pk).update(current_version=latest)
        item.current_version = latest
    return latest


def start_attempt(
    *,
    enrolment: Enrolment,
    step: Step,
    assessment: Assessment,
    start_key: str,
    at: datetime.datetime,
    rng: random.Random | None = None,
) -> Attempt:
    """Return the learner's attempt in progress, begun now if there is none.

    The same `start_key` always returns the attempt that it began, also when that was
    handed in since. Raises NoAttemptsLeft and QuizNotReady.
    """
    with transaction.atomic():
        # Starts of one learner wait for each other here, so that each sees the last.
        Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        mine = list(Attempt.objects.filter(enrolment=enrolment, step=step))
        for attempt in mine:
            if attempt.start_key == start_key or not attempt.is_submitted:
                return attempt
        limit = assessment.attempts_allowed
        if limit is not None and len(mine) >= limit:
            raise NoAttemptsLeft
        return _begin(
            enrolment=enrolment,
            step=step,
            assessment=assessment,
            number=max((attempt.number for attempt in mine), default=0) + 1,
            start_key=start_key,
            at=at,
            # Shuffling must be unpredictable to learners, not to cryptographers.
            rng=rng or random.SystemRandom(),
        )


def _begin(
    *,
    enrolment: Enrolment,
    step: Step,
    assessment: Assessment,
    number: int,
    start_key: str,
    at: datetime.datetime,
    rng: random.Random,
) -> Attempt:
    """Freeze what the assessment asks today into a new attempt."""
    entries: list[AssessmentEntry] = list(
        assessment.entries.filter(item__current_version__isnull=False)
        .select_related("item__current_version")
        .order_by("sort_order")
    )
    if not entries:
        raise QuizNotReady
    if assessment.shuffle_items:
        rng.shuffle(entries)
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        step=step,
        assessment=assessment,
        number=number,
        start_key=start_key,
        started_at=at,
        item_count=len(entries),
        max_score=sum((entry.max_mark for entry in entries), start=Decimal(0)),
        pass_mark=assessment.pass_mark,
    )
    Response.objects.bulk_create(
        Response(
            attempt=attempt,
            position=position,
            item_version=entry.item.current_version,
            option_order=option_order(entry.item.current_version.plain_content, rng),
            max_mark=entry.max_mark,
            revisit_id=entry.revisit_id,
        )
        for position, entry in enumerate(entries, start=1)
    )
    return attempt


def option_order(content: ItemContent, rng: random.Random) -> list[str]:
    """Return the keys of the options in the order in which an attempt shows them."""
    keys = [option.key for option in content.options]
    if content.shuffle:
        rng.shuffle(keys)
    return keys


def save_response(
    *,
    attempt: Attempt,
    position: int,
    places: Iterable[int],
    revision: int,
    at: datetime.datetime,
) -> Response:
    """Store the answer to one question and return it as stored.

    `places` are those of the chosen options on the page, from 0; none clears the
    answer. `revision` grows with each change in the browser: repeating a save changes
    nothing, and one that was overtaken raises StaleAnswer. Raises AttemptClosed after
    submission and UnknownOption for what the question does not offer. Costs three
    queries, so that saving each answer is cheap.
    """
    with transaction.atomic():
        # The lock that submission takes too: an answer is either stored before the
        # attempt is marked, or refused.
        locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
        response = Response.objects.select_related("item_version").get(
            attempt=locked, position=position
        )
        answer = _answer(response, set(places))
        if revision <= response.revision:
            if answer == response.answer:
                return response
            raise AttemptClosed if locked.is_submitted else StaleAnswer
        if locked.is_submitted:
            raise AttemptClosed
        response.answer = answer
        response.revision = revision
        response.saved_at = at
        response.save(update_fields=["answer", "revision", "saved_at"])
        return response


def _answer(response: Response, places: set[int]) -> dict | None:
    """Return the stored form of an answer: option keys instead of places."""
    if not places <= set(range(len(response.option_order))):
        raise UnknownOption
    if not response.item_version.plain_content.allows_several and len(places) > 1:
        raise UnknownOption
    keys = sorted(response.option_order[place] for place in places)
    return {"chosen": keys} if keys else None


@transaction.atomic
def submit_attempt(*, attempt: Attempt, at: datetime.datetime) -> Attempt:
    """Mark the stored answers, close the attempt and return it.

    Passing completes the quiz's step in the same transaction. Handing in again changes
    nothing and returns the first outcome.
    """
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("enrolment", "step")
        .get(pk=attempt.pk)
    )
    if attempt.is_submitted:
        return attempt
    responses = list(attempt.responses.select_related("item_version"))
    marks = [
        Mark(
            response=response,
            value=scoring.mark(
                response.item_version.plain_content, response.answer, response.max_mark
            ),
            marked_at=at,
        )
        for response in responses
    ]
    Mark.objects.bulk_create(marks)
    attempt.score = scoring.total(mark.value for mark in marks)
    attempt.passed = scoring.is_passed(
        attempt.score, attempt.max_score, attempt.pass_mark
    )
    attempt.submitted_at = at
    attempt.save(update_fields=["score", "passed", "submitted_at"])
    if attempt.passed:
        complete_step(enrolment=attempt.enrolment, step=attempt.step, at=at)
    return attempt
