"""Correcting the marks of very many attempts without holding all of them locked.

`apply_correction` is one transaction: all or nothing, and everybody who submits waits
until it is through. Of a hundred thousand attempts that is too long. Here each batch of
attempts is a transaction. An attempt is either corrected or as it was, never half; what
was corrected stays when a later batch fails, and the next run finds what is left.
"""

import dataclasses
import datetime
from collections.abc import Iterator, Sequence

from django.db import transaction

from assessments.models import Assessment, Attempt, Item, ItemVersion
from courses.models import Enrolment
from people.models import User

from .regrading import (
    BATCH,
    Correction,
    CorrectionPlan,
    NoReason,
    in_no_telling_order,
    note_void,
    planned,
    write_correction,
)


def plan_in_batches(
    *,
    correction: Correction,
    assessment: Assessment,
    item: Item,
    version: ItemVersion | None = None,
    size: int = BATCH,
) -> CorrectionPlan:
    """Work out a correction as `plan_regrade` and `plan_void` do, in less memory.

    The same plan with the same digest. Changes nothing.
    """
    attempts = (
        Attempt.objects.marked()
        .filter(assessment=assessment, responses__item_version__item=item)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    parts = [
        planned(
            correction=correction,
            assessment=assessment,
            item=item,
            version=version,
            among=batch,
        )
        for batch in _batches(list(attempts), size)
    ]
    return CorrectionPlan(
        correction,
        item,
        version,
        in_no_telling_order(change for part in parts for change in part.changes),
        sum(part.looked_at for part in parts),
        sum(part.left_alone for part in parts),
    )


def apply_in_batches(
    *,
    assessment: Assessment,
    plan: CorrectionPlan,
    reason: str,
    by: User | None,
    at: datetime.datetime,
    size: int = BATCH,
) -> int:
    """Apply what a plan lists, a batch of attempts at a time; return how many marks.

    An attempt that is no longer as the plan has it is left alone, so that nothing is
    changed that was not listed. Raises NoReason.
    """
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        # First, so that who submits from now on is treated alike.
        note_void(assessment=assessment, plan=plan)
    listed = {change.response_id: change for change in plan.changes}
    done = 0
    for batch in _batches(sorted({c.attempt_id for c in plan.changes}), size):
        with transaction.atomic():
            _lock(batch)
            now = planned(
                correction=plan.correction,
                assessment=assessment,
                item=plan.item,
                version=plan.version,
                among=batch,
            )
            agreed = tuple(c for c in now.changes if listed.get(c.response_id) == c)
            write_correction(
                assessment=assessment,
                plan=dataclasses.replace(now, changes=agreed),
                reason=reason,
                by=by,
                at=at,
            )
        done += len(agreed)
    return done


def _lock(attempts: Sequence[int]) -> None:
    """Lock enrolments before attempts, as submission does, and each in one order."""
    list(
        Enrolment.objects.select_for_update()
        .filter(attempts__in=attempts)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    list(
        Attempt.objects.select_for_update()
        .filter(pk__in=attempts)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def _batches(keys: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
