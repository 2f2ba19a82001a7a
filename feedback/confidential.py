"""Answers under a pseudonym: where they lie, whose they are, and taking them back."""

import dataclasses
import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from courses.models import Course
from courses.study import outline_of
from people.models import User

from .models import (
    Answer,
    ConfidentialAnswer,
    ConfidentialResponse,
    Pseudonym,
    Response,
    SurveyRun,
)
from .writer import locked_run, uncount


def answers_of(run: SurveyRun) -> QuerySet:
    """Return all answers of a run, with `response`, `item_version` and `value`."""
    model = ConfidentialAnswer if run.is_confidential else Answer
    return model._default_manager.filter(response__run=run)


def responses_of(run: SurveyRun) -> QuerySet:
    """Return all responses of a run."""
    model = ConfidentialResponse if run.is_confidential else Response
    return model._default_manager.filter(run=run)


def pseudonym_of(user: User, course: Course) -> Pseudonym:
    """Return the person's pseudonym in a course, drawn if there is none."""
    return Pseudonym.objects.get_or_create(user=user, course=course)[0]


def keeps_answers(user: User, **of_run: object) -> bool:
    """Tell whether answers of the person are kept under a pseudonym in such a run."""
    return ConfidentialResponse.objects.filter(pseudonym__user=user, **of_run).exists()


@dataclasses.dataclass(frozen=True)
class OwnAnswers:
    """What a person gave in one confidential run."""

    response: ConfidentialResponse
    course: str
    run: str
    opened_on: datetime.date
    # Statements and the labels of the points, in the active language.
    ratings: tuple[tuple[str, str], ...]


def own_answers(user: User) -> list[OwnAnswers]:
    """Return what the person gave under pseudonyms, the latest run first."""
    responses = (
        ConfidentialResponse.objects.filter(pseudonym__user=user)
        .select_related("run__course", "run__survey_version__survey")
        .prefetch_related("answers__item_version", "run__survey_version__entries")
        .order_by("-run__opened_on", "-run")
    )
    return in_words(responses)


def in_words(responses: Iterable[ConfidentialResponse]) -> list[OwnAnswers]:
    """Return responses as their author reads them."""
    responses = list(responses)
    courses = {response.run.course_id: response.run.course for response in responses}
    titles = {key: outline_of(course).title for key, course in courses.items()}
    return [
        OwnAnswers(
            response=response,
            course=titles[response.run.course_id],
            run=response.run.name,
            opened_on=response.run.opened_on,
            ratings=_ratings(response),
        )
        for response in responses
    ]


def _ratings(response: ConfidentialResponse) -> tuple[tuple[str, str], ...]:
    places = {
        entry.item_version_id: entry.position
        for entry in response.run.survey_version.entries.all()
    }
    answers = sorted(
        response.answers.all(), key=lambda answer: places.get(answer.item_version_id, 0)
    )
    return tuple((answer.item_version.text, answer.in_words) for answer in answers)


@transaction.atomic
def take_back(*, response: ConfidentialResponse) -> None:
    """Delete what somebody gave in one run, and take it out of the counts.

    The receipt stays: the step is completed, and the survey is not asked again.
    """
    response.delete()


def on_response_deleted(sender, instance: ConfidentialResponse, **kwargs) -> None:
    """Keep the counts right when a response goes, alone or with its person."""
    with transaction.atomic():
        run = locked_run(instance.run_id)
        uncount(run=run, response=instance)
