"""A trainer's look at a quiz as a learner: answered and marked without any record.

What is asked travels with the form, signed, so that what was shown is what is marked
although the bank may change in between. Which rule would keep a real attempt from
beginning is asked of the same rules that a start asks.
"""

import dataclasses
import datetime
import random
import secrets
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.core import signing
from django.utils.crypto import salted_hmac

from courses.models import Course, Enrolment, Step
from courses.study import Study, outline_of, study, study_from
from courses.translated import in_language
from people.models import User

from . import rule_wording, rules, scoring
from .assembly import assemble
from .content import Given, UnreadableAnswer
from .leeway import Granted
from .models import (
    Accommodation,
    Assessment,
    Attempt,
    ItemVersion,
    QuizPage,
    Response,
)
from .review import AnswerLine, answer_lines, decide

# A page that is older has to be opened again.
LASTS = 24 * 60 * 60


@dataclasses.dataclass(frozen=True)
class Sheet:
    """What one preview asks: as an attempt would, but nothing of it is stored."""

    assessment: Assessment
    nonce: str
    # (version, points, heading of the section) of each question.
    places: tuple[tuple[int, str, dict[str, Any]], ...]

    def responses(self, versions: dict[int, ItemVersion]) -> list[Response]:
        """Return the questions as an attempt has them, made anew and never saved."""
        # Chance comes from the site's secret, so the form does not tell the order in
        # which an author wrote the options.
        digest = salted_hmac("assessments.preview", self.nonce, algorithm="sha256")
        rng = random.Random(digest.digest())  # noqa: S311
        return [
            Response(
                position=position,
                item_version=versions[version],
                option_order=versions[version].plain_content.arrangement(rng),
                max_mark=Decimal(points),
                section=section,
            )
            for position, (version, points, section) in enumerate(self.places, start=1)
        ]


def new_sheet(assessment: Assessment) -> Sheet:
    """Return what an attempt might ask today. Raises QuizNotReady."""
    slots = assemble(assessment, random.SystemRandom())
    return Sheet(
        assessment,
        secrets.token_hex(8),
        tuple((slot.version.pk, str(slot.max_mark), slot.section) for slot in slots),
    )


def signed(sheet: Sheet, *, user: User) -> str:
    """Return a sheet as its form carries it."""
    return signing.dumps(
        [sheet.nonce, sheet.places], salt=_salt(sheet.assessment, user), compress=True
    )


def unsigned(text: str, *, assessment: Assessment, user: User) -> Sheet | None:
    """Return the sheet that a form carries; None where it is not theirs, or old."""
    try:
        nonce, places = signing.loads(text, salt=_salt(assessment, user), max_age=LASTS)
    except signing.BadSignature:
        return None
    return Sheet(assessment, nonce, tuple(tuple(place) for place in places))


def _salt(assessment: Assessment, user: User) -> str:
    return f"assessments.preview.{assessment.pk}.{user.pk}"


def responses_of(sheet: Sheet) -> list[Response] | None:
    """Return the questions of a sheet; None where one of them is no longer there."""
    wanted = [version for version, _points, _section in sheet.places]
    versions = ItemVersion.objects.in_bulk(wanted)
    if len(versions) < len(set(wanted)):
        return None
    return sheet.responses(versions)


@dataclasses.dataclass(frozen=True)
class TriedQuestion:
    """One question after answering: everything a trainer may know of it."""

    position: int
    stem: str
    own_answer: tuple[AnswerLine, ...]
    right_answer: tuple[AnswerLine, ...]
    explanation: str
    # None where a person has to mark it.
    mark: Decimal | None
    max_mark: Decimal

    @property
    def is_right(self) -> bool:
        return self.mark is not None and self.mark == self.max_mark


@dataclasses.dataclass(frozen=True)
class TriedQuiz:
    """What answering a preview amounts to. Score and outcome wait for marking."""

    questions: tuple[TriedQuestion, ...]
    max_score: Decimal
    score: Decimal | None
    passed: bool | None


def tried(
    responses: Sequence[Response], given: dict[int, Given], pass_mark: Decimal
) -> TriedQuiz:
    """Mark what a form sent, in memory. What cannot be read counts as no answer."""
    questions = tuple(
        _tried(response, given.get(response.position, {})) for response in responses
    )
    max_score = scoring.total(one.max_mark for one in questions)
    marks = [one.mark for one in questions if one.mark is not None]
    if len(marks) < len(questions):
        return TriedQuiz(questions, max_score, None, None)
    score = scoring.total(marks)
    passed = scoring.is_passed(score, max_score, pass_mark)
    return TriedQuiz(questions, max_score, score, passed)


def _tried(response: Response, given: Given) -> TriedQuestion:
    content, order = response.item_version.plain_content, response.option_order
    try:
        answer = content.read(order, given)
    except UnreadableAnswer:
        answer = None
    return TriedQuestion(
        position=response.position,
        stem=in_language(content.stem),
        own_answer=answer_lines(content, order, answer),
        right_answer=answer_lines(content, order, content.full_answer()),
        explanation=in_language(content.feedback),
        mark=scoring.mark(content, answer, response.max_mark),
        max_mark=response.max_mark,
    )


# What would keep an attempt from beginning --------------------------------------------


@dataclasses.dataclass(frozen=True)
class Obstacles:
    """What is in the way in one course; "" for nothing."""

    course: str
    for_you: str
    for_new_learner: str


def obstacles(
    *, assessment: Assessment, user: User, available: rules.Offer, at: datetime.datetime
) -> list[Obstacles]:
    """Return, for each course with the quiz, what keeps whom from beginning it."""
    return [
        Obstacles(
            course=step.course.title,
            for_you=_sentence(
                assessment,
                step,
                study(course=step.course, user=user, current_key=step.key),
                available,
                at,
            ),
            for_new_learner=_sentence(
                assessment, step, _new_learners(step.course, step), available, at
            ),
        )
        for step in _steps(assessment)
    ]


def _steps(assessment: Assessment) -> Iterator[Step]:
    pages = QuizPage.objects.live().filter(assessment=assessment)
    yield from (
        Step.objects.in_outline()
        .filter(key__in=pages.values("translation_key"))
        .select_related("course")
        .order_by("course__title", "position")
    )


def _new_learners(course: Course, step: Step) -> Study:
    """Return how a course stands for somebody who has just enrolled."""
    return dataclasses.replace(
        study_from(course, outline_of(course), None, {}, step.key),
        # Never saved; it only says that there is one.
        enrolment=Enrolment(course=course),
    )


def _sentence(
    assessment: Assessment,
    step: Step,
    one: Study,
    available: rules.Offer,
    at: datetime.datetime,
) -> str:
    attempts: tuple[Attempt, ...] = ()
    granted = Granted()
    if one.enrolment is not None and one.enrolment.pk is not None:
        mine = Attempt.objects.filter(enrolment=one.enrolment, step=step)
        attempts = tuple(mine.order_by("number"))
        granted = Accommodation.objects.given(one.enrolment, step).total()
    decision = decide(
        assessment=assessment,
        attempts=attempts,
        granted=granted,
        is_enrolled=one.enrolment is not None,
        is_locked=one.current is None or one.current.is_locked,
        available=available,
        at=at,
    )
    return rule_wording.why_not(decision)
