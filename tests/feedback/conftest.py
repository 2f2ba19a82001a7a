"""Runs with answers in them."""

import dataclasses
import datetime
import itertools

import pytest

from courses.actions import complete_step
from feedback import actions, planning, writer
from feedback.answering import versions_asked
from feedback.models import InterimPolicy, ItemKind, RunKind, SurveyRun
from people.models import Profession
from tests.conftest import NOON
from tests.factories.courses import build_course, enrolled
from tests.factories.feedback import SurveyFactory, SurveyRunFactory
from tests.factories.people import OrganisationFactory, UserFactory


@pytest.fixture
def survey(site):
    return SurveyFactory()


@pytest.fixture
def built(survey):
    return build_course(lessons=1, survey=survey)


@pytest.fixture
def versions(survey):
    """The statements of the survey, in their order."""
    asked = versions_asked(survey.current_version)
    return [version for version in asked if version.item.kind == ItemKind.LIKERT]


@pytest.fixture
def run(built, survey) -> SurveyRun:
    """An open run of the survey with all dimensions, without answers."""
    return SurveyRunFactory(
        course=built.course,
        survey_version=survey.current_version,
        step=built.step(built.feedback),
        dimensions=["organisation", "profession", "language"],
    )


@pytest.fixture
def organisation(db):
    return OrganisationFactory()


@pytest.fixture
def plan(built, survey, organisation):
    """Return a function that plans a run around the day of NOON."""
    today = NOON.date()

    def make(**fields):
        return planning.plan_run(
            **{
                "kind": RunKind.PLANNED,
                "course": built.course,
                "survey": survey,
                "step": built.step(built.feedback),
                "name": "Day 1",
                "opens_on": today - datetime.timedelta(days=1),
                "last_day": today + datetime.timedelta(days=7),
                "organisation": organisation,
            }
            | fields
        )

    return make


@pytest.fixture
def submissions(versions):
    """Return a function that makes submissions that all give the same ratings."""

    def make(count, ratings=(4, 4, 4), **groups):
        values = {v.pk: r for v, r in zip(versions, ratings, strict=True)}
        defaults = {"organisation": "A", "profession": "nurse", "language": "en"}
        return [
            writer.Submission(values=values, groups=defaults | groups)
            for _number in range(count)
        ]

    return make


@dataclasses.dataclass
class Respondent:
    """A learner at the survey of the course, ready to answer it."""

    built: object
    survey: object
    versions: list

    def answer(self, ratings=(4, 4, 4), *, at: datetime.datetime, user=None, **extra):
        user = user or UserFactory(profession=Profession.NURSE)
        enrolment = enrolled(user, self.built.course)
        for page in self.built.lessons:
            complete_step(enrolment=enrolment, step=self.built.step(page), at=at)
        return actions.submit_response(
            enrolment=enrolment,
            step=self.built.step(self.built.feedback),
            survey=self.survey,
            values={v.pk: r for v, r in zip(self.versions, ratings, strict=True)},
            comments=extra.get("comments", {}),
            language=extra.get("language", "en"),
            at=at,
        )


@pytest.fixture
def respondent(built, survey, versions) -> Respondent:
    return Respondent(built, survey, versions)


@pytest.fixture
def new_run(built, survey):
    numbers = itertools.count()

    def make(**fields):
        return SurveyRunFactory(
            course=built.course,
            survey_version=survey.current_version,
            dimensions=["organisation", "profession"],
            name=f"Run {next(numbers)}",
            **{"interim": InterimPolicy.STEPS} | fields,
        )

    return make
