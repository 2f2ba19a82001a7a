"""A learner at the start of a quiz."""

import dataclasses

import pytest
from django.urls import reverse

from assessments.models import Attempt
from courses.actions import complete_step
from tests.factories.assessments import (
    AssessmentFactory,
    ItemFactory,
    multiple_choice,
    single_choice,
    true_false,
)
from tests.factories.courses import build_course, enrolled
from tests.factories.people import PASSWORD, UserFactory


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
