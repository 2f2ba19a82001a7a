"""Exceptions from the rules of a quiz, for one person and for a reason."""

import datetime

from django.db import transaction
from django.db.models import F

from assessments.models import Accommodation, Attempt
from courses.models import Enrolment, Step
from people.models import User

from .attempts import end_overdue_attempts
from .problems import ReasonMissing


class NothingGranted(Exception):
    """Neither more time nor another attempt was given."""


@transaction.atomic
def grant_accommodation(
    *,
    enrolment: Enrolment,
    step: Step,
    number: int,
    extra_minutes: int,
    extra_attempts: int,
    reason: str,
    by: User,
    at: datetime.datetime,
) -> tuple[Accommodation, bool]:
    """Give a learner more time or more attempts in a quiz; return it, and if it is new.

    `number` says which one it is for this learner and quiz, from 1. If there is one
    with that number, nothing is changed and it is returned: the same form sent twice,
    or two trainers at once, give once. Time is added to every later attempt and to the
    one in progress, unless its time was already up. Raises ReasonMissing and
    NothingGranted.
    """
    if not reason.strip():
        raise ReasonMissing
    if extra_minutes <= 0 and extra_attempts <= 0:
        raise NothingGranted
    # The lock that starting an attempt takes: it either has the time from its start,
    # or is given it below.
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    before = list(Accommodation.objects.given(enrolment, step).order_by("pk"))
    if len(before) >= number:
        return before[number - 1], False
    granted = Accommodation.objects.create(
        enrolment=enrolment,
        step=step,
        extra_minutes=extra_minutes,
        extra_attempts=extra_attempts,
        reason=reason.strip(),
        granted_by=by,
        granted_at=at,
    )
    running = Attempt.objects.open().filter(enrolment=enrolment, step=step)
    for attempt in running:
        end_overdue_attempts(at=at, attempt=attempt)
    more = datetime.timedelta(minutes=extra_minutes)
    running.filter(due_at__isnull=False).update(
        due_at=F("due_at") + more, closes_at=F("closes_at") + more
    )
    return granted, True
