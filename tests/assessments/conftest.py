"""A learner at the start of a quiz, and a quiz that many have taken."""

import dataclasses

import pytest
from django.urls import reverse

from assessments.actions import start_attempt
from assessments.blocks import stored_content
from assessments.models import Attempt
from courses.actions import complete_step
from home.setup import TRAINERS
from tests.conftest import NOON
from tests.factories.assessments import (
    AssessmentFactory,
    ItemFactory,
    multiple_choice,
    single_choice,
    true_false,
)
from tests.factories.courses import BuiltCourse, build_course, enrolled
from tests.factories.people import PASSWORD, UserFactory
from tests.rows import Rows, rolled_back

from . import analysed_quiz
from .browser import Browser


@dataclasses.dataclass
class Sitting:
    """A signed-in learner at a quiz of three questions, with a browser's manners."""

    client: object
    user: object
    built: object
    assessment: object

    @property
    def step(self):
        return self.built.step(self.built.quiz)

    def start(self, key="k1"):
        return self.client.post(
            reverse("assessments:start"), {"step": self.step.pk, "start_key": key}
        )

    @property
    def attempt(self) -> Attempt:
        return Attempt.objects.get()

    def address(self, name, *args):
        return reverse(f"assessments:{name}", args=[self.attempt.pk, *args])

    def places(self, position, right=True):
        """Return the places on the page of the right, or of wrong, options."""
        response = self.attempt.responses.get(position=position)
        keys = response.item_version.plain_content.right_keys
        places = [
            str(place)
            for place, key in enumerate(response.option_order)
            if (key in keys) is right
        ]
        return places if right else places[:1]

    def answer(self, position, places, revision=1, **extra):
        return self.client.post(
            self.address("response", position),
            {"option": places, "revision": revision, **extra.pop("data", {})},
            **extra,
        )

    def answer_all(self, right=True):
        for position in (1, 2, 3):
            self.answer(position, self.places(position, right))

    def submit(self):
        return self.client.post(self.address("submit"))


@pytest.fixture
def sitting(client, site, noon) -> Sitting:
    assessment = AssessmentFactory(
        items=[
            ItemFactory(content=single_choice(right=1)),
            ItemFactory(content=multiple_choice(right=(0, 2))),
            ItemFactory(content=true_false(is_true=False)),
        ]
    )
    built = build_course(lessons=1, assessment=assessment)
    user = UserFactory()
    enrolment = enrolled(user, built.course)
    complete_step(enrolment=enrolment, step=built.step(built.lessons[0]), at=noon)
    client.login(username=user.email, password=PASSWORD)
    return Sitting(client, user, built, assessment)


@pytest.fixture
def begin(client, site, noon):
    """Return a function that begins an attempt at a quiz of these contents."""

    def begin(*items, **fields):
        assessment = AssessmentFactory(
            items=[ItemFactory(content=stored_content(content)) for content in items],
            **fields,
        )
        built = build_course(lessons=1, assessment=assessment)
        user = UserFactory()
        enrolment = enrolled(user, built.course)
        complete_step(enrolment=enrolment, step=built.step(built.lessons[0]), at=noon)
        client.login(username=user.email, password=PASSWORD)
        attempt = start_attempt(
            enrolment=enrolment,
            step=built.step(built.quiz),
            assessment=assessment,
            start_key="k",
            at=noon,
        )
        return Browser(client, attempt)

    return begin


@pytest.fixture
def built(site) -> BuiltCourse:
    """A course with a quiz of two questions that nobody has taken."""
    return analysed_quiz.build()


@pytest.fixture(scope="session")
def rows_of_a_taken_quiz(django_db_setup, django_db_blocker) -> Rows:
    with django_db_blocker.unblock(), rolled_back():
        analysed_quiz.take(analysed_quiz.build(), 40, NOON)
        return Rows.kept()


@pytest.fixture
def taken(db, rows_of_a_taken_quiz) -> BuiltCourse:
    """The same course when forty people have taken its quiz.

    To be asked for before anybody else: it puts away all who are there already.
    """
    rows_of_a_taken_quiz.put_back()
    return analysed_quiz.stored()


@pytest.fixture
def trainer(client, site):
    """A trainer who is signed in."""
    user = analysed_quiz.member_of(TRAINERS, site)
    client.login(username=user.email, password=PASSWORD)
    return user
