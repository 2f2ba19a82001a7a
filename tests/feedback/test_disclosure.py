"""Nothing about fewer than five people can be computed from what is released.

An attacker has every release of a run, and subtracts: shown groups from the whole, one
release from the next, shown statements from the mean of all. The controls let the same
attack succeed when disclosure control is off.
"""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from feedback import actions, release, writer
from feedback.models import AnswerState, InterimPolicy, RunSnapshot
from feedback.reporting import run_report
from tests.exploring import examples
from tests.factories.feedback import SurveyRunFactory

K = 5
# Mostly ratings, sometimes nothing: that makes statements with few answers.
VALUES = st.sampled_from([1, 3, 4, 5, 5, *AnswerState.values, AnswerState.SKIPPED])
SLOW = examples(30, suppress_health_check=[HealthCheck.function_scoped_fixture])


def people(organisations="ABCD"):
    return st.lists(
        st.tuples(st.sampled_from(organisations), VALUES, VALUES, VALUES), max_size=40
    )


def new_run(built, survey, number, **fields):
    return SurveyRunFactory(
        course=built.course,
        survey_version=survey.current_version,
        dimensions=["organisation"],
        name=f"Run {number}",
        **fields,
    )


def submissions_of(rows, versions):
    return [
        writer.Submission(
            values={v.pk: r for v, r in zip(versions, ratings, strict=True)},
            groups={"organisation": organisation},
        )
        for organisation, *ratings in rows
    ]


def leaks(run) -> list[str]:
    """Return what the attacker learns about fewer than five people from the reports."""
    report = run_report(run)
    found = []
    for item_index, item in enumerate(report.items):
        if not item.shown:
            continue
        if 0 < item.n < K:
            found.append(f"{item.key}: n = {item.n}")
        for groups in report.groups.values():
            shown = [
                group.items[item_index]
                for group in groups
                if group.items[item_index].shown
            ]
            found += [f"{item.key}: a group of {g.n}" for g in shown if 0 < g.n < K]
            rest = item.n - sum(group.n for group in shown)
            if 0 < rest < K:
                found.append(f"{item.key}: {rest} by subtraction")
    return found


@pytest.fixture
def counter():
    return iter(range(10**6))


def test_no_subtraction_of_groups_betrays_anybody(
    built, survey, versions, noon, counter
):
    @SLOW
    @given(rows=people())
    def attack(rows):
        run = new_run(built, survey, next(counter))
        writer.store(run=run, submissions=submissions_of(rows, versions))
        run = actions.close_run(run=run, at=noon)
        assert leaks(run) == []

    attack()


def test_control_without_the_rules_subtraction_works(
    built, survey, versions, noon, counter, monkeypatch
):
    """Twelve, eight and three: with thresholds of one the three are there to see."""
    original = release.suppress
    monkeypatch.setattr(
        release, "suppress", lambda **kwargs: original(**{**kwargs, "threshold": 1})
    )
    rows = [("A", 5, 4, 4)] * 12 + [("B", 4, 4, 4)] * 8 + [("C", 1, 1, 1)] * 3
    run = new_run(built, survey, next(counter))
    writer.store(run=run, submissions=submissions_of(rows, versions))
    run = actions.close_run(run=run, at=noon)

    assert leaks(run) != []


def test_no_release_betrays_what_came_since_the_last(
    built, survey, versions, noon, counter
):
    @SLOW
    @given(rows=people("AB"))
    def attack(rows):
        run = new_run(built, survey, next(counter), interim=InterimPolicy.STEPS)
        for row in rows:
            locked = writer.locked_run(run.pk)
            responded = writer.store(
                run=locked, submissions=submissions_of([row], versions)
            )
            actions._release_if_due(run=locked, responded=responded, at=noon)
        actions.close_run(run=run, at=noon)
        sizes = list(
            RunSnapshot.objects.filter(run=run)
            .order_by("number")
            .values_list("responded", flat=True)
        )
        steps = [
            after - before for before, after in zip([0, *sizes], sizes, strict=False)
        ]
        assert all(step >= K for step in steps)
        # Nobody is left out in the end.
        assert sum(steps) == (len(rows) if len(rows) >= K else 0)

    from django.db import transaction

    with transaction.atomic():
        attack()


def test_between_two_releases_no_statement_gains_fewer_than_five(
    built, survey, versions, noon, counter
):
    """Ten answer, then five more of whom one rates the last statement."""
    run = new_run(built, survey, next(counter), interim=InterimPolicy.STEPS)
    first = [("A", 5, 5, 4)] * 10
    later = [("A", 4, 4, AnswerState.SKIPPED)] * 4 + [("A", 4, 4, 1)]
    payloads = []
    for part in (first, later):
        from django.db import transaction

        with transaction.atomic():
            locked = writer.locked_run(run.pk)
            responded = writer.store(
                run=locked, submissions=submissions_of(part, versions)
            )
            actions._release_if_due(run=locked, responded=responded, at=noon)
        payloads.append(RunSnapshot.objects.filter(run=run).latest("number").payload)

    before, after = (payload["items"] for payload in payloads)
    assert sum(after[0]["counts"]) - sum(before[0]["counts"]) == 5
    assert after[2] == before[2]


def test_no_two_releases_betray_the_ratings_of_one_statement(
    built, survey, versions, noon, counter
):
    from django.db import transaction

    @SLOW
    @given(rows=people("AB"))
    def attack(rows):
        run = new_run(built, survey, next(counter), interim=InterimPolicy.STEPS)
        for row in rows:
            locked = writer.locked_run(run.pk)
            responded = writer.store(
                run=locked, submissions=submissions_of([row], versions)
            )
            actions._release_if_due(run=locked, responded=responded, at=noon)
        actions.close_run(run=run, at=noon)
        payloads = list(
            RunSnapshot.objects.filter(run=run)
            .order_by("number")
            .values_list("payload", flat=True)
        )
        for earlier, later in zip(payloads, payloads[1:], strict=False):
            pairs = zip(earlier["items"], later["items"], strict=True)
            for before, after in pairs:
                if before["shown"]:
                    gained = sum(after["counts"]) - sum(before["counts"])
                    assert gained == 0 or gained >= K
        assert leaks(run) == []

    with transaction.atomic():
        attack()


def test_a_large_run_is_not_counted_at_each_fifth_answer(
    built, survey, counter, noon, monkeypatch
):
    """Counting reads every answer: of a thousand that would be two hundred times."""
    run = new_run(built, survey, next(counter), interim=InterimPolicy.STEPS)
    counted = []
    monkeypatch.setattr(
        actions, "payload_of", lambda run, last: counted.append(run) or {"items": []}
    )
    for responded in range(1, 1001):
        actions._release_if_due(run=run, responded=responded, at=noon)

    sizes = [0, *run.snapshots.order_by("number").values_list("responded", flat=True)]
    steps = [after - before for before, after in zip(sizes, sizes[1:], strict=False)]
    # Up to a hundred as ever, in fives; then in steps that grow.
    assert steps[:20] == [5] * 20
    assert min(steps) >= K
    assert 60 <= len(counted) <= 75


def test_groups_are_shown_once_the_run_is_closed(
    built, survey, versions, noon, counter
):
    from django.db import transaction

    run = new_run(built, survey, next(counter), interim=InterimPolicy.STEPS)
    with transaction.atomic():
        locked = writer.locked_run(run.pk)
        rows = [("A", 5, 5, 5)] * 6 + [("B", 4, 4, 4)] * 6
        responded = writer.store(run=locked, submissions=submissions_of(rows, versions))
        actions._release_if_due(run=locked, responded=responded, at=noon)

    run.refresh_from_db()
    assert run_report(run).groups == {}
    run = actions.close_run(run=run, at=noon)
    assert [g.key for g in run_report(run).groups["organisation"]] == ["A", "B"]


def test_the_mean_of_all_ratings_leaves_hidden_statements_out(
    built, survey, versions, noon, counter
):
    """Of 72 - 30 - 27 = 15 nothing may be seen: the 15 are the ratings of four."""
    rows = [("A", 5, 4, 4)] * 3 + [("A", 5, 3, -97)] + [("A", 3, -98, 5)] * 3
    run = new_run(built, survey, next(counter))
    writer.store(run=run, submissions=submissions_of(rows, versions))
    report = run_report(actions.close_run(run=run, at=noon))

    assert [item.shown for item in report.items] == [True, False, True]
    assert report.overall_n == sum(item.n for item in report.items if item.shown)
    shown = [item.summary for item in report.items if item.summary]
    total = sum(summary.total for summary in shown)
    assert report.overall_mean == Fraction(total, report.overall_n)
