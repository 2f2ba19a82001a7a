"""The marking queue and the page for corrections, as markers and trainers use them."""

import re
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from assessments.models import Mark
from home.setup import REVIEWERS, TRAINERS, set_up_groups
from tests.factories.assessments import (
    AssessmentFactory,
    ItemFactory,
    free_text,
    single_choice,
)
from tests.factories.attempts import sit
from tests.factories.courses import build_course
from tests.factories.people import UserFactory
from tests.factories.site import ensure_site


@pytest.fixture
def quiz(site):
    quiz = AssessmentFactory(
        key="the-quiz",
        name="Knowledge check",
        items=[
            ItemFactory(key="choice", content=single_choice()),
            ItemFactory(
                key="essay",
                content=free_text(rubric={"listens": 2}, stem="How do you begin?"),
            ),
        ],
    )
    quiz.entries.filter(item__key="essay").update(max_mark=Decimal(2))
    return quiz


@pytest.fixture
def built(quiz):
    return build_course(lessons=0, assessment=quiz)


@pytest.fixture
def attempt(built, noon):
    user = UserFactory(
        email="somebody@clinic.example", first_name="Personal", last_name="Surname"
    )
    return sit(built, {"choice": 1, "essay": {"text": "I listen."}}, at=noon, user=user)


def member(group):
    set_up_groups(ensure_site().root_page)
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def trainer(client, site):
    user = member(TRAINERS)
    client.force_login(user)
    return user


def first_answer(client):
    page = client.get(reverse("assessments:marking-queue", args=["the-quiz"]))
    return re.search(r'href="([^"]*/marking/[0-9a-f]{20}/)"', page.content.decode())[1]


PAGES = [
    "/quizzes/marking/",
    "/quizzes/the-quiz/marking/",
    "/quizzes/the-quiz/correction/",
]


@pytest.mark.parametrize("address", PAGES)
def test_only_those_who_may_reach_the_pages(client, attempt, address):
    client.force_login(attempt.enrolment.user)
    assert client.get(address).status_code == 403
    client.force_login(member(REVIEWERS))
    assert client.get(address).status_code == 403


def test_the_queue_shows_what_waits_and_nobodys_name(client, trainer, attempt):
    for address in (PAGES[0], PAGES[1], first_answer(client)):
        text = client.get(address).content.decode()
        assert "Surname" not in text
        assert "somebody@" not in text
    assert "I listen." in client.get(PAGES[1]).content.decode()
    assert "1 answer waits" in client.get(PAGES[0]).content.decode()


def test_an_answer_is_marked_and_the_learner_passes(client, trainer, attempt):
    address = first_answer(client)
    response = client.post(address, {"points-listens": "2", "comment": "Good."})

    attempt.refresh_from_db()
    assert response.status_code == 302
    assert (attempt.score, attempt.passed) == (2, False)
    assert "No answer waits." in client.get(PAGES[1]).content.decode()
    everything = client.get(PAGES[1], {"state": "all"}).content.decode()
    assert "2.00 of 2.00 points" in everything or "2 of 2 points" in everything


def test_a_judgement_without_points_is_refused_with_a_sentence(
    client, trainer, attempt
):
    response = client.post(first_answer(client), {"comment": "Good."})

    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    assert not Mark.objects.filter(response__item_version__item__key="essay").exists()


def test_marking_again_asks_why(client, trainer, attempt):
    address = first_answer(client)
    client.post(address, {"points-listens": "2", "comment": ""})
    after = Mark.objects.get(response__item_version__item__key="essay").pk
    data = {"points-listens": "1", "comment": "", "after": after}

    assert client.post(address, data).status_code == 422
    assert client.post(address, {**data, "reason": "Too kind."}).status_code == 302
    assert Mark.objects.latest().get(
        response__item_version__item__key="essay"
    ).value == Decimal(1)


def test_a_mark_of_somebody_else_is_not_overwritten(client, trainer, attempt):
    address = first_answer(client)
    client.post(address, {"points-listens": "2", "comment": ""})
    client.force_login(member(TRAINERS))
    response = client.post(
        address,
        {"points-listens": "0", "comment": "", "reason": "No.", "after": ""},
        follow=True,
    )

    assert "Somebody has marked this answer" in response.content.decode()
    assert Mark.objects.filter(response__item_version__item__key="essay").count() == 1


@pytest.mark.parametrize("token", ["0" * 20, "x"])
def test_an_unknown_answer_is_not_found(client, trainer, attempt, token):
    assert client.get(f"/quizzes/the-quiz/marking/{token}/").status_code == 404


def test_filters_that_nobody_offered_are_passed_over(client, trainer, attempt):
    response = client.get(PAGES[1], {"question": "<b>", "state": "\x00"})
    assert response.status_code == 200


# Corrections --------------------------------------------------------------------------


@pytest.fixture
def finished(site, noon):
    quiz = AssessmentFactory(
        key="the-quiz",
        items=[ItemFactory(key=key, content=single_choice()) for key in ("q1", "q2")],
    )
    built = build_course(lessons=0, assessment=quiz)
    return sit(built, {"q1": 1, "q2": True}, at=noon)


def asked(quiz_item, **more):
    return {"item": quiz_item.pk, "correction": "void", "reason": "It misled.", **more}


def test_what_would_change_is_shown_before_it_changes(client, trainer, finished):
    item = finished.assessment.entries.get(item__key="q1").item
    page = client.post(PAGES[2], asked(item)).content.decode()

    assert "1 mark would change." in page
    assert "1 attempt would now be passed" in page
    assert "Change 1 mark" in page
    finished.refresh_from_db()
    assert finished.max_score == 2
    digest = re.search(r'name="confirmed" value="([0-9a-f]{64})"', page)[1]
    response = client.post(PAGES[2], asked(item, confirmed=digest), follow=True)
    finished.refresh_from_db()

    assert "1 mark was changed." in response.content.decode()
    assert (finished.score, finished.max_score, finished.passed) == (1, 1, True)


def test_another_plan_than_the_one_shown_is_not_applied(client, trainer, finished):
    item = finished.assessment.entries.get(item__key="q1").item
    page = client.post(PAGES[2], asked(item, confirmed="0" * 64)).content.decode()

    finished.refresh_from_db()
    assert "This is what would change now." in page
    assert finished.max_score == 2


def test_a_correction_without_a_reason_is_refused(client, trainer, finished):
    item = finished.assessment.entries.get(item__key="q1").item
    response = client.post(PAGES[2], asked(item, reason=" "))

    assert response.status_code == 422


def test_questions_of_other_quizzes_cannot_be_corrected_here(client, trainer, finished):
    other = ItemFactory(key="other")
    assert client.post(PAGES[2], asked(other)).status_code == 422
