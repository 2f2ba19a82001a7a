"""What is shown of statements that only some were asked."""

from fractions import Fraction

from feedback import actions, writer
from feedback.answering import versions_asked
from feedback.release import payload_of
from feedback.reporting import run_report
from tests.factories.courses import build_course
from tests.factories.feedback import SurveyFactory, SurveyRunFactory, statement


def test_what_only_some_were_asked_is_not_shown_by_group(site, noon):
    """The lines of two large groups would tell that nobody of a small one was asked."""
    survey = SurveyFactory(
        body=[statement("clarity"), statement("help", asked_if=("clarity", "1"))]
    )
    run = SurveyRunFactory(
        course=build_course(lessons=1, survey=survey).course,
        survey_version=survey.current_version,
        dimensions=["profession"],
    )
    clarity, helped = versions_asked(survey.current_version)
    parts = [
        writer.Submission(
            values={clarity.pk: 1, helped.pk: 4}, groups={"profession": "nurse"}
        )
    ] * 10
    parts += [
        writer.Submission(values={clarity.pk: 5}, groups={"profession": "peer_worker"})
    ] * 10
    writer.store(run=run, submissions=parts)
    payload = payload_of(actions.close_run(run=run, at=noon))

    assert [item["shown"] for item in payload["items"]] == [True, True]
    assert payload["items"][1]["counts"] == [0, 0, 0, 10, 0]
    assert payload["items"][1]["skipped"] == 0
    for group in payload["groups"]["profession"]:
        assert [item["shown"] for item in group["items"]] == [True, False]


def test_what_only_some_were_asked_is_no_part_of_the_mean_of_all_ratings(site, noon):
    survey = SurveyFactory(
        body=[statement("clarity"), statement("help", asked_if=("clarity", "1"))]
    )
    run = SurveyRunFactory(
        course=build_course(lessons=1, survey=survey).course,
        survey_version=survey.current_version,
    )
    clarity, helped = versions_asked(survey.current_version)
    writer.store(
        run=run,
        submissions=[
            writer.Submission(values={clarity.pk: 1, helped.pk: 2}, groups={}),
            writer.Submission(values={clarity.pk: 4}, groups={}),
        ]
        * 6,
    )

    report = run_report(actions.close_run(run=run, at=noon))
    assert [item.n for item in report.items] == [12, 6]
    assert (report.overall_mean, report.overall_n) == (Fraction(5, 2), 12)
    low, high = report.overall_ci95
    assert low < 2.5 < high
