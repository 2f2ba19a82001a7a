"""What trainers do around a quiz: exceptions for a learner, a preview, its editor."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from assessments.models import (
    Accommodation,
    Assessment,
    AssessmentEntry,
    Attempt,
)
from tests.factories.assessments import ItemFactory
from tests.factories.people import PASSWORD, UserFactory

from .trainers import html, trainer

__all__ = ["trainer"]


@pytest.fixture
def address(sitting):
    return reverse("assessments:accommodations", args=[sitting.assessment.key])


@pytest.fixture
def found(trainer, sitting, address):
    """The address of the page about the learner."""
    return trainer.post(address, {"email": sitting.user.email.upper()}).url


def fields(trainer, found, **changes):
    page = html(trainer.get(found))
    hidden = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    )
    given = {"extra_minutes": "15", "extra_attempts": "", "reason": "Agreed"}
    return hidden | given | changes


def give(trainer, sitting, data):
    return trainer.post(
        reverse("assessments:grant", args=[sitting.assessment.key]), data
    )


# Exceptions ---------------------------------------------------------------------------


def test_a_learner_is_found_and_the_address_names_nobody(trainer, sitting, found):
    page = html(trainer.get(found))

    assert sitting.user.email not in found
    assert sitting.user.email in page
    assert sitting.user.last_name not in page
    assert "Nothing was given yet." in page


def test_who_takes_no_course_with_the_quiz_is_as_unknown_as_nobody(trainer, address):
    outsider = UserFactory()
    replies = [
        trainer.post(address, {"email": email})
        for email in (outsider.email, "nobody@example.org")
    ]

    assert {reply.status_code for reply in replies} == {422}
    texts = {
        re.sub(r'value="[^"]*"', "", html(reply).split("<main")[1]) for reply in replies
    }
    assert len(texts) == 1
    assert "Nobody with this address takes a course" in texts.pop()


def test_giving_time_is_listed_with_its_reason(trainer, sitting, found):
    reply = give(trainer, sitting, fields(trainer, found))
    page = html(trainer.get(reply.url))

    assert "15 minutes more." in page
    assert "Agreed" in page
    given = Accommodation.objects.get()
    assert (given.extra_minutes, given.granted_by) == (15, trainer.user)


def test_the_same_form_twice_gives_once(trainer, sitting, found):
    data = fields(trainer, found)
    give(trainer, sitting, data)
    page = html(trainer.get(give(trainer, sitting, data).url))

    assert Accommodation.objects.count() == 1
    assert "It is given." in page


def test_two_trainers_at_once_are_told(trainer, sitting, found):
    data = fields(trainer, found)
    give(trainer, sitting, data | {"reason": "The other one"})
    page = html(trainer.get(give(trainer, sitting, data).url))

    assert Accommodation.objects.count() == 1
    assert "Something was given to this learner in the meantime" in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reason": " "}, "This field is required."),
        ({"extra_minutes": "0"}, "Give more time or more attempts."),
        ({"extra_minutes": "-5"}, "greater than or equal to 0"),
        ({"extra_minutes": "x"}, "Enter a whole number."),
        ({"extra_minutes": "99999999"}, "less than or equal to"),
    ],
)
def test_what_cannot_be_given_is_said(trainer, sitting, found, changes, message):
    reply = give(trainer, sitting, fields(trainer, found, **changes))

    assert reply.status_code == 422
    assert message in html(reply)
    assert not Accommodation.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"person": "1"}, {"person": ""}, {"step": "999999"}],
    ids=["forged note", "no note", "another step"],
)
def test_what_the_page_did_not_offer_is_not_found(trainer, sitting, found, changes):
    assert give(trainer, sitting, fields(trainer, found, **changes)).status_code == 404


def test_a_step_of_another_quiz_is_not_found(trainer, sitting, found):
    lesson = sitting.built.step(sitting.built.lessons[0])
    data = fields(trainer, found, step=str(lesson.pk))

    assert give(trainer, sitting, data).status_code == 404


def test_a_note_serves_only_the_trainer_it_was_made_for(trainer, found, sitting):
    other = UserFactory(is_superuser=True)
    client = Client()
    client.login(username=other.email, password=PASSWORD)

    assert client.get(found).status_code == 404


def test_who_left_the_course_is_found_no_more(trainer, sitting, found, noon):
    from courses.actions import withdraw
    from courses.models import Enrolment

    withdraw(enrolment=Enrolment.objects.get(user=sitting.user), at=noon)

    assert trainer.get(found).status_code == 404


@pytest.mark.parametrize("name", ["accommodations", "grant", "preview"])
def test_learners_cannot_tell_which_quizzes_there_are(sitting, name):
    for key in (sitting.assessment.key, "no-such-quiz"):
        reply = sitting.client.post(reverse(f"assessments:{name}", args=[key]))
        assert reply.status_code == 403


def test_looking_gives_nothing(trainer, sitting, found):
    address = reverse("assessments:grant", args=[sitting.assessment.key])

    assert trainer.get(address, fields(trainer, found)).status_code == 405


def test_a_quiz_that_lacks_questions_cannot_be_started_and_says_so(sitting):
    AssessmentEntry.objects.create(
        assessment=sitting.assessment, draw_count=4, sort_order=9
    )
    page = html(sitting.client.get(sitting.built.quiz.get_url()))
    reply = sitting.client.get(sitting.start().url)

    assert "This quiz has too few questions at the moment." in page
    assert "This quiz has too few questions at the moment." in html(reply)
    assert not Attempt.objects.exists()


# The editor ---------------------------------------------------------------------------


def edited(entries):
    """Return the form of a quiz with these places."""
    plain = {"max_mark": "1", "section_0": "", "section_1": "", "section_2": ""}
    return nested_form_data(
        {
            "key": "a-quiz",
            "name": "A quiz",
            "pass_mark": "0.8",
            "purpose": "check",
            "behaviour": "deferred",
            "penalty": "0.333",
            "layout": "one_per_page",
            "counting": "best",
            "overdue_policy": "submit",
            "grace_minutes": "5",
            "practice": "never",
            "show_during": ["mark"],
            "show_after": ["mark"],
            "show_later": ["mark"],
            "score_bands-count": "0",
            "entries": inline_formset([plain | entry for entry in entries]),
        }
    )


@pytest.mark.parametrize(("count", "saved"), [("2", True), ("3", False)])
def test_a_draw_with_too_few_questions_is_refused_at_saving(
    trainer, site, count, saved
):
    fixed = [ItemFactory() for _n in range(3)][0]
    reply = trainer.post(
        reverse("wagtailsnippets_assessments_assessment:add"),
        edited([{"item": str(fixed.pk)}, {"draw_count": count}]),
    )

    assert Assessment.objects.filter(key="a-quiz").exists() is saved
    message = "Place 2 draws 3, and 2 that fit are on offer: 1 too few."
    assert (message in html(reply)) is not saved


def test_the_quiz_page_leads_trainers_to_both(client, sitting):
    boss = UserFactory(is_superuser=True)
    client.login(username=boss.email, password=PASSWORD)
    page = html(client.get(sitting.built.quiz.get_url()))

    assert reverse("assessments:preview", args=[sitting.assessment.key]) in page
    assert reverse("assessments:accommodations", args=[sitting.assessment.key]) in page


def test_learners_get_no_such_links(sitting):
    page = html(sitting.client.get(sitting.built.quiz.get_url()))

    assert "/quizzes/" not in page
