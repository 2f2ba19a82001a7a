"""A learner's results in all quizzes at once, as far as the learner is shown them."""

import dataclasses
import datetime
import itertools
from decimal import Decimal

from people.models import User

from . import rules
from .models import Aspect, Attempt


@dataclasses.dataclass(frozen=True)
class QuizResult:
    """Where somebody stands in one quiz of one course."""

    enrolment_id: int
    step_id: int
    title: str
    attempt_count: int
    has_passed: bool
    # When the attempt that counts was submitted.
    submitted_at: datetime.datetime | None
    # None where no score is shown, or none is known yet.
    score: Decimal | None
    max_score: Decimal | None


def quiz_results(user: User) -> list[QuizResult]:
    """Return the person's results, in the order of the steps; in one query.

    A score is given where the quiz shows it to everybody who has submitted, or to those
    who have passed and this person has. So nothing is told here before the quiz does.
    """
    attempts = (
        Attempt.objects.of(user)
        .submitted()
        .select_related("assessment", "step")
        .order_by("enrolment_id", "step__position", "step_id", "number")
    )
    found = []
    for (enrolment_id, step_id), group in itertools.groupby(
        attempts, key=lambda attempt: (attempt.enrolment_id, attempt.step_id)
    ):
        mine = list(group)
        assessment = mine[-1].assessment
        has_passed = any(attempt.passed for attempt in mine)
        counting = rules.counting_attempt(tuple(mine), assessment.counting)
        shown = assessment.show_later if has_passed else assessment.show_after
        tells = counting is not None and Aspect.MARK in (shown or ())
        found.append(
            QuizResult(
                enrolment_id=enrolment_id,
                step_id=step_id,
                title=mine[-1].step.title,
                attempt_count=len(mine),
                has_passed=has_passed,
                submitted_at=counting.submitted_at if counting else None,
                score=counting.score if counting and tells else None,
                max_score=counting.max_score if counting and tells else None,
            )
        )
    return found
