"""Runs that keep pseudonyms, and people who answer them, some of them twice."""

import datetime

from django.utils import timezone

from feedback import actions
from feedback.follow_ups import submit_follow_up
from feedback.models import FollowUp, RunMode
from people.models import Profession
from tests.factories.courses import enrolled
from tests.factories.people import UserFactory

LATER = datetime.timedelta(weeks=9)


def under_pseudonyms(survey):
    """Return the survey, published so that its answers are kept under pseudonyms."""
    survey.mode = RunMode.CONFIDENTIAL
    survey.save()
    actions.freeze_survey(survey=survey, at=timezone.now())
    return survey


def asked_later(built, survey):
    """Return the survey as the follow-up of the course."""
    return FollowUp.objects.create(course=built.course, survey=survey, weeks=8)


def people(count, profession=Profession.NURSE):
    return [UserFactory(profession=profession) for _number in range(count)]


def answer_later(follow_up, versions, user, ratings, at):
    """Answer the follow-up some weeks after the course."""
    enrolment = enrolled(user, follow_up.course)
    enrolment.completed_at = at - datetime.timedelta(weeks=8)
    enrolment.completion_rule = "All required steps"
    enrolment.save()
    return submit_follow_up(
        enrolment=enrolment,
        follow_up=follow_up,
        values={v.pk: r for v, r in zip(versions, ratings, strict=True)},
        comments={},
        language="en",
        at=at,
    )
