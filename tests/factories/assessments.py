"""Items and quizzes."""

import datetime
import uuid

import factory

from assessments.actions import freeze_item
from assessments.blocks import stored_content
from assessments.content import Criterion, FreeTextContent, ItemType
from assessments.models import Assessment, AssessmentEntry, Item

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def single_choice(*, right: int = 0, options: int = 3, stem: str = "Which one?"):
    """Return the authored content of a single choice item, as the editor stores it."""
    return _choice("single_choice", {right}, options, stem)


def multiple_choice(*, right=(0, 2), options: int = 4, stem: str = "Which ones?"):
    """Return the authored content of a multiple choice item."""
    return _choice("multiple_choice", set(right), options, stem)


def true_false(*, is_true: bool = True, stem: str = "Is it so?"):
    """Return the authored content of a true-or-false item."""
    return [
        {
            "type": "true_false",
            "id": str(uuid.uuid4()),
            "value": {
                "stem": {"en": stem},
                "answer": "true" if is_true else "false",
                "feedback_true": {"en": "You chose true."},
                "feedback_false": {"en": "You chose false."},
                "feedback": {"en": "The explanation."},
            },
        }
    ]


def free_text(*, rubric=None, is_reflection: bool = False, stem: str = "Write."):
    """Return the authored content of a free text; `rubric` is points by criterion."""
    return stored_content(
        FreeTextContent(
            type=ItemType.FREE_TEXT,
            stem={"en": stem},
            is_reflection=is_reflection,
            rubric=tuple(
                Criterion(key, {"en": key.capitalize()}, points)
                for key, points in (rubric or {}).items()
            ),
            model_answer={"en": "The model answer."},
        )
    )


def _choice(kind, right, options, stem):
    return [
        {
            "type": kind,
            "id": str(uuid.uuid4()),
            "value": {
                "stem": {"en": stem},
                "options": [
                    {
                        "type": "item",
                        "id": f"00000000-0000-0000-0000-{number:012d}",
                        "value": {
                            "text": {"en": f"Option {number}"},
                            "is_key": number in right,
                            "feedback": {"en": f"Feedback {number}."},
                        },
                    }
                    for number in range(options)
                ],
                "feedback": {"en": "The explanation."},
                "shuffle": True,
            },
        }
    ]


class ItemFactory(factory.django.DjangoModelFactory):
    """A published item; `content` as the functions above make it."""

    class Meta:
        model = Item
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"item-{n}")
    content = factory.LazyFunction(single_choice)

    @factory.post_generation
    def published(obj, create, extracted, **kwargs):
        if create and extracted is not False:
            # As from the database: the stored form is what the blocks read.
            obj.refresh_from_db()
            freeze_item(item=obj, at=NOW)


class AssessmentFactory(factory.django.DjangoModelFactory):
    """A quiz with the given items, by default three of them."""

    class Meta:
        model = Assessment
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"quiz-{n}")
    name = factory.Sequence(lambda n: f"Quiz {n}")

    @factory.post_generation
    def items(obj, create, extracted, **kwargs):
        if not create:
            return
        items = (
            extracted if extracted is not None else [ItemFactory() for _ in range(3)]
        )
        for order, item in enumerate(items):
            AssessmentEntry.objects.create(assessment=obj, item=item, sort_order=order)
