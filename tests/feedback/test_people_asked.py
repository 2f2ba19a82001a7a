"""Whom a run asks, and what answering is good for."""

import datetime

import pytest
from django.utils import timezone

from courses.actions import complete_step, enrol
from feedback import actions, wording, writer
from feedback.eligibility import count_eligible, eligible_people
from feedback.models import SurveyRun
from feedback.reporting import run_report
from tests.conftest import NOON
from tests.factories.courses import CohortFactory, build_course, enrolled
from tests.factories.feedback import SurveyRunFactory
from tests.factories.people import MembershipFactory, OrganisationFactory, UserFactory
from tests.feedback.coordinating import member

DAY = datetime.timedelta(days=1)


# Who is asked -------------------------------------------------------------------------


def test_a_planned_run_asks_whoever_has_not_answered_yet(
    plan, respondent, built, organisation
):
    early, late, answered, elsewhere = (member(organisation) for _number in range(4))
    respondent.answer(at=NOON - 30 * DAY, user=answered)
    for user, at in ((early, NOON - 30 * DAY), (late, NOON)):
        enrolment = enrolled(user, built.course)
        complete_step(enrolment=enrolment, step=built.step(built.lessons[0]), at=at)
    respondent.answer(at=NOON - 30 * DAY, user=elsewhere)
    planned = plan()

    assert eligible_people(planned) == {early.pk, late.pk}
    assert count_eligible(planned) == 2


def test_where_nothing_comes_before_the_survey_all_who_enrolled_are_asked(survey):
    built = build_course(lessons=0, survey=survey)
    run = SurveyRunFactory(
        course=built.course,
        survey_version=survey.current_version,
        step=built.step(built.feedback),
    )
    users = [UserFactory(), UserFactory()]
    for user in users:
        enrolled(user, built.course)

    assert eligible_people(run) == {user.pk for user in users}


def test_nobody_is_counted_for_two_organisations_or_beside_a_cohort(
    respondent, built, organisation
):
    """The denominator holds those whose answer the run would take, and no others."""
    in_both = member(organisation)
    MembershipFactory(
        user=in_both,
        organisation=OrganisationFactory(),
        joined_at=timezone.now() + DAY,
    )
    in_cohort = member(organisation)
    cohort = CohortFactory(course=built.course, organisation=organisation)
    enrol(user=in_cohort, course=built.course, cohort=cohort, at=NOON)
    for user in (in_both, in_cohort):
        complete_step(
            enrolment=enrolled(user, built.course),
            step=built.step(built.lessons[0]),
            at=NOON,
        )
    quarter = respondent.answer(at=NOON, user=member(organisation))
    other = SurveyRunFactory(
        course=built.course,
        survey_version=quarter.survey_version,
        step=quarter.step,
        organisation=in_both.memberships.order_by("-joined_at").first().organisation,
    )

    assert quarter.organisation == organisation
    assert in_both.pk in eligible_people(quarter)
    assert in_cohort.pk not in eligible_people(quarter)
    assert eligible_people(other) == set()


def test_more_answers_than_people_asked_give_no_rate(plan, submissions, organisation):
    run = plan()
    writer.store(run=writer.locked_run(run.pk), submissions=submissions(7))
    SurveyRun.objects.filter(pk=run.pk).update(eligible=6)
    run.refresh_from_db()
    report = run_report(actions.close_run(run=run, at=NOON))

    assert report.response_rate is None
    assert "no response rate" in wording.participation(report)


# What answering is good for -----------------------------------------------------------


@pytest.mark.parametrize(
    "values",
    [(5, 5, 5), (1, 1, 1), (-97, -97, -97), (-98, -98, -98)],
    ids=["praise", "blame", "not applicable", "nothing"],
)
def test_completion_depends_on_having_answered_and_on_no_answer(
    survey, versions, values
):
    """A certificate that took a good answer would take the answer's honesty."""
    built = build_course(
        lessons=0, survey=survey, feedback_fields={"is_required": True}
    )
    user = UserFactory()
    enrolment = enrolled(user, built.course)
    assert not enrolment.is_completed

    actions.submit_response(
        enrolment=enrolment,
        step=built.step(built.feedback),
        survey=survey,
        values={v.pk: value for v, value in zip(versions, values, strict=True)},
        comments={},
        language="en",
        at=NOON,
    )
    enrolment.refresh_from_db()
    assert enrolment.is_completed
    assert enrolment.completed_at == NOON
    assert user.receipts.count() == 1
