"""May an attempt begin, how long is it, which one counts: the rules by themselves."""

import dataclasses
import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.drawing import Shortage
from assessments.leeway import Granted
from assessments.rules import (
    Block,
    Offer,
    counting_attempt,
    is_late,
    may_start,
    times,
)

NOON = datetime.datetime(2026, 10, 5, 12, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


def decide(ended=(), allowed=None, wait=None, at=NOON, **more):
    return may_start(
        ended=list(ended), attempts_allowed=allowed, wait_minutes=wait, at=at, **more
    )


def test_nothing_is_in_the_way_of_a_first_attempt():
    decision = decide(allowed=2)

    assert (decision.block, decision.used, decision.left) == (None, 0, 2)


@pytest.mark.parametrize(
    ("facts", "block"),
    [
        ({"is_enrolled": False, "is_locked": True}, Block.NOT_ENROLLED),
        ({"is_locked": True, "ended": [NOON], "allowed": 1}, Block.LOCKED),
        ({"ended": [NOON], "allowed": 1, "wait": 60}, Block.NO_ATTEMPTS_LEFT),
        ({"ended": [NOON], "allowed": 2, "wait": 60}, Block.TOO_SOON),
        ({"offer": Offer(0)}, Block.NOTHING_TO_ASK),
        ({"offer": Offer(2, (Shortage(1, 2, 1),))}, Block.TOO_FEW_ITEMS),
        ({"ended": [NOON, None], "allowed": 2, "wait": 60}, None),
        ({"ended": [None], "offer": Offer(0)}, None),
        ({"ended": [NOON - 60 * MINUTE], "wait": 60}, None),
        ({"ended": [NOON - 59 * MINUTE], "wait": 60}, Block.TOO_SOON),
    ],
    ids=lambda value: str(value) if isinstance(value, Block) else "",
)
def test_the_rule_in_the_way_is_named(facts, block):
    assert decide(**facts).block is block


def test_waiting_begins_with_the_end_of_the_last_attempt():
    decision = decide([NOON - 50 * MINUTE, NOON - 10 * MINUTE], wait=60)

    assert decision.opens_at == NOON + 50 * MINUTE


def test_what_was_granted_adds_attempts_but_none_to_any_number():
    granted = Granted(attempts=1)

    assert decide([NOON], allowed=1, granted=granted).left == 1
    assert decide([NOON], granted=granted).left is None


@given(st.integers(1, 5), st.integers(0, 3), st.integers(0, 9), st.integers(0, 300))
def test_never_more_attempts_than_allowed_and_granted(allowed, extra, used, minutes):
    decision = decide(
        [NOON - 500 * MINUTE] * used,
        allowed=allowed,
        wait=minutes,
        granted=Granted(attempts=extra),
    )

    assert (decision.block is None) == (used < allowed + extra)
    assert decision.left == max(0, allowed + extra - used)


@pytest.mark.parametrize(
    ("policy", "closes"),
    [("submit", 40), ("grace", 45), ("discard", 40)],
)
def test_an_attempt_closes_by_its_policy(policy, closes):
    found = times(
        started_at=NOON,
        limit_minutes=30,
        extra_minutes=10,
        policy=policy,
        grace_minutes=5,
    )

    assert found.due_at == NOON + 40 * MINUTE
    assert found.closes_at == NOON + closes * MINUTE


def test_without_a_limit_extra_time_means_nothing():
    found = times(
        started_at=NOON,
        limit_minutes=None,
        extra_minutes=10,
        policy="grace",
        grace_minutes=5,
    )

    assert (found.due_at, found.closes_at) == (None, None)


@pytest.mark.parametrize(("seconds", "late"), [(0, False), (5, False), (6, True)])
def test_a_request_may_need_a_moment_on_its_way(seconds, late):
    assert is_late(NOON, NOON + datetime.timedelta(seconds=seconds)) is late


@dataclasses.dataclass(frozen=True)
class Past:
    number: int
    share: Decimal | None = None
    passed: bool | None = None
    is_counted: bool = True
    is_submitted: bool = True

    @property
    def is_marked(self):
        return self.share is not None


FIRST = Past(1, Decimal("0.5"), False)
BETTER = Past(2, Decimal("0.9"), True)
WORSE = Past(3, Decimal("0.7"), False)
AS_GOOD = Past(4, Decimal("0.9"), True)
DISCARDED = Past(5, is_counted=False)
WAITING = Past(6)
RUNNING = Past(7, is_submitted=False)


@pytest.mark.parametrize(
    ("attempts", "counting", "result"),
    [
        ([FIRST, BETTER, WORSE], "best", BETTER),
        ([FIRST, BETTER, WORSE], "first", FIRST),
        ([FIRST, BETTER, WORSE], "last", WORSE),
        ([WORSE, FIRST, BETTER], "last", WORSE),
        ([BETTER, AS_GOOD], "best", BETTER),
        ([FIRST, DISCARDED], "last", FIRST),
        ([BETTER, WAITING], "best", BETTER),
        ([BETTER, WAITING], "last", WAITING),
        ([WAITING], "best", WAITING),
        ([BETTER, RUNNING], "last", BETTER),
        ([DISCARDED, RUNNING], "best", None),
        ([], "first", None),
    ],
)
def test_which_attempt_counts(attempts, counting, result):
    assert counting_attempt(attempts, counting) is result
