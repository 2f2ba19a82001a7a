"""A quiz that tells at once how answers were, and a learner in the middle of it."""

import dataclasses
import datetime
from decimal import Decimal
from fractions import Fraction

from assessments import actions
from assessments.blocks import stored_content
from assessments.content import (
    AcceptedNumber,
    AcceptedText,
    ChoiceContent,
    Criterion,
    Element,
    FreeTextContent,
    Gap,
    GapContent,
    ItemType,
    MatchingContent,
    NumberContent,
    Option,
    OrderingContent,
    Pair,
    ShortTextContent,
    Word,
)
from assessments.models import Aspect, Attempt, Behaviour
from tests.factories.assessments import AssessmentFactory, ItemFactory
from tests.factories.courses import build_course, enrolled
from tests.factories.people import UserFactory

HINTS = ({"en": "Think of pay."}, {"en": "Think of the law."})


def options(right, count=4):
    return tuple(
        Option(
            f"o{number}",
            {"en": f"Option {number}"},
            number in right,
            {"en": f"Feedback {number}."},
        )
        for number in range(count)
    )


def single(right=0, hints=HINTS, **fields):
    return ChoiceContent(
        type=ItemType.SINGLE_CHOICE,
        stem={"en": "Which job?"},
        feedback={"en": "The explanation."},
        options=options({right}),
        hints=hints,
        **fields,
    )


def several(right=(0, 2), hints=HINTS):
    return ChoiceContent(
        type=ItemType.MULTIPLE_CHOICE,
        stem={"en": "Which people?"},
        feedback={"en": "The explanation."},
        options=options(set(right)),
        partial_credit=True,
        hints=hints,
    )


def matching(turn=0, hints=HINTS):
    answers = ["Red", "Green", "Blue"]
    return MatchingContent(
        type=ItemType.MATCHING,
        stem={"en": "Which belong together?"},
        feedback={"en": "The explanation."},
        pairs=tuple(
            Pair(f"p{n}", {"en": f"Prompt {n}"}, {"en": answers[(n + turn) % 3]})
            for n in range(3)
        ),
        shuffle=False,
        hints=hints,
    )


def ordering(order=(0, 1, 2, 3), hints=HINTS):
    return OrderingContent(
        type=ItemType.ORDERING,
        stem={"en": "In which order?"},
        feedback={"en": "The explanation."},
        elements=tuple(Element(f"e{n}", {"en": f"Thing {n}"}) for n in order),
        hints=hints,
    )


def gaps(right=0, hints=HINTS):
    return GapContent(
        type=ItemType.GAP_SELECT,
        stem={"en": "Fill the gap."},
        feedback={"en": "The explanation."},
        text={"en": "Work is [[one]]."},
        gaps=(
            Gap(
                "one",
                tuple(Word(f"w{n}", {"en": f"word {n}"}, n == right) for n in range(3)),
            ),
        ),
        hints=hints,
    )


def short_text(text="benefits", hints=HINTS):
    return ShortTextContent(
        type=ItemType.SHORT_TEXT,
        stem={"en": "What is it called?"},
        feedback={"en": "The explanation."},
        accepted=(
            AcceptedText("full", text, feedback={"en": "Just so."}),
            AcceptedText("half", "money", Fraction(1, 2), {"en": "Say which money."}),
        ),
        hints=hints,
    )


def number(value=8, hints=HINTS):
    return NumberContent(
        type=ItemType.NUMBER,
        stem={"en": "How many principles?"},
        feedback={"en": "The explanation."},
        accepted=(
            AcceptedNumber("n", Decimal(value), feedback={"en": "Counted rightly."}),
        ),
        hints=hints,
    )


def free_text(*, is_reflection=False, rubric=None):
    criteria = tuple(
        Criterion(key, {"en": key.capitalize()}, points)
        for key, points in (rubric or {"listens": 1}).items()
    )
    return FreeTextContent(
        type=ItemType.FREE_TEXT,
        stem={"en": "What would you do?"},
        is_reflection=is_reflection,
        rubric=() if is_reflection else criteria,
        model_answer={"en": "I would ask what matters to Aino."},
    )


@dataclasses.dataclass
class Sat:
    """An attempt in progress, and hands to answer it."""

    attempt: Attempt
    built: object
    user: object
    at: datetime.datetime
    revision: int = 0

    def given(self, position, answer):
        response = self.attempt.responses.get(position=position)
        content = response.item_version.plain_content
        return content.given(response.option_order, answer)

    def check(self, answer, position=1, revision=None, at=None):
        self.revision += 1
        return actions.check_response(
            attempt=self.attempt,
            position=position,
            given=self.given(position, answer),
            revision=self.revision if revision is None else revision,
            at=at or self.at,
        )

    def save(self, answer, position=1):
        self.revision += 1
        return actions.save_response(
            attempt=self.attempt,
            position=position,
            given=self.given(position, answer),
            revision=self.revision,
            at=self.at,
        )

    def submit(self):
        return actions.submit_attempt(attempt=self.attempt, at=self.at)

    def tries(self, position=1):
        return list(
            self.attempt.responses.get(position=position)
            .tries.order_by("number")
            .values_list("number", "is_right")
        )

    def mark(self, position=1):
        return self.attempt.responses.get(position=position).marks.get().value


def sat(
    *contents, at, behaviour=Behaviour.INTERACTIVE, penalty="0.25", user=None, **fields
) -> Sat:
    """Return somebody's attempt at a quiz of these contents."""
    assessment = AssessmentFactory(
        items=[ItemFactory(content=stored_content(content)) for content in contents],
        behaviour=behaviour,
        penalty=Decimal(penalty),
        **fields,
    )
    built = build_course(lessons=0, assessment=assessment)
    user = user or UserFactory()
    attempt = actions.start_attempt(
        enrolment=enrolled(user, built.course),
        step=built.step(built.quiz),
        assessment=assessment,
        start_key="k",
        at=at,
    )
    attempt.refresh_from_db()
    return Sat(attempt, built, user, at)


def chosen(*numbers):
    return {"chosen": sorted(f"o{number}" for number in numbers)}


EVERYTHING = [aspect.value for aspect in Aspect]
