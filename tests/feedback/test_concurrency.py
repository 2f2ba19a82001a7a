"""Answers that arrive at once are all counted, once each.

Each race has a control: the same race with the guard taken away has to go wrong, or the
test could not see anything.
"""

import threading

import pytest
from django.db import transaction

from feedback import actions, writer
from feedback.models import Answer, RatingCell, Receipt, Response, RunGroup
from feedback.reconciliation import differences
from tests.factories.courses import build_course, enrolled
from tests.factories.feedback import SurveyFactory, SurveyRunFactory
from tests.factories.people import UserFactory
from tests.factories.site import ensure_site
from tests.racing import at_once

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def run():
    ensure_site()
    survey = SurveyFactory()
    built = build_course(lessons=0, survey=survey)
    return SurveyRunFactory(
        course=built.course,
        survey_version=survey.current_version,
        dimensions=["profession"],
    )


def submission(run, number):
    entries = run.survey_version.entries.exclude(item_version__points=[])
    return writer.Submission(
        values={
            entry.item_version_id: 1 + (number + place) % 5
            for place, entry in enumerate(entries)
        },
        groups={"profession": ("nurse", "coach", "student")[number % 3]},
    )


def test_eight_writers_into_one_run_lose_and_double_nothing(run):
    submissions = [submission(run, number) for number in range(48)]

    def job(part):
        def store():
            for one in part:
                with transaction.atomic():
                    writer.store(run=writer.locked_run(run.pk), submissions=[one])

        return store

    outcomes = at_once([job(submissions[start::8]) for start in range(8)])

    assert outcomes == [None] * 8
    assert Response.objects.count() == 48
    assert differences(run) == []


def test_control_counting_by_reading_first_loses_answers(run, monkeypatch):
    """The same race where the count is read and written back, as one would at first."""

    def read_and_write(run, people):
        ids = {}
        for dimension, key in sorted(people):
            group, _made = RunGroup.objects.get_or_create(
                run=run, dimension=dimension, key=key
            )
            seen = group.responded
            barrier.wait(timeout=30)
            RunGroup.objects.filter(pk=group.pk).update(
                responded=seen + people[dimension, key]
            )
            ids[dimension, key] = group.pk
        return ids

    for key in ("nurse", "coach"):
        RunGroup.objects.create(run=run, dimension="profession", key=key)
    RunGroup.objects.create(run=run)
    barrier = threading.Barrier(2)
    one, other = submission(run, 0), submission(run, 0)
    people = {("", ""): 1, ("profession", "nurse"): 1}

    at_once([lambda: read_and_write(run, people) for _one in (one, other)])

    assert RunGroup.objects.get(run=run, dimension="").responded == 1


def learner_at_survey():
    ensure_site()
    survey = SurveyFactory()
    built = build_course(lessons=0, survey=survey)
    enrolment = enrolled(UserFactory(), built.course)
    entries = survey.current_version.entries.exclude(item_version__points=[])
    values = {entry.item_version_id: 5 for entry in entries}

    def answer():
        return actions.submit_response(
            enrolment=enrolment,
            step=built.step(built.feedback),
            survey=survey,
            values=values,
            comments={},
            language="en",
            at=enrolment.enrolled_at,
        )

    return answer


def test_one_person_answering_many_times_at_once_is_counted_once():
    answer = learner_at_survey()
    outcomes = at_once([answer] * 12)

    refused = [o for o in outcomes if isinstance(o, actions.AlreadyAnswered)]
    assert len(refused) == 11
    assert (Receipt.objects.count(), Response.objects.count()) == (1, 1)
    assert RatingCell.objects.filter(group__dimension="", n=1).count() == 3


def test_control_without_the_receipt_everything_is_counted(monkeypatch):
    monkeypatch.setattr(
        actions.Receipt.objects, "get_or_create", lambda **kwargs: (None, True)
    )
    monkeypatch.setattr(
        actions.Receipt.objects, "filter", lambda **kwargs: Receipt.objects.none()
    )
    answer = learner_at_survey()
    at_once([answer] * 4)

    assert Response.objects.count() > 1


def test_the_first_answers_of_a_quarter_open_one_run():
    ensure_site()
    survey = SurveyFactory()
    built = build_course(lessons=0, survey=survey)
    entries = survey.current_version.entries.exclude(item_version__points=[])
    values = {entry.item_version_id: 4 for entry in entries}
    enrolments = [enrolled(UserFactory(), built.course) for _number in range(6)]

    def job(enrolment):
        return lambda: actions.submit_response(
            enrolment=enrolment,
            step=built.step(built.feedback),
            survey=survey,
            values=values,
            comments={},
            language="en",
            at=enrolment.enrolled_at,
        )

    outcomes = at_once([job(enrolment) for enrolment in enrolments])

    assert len({run.pk for run in outcomes}) == 1
    assert differences(outcomes[0]) == []
    assert Answer.objects.count() == 18
