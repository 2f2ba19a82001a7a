"""Correcting marks of many attempts at once: another key, or a question taken out.

A correction is worked out first and changes nothing. It lists every score and outcome
that would change, and is applied only as it was listed: when something has changed in
between, it is listed anew.
"""

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import transaction

from assessments import scoring
from assessments.content import ItemContent
from assessments.models import (
    Assessment,
    Attempt,
    Item,
    ItemVersion,
    Mark,
    Response,
    Try,
    VoidedItem,
)
from assessments.scoring import Outcome
from courses.actions import complete_step
from courses.models import Enrolment
from people.models import User

from .attempts import may_complete

# Rows per statement; SQLite takes at most 32,766 values in one.
BATCH = 500


class Correction(StrEnum):
    """What is done to the marks of a question."""

    # By the key of another version; also for questions that were taken out.
    REGRADE = "regrade"
    # Out of the score and out of the maximum.
    VOID = "void"


class PlanChanged(Exception):
    """What would change is no longer what was shown."""


class NoReason(Exception):
    """A correction needs a reason; it is kept with every mark."""


@dataclasses.dataclass(frozen=True)
class ScoreChange:
    """What a correction does to one attempt. `attempt_id` is not for showing."""

    attempt_id: int
    response_id: int
    old_mark: Decimal
    # None where the question is taken out.
    new_mark: Decimal | None
    before: Outcome
    after: Outcome

    @property
    def newly_passed(self) -> bool:
        return self.after.passed and not self.before.passed

    @property
    def newly_failed(self) -> bool:
        return self.before.passed and not self.after.passed


@dataclasses.dataclass(frozen=True)
class CorrectionPlan:
    """Everything that a correction would change, in no telling order.

    `looked_at` counts the answers that were judged anew, `left_alone` those that the
    other version cannot judge, because they name options that it does not have.
    """

    correction: Correction
    item: Item
    version: ItemVersion | None
    changes: tuple[ScoreChange, ...]
    looked_at: int
    left_alone: int

    @property
    def size(self) -> int:
        """How many marks would change."""
        return len(self.changes)

    @property
    def newly_passed(self) -> int:
        return sum(change.newly_passed for change in self.changes)

    @property
    def newly_failed(self) -> int:
        return sum(change.newly_failed for change in self.changes)

    @property
    def digest(self) -> str:
        """A value that differs for any two plans that differ in anything."""
        rows: list[Any] = [
            [c.attempt_id, c.response_id, c.old_mark, c.new_mark, c.before, c.after]
            for c in sorted(self.changes, key=lambda c: c.response_id)
        ]
        whole = [
            self.correction,
            self.item.pk,
            self.version.pk if self.version else None,
            self.looked_at,
            self.left_alone,
            rows,
        ]
        return hashlib.sha256(json.dumps(whole, default=str).encode()).hexdigest()


def plan_regrade(
    *, assessment: Assessment, item: Item, version: ItemVersion
) -> CorrectionPlan:
    """Work out the marks of an item's answers by the key of `version`.

    Concerns all marked attempts of the quiz, whichever version they were given. Changes
    nothing.
    """
    return planned(
        correction=Correction.REGRADE, assessment=assessment, item=item, version=version
    )


def plan_void(*, assessment: Assessment, item: Item) -> CorrectionPlan:
    """Work out the scores without an item. Changes nothing."""
    return planned(
        correction=Correction.VOID, assessment=assessment, item=item, version=None
    )


@transaction.atomic
def apply_correction(
    *,
    assessment: Assessment,
    plan: CorrectionPlan,
    reason: str,
    by: User,
    at: datetime.datetime,
) -> CorrectionPlan:
    """Append the marks of a plan and write the scores that follow; return the plan.

    Whoever passes now completes the step; a completion that was given stays. Raises
    NoReason, and PlanChanged when the attempts are no longer as the plan has them, so
    also when it is applied a second time.
    """
    if not reason.strip():
        raise NoReason
    # Enrolments before attempts, as submission locks them, and each in one order, so
    # that nobody holds what another one waits for.
    attempts_of_quiz = Attempt.objects.filter(assessment=assessment)
    list(
        Enrolment.objects.select_for_update()
        .filter(pk__in=attempts_of_quiz.values("enrolment"))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    list(
        Attempt.objects.select_for_update()
        .filter(assessment=assessment)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    now = planned(
        correction=plan.correction,
        assessment=assessment,
        item=plan.item,
        version=plan.version,
    )
    if now.digest != plan.digest:
        raise PlanChanged
    note_void(assessment=assessment, plan=plan)
    write_correction(assessment=assessment, plan=now, reason=reason, by=by, at=at)
    return now


def write_correction(
    *,
    assessment: Assessment,
    plan: CorrectionPlan,
    reason: str,
    by: User | None,
    at: datetime.datetime,
) -> None:
    """Append the marks of a plan, worked out under the locks that the caller holds."""
    Mark.objects.bulk_create(
        (
            Mark(
                response_id=change.response_id,
                value=change.new_mark or Decimal(0),
                is_void=change.new_mark is None,
                reason=reason.strip(),
                marked_as=plan.version,
                marked_by=by,
                marked_at=at,
            )
            for change in plan.changes
        ),
        batch_size=BATCH,
    )
    changed = {change.attempt_id: change for change in plan.changes}
    attempts = list(
        Attempt.objects.filter(assessment=assessment, pk__in=_scores(changed))
        .select_related("enrolment", "step", "assessment")
        .order_by("pk")
    )
    for attempt in attempts:
        after = changed[attempt.pk].after
        attempt.score, attempt.max_score = after.score, after.max_score
        attempt.passed = after.passed
    Attempt.objects.bulk_update(
        attempts, ["score", "max_score", "passed"], batch_size=BATCH
    )
    for attempt in attempts:
        if changed[attempt.pk].newly_passed and may_complete(attempt):
            complete_step(enrolment=attempt.enrolment, step=attempt.step, at=at)


def note_void(*, assessment: Assessment, plan: CorrectionPlan) -> None:
    """Have attempts in progress treated like those that were handed in."""
    if plan.correction is Correction.VOID:
        VoidedItem.objects.bulk_create(
            (
                VoidedItem(assessment=assessment, item_version=version)
                for version in plan.item.versions.all()
            ),
            ignore_conflicts=True,
        )
    else:
        VoidedItem.objects.filter(
            assessment=assessment, item_version__item=plan.item
        ).delete()


def _scores(changed: dict[int, ScoreChange]) -> list[int]:
    """Return the attempts whose score or outcome differs afterwards."""
    return [pk for pk, change in changed.items() if change.after != change.before]


def planned(
    *,
    correction: Correction,
    assessment: Assessment,
    item: Item,
    version: ItemVersion | None,
    among: Sequence[int] | None = None,
) -> CorrectionPlan:
    """Work out a correction, of all attempts or `among` these. Changes nothing."""
    content = version.plain_content if version else None
    marked = Attempt.objects.marked().filter(assessment=assessment)
    if among is not None:
        marked = marked.filter(pk__in=among)
    answered = Response.objects.filter(attempt__in=marked, item_version__item=item)
    tries = _tries(answered)
    marks = _marks(marked.filter(responses__item_version__item=item))
    changes, looked_at, left_alone = [], 0, 0
    for response in answered.order_by("pk").select_related("attempt", "item_version"):
        attempt = response.attempt
        latest = marks[attempt.pk][response.pk]
        if content is not None and not _can_judge(content, response):
            left_alone += 1
            continue
        looked_at += 1
        new = _judged(content, response, tries.get(response.pk, []))
        if new == (None if latest.is_void else latest.value):
            continue
        before = Outcome(
            attempt.score or Decimal(0), attempt.max_score, bool(attempt.passed)
        )
        after = scoring.outcome(
            (
                (new or Decimal(0), mark.most, new is None)
                if pk == response.pk
                else (mark.value, mark.most, mark.is_void)
                for pk, mark in marks[attempt.pk].items()
            ),
            attempt.pass_mark,
        )
        if not after.max_score and attempt.max_score:
            # The last question that counts stays: of nothing there is no score.
            left_alone += 1
            continue
        changes.append(
            ScoreChange(
                attempt_id=attempt.pk,
                response_id=response.pk,
                old_mark=latest.value,
                new_mark=new,
                before=before,
                after=after,
            )
        )
    return CorrectionPlan(
        correction, item, version, in_no_telling_order(changes), looked_at, left_alone
    )


def in_no_telling_order(changes: Iterable[ScoreChange]) -> tuple[ScoreChange, ...]:
    """Return changes sorted neither by person nor by time."""
    return tuple(
        sorted(
            changes,
            key=lambda c: (c.before.score, c.after.score, c.response_id * 7919 % 101),
        )
    )


@dataclasses.dataclass(frozen=True)
class _Latest:
    value: Decimal
    most: Decimal
    is_void: bool


def _marks(attempts: Any) -> dict[int, dict[int, _Latest]]:
    """Return the latest mark of each response, by attempt."""
    found: dict[int, dict[int, _Latest]] = {}
    rows: Iterable[tuple] = (
        Mark.objects.latest()
        .filter(response__attempt__in=attempts)
        .values_list(
            "response__attempt_id",
            "response_id",
            "value",
            "response__max_mark",
            "is_void",
        )
    )
    for attempt, response, value, most, is_void in rows:
        found.setdefault(attempt, {})[response] = _Latest(value, most, is_void)
    return found


def _tries(responses: Any) -> dict[int, list]:
    """Return the answers that were checked, by response, the first one first."""
    found: dict[int, list] = {}
    for pk, answer in (
        Try.objects.filter(response__in=responses)
        .order_by("response", "number")
        .values_list("response_id", "answer")
    ):
        found.setdefault(pk, []).append(answer)
    return found


def _can_judge(content: ItemContent, response: Response) -> bool:
    """Answer whether the key of `content` fits an answer given to another version."""
    if content.is_marked_by_hand or content.is_graded != bool(response.max_mark):
        return False
    old = response.item_version.plain_content
    return type(old) is type(content) and set(_names(old)) <= set(_names(content))


def _names(content: ItemContent) -> Iterator[str]:
    """Return what answers may name: every key in the stored form of the content."""

    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if "key" in value and not value.get("share"):
                yield value["key"]
            for inner in value.values():
                yield from walk(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner)

    # Accepted forms of written answers are matched by wording, not named by answers.
    yield from walk(content.own_json())


def _judged(
    content: ItemContent | None, response: Response, tried: list
) -> Decimal | None:
    """Return the mark by this key; None for a question that is taken out."""
    if content is None:
        return None
    return scoring.mark(
        content,
        response.answer,
        response.max_mark,
        wrong_tries=scoring.wrong_tries(
            [(answer, content.is_right(answer)) for answer in tried], response.answer
        ),
        penalty=response.attempt.penalty,
    )
