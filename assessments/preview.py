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
    Behaviour,
    ItemVersion,
    QuizPage,
    Response,
)
from .review import (
    Marked,
    Moment,
    ReviewedQuestion,
    Shown,
    attempts_left,
    decide,
    grid_of,
    moment_of,
    reviewed_all,
    shown,
    texts_of,
)

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


# Everything that there is, whatever the quiz shows its learners.
EVERYTHING = Shown(mark=True, own_answer=True, right_answer=True, feedback=True)


@dataclasses.dataclass(frozen=True)
class TriedQuiz:
    """What answering a preview amounts to, as far as `shown` tells.

    Score and outcome are None while a person would have to mark some of it. `moment` is
    None where everything is shown.
    """

    questions: tuple[ReviewedQuestion, ...]
    shown: Shown
    moment: Moment | None
    max_score: Decimal
    score: Decimal | None
    passed: bool | None
    # The texts for the outcome and for the score.
    texts: tuple[str, ...]


def moments_of(assessment: Assessment) -> tuple[Moment, ...]:
    """Return the moments at which learners of this quiz see marked answers."""
    if assessment.behaviour == Behaviour.DEFERRED:
        return (Moment.AFTER, Moment.LATER)
    return tuple(Moment)


def tried(
    assessment: Assessment,
    responses: Sequence[Response],
    given: dict[int, Given],
    *,
    moment: Moment | None = None,
    shows_everything: bool = False,
) -> TriedQuiz:
    """Mark what a form sent, in memory. What cannot be read counts as no answer.

    Shown is what a learner would see at `moment`; without one, what a learner would see
    after a first attempt like this one.
    """
    marked = [_marked(one, given.get(one.position, {})) for one in responses]
    max_score = scoring.total(one.max_mark for one in marked)
    marks = [one.mark for one in marked if one.mark is not None]
    score, passed = None, None
    if len(marks) == len(marked):
        score = scoring.total(marks)
        passed = scoring.is_passed(score, max_score, assessment.pass_mark)
    if shows_everything:
        moment, allowed = None, EVERYTHING
    else:
        moment = moment or moment_of(
            has_passed=bool(passed),
            attempts_left=attempts_left(assessment.attempts_allowed, 1),
            is_in_progress=False,
        )
        allowed = shown(moment, grid_of(assessment))
    return TriedQuiz(
        questions=reviewed_all(marked, allowed),
        shown=allowed,
        moment=moment,
        max_score=max_score,
        score=score,
        passed=passed,
        texts=texts_of(assessment, score, max_score, passed) if allowed.mark else (),
    )


def _marked(response: Response, given: Given) -> Marked:
    content, order = response.item_version.plain_content, response.option_order
    try:
        answer = content.read(order, given)
    except UnreadableAnswer:
        answer = None
    return Marked(
        position=response.position,
        content=content,
        arrangement=order,
        answer=answer,
        max_mark=response.max_mark,
        mark=scoring.mark(content, answer, response.max_mark),
        section=in_language(response.section),
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
