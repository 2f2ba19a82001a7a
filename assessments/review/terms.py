"""What a quiz tells of the answers, and when: as its start page announces it.

The same grid decides here and in the result, so that nothing is announced that does not
come. No database.
"""

import dataclasses

from assessments.models import Aspect, Assessment, Behaviour

from .visibility import Moment, grid_of


@dataclasses.dataclass(frozen=True)
class Terms:
    """The aspects that are shown, each at the moment from which it can be relied on.

    `while_answering` is empty where no question can be checked. `at_once` comes with
    the end of any attempt, `at_last` only after passing or when no attempt is left, and
    `until_then` only before that.
    """

    while_answering: tuple[Aspect, ...]
    at_once: tuple[Aspect, ...]
    until_then: tuple[Aspect, ...]
    at_last: tuple[Aspect, ...]
    # None: any number, so that only passing brings the last moment.
    attempts_allowed: int | None

    @property
    def shows_score(self) -> bool:
        """Whether there is a score to see with the end of an attempt."""
        return Aspect.MARK in self.at_once

    @property
    def tells_right_answers_at_once(self) -> bool:
        return Aspect.RIGHT_ANSWER in self.at_once

    @property
    def shows_nothing(self) -> bool:
        """Whether nothing is ever told of an answer."""
        return not (
            self.while_answering or self.at_once or self.until_then or self.at_last
        )

    @property
    def keeps_only_right_answers(self) -> bool:
        """Whether what is right is all that waits for the last moment."""
        return self.at_last == (Aspect.RIGHT_ANSWER,)


def terms(assessment: Assessment, *, attempts_allowed: int | None) -> Terms:
    """Return what a learner of this quiz is told when.

    Who has only one attempt is at the last moment as soon as it ends.
    """
    grid = grid_of(assessment)
    later = grid[Moment.LATER]
    after = later if attempts_allowed == 1 else grid[Moment.AFTER]
    during = (
        grid[Moment.DURING]
        if assessment.behaviour != Behaviour.DEFERRED
        else frozenset()
    )
    return Terms(
        while_answering=tuple(a for a in Aspect if a in during),
        at_once=tuple(a for a in Aspect if a in after and a in later),
        until_then=tuple(a for a in Aspect if a in after and a not in later),
        at_last=tuple(a for a in Aspect if a in later and a not in after),
        attempts_allowed=attempts_allowed,
    )
