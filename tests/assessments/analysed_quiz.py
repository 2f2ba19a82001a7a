"""A quiz that forty people have taken, and ways to read its analysis."""

import csv
import datetime
import io
import re

from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import QuizPage
from courses.models import CoursePage, ModulePage
from home.setup import set_up_groups
from tests.factories.assessments import AssessmentFactory, ItemFactory, single_choice
from tests.factories.attempts import NOTHING, sit
from tests.factories.courses import BuiltCourse, build_course
from tests.factories.people import UserFactory

ONE_HOUR = datetime.timedelta(hours=1)
ROWS = [(True, True), (True, False), (False, NOTHING), (False, False)]
ADDRESSES = ["", "table.csv", "figures.json"]


def build() -> BuiltCourse:
    """Return a course with a quiz of two questions."""
    quiz = AssessmentFactory(
        key="the-quiz",
        name="Knowledge check",
        items=[
            ItemFactory(
                key=f"q{number}", content=single_choice(stem=f"Question {number}?")
            )
            for number in (1, 2)
        ],
    )
    return build_course(lessons=0, assessment=quiz)


def stored() -> BuiltCourse:
    """Return the only course of the database."""
    return BuiltCourse(
        CoursePage.objects.get(),
        ModulePage.objects.get(),
        [],
        QuizPage.objects.get(),
        None,
    )


def take(built, count, at, start=0):
    for number in range(start, start + count):
        user = UserFactory(
            email=f"somebody-{number}@clinic.example",
            first_name="Personal",
            last_name=f"Surname{number}",
        )
        choices = dict(zip(("q1", "q2"), ROWS[number % 4], strict=True))
        sit(built, choices, at=at + number * ONE_HOUR, user=user)


def member_of(group, site):
    set_up_groups(site.root_page)
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    return user


def page(client):
    html = client.get("/quizzes/the-quiz/").content.decode()
    return re.sub(r"\s+", " ", html)


def figures(client):
    return client.get("/quizzes/the-quiz/figures.json").json()


def table(client):
    text = client.get("/quizzes/the-quiz/table.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
