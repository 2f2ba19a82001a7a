"""Scales, surveys and runs."""

import datetime
import uuid

import factory

from feedback.actions import freeze_survey
from feedback.models import ResponseScale, Survey, SurveyRun

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
LABELS = [
    "Strongly disagree",
    "Disagree",
    "Neither agree nor disagree",
    "Agree",
    "Strongly agree",
]


def points(labels=LABELS):
    """Return the authored points of a scale, as the editor stores them."""
    return [
        {"type": "point", "id": str(uuid.uuid4()), "value": {"en": label}}
        for label in labels
    ]


def statement(
    key: str,
    *,
    wording: str = "",
    reverse: bool = False,
    scale: str = "",
    not_applicable: str = "",
    asked_if: tuple[str, str] = ("", ""),
):
    """Return one authored statement; `asked_if` is a short name and its points."""
    return {
        "type": "likert",
        "id": str(uuid.uuid4()),
        "value": {
            "key": key,
            "wording": {"en": wording or f"Statement {key}."},
            "is_reverse_keyed": reverse,
            "scale": scale,
            "not_applicable": not_applicable,
            "asked_if": dict(zip(("item", "points"), asked_if, strict=True)),
        },
    }


def open_question(key: str = "improve", *, asked_if: tuple[str, str] = ("", "")):
    """Return one authored open question."""
    return {
        "type": "open_question",
        "id": str(uuid.uuid4()),
        "value": {
            "key": key,
            "wording": {"en": "What should we change?"},
            "asked_if": dict(zip(("item", "points"), asked_if, strict=True)),
        },
    }


def new_page(title: str = ""):
    """Return where an authored page begins."""
    return {
        "type": "page",
        "id": str(uuid.uuid4()),
        "value": {"title": {"en": title} if title else {}},
    }


class ResponseScaleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ResponseScale

    key = factory.Sequence(lambda n: f"scale-{n}")
    name = factory.Sequence(lambda n: f"Agreement {n}")
    points = factory.LazyFunction(points)
    favourable_from = 4


class SurveyFactory(factory.django.DjangoModelFactory):
    """A published survey of three statements and an open question."""

    class Meta:
        model = Survey
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"survey-{n}")
    name = factory.Sequence(lambda n: f"Survey {n}")
    scale = factory.SubFactory(ResponseScaleFactory)
    body = factory.LazyFunction(
        lambda: [
            statement("clarity"),
            statement("usefulness"),
            statement("pace"),
            open_question(),
        ]
    )

    @factory.post_generation
    def published(obj, create, extracted, **kwargs):
        if create and extracted is not False:
            obj.refresh_from_db()
            obj.scale.refresh_from_db()
            freeze_survey(survey=obj, at=NOW)


class SurveyRunFactory(factory.django.DjangoModelFactory):
    """An open run of a survey for a course; give `course`."""

    class Meta:
        model = SurveyRun

    survey_version = factory.LazyFunction(lambda: SurveyFactory().current_version)
    name = factory.Sequence(lambda n: f"Run {n}")
    opened_on = datetime.date(2026, 10, 1)
