"""When figures of a run may be released, so that no two tell what came between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psychometrics.disclosure import (
    may_release,
    release_ledger,
    release_step,
)
from tests.psychometrics.worked_cases import explored


@pytest.mark.parametrize(
    ("n", "last_released", "window_open", "allowed"),
    [
        (4, None, True, False),
        (5, None, True, True),
        (9, 5, True, False),
        (10, 5, True, True),
        (9, 5, False, False),
        (5, 5, True, False),
        (5, 5, False, True),
        (4, 4, False, False),
        (4, 5, False, False),
        (20, None, False, True),
    ],
)
def test_a_release_needs_enough_new_answers(n, last_released, window_open, allowed):
    assert (
        may_release(
            threshold=5, n=n, last_released=last_released, window_open=window_open
        )
        is allowed
    )


def test_the_ledger_says_what_is_shown_and_how_many_came_too_late():
    entries = release_ledger(
        threshold=5,
        checks=[(3, True), (6, True), (9, True), (11, True), (14, True), (14, False)],
    )

    assert [entry.released_n for entry in entries] == [None, 6, 6, 11, 11, 11]
    assert [entry.is_new_release for entry in entries] == [
        False,
        True,
        False,
        True,
        False,
        False,
    ]
    assert [entry.late_not_included for entry in entries] == [0, 0, 0, 0, 0, 3]


@explored
@given(
    arrivals=st.lists(st.integers(0, 6), max_size=15),
    closed=st.integers(1, 3),
    threshold=st.integers(1, 8),
)
def test_no_two_releases_differ_by_a_few_answers(arrivals, closed, threshold):
    numbers = [sum(arrivals[: i + 1]) for i in range(len(arrivals))]
    checks = [(n, i < len(numbers) - closed) for i, n in enumerate(numbers)]

    entries = release_ledger(threshold=threshold, checks=checks)

    shown = [entry.released_n for entry in entries if entry.is_new_release]
    for earlier, later in zip([0, *shown], shown, strict=False):
        assert later == earlier or later - earlier >= threshold
    for (n, window_open), entry in zip(checks, entries, strict=True):
        late = 0 if window_open else n - (entry.released_n or 0)
        assert entry.late_not_included == late
        assert entry.late_not_included < threshold or window_open


def test_withdrawn_answers_lead_to_no_release_and_no_negative_number():
    (first, second) = release_ledger(threshold=5, checks=[(8, True), (6, False)])

    assert first.released_n == second.released_n == 8
    assert (second.is_new_release, second.late_not_included) == (False, 0)


@given(
    threshold=st.integers(2, 12),
    answers=st.integers(0, 80),
)
def test_lagging_releases_end_with_everybody_and_differ_by_the_threshold(
    threshold, answers
):
    """Each answer is a step, then the window closes."""
    published, prepared = [], None
    for n in range(1, answers + 1):
        step = release_step(
            threshold=threshold,
            n=n,
            published=published[-1] if published else None,
            prepared=prepared,
            window_open=True,
        )
        if step.publishes_prepared:
            published.append(prepared)
        if step.counts_now:
            prepared = n
    final = release_step(
        threshold=threshold,
        n=answers,
        published=published[-1] if published else None,
        prepared=prepared,
        window_open=False,
    )

    assert final.counts_now == (answers >= threshold)
    assert not final.publishes_prepared
    if final.counts_now:
        published.append(answers)
    steps = [b - a for a, b in zip([0, *published], published, strict=False)]
    assert all(step >= threshold for step in steps)


def test_a_release_lags_until_the_threshold_came_after_it():
    """The table of the methods page."""
    table = [
        (4, None, None, True, False, False),
        (5, None, None, True, False, True),
        (9, None, 5, True, False, False),
        (10, None, 5, True, True, True),
        (12, 5, 10, True, False, False),
        (12, 5, 10, False, False, True),
        (4, None, None, False, False, False),
    ]
    for n, published, prepared, window_open, publishes, counts in table:
        step = release_step(
            threshold=5,
            n=n,
            published=published,
            prepared=prepared,
            window_open=window_open,
        )
        assert (step.publishes_prepared, step.counts_now) == (publishes, counts)
