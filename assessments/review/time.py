"""How much time an attempt has left, as its pages say it."""

import dataclasses
import datetime
import math

from django.utils.translation import ngettext

from assessments.models import Attempt, OverduePolicy
from assessments.rules import is_late

# In the last minute the seconds are told, ten at a time.
STEP = 10


@dataclasses.dataclass(frozen=True)
class TimeLeft:
    """What is left of an attempt's time at one moment."""

    seconds: int
    due_at: datetime.datetime
    closes_at: datetime.datetime
    # After the time: answers stand, and the attempt can be submitted until it closes.
    may_still_submit: bool
    is_up: bool
    overdue_policy: str

    @property
    def text(self) -> str:
        """The time left in words: whole minutes, in the last one tens of seconds."""
        if self.seconds > 60:
            minutes = math.ceil(self.seconds / 60)
            return ngettext("%(minutes)s minute", "%(minutes)s minutes", minutes) % {
                "minutes": minutes
            }
        seconds = math.ceil(self.seconds / STEP) * STEP
        return ngettext("%(seconds)s second", "%(seconds)s seconds", seconds) % {
            "seconds": seconds
        }


def time_left(attempt: Attempt, at: datetime.datetime) -> TimeLeft | None:
    """Return what is left of the attempt's time; None where there is no limit."""
    if attempt.due_at is None or attempt.closes_at is None:
        return None
    return TimeLeft(
        seconds=max(0, math.ceil((attempt.due_at - at).total_seconds())),
        due_at=attempt.due_at,
        closes_at=attempt.closes_at,
        may_still_submit=attempt.overdue_policy == OverduePolicy.GRACE,
        is_up=is_late(attempt.due_at, at),
        overdue_policy=attempt.overdue_policy,
    )
