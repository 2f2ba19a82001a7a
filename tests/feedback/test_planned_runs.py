"""Runs that coordinators look after: planned, moved, cancelled; what they take."""

import datetime

import pytest

from courses.actions import enrol
from feedback import actions, planning, windows
from feedback.models import RunKind, RunState, SurveyRun
from feedback.windows import run_for
from tests.conftest import NOON
from tests.factories.courses import CohortFactory, enrolled
from tests.factories.feedback import statement
from tests.factories.people import OrganisationFactory, UserFactory
from tests.feedback.coordinating import member

DAY = datetime.timedelta(days=1)
TODAY = NOON.date()


@pytest.fixture
def run_of(built, survey):
    """Return a function that says which run an answer of a person belongs to."""

    def find(user, at=NOON):
        return run_for(
            enrolment=enrolled(user, built.course),
            step=built.step(built.feedback),
            survey=survey,
            at=at,
        )

    return find


def publish_anew(survey):
    survey.body = [statement("clarity"), statement("another")]
    survey.save()
    survey.refresh_from_db()
    actions.freeze_survey(survey=survey, at=NOON)


# Which run takes an answer ------------------------------------------------------------


def test_a_planned_run_takes_what_is_answered_in_its_days(plan, run_of, organisation):
    planned = plan()
    learner = member(organisation)

    assert run_of(learner) == planned
    assert run_of(learner, NOON + 7 * DAY) == planned
    for outside in (NOON - 2 * DAY, NOON + 8 * DAY):
        assert run_of(learner, outside).name == "2026 Q4"


def test_it_takes_nobody_of_another_organisation_or_of_none(plan, run_of):
    planned = plan()

    assert run_of(member(OrganisationFactory())) != planned
    assert run_of(UserFactory()) != planned


def test_the_run_planned_for_a_cohort_goes_before_all_others(
    plan, run_of, built, organisation
):
    cohort = CohortFactory(course=built.course, organisation=organisation)
    learner = member(organisation)
    enrol(user=learner, course=built.course, cohort=cohort, at=NOON)
    plan(name="Everybody")

    assert run_of(learner).kind == RunKind.AUTOMATIC
    of_cohort = plan(name="The cohort", cohort=cohort)
    assert run_of(learner) == of_cohort


def test_a_survey_published_anew_is_asked_by_an_empty_run(
    plan, run_of, organisation, survey
):
    planned = plan()
    first = survey.current_version
    publish_anew(survey)
    assert survey.current_version != first

    found = run_of(member(organisation))
    assert (found, found.survey_version) == (planned, survey.current_version)


def test_a_survey_published_anew_beside_answers_opens_a_second_part(
    plan, respondent, run_of, organisation, survey
):
    planned = plan()
    respondent.answer(at=NOON, user=member(organisation))
    publish_anew(survey)

    second = run_of(member(organisation))
    assert (second.name, second.closes_on) == ("Day 1 / 2", planned.closes_on)
    assert second.kind == RunKind.PLANNED


def test_a_run_with_codes_never_takes_a_learner(plan, run_of, organisation):
    """Not even when it bears the name of the quarter."""
    codes = plan(kind=RunKind.CODES, step=None, name="2026 Q4")

    found = run_of(member(organisation))
    assert found != codes
    assert (found.name, found.kind) == (
        "2026 Q4 – Your feedback",
        RunKind.AUTOMATIC,
    )
    assert run_of(member(organisation)) == found


def test_a_run_that_a_parallel_answer_has_just_opened_is_found(
    run_of, organisation, monkeypatch
):
    """Both looked and found none; a second one would count one person twice."""
    first = run_of(member(organisation))
    real, looks = windows._runs_of, []

    def looked_too_early(window):
        looks.append(window)
        return real(window) if len(looks) > 1 else []

    monkeypatch.setattr(windows, "_runs_of", looked_too_early)
    assert run_of(member(organisation)) == first


def test_a_cohorts_run_that_was_prolonged_goes_on(built, run_of, organisation):
    cohort = CohortFactory(course=built.course, organisation=organisation)
    learner = UserFactory()
    enrol(user=learner, course=built.course, cohort=cohort, at=NOON)
    first = run_of(learner)
    late = NOON + datetime.timedelta(days=100)
    assert run_of(learner, late) != first

    planning.move_last_day(run=first, last_day=late.date(), at=NOON)
    assert run_of(learner, late) == first


# Changing a run -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "last_day"),
    [
        ({}, TODAY - DAY),
        ({"opens_on": TODAY + 3 * DAY}, TODAY + 2 * DAY),
    ],
    ids=["a day that is over", "a day before the first"],
)
def test_a_last_day_cannot_be_over_or_before_the_first(plan, fields, last_day):
    run = plan(**fields)
    with pytest.raises(planning.DayCannotMove):
        planning.move_last_day(run=run, last_day=last_day, at=NOON)


def test_the_last_day_of_a_closed_run_or_a_quarter_is_fixed(plan, respondent):
    quarter = respondent.answer(at=NOON)
    closed = actions.close_run(run=plan(), at=NOON)
    for run in (quarter, closed):
        with pytest.raises(planning.DayCannotMove):
            planning.move_last_day(run=run, last_day=TODAY + 3 * DAY, at=NOON)


def test_only_a_run_that_has_not_begun_can_be_cancelled(plan):
    begun, to_come = plan(), plan(name="Later", opens_on=TODAY + DAY)

    with pytest.raises(planning.RunHasBegun):
        planning.cancel_run(run=begun, at=NOON)
    planning.cancel_run(run=to_come, at=NOON)
    assert list(SurveyRun.objects.all()) == [begun]


@pytest.mark.parametrize(
    ("opened", "closes", "closed", "state"),
    [
        (1, 9, None, RunState.PLANNED),
        (0, 1, None, RunState.OPEN),
        (-9, 0, None, RunState.DUE),
        (-9, None, None, RunState.OPEN),
        (-9, 5, -1, RunState.CLOSED),
    ],
)
def test_the_state_of_a_run_follows_from_its_days(opened, closes, closed, state):
    def day(number):
        return None if number is None else TODAY + number * DAY

    run = SurveyRun(opened_on=day(opened), closes_on=day(closes), closed_on=day(closed))
    assert run.state_on(TODAY) == state
