"""How a learner stands in a quiz, over all of their attempts."""

import dataclasses

from assessments.models import Accommodation, Assessment, Attempt
from courses.models import Enrolment

from .start import attempts_left
from .visibility import Moment, moment_of


@dataclasses.dataclass(frozen=True)
class Standing:
    """One learner's attempts at a quiz, and how many remain (None: any number)."""

    attempts: tuple[Attempt, ...]
    left: int | None

    @property
    def has_passed(self) -> bool:
        return any(attempt.passed for attempt in self.attempts)

    @property
    def is_in_progress(self) -> bool:
        return any(not attempt.is_submitted for attempt in self.attempts)

    @property
    def moment(self) -> Moment:
        """When submitted attempts are looked at."""
        return moment_of(
            has_passed=self.has_passed,
            attempts_left=self.left,
            is_in_progress=self.is_in_progress,
        )

    @property
    def is_finished(self) -> bool:
        """Whether no further attempt is of use, and none is in progress."""
        return self.moment is Moment.LATER and not self.is_in_progress


def standing(*, enrolment: Enrolment, step_id: int, assessment: Assessment) -> Standing:
    """Return how a learner stands in the quiz of a step."""
    attempts = tuple(
        Attempt.objects.filter(enrolment=enrolment, step_id=step_id).order_by("number")
    )
    allowed = assessment.attempts_allowed
    if allowed is not None:
        allowed += Accommodation.objects.given(enrolment, step_id).total().attempts
    return Standing(attempts=attempts, left=attempts_left(allowed, len(attempts)))
