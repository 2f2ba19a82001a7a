"""An attacker adds up and subtracts everything that a coordinator can see.

He knows the rules and solves equations: every release of a run at every moment, every
group of every dimension, the whole, what is left of it, the mean of all ratings. He
looks for any set of people and any statement of which he can compute that between one
and four people rated it. Controls take the rules away, one after the other, and let the
same attack succeed. `test_worlds_attack` has the attacker who knows no rule.
"""

import itertools
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from feedback import actions, release, writer
from feedback.models import InterimPolicy
from psychometrics.disclosure import ReleaseStep
from tests.exploring import examples
from tests.feedback.attacking import (
    MISSING,
    NA,
    POINTS,
    SKIPPED,
    K,
    seen,
    submission,
    without_remainder_rule,
    without_small_groups,
)
from tests.feedback.knowledge import Knowledge
from tests.rows import rolled_back

# What the attacker sees ---------------------------------------------------------------


def watched(run, rows, versions, at) -> list[dict]:
    """Answer one after the other and look after each; close, and look again."""
    views = []
    for number, row in enumerate(rows):
        with transaction.atomic():
            locked = writer.locked_run(run.pk)
            responded = writer.store(
                run=locked, submissions=[submission(row, versions)]
            )
            if locked.interim == InterimPolicy.STEPS:
                actions._release_if_due(run=locked, responded=responded, at=at)
        if number >= K - 1:
            views.append(seen(locked))
    views.append(seen(actions.close_run(run=run, at=at)))
    return views


# What he makes of it ------------------------------------------------------------------


def state_counts(item) -> dict:
    return dict(zip(POINTS, item["counts"], strict=True)) | {
        name: item[name] for name in MISSING
    }


def computed(views) -> list[str]:
    """Return what can be computed about one to four people's ratings."""
    found = []
    releases = [
        view
        for before, view in zip([None, *views], views, strict=False)
        if view["released"]["responded"]
        and (before is None or before["released"] != view["released"])
    ]
    if not releases:
        return found
    known = Knowledge()
    keys = [item["key"] for item in releases[-1]["items"]]
    for number, view in enumerate(releases):
        steps = range(number + 1)
        found += pooled_leaks(view)
        for item in view["items"]:
            people = [
                ("step", step, item["key"], state)
                for step in steps
                for state in (*POINTS, *MISSING)
            ]
            known.tell(people, view["released"]["responded"])
            counts = state_counts(item) if item["shown"] else {}
            # A statement that does not add up to the release was kept from an earlier.
            if sum(counts.values()) == view["released"]["responded"]:
                for state, n in counts.items():
                    known.tell([("step", s, item["key"], state) for s in steps], n)
    for first, last in itertools.combinations(range(len(releases) + 1), 2):
        for key in keys:
            known.ask(
                ("raters between releases", first, last, key),
                [("step", s, key, p) for s in range(first, last) for p in POINTS],
            )
    final = releases[-1]
    for dimension, groups in final["groups"].items():
        tell_groups(known, dimension, groups, keys, range(len(releases)))
    found += [f"{name}: {n}" for name, n in known.determined().items() if 0 < n < K]
    return found


def tell_groups(known, dimension, groups, keys, steps) -> None:
    """Add what a breakdown says, and ask about every union of its groups."""
    # Those that were folded together are in it as one. Where they are not, there may be
    # others all the same: what is left of the whole.
    parts = [group["key"] for group in groups]
    parts += [] if "*" in parts else ["what is left"]
    for key in keys:
        for state in (*POINTS, *MISSING):
            terms = {(dimension, part, key, state): 1 for part in parts}
            terms |= {("step", step, key, state): -1 for step in steps}
            known.tell(terms, 0)
    for group in groups:
        for item in group["items"]:
            states = [
                (dimension, group["key"], item["key"], state)
                for state in (*POINTS, *MISSING)
            ]
            known.tell(states, group["responded"])
            if item["shown"]:
                for state, n in state_counts(item).items():
                    known.tell([(dimension, group["key"], item["key"], state)], n)
    for size in range(1, len(parts) + 1):
        for union in itertools.combinations(parts, size):
            for key in keys:
                known.ask(
                    ("raters in groups", dimension, union, key),
                    [(dimension, part, key, p) for part in union for p in POINTS],
                )


def pooled_leaks(view) -> list[str]:
    """Return what is left of the mean of all ratings without the shown statements."""
    overall, shown = view["overall"], [i for i in view["items"] if i["shown"]]
    left = overall["n_ratings"] - sum(item["n"] for item in shown)
    found = [f"{left} ratings left of the mean of all"] if left else []
    if overall["mean"] is not None and overall["n_ratings"]:
        total = Fraction(overall["mean"]).limit_denominator(10**6)
        total *= overall["n_ratings"]
        parts = sum(
            p * n for i in shown for p, n in zip(POINTS, i["counts"], strict=True)
        )
        found += [] if total == parts else [f"{total - parts} left of the sum of all"]
    found += [f"{i['key']}: n = {i['n']}" for i in shown if 0 < i["n"] < K]
    return found


# The first attack ---------------------------------------------------------------------

RATING = st.sampled_from([1, 2, 3, 4, 5, 5, NA, SKIPPED, SKIPPED])
RARE = st.sampled_from([5, 4, NA, SKIPPED, SKIPPED, SKIPPED])
ROWS = st.lists(
    st.tuples(
        st.sampled_from("AAAABBC"), st.sampled_from("NNNPQ"), RATING, RATING, RARE
    ),
    min_size=5,
    max_size=26,
)


def test_nothing_below_five_can_be_computed(new_run, versions, noon):
    """Whoever answers what, and however often somebody looks."""

    @examples(10, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(rows=ROWS)
    def attack(rows):
        with rolled_back():
            views = watched(new_run(), rows, versions, noon)
            assert computed(views) == []

    attack()


def test_nothing_below_five_can_be_computed_from_groups(new_run, versions, noon):
    """Many answers in groups of every size, shown once the run has closed."""

    @examples(16, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(rows=st.lists(ROWS, min_size=2, max_size=2).map(lambda two: two[0] + two[1]))
    def attack(rows):
        with rolled_back():
            run = new_run(interim=InterimPolicy.OFF)
            writer.store(run=run, submissions=[submission(r, versions) for r in rows])
            run = actions.close_run(run=run, at=noon)
            assert computed([seen(run)]) == []

    attack()


TWELVE_EIGHT_THREE = (
    [("A", "N", 5, 4, 4)] * 12 + [("B", "N", 4, 4, 4)] * 8 + [("C", "N", 1, 1, 1)] * 3
)


def without_steps(monkeypatch):
    """Show every answer as it comes."""
    monkeypatch.setattr(
        actions, "release_step", lambda *, n, **kw: ReleaseStep(False, n >= K)
    )
    create = actions.RunSnapshot.objects.create
    monkeypatch.setattr(
        actions.RunSnapshot.objects,
        "create",
        lambda **kw: create(**{**kw, "released_on": kw["run"].opened_on}),
    )
    monkeypatch.setattr(release, "_kept_from", lambda *args: {})


def without_keeping_statements(monkeypatch):
    monkeypatch.setattr(release, "_kept_from", lambda *args: {})


RARELY_RATED = [("A", "N", 5, 5, 4 if number % 2 else SKIPPED) for number in range(25)]
RARELY_RATED[10:20] = [("A", "N", 5, 5, 4 if n == 0 else SKIPPED) for n in range(10)]


@pytest.mark.parametrize(
    ("without", "rows"),
    [
        (without_small_groups, TWELVE_EIGHT_THREE),
        (without_remainder_rule, TWELVE_EIGHT_THREE),
        (without_steps, [("A", "N", 5, 4, 4)] * 8),
        (without_keeping_statements, RARELY_RATED),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_control_each_rule_taken_away_is_found(
    new_run, versions, noon, monkeypatch, without, rows
):
    assert computed(watched(new_run(), rows, versions, noon)) == []
    without(monkeypatch)

    assert computed(watched(new_run(), rows, versions, noon)) != []
