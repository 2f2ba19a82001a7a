"""Figures over people: made once, of enough, and never of a few people less."""

import random
from statistics import mean, stdev

import pytest

from feedback import actions, release, writer
from feedback.models import Answer, InterimPolicy, RunSnapshot
from feedback.reporting import run_report
from psychometrics.reliability import cronbach_alpha, feldt_ci95, moments_of
from psychometrics.rounding import round_half_up
from tests.factories.feedback import (
    SurveyFactory,
    SurveyRunFactory,
    open_question,
    statement,
)

SKIPPED = -98


@pytest.fixture
def survey(site):
    """Four statements, the last one worded the other way round."""
    return SurveyFactory(
        body=[
            *(statement(key) for key in ("a", "b", "c")),
            statement("d", reverse=True),
            open_question(),
        ]
    )


@pytest.fixture
def closed(built, survey, versions, noon):
    """Return a function that closes a run with these rows of ratings as given."""
    numbers = iter(range(100))

    def make(rows, **fields):
        run = SurveyRunFactory(
            course=built.course,
            survey_version=survey.current_version,
            dimensions=[],
            eligible=200,
            name=f"Run {next(numbers)}",
            **fields,
        )
        writer.store(
            run=run,
            submissions=[
                writer.Submission(
                    values={v.pk: r for v, r in zip(versions, row, strict=True)},
                    groups={},
                )
                for row in rows
            ],
        )
        return actions.close_run(run=run, at=noon)

    return make


def rows_of(count, *, seed=1):
    """Ratings that hang together; the fourth statement is the other way round."""
    rng = random.Random(seed)
    rows = []
    for _number in range(count):
        level = rng.choice((2, 3, 4))
        near = [min(5, max(1, level + rng.choice((-1, 0, 0, 1)))) for _ in range(4)]
        rows.append((*near[:3], 6 - near[3]))
    return rows


def turned(row):
    return (*row[:3], 6 - row[3])


def test_the_scale_is_that_of_the_answers_turned(closed):
    rows = rows_of(40)
    scale = run_report(closed(rows)).scale

    moments = moments_of([turned(row) for row in rows])
    alpha = cronbach_alpha(moments)
    scores = [mean(turned(row)) for row in rows]
    assert (scale.k, scale.n_complete, scale.n_scored) == (4, 40, 40)
    assert scale.alpha == round_half_up(alpha, 2)
    assert scale.alpha_ci95 == tuple(
        round_half_up(str(limit), 2) if isinstance(limit, str) else f"{limit:.2f}"
        for limit in feldt_ci95(alpha, 40, 4)
    )
    assert float(scale.mean) == pytest.approx(mean(scores), abs=0.0051)
    assert float(scale.sd) == pytest.approx(stdev(scores), abs=0.0051)


@pytest.mark.parametrize(
    ("complete", "incomplete", "has_alpha"),
    [(29, 0, False), (30, 0, True), (40, 1, False), (40, 4, False), (40, 5, True)],
)
def test_alpha_is_never_of_a_few_people_less_than_the_counts(
    closed, complete, incomplete, has_alpha
):
    """Whoever knows the counts of all could try out the answers of the few."""
    rows = rows_of(complete + incomplete)
    rows[:incomplete] = [(*row[:3], SKIPPED) for row in rows[:incomplete]]
    scale = run_report(closed(rows)).scale

    assert (scale.alpha is not None) is has_alpha
    # Everybody rated half of the statements.
    assert scale.n_scored == complete + incomplete


def test_a_scale_score_leaves_out_nobody_or_enough(closed):
    for few, is_shown in ((1, False), (5, True)):
        rows = rows_of(40)
        rows[:few] = [(4, SKIPPED, SKIPPED, SKIPPED)] * few
        scale = run_report(closed(rows)).scale
        assert (scale is not None and scale.mean is not None) is is_shown


def test_straight_lines_are_told_of_five_and_of_nobody_less(closed):
    for few in (0, 4, 5):
        rows = rows_of(30) + [(5, 5, 5, 5)] * few
        found = run_report(closed(rows)).straight_lines
        if few < 5:
            assert found is None
        else:
            flagged = [row for row in rows if len(set(row)) == 1]
            others = [turned(row) for row in rows if len(set(row)) > 1]
            assert (found.flagged, found.n) == (len(flagged), 35)
            ratings = [rating for row in others for rating in row]
            assert float(found.mean_without) == pytest.approx(mean(ratings), abs=0.0051)


def test_a_run_that_is_open_has_none(built, survey, versions, noon):
    """Two of them could be subtracted."""
    run = SurveyRunFactory(
        course=built.course,
        survey_version=survey.current_version,
        dimensions=[],
        interim=InterimPolicy.STEPS,
    )
    for row in rows_of(40):
        values = {v.pk: r for v, r in zip(versions, row, strict=True)}
        responded = writer.store(
            run=writer.locked_run(run.pk),
            submissions=[writer.Submission(values=values, groups={})],
        )
        actions._release_if_due(run=run, responded=responded, at=noon)

    report = run_report(run)
    assert report.is_released
    assert report.scale is None
    assert "scale" not in run.snapshots.latest_released().payload
    assert run_report(actions.close_run(run=run, at=noon)).scale is not None


def test_releases_of_earlier_days_can_be_read(closed):
    run = closed(rows_of(40))
    snapshot = RunSnapshot.objects.get(run=run)
    for key in ("scale", "straight_lining"):
        snapshot.payload.pop(key)
    snapshot.save()

    report = run_report(run)
    assert report.scale is None
    assert report.straight_lines is None
    assert report.overall_mean is not None


def test_a_page_reads_no_answer(closed):
    run = closed(rows_of(40))
    before = run_report(run).scale
    Answer.objects.all().delete()

    assert run_report(run).scale == before


def test_statements_on_another_scale_are_not_added_up(
    built, survey, versions, closed, noon
):
    """Seven points and five make no mean, no interval and no score together."""
    last = versions[-1]
    last.points = [{"en": label} for label in "stuvwxy"]
    last.save()
    rows = [(*row[:3], 7) for row in rows_of(40)]
    run = closed(rows)
    report = run_report(run)

    ratings = [rating for row in rows for rating in row[:3]]
    assert report.overall_n == 120
    assert float(report.overall_mean) == pytest.approx(mean(ratings))
    assert report.overall_ci95[1] <= 5
    assert report.scale.k == 3
    assert [len(block.labels) for block in report.blocks] == [5, 7]
    assert release.payload_of(run)["overall_ci95"] == list(report.overall_ci95)
