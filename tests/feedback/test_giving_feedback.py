"""A survey as those who are asked see it: what they are told, what counts."""

import pytest
from django.test import Client

from courses.actions import complete_step
from courses.models import StepCompletion
from feedback.models import Answer, Response
from tests.factories.courses import enrolled
from tests.factories.people import PASSWORD, UserFactory


@pytest.fixture
def learner(client, built, noon):
    user = UserFactory()
    enrolment = enrolled(user, built.course)
    complete_step(enrolment=enrolment, step=built.step(built.lessons[0]), at=noon)
    client.login(username=user.email, password=PASSWORD)
    return user


def send(client, built, **answers):
    return client.post(f"/learn/feedback/{built.step(built.feedback).pk}/", answers)


def test_the_survey_begins_with_what_happens_to_the_answers(client, built, learner):
    html = client.get(built.feedback.get_url()).content.decode()

    assert html.index("Your answers are anonymous") < html.index("Statement clarity.")
    assert "checked" not in html


def test_sending_leads_back_to_a_thank_you(client, built, learner):
    response = send(client, built, clarity="5", usefulness="na", improve="Shorter.")
    html = client.get(response.url).content.decode()

    assert "Thank you. Your feedback has been counted." in html
    assert "Shorter." not in html


def test_sending_twice_counts_once_and_says_the_same(client, built, learner):
    first = send(client, built, clarity="5")
    second = send(client, built, clarity="1")

    assert first.url == second.url
    assert Response.objects.count() == 1


def test_a_blank_survey_may_be_sent(client, built, learner):
    send(client, built)

    assert set(Answer.objects.values_list("value", flat=True)) == {-98}


@pytest.mark.parametrize("value", ["6", "0", "x", "-97", "5.0"])
def test_what_is_no_point_of_the_scale_is_told(client, built, learner, value):
    response = send(client, built, clarity=value)

    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    assert not Response.objects.exists()


def test_a_locked_survey_takes_nothing(client, built, learner):
    StepCompletion.objects.all().delete()

    assert send(client, built, clarity="5").url == built.page.get_url()
    assert not Response.objects.exists()


def test_the_survey_is_closed_to_those_who_do_not_take_the_course(built, site):
    stranger = Client()
    stranger.login(username=UserFactory().email, password=PASSWORD)

    assert send(stranger, built, clarity="5").status_code == 404
