"""A second survey some weeks after completing a course."""

import datetime

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from courses.models import Enrolment
from feedback import actions, follow_ups, reminders
from feedback.eligibility import count_eligible
from feedback.models import FollowUp, Receipt, Response, RunKind
from feedback.reconciliation import differences
from feedback.windows import SurveyNotReady
from tests.factories.courses import build_course, enrolled
from tests.factories.feedback import SurveyFactory
from tests.factories.people import MembershipFactory, OrganisationFactory, UserFactory

WEEK = datetime.timedelta(weeks=1)
# Two weeks before the end of a quarter.
DUE = datetime.datetime(2026, 12, 17, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture
def follow_up(site):
    built = build_course(lessons=1)
    return FollowUp.objects.create(course=built.course, survey=SurveyFactory(), weeks=8)


def completer(follow_up, weeks_ago=9, at=DUE, user=None):
    """Return somebody who completed the course so many weeks before `at`."""
    user = user or UserFactory()
    enrolment = enrolled(user, follow_up.course)
    Enrolment.objects.filter(pk=enrolment.pk).update(
        completed_at=at - weeks_ago * WEEK, completion_rule="All required steps."
    )
    enrolment.refresh_from_db()
    return enrolment


def answer(follow_up, enrolment, at=DUE):
    return follow_ups.submit_follow_up(
        enrolment=enrolment,
        follow_up=follow_up,
        values={},
        comments={},
        language="en",
        at=at,
    )


@pytest.mark.parametrize(
    ("weeks_ago", "is_asked"), [(7, False), (8, True), (15, True), (16, False)]
)
def test_it_is_asked_after_so_many_weeks_for_as_many_again(
    follow_up, weeks_ago, is_asked
):
    enrolment = completer(follow_up, weeks_ago)

    assert bool(follow_ups.waiting_for(enrolment.user, at=DUE)) == is_asked
    if not is_asked:
        with pytest.raises(follow_ups.NotAsked):
            answer(follow_up, enrolment)


def test_who_has_not_completed_the_course_is_not_asked(follow_up):
    enrolment = enrolled(UserFactory(), follow_up.course)

    assert follow_ups.waiting_for(enrolment.user, at=DUE) == []
    with pytest.raises(follow_ups.NotAsked):
        follow_ups.enrolment_asked(enrolment.user, follow_up.course, at=DUE)


def test_it_is_answered_once_also_in_the_next_quarter(follow_up):
    enrolment = completer(follow_up)
    run = answer(follow_up, enrolment)

    assert (run.kind, run.step) == (RunKind.FOLLOW_UP, None)
    for later in (DUE, DUE + 3 * WEEK):
        with pytest.raises(actions.AlreadyAnswered):
            answer(follow_up, enrolment, later)
    assert (Receipt.objects.count(), Response.objects.count()) == (1, 1)
    assert follow_ups.waiting_for(enrolment.user, at=DUE) == []
    assert differences(run) == []


def test_the_rate_is_of_those_whose_time_came_within_the_quarter(follow_up):
    enrolment = completer(follow_up)
    completer(follow_up)
    completer(follow_up, weeks_ago=30)
    completer(follow_up, weeks_ago=1)
    completer(follow_up, user=MembershipFactory().user)
    run = answer(follow_up, enrolment)

    # The last one answers for an organisation, so in another run.
    assert count_eligible(run) == 2


def test_a_closed_run_is_followed_by_another(follow_up):
    first = answer(follow_up, completer(follow_up))
    actions.close_run(run=first, at=DUE)
    second = answer(follow_up, completer(follow_up))

    assert second.name == "2026 Q4 / 2"


def test_a_survey_that_was_never_published_is_not_asked(site):
    follow_up = FollowUp.objects.create(
        course=build_course(lessons=1).course, survey=SurveyFactory(published=False)
    )
    enrolment = completer(follow_up)

    assert follow_ups.waiting_for(enrolment.user, at=DUE) == []
    with pytest.raises(SurveyNotReady):
        answer(follow_up, enrolment)


def test_those_who_have_not_answered_are_reminded_and_led_to_it(follow_up):
    organisation = OrganisationFactory()
    enrolments = [
        completer(follow_up, user=MembershipFactory(organisation=organisation).user)
        for _number in range(11)
    ]
    for enrolment in enrolments[:5]:
        run = answer(follow_up, enrolment)
    at = DUE + 2 * WEEK - datetime.timedelta(days=3)
    for due, number in reminders.due_rounds(at=at):
        reminders.prepare_round(run=due, number=number, at=at)
    reminders.send_waiting(at=at)

    assert run.reminder_rounds.count() == 1
    assert sorted(m.to[0] for m in mail.outbox) == sorted(
        enrolment.user.email for enrolment in enrolments[5:]
    )
    assert f"/learn/follow-up/{follow_up.course.slug}/" in mail.outbox[0].body


def test_a_learner_finds_it_in_my_learning_and_answers(follow_up):
    enrolment = completer(follow_up, at=timezone.now())
    client = Client()
    client.force_login(enrolment.user)
    address = f"/learn/follow-up/{follow_up.course.slug}/"

    assert address in client.get("/learn/").content.decode()
    assert "8 weeks and more ago" in client.get(address).content.decode()
    wrong = client.post(address, {"improve": "x" * 3000})
    assert wrong.status_code == 422
    assert client.post(address, {"clarity": "4"}, follow=True).status_code == 200
    assert "Your feedback has been counted." in client.get(address).content.decode()
    assert address not in client.get("/learn/").content.decode()
    client.post(address, {"clarity": "1"})
    assert Response.objects.count() == 1


def test_others_find_nothing_there(follow_up):
    client = Client()
    client.force_login(UserFactory())
    for verb in (client.get, client.post):
        assert verb(f"/learn/follow-up/{follow_up.course.slug}/").status_code == 404


def test_nothing_of_the_course_depends_on_it(follow_up):
    enrolment = completer(follow_up)
    before = enrolment.completed_at
    answer(follow_up, enrolment)
    enrolment.refresh_from_db()

    assert enrolment.completed_at == before
    assert enrolment.completions.count() == 0
