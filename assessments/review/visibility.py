"""What a learner may be shown of a marked answer, and when.

Everything that shows one asks `shown`: a checked question, the result, practice. What
is not shown is not on the page at all. No database.
"""

import dataclasses
from collections.abc import Collection, Mapping
from enum import StrEnum

from assessments.models import Aspect, Assessment


class Moment(StrEnum):
    """When a marked answer is looked at."""

    # After checking one question of an attempt in progress.
    DURING = "during"
    # After submitting, while another attempt is possible.
    AFTER = "after"
    # After passing, or when no attempt is left.
    LATER = "later"


Grid = Mapping[Moment, Collection[str]]


@dataclasses.dataclass(frozen=True)
class Shown:
    """Which aspects of a marked answer are shown."""

    mark: bool
    own_answer: bool
    right_answer: bool
    feedback: bool

    @property
    def anything(self) -> bool:
        return any(dataclasses.astuple(self))


def shown(moment: Moment, grid: Grid, *, is_final: bool = True) -> Shown:
    """Return what the grid of a quiz shows at a moment.

    While an answer can still be tried again (`is_final` is False), what is right is
    never shown, whatever the grid says.
    """
    aspects = grid[moment]
    return Shown(
        mark=Aspect.MARK in aspects,
        own_answer=Aspect.OWN_ANSWER in aspects,
        right_answer=is_final and Aspect.RIGHT_ANSWER in aspects,
        feedback=Aspect.FEEDBACK in aspects,
    )


def grid_of(assessment: Assessment) -> Grid:
    """Return the three rows of a quiz's grid."""
    return {
        Moment.DURING: frozenset(assessment.show_during or ()),
        Moment.AFTER: frozenset(assessment.show_after or ()),
        Moment.LATER: frozenset(assessment.show_later or ()),
    }


def moment_of(
    *, has_passed: bool, attempts_left: int | None, is_in_progress: bool
) -> Moment:
    """Return the moment at which submitted attempts of a learner are looked at.

    Later only when knowing the answers cannot help: the quiz was passed, or none is
    left and none is in progress, so that nobody reads an earlier result during the last
    attempt. A blank submission therefore gathers nothing.
    """
    if has_passed or (attempts_left == 0 and not is_in_progress):
        return Moment.LATER
    return Moment.AFTER


def shown_only_later(grid: Grid) -> list[Aspect]:
    """Return what is not shown while another attempt is possible, and is afterwards."""
    return [
        aspect
        for aspect in Aspect
        if aspect in grid[Moment.LATER] and aspect not in grid[Moment.AFTER]
    ]
