"""The attempts at one quiz, for those who may look into them: never a name.

A row tells the day and no time of day, and rows of one day stand in an order that comes
from chance. Below the site's smallest group nothing is listed at all: of few people it
is plain who is who.
"""

import dataclasses
import datetime
from decimal import Decimal
from enum import StrEnum

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from courses.models import Course

from . import nameless
from .models import Assessment, Attempt, Response
from .review import ReviewedQuestion, Shown, reviewed_attempt, texts_of

PER_PAGE = 50


class State(StrEnum):
    """How far an attempt is."""

    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    MARKED = "marked"
    NOT_COUNTED = "not_counted"


class Edition(StrEnum):
    """Whether an attempt was given the questions as they are today."""

    CURRENT = "current"
    EARLIER = "earlier"


@dataclasses.dataclass(frozen=True)
class Wanted:
    """Which attempts are asked for; None for no matter. Both days belong to it."""

    state: State | None = None
    passed: bool | None = None
    edition: Edition | None = None
    course: Course | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None


@dataclasses.dataclass(frozen=True)
class AttemptRow:
    """One attempt in the list. `token` is "" while there is no result to look at."""

    learner: str
    number: int
    course: str
    # When it ended; when it began, while it is in progress.
    day: datetime.date
    state: State
    score: Decimal | None
    max_score: Decimal
    passed: bool | None
    token: str


@dataclasses.dataclass(frozen=True)
class AttemptResult:
    """One attempt that is over, as its learner could read it, without the learner."""

    row: AttemptRow
    attempt: Attempt
    questions: tuple[ReviewedQuestion, ...]
    texts: tuple[str, ...]


def are_enough(assessment: Assessment) -> bool:
    """Answer whether so many people have ended an attempt that none stands out."""
    people = (
        Attempt.objects.submitted()
        .filter(assessment=assessment)
        .values("enrolment__user")
        .distinct()
    )
    threshold = settings.ELEARN_MINIMUM_GROUP
    return people[:threshold].count() == threshold


def courses_of(assessment: Assessment) -> QuerySet[Course]:
    """Return the courses in which the quiz was attempted."""
    return (
        Course.objects.filter(steps__attempts__assessment=assessment)
        .distinct()
        .order_by("title", "pk")
    )


def attempts_of(assessment: Assessment, wanted: Wanted) -> QuerySet[Attempt]:
    """Return the attempts that are asked for, the last days first."""
    attempts = Attempt.objects.filter(assessment=assessment).annotate(
        day=TruncDate(Coalesce("submitted_at", "started_at"))
    )
    match wanted.state:
        case State.IN_PROGRESS:
            attempts = attempts.open()
        case State.WAITING:
            attempts = attempts.submitted().filter(is_counted=True, score=None)
        case State.MARKED:
            attempts = attempts.marked()
        case State.NOT_COUNTED:
            attempts = attempts.submitted().filter(is_counted=False)
    if wanted.passed is not None:
        attempts = attempts.filter(passed=wanted.passed)
    if wanted.edition is not None:
        revised = Response.objects.filter(attempt=OuterRef("pk")).exclude(
            item_version=F("item_version__item__current_version")
        )
        is_earlier = Exists(revised)
        attempts = attempts.filter(
            is_earlier if wanted.edition is Edition.EARLIER else ~is_earlier
        )
    if wanted.course is not None:
        attempts = attempts.filter(step__course=wanted.course)
    if wanted.since is not None:
        attempts = attempts.filter(day__gte=wanted.since)
    if wanted.until is not None:
        attempts = attempts.filter(day__lte=wanted.until)
    # The browser drew `start_key` by chance.
    return attempts.select_related("enrolment", "step__course").order_by(
        "-day", "start_key", "pk"
    )


def row(attempt: Attempt) -> AttemptRow:
    """Return what the list says of an attempt that `attempts_of` returned."""
    return AttemptRow(
        learner=nameless.pseudonym(attempt.assessment_id, attempt.enrolment.user_id),
        number=attempt.number,
        course=attempt.step.course.title,
        day=attempt.day,
        state=_state(attempt),
        score=attempt.score,
        max_score=attempt.max_score,
        passed=attempt.passed,
        token=nameless.token_of(attempt.pk) if attempt.is_submitted else "",
    )


def _state(attempt: Attempt) -> State:
    if not attempt.is_submitted:
        return State.IN_PROGRESS
    if not attempt.is_counted:
        return State.NOT_COUNTED
    return State.WAITING if attempt.score is None else State.MARKED


def result_of(
    assessment: Assessment, token: str, *, key_is_shown: bool
) -> AttemptResult | None:
    """Return the attempt that a token names; None for none of this quiz that is over.

    All is shown that there is, whatever the quiz shows its learners; what is right only
    to those who may know it anyway.
    """
    attempt = (
        attempts_of(assessment, Wanted())
        .submitted()
        .select_related("assessment", "enrolment", "step__course")
        .filter(pk=nameless.number_of(token))
        .first()
    )
    if attempt is None:
        return None
    shown = Shown(
        mark=attempt.is_counted,
        own_answer=True,
        right_answer=key_is_shown,
        feedback=True,
    )
    return AttemptResult(
        row=row(attempt),
        attempt=attempt,
        questions=reviewed_attempt(attempt, shown),
        texts=texts_of(
            attempt.assessment, attempt.score, attempt.max_score, attempt.passed
        ),
    )
