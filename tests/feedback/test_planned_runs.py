"""Runs that coordinators look after: planned, moved, cancelled; whom they ask."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.actions import complete_step, enrol
from feedback import actions, planning, windows
from feedback.eligibility import count_eligible, eligible_people
from feedback.models import RunKind, RunState, SurveyRun
from feedback.reporting import run_report
from feedback.windows import run_for
from people.models import Role
from tests.conftest import NOON
from tests.factories.courses import CohortFactory, build_course, enrolled
from tests.factories.feedback import SurveyFactory, SurveyRunFactory, statement
from tests.factories.people import MembershipFactory, OrganisationFactory, UserFactory

DAY = datetime.timedelta(days=1)
TODAY = NOON.date()


@pytest.fixture
def organisation(db):
    return OrganisationFactory()


@pytest.fixture
def plan(built, survey, organisation):
    """Return a function that plans a run around the day of NOON."""

    def make(**fields):
        return planning.plan_run(
            **{
                "kind": RunKind.PLANNED,
                "course": built.course,
                "survey": survey,
                "step": built.step(built.feedback),
                "name": "Day 1",
                "opens_on": TODAY - DAY,
                "last_day": TODAY + 7 * DAY,
                "organisation": organisation,
            }
            | fields
        )

    return make


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


def member(organisation):
    return MembershipFactory(organisation=organisation).user


def coordinator(organisation):
    return MembershipFactory(organisation=organisation, role=Role.COORDINATOR).user


def reader_of_all():
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="view_all_ratings"))
    return user


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


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
    assert (found.name, found.kind) == ("2026 Q4 / 2", RunKind.AUTOMATIC)
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


# The pages ----------------------------------------------------------------------------


@pytest.fixture
def form(built, survey, organisation):
    today = timezone.localdate()
    return {
        "kind": "planned",
        "course": built.course.pk,
        "survey": survey.pk,
        "organisation": organisation.pk,
        "name": "Spring",
        "opens_on": today.isoformat(),
        "last_day": (today + 14 * DAY).isoformat(),
        "has_reminders": "on",
    }


def test_a_coordinator_plans_a_run_moves_it_and_cancels_it(form, organisation):
    client = signed_in(coordinator(organisation))
    tomorrow = timezone.localdate() + DAY
    form["opens_on"] = tomorrow.isoformat()

    address = client.post("/ratings/runs/plan/", form).url
    run = SurveyRun.objects.get()
    assert (run.organisation, run.opened_on) == (organisation, tomorrow)
    assert "Not begun" in client.get(address).content.decode()
    assert "Spring" in client.get("/ratings/runs/").content.decode()

    moved = client.post(f"{address}day/", {"last_day": form["last_day"]})
    assert moved.status_code == 302
    client.post(f"{address}reminders/", {"reminders": "off"})
    run.refresh_from_db()
    assert (run.last_day.isoformat(), run.has_reminders) == (form["last_day"], False)

    client.post(f"{address}cancel/")
    assert not SurveyRun.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Give the run a name."),
        ({"opens_on": "x"}, "Choose a day, for example 2026-11-30."),
        ({"opens_on": "2020-01-01"}, "Choose today or a later day."),
        ({"last_day": "2020-01-01"}, "Choose a day on or after the first day."),
        ({"last_day": "9999-12-31"}, "A run lasts for a year at most."),
        ({"kind": "paper"}, "Select a valid choice."),
        ({"course": "²"}, "Select a valid choice."),
        ({"survey": "0"}, "Select a valid choice."),
        ({"organisation": ""}, "This field is required."),
        ({"name": "\0"}, "Null characters are not allowed."),
    ],
    ids=str,
)
def test_a_form_that_is_wrong_gets_a_sentence(form, organisation, changes, sentence):
    client = signed_in(coordinator(organisation))
    response = client.post("/ratings/runs/plan/", form | changes)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not SurveyRun.objects.exists()


def test_a_form_needs_a_survey_of_the_course_and_its_own_cohort(form, organisation):
    client = signed_in(coordinator(organisation))
    other = build_course(title="Another", lessons=0).course
    foreign = CohortFactory(course=other, organisation=organisation)
    for changes, sentence in (
        ({"survey": SurveyFactory().pk}, "has no feedback page that asks this survey"),
        ({"cohort": foreign.pk}, "This cohort takes another course."),
        ({"cohort": foreign.pk, "kind": "codes"}, "are in no cohort"),
    ):
        response = client.post("/ratings/runs/plan/", form | changes)
        assert sentence in response.content.decode()
    assert not SurveyRun.objects.exists()


def test_a_name_is_free_once(form, organisation):
    client = signed_in(coordinator(organisation))
    client.post("/ratings/runs/plan/", form)
    response = client.post("/ratings/runs/plan/", form)

    assert "already has a run of this name" in response.content.decode()
    assert SurveyRun.objects.count() == 1


def test_a_coordinator_plans_for_no_other_organisation(form, organisation):
    other = OrganisationFactory()
    cohort = CohortFactory(
        course_id=form["course"], organisation=other, name="Their own"
    )
    client = signed_in(coordinator(organisation))
    for changes in ({"organisation": other.pk}, {"cohort": cohort.pk}):
        response = client.post("/ratings/runs/plan/", form | changes)
        assert response.status_code == 422
    assert "Their own" not in client.get("/ratings/runs/plan/").content.decode()
    assert not SurveyRun.objects.exists()


def test_others_find_no_runs_and_change_none(plan, organisation):
    run = plan()
    SurveyRun.objects.filter(pk=run.pk).update(
        opened_on=timezone.localdate() + DAY,
        closes_on=timezone.localdate() + 9 * DAY,
    )
    for user, status in (
        (member(organisation), 403),
        (coordinator(OrganisationFactory()), 404),
    ):
        client = signed_in(user)
        assert client.get(f"/ratings/runs/{run.pk}/").status_code == status
        for part in ("day", "reminders", "cancel"):
            address = f"/ratings/runs/{run.pk}/{part}/"
            assert client.post(address).status_code == status
    assert (
        "Day 1"
        not in signed_in(coordinator(OrganisationFactory()))
        .get("/ratings/runs/")
        .content.decode()
    )
    run.refresh_from_db()
    assert run.has_reminders
    assert reader_sees(run)


def reader_sees(run):
    return run.name in signed_in(reader_of_all()).get("/ratings/runs/").content.decode()


def test_few_answers_are_not_counted_out_in_the_list(plan, respondent, organisation):
    """That two have answered, shown after each, would tell who has just done so."""
    now = timezone.now()
    today = timezone.localdate(now)
    plan(opens_on=today - DAY, last_day=today + 7 * DAY)
    for number in range(6):
        respondent.answer(at=now, user=member(organisation))
        html = signed_in(reader_of_all()).get("/ratings/runs/").content.decode()
        assert ("Fewer than 5 answers." in html) == (number < 4)
    assert "6 people have answered so far." in html


def test_a_run_to_come_is_no_run_to_read_yet(plan, built):
    today = timezone.localdate()
    plan(opens_on=today + DAY, last_day=today + 7 * DAY)
    client = signed_in(reader_of_all())

    assert "Day 1" not in client.get("/ratings/").content.decode()
    assert client.get(f"/ratings/{built.course.slug}/").status_code == 404


def test_the_list_costs_the_same_with_twice_the_runs(plan, organisation):
    client = signed_in(coordinator(organisation))

    def queries():
        client.get("/ratings/runs/")
        with CaptureQueriesContext(
            connection,
        ) as context:
            client.get("/ratings/runs/")
        return len(context)

    for number in range(3):
        plan(name=f"First {number}")
    before = queries()
    for number in range(3):
        plan(name=f"Second {number}")
    assert queries() == before


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


# What is said -------------------------------------------------------------------------


def test_more_answers_than_people_asked_give_no_rate(plan, submissions, organisation):
    from feedback import wording, writer

    run = plan()
    writer.store(run=writer.locked_run(run.pk), submissions=submissions(7))
    SurveyRun.objects.filter(pk=run.pk).update(eligible=6)
    run.refresh_from_db()
    report = run_report(actions.close_run(run=run, at=NOON))

    assert report.response_rate is None
    assert "no response rate" in wording.participation(report)


@pytest.mark.parametrize(
    ("shows_interim", "sentence"),
    [(True, "first results are shown when so many"), (False, "after it has closed")],
)
def test_an_open_run_says_when_its_results_are_shown(plan, shows_interim, sentence):
    from feedback import wording

    assert sentence in wording.state(run_report(plan(shows_interim=shows_interim)))


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
