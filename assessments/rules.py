"""Whether an attempt may begin, how long it may take, and which one counts. Pure.

The rules are asked with plain values, so that the start of an attempt, the page before
it and the trainer's preview can give no different answers. Sentences are in
`rule_wording`.
"""

import dataclasses
import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, TypeVar

from .drawing import Shortage
from .leeway import LATENCY, Granted
from .models.rules import Counting, OverduePolicy


class Block(StrEnum):
    """What keeps a person from beginning an attempt."""

    NOT_ENROLLED = "not_enrolled"
    LOCKED = "locked"
    NOTHING_TO_ASK = "nothing_to_ask"
    TOO_FEW_ITEMS = "too_few_items"
    NO_ATTEMPTS_LEFT = "no_attempts_left"
    TOO_SOON = "too_soon"


@dataclasses.dataclass(frozen=True)
class Offer:
    """What a quiz can ask today."""

    item_count: int
    shortages: tuple[Shortage, ...] = ()


@dataclasses.dataclass(frozen=True)
class Decision:
    """Whether a person may begin an attempt, and the numbers behind it."""

    # The rule in the way; None where an attempt may begin, or go on.
    block: Block | None
    used: int
    # With what was granted; None for any number.
    allowed: int | None
    # From when on the next may begin, where that is later than now.
    opens_at: datetime.datetime | None = None
    # Which draws lack how many, where that is in the way.
    shortages: tuple[Shortage, ...] = ()

    @property
    def left(self) -> int | None:
        """How many more may be begun; None for any number."""
        return None if self.allowed is None else max(0, self.allowed - self.used)


def may_start(
    *,
    ended: Sequence[datetime.datetime | None],
    attempts_allowed: int | None,
    wait_minutes: int | None,
    at: datetime.datetime,
    granted: Granted | None = None,
    is_enrolled: bool = True,
    is_locked: bool = False,
    offer: Offer | None = None,
) -> Decision:
    """Answer whether a person may begin an attempt now, or go on with one.

    `ended` is when each former attempt ended, None for the one in progress. Attempts
    that were discarded are used up like others. What is not known is not in the way:
    without `offer` nobody has looked whether there is enough to ask.
    """
    granted = granted or Granted()
    allowed = None if attempts_allowed is None else attempts_allowed + granted.attempts
    opens_at = next_opens_at(ended, wait_minutes, at)

    def decide(block: Block | None) -> Decision:
        return Decision(
            block=block,
            used=len(ended),
            allowed=allowed,
            opens_at=opens_at,
            shortages=offer.shortages
            if offer is not None and block is Block.TOO_FEW_ITEMS
            else (),
        )

    if not is_enrolled:
        return decide(Block.NOT_ENROLLED)
    if is_locked:
        return decide(Block.LOCKED)
    if None in ended:
        return decide(None)
    if allowed is not None and len(ended) >= allowed:
        return decide(Block.NO_ATTEMPTS_LEFT)
    if opens_at is not None:
        return decide(Block.TOO_SOON)
    if offer is not None and offer.shortages:
        return decide(Block.TOO_FEW_ITEMS)
    if offer is not None and not offer.item_count:
        return decide(Block.NOTHING_TO_ASK)
    return decide(None)


def next_opens_at(
    ended: Iterable[datetime.datetime | None],
    wait_minutes: int | None,
    at: datetime.datetime,
) -> datetime.datetime | None:
    """Return when the waiting after the last attempt is over; None when it is.

    The waiting begins with the end of the last attempt, also where the clock ended it.
    """
    ends = [end for end in ended if end is not None]
    if not ends or not wait_minutes:
        return None
    opens_at = max(ends) + datetime.timedelta(minutes=wait_minutes)
    return opens_at if opens_at > at else None


@dataclasses.dataclass(frozen=True)
class Times:
    """Until when an attempt takes answers, and until when it may be submitted."""

    due_at: datetime.datetime | None
    closes_at: datetime.datetime | None


def times(
    *,
    started_at: datetime.datetime,
    limit_minutes: int | None,
    extra_minutes: int,
    policy: str,
    grace_minutes: int,
) -> Times:
    """Return when an attempt that began at `started_at` is over; None for no limit."""
    if limit_minutes is None:
        return Times(None, None)
    due_at = started_at + datetime.timedelta(minutes=limit_minutes + extra_minutes)
    grace = grace_minutes if policy == OverduePolicy.GRACE else 0
    return Times(due_at, due_at + datetime.timedelta(minutes=grace))


def is_late(limit: datetime.datetime | None, at: datetime.datetime) -> bool:
    """Answer whether `at` is after a limit by more than a request needs on its way."""
    return limit is not None and at > limit + LATENCY


class Sitting(Protocol):
    """What is asked of an attempt here; attempts have it."""

    @property
    def number(self) -> int: ...
    @property
    def is_submitted(self) -> bool: ...
    @property
    def is_counted(self) -> bool: ...
    @property
    def is_marked(self) -> bool: ...
    @property
    def passed(self) -> bool | None: ...
    @property
    def share(self) -> Decimal | None: ...


S = TypeVar("S", bound=Sitting)


def counting_attempt(attempts: Iterable[S], counting: str) -> S | None:
    """Return the attempt that is the person's result; None while there is none.

    The one place that knows. Discarded attempts are never it. Of equally good ones it
    is the earlier; one that still has to be marked is not the best of several, but may
    be the first or the last.
    """
    over = sorted(
        (one for one in attempts if one.is_submitted and one.is_counted),
        key=lambda one: one.number,
    )
    if not over:
        return None
    match counting:
        case Counting.FIRST:
            return over[0]
        case Counting.LAST:
            return over[-1]
    marked = [one for one in over if one.is_marked]
    if not marked:
        return over[-1]
    return max(marked, key=lambda one: (bool(one.passed), one.share or 0, -one.number))
