"""The pages on which coordinators plan runs and look after them."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from feedback import wording
from feedback.models import SurveyRun
from feedback.reporting import run_report
from tests.factories.courses import CohortFactory, build_course
from tests.factories.feedback import SurveyFactory
from tests.factories.people import OrganisationFactory
from tests.feedback.coordinating import coordinator, member, reader_of_all, signed_in

DAY = datetime.timedelta(days=1)


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
    assert "At least 5 people have answered so far." in html


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
    ("shows_interim", "sentence"),
    [(True, "first results are shown when so many"), (False, "after it has closed")],
)
def test_an_open_run_says_when_its_results_are_shown(plan, shows_interim, sentence):
    assert sentence in wording.state(run_report(plan(shows_interim=shows_interim)))
