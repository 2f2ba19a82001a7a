"""Practice: trying the questions of a quiz without a record. Nothing here is stored.

What a round needs to know travels with its forms, signed: which versions it asks, and
how the questions so far went. It says nothing to anybody but the person at the browser.
"""

import dataclasses
import random
import secrets
from decimal import Decimal
from enum import StrEnum

from django.core import signing
from django.utils.crypto import salted_hmac

from courses.models import Step
from courses.study import Study
from people.models import User

from . import scoring
from .assembly import assemble
from .content import Answer, Arrangement, Given
from .models import Assessment, ItemVersion, Practice, Response
from .review import (
    Marked,
    Moment,
    Question,
    Shown,
    Standing,
    Verdict,
    grid_of,
    question,
    shown,
    standing,
)

# A round that is older has to begin again.
LONGEST_ROUND = 24 * 60 * 60
SKIPPED = "skipped"
# Where how it went is not to be told: not by what travels with the forms either.
DONE = "done"


class Door(StrEnum):
    """Whether somebody may practise, or why not."""

    OPEN = "open"
    NEVER = "never"
    LOCKED = "locked"
    IN_PROGRESS = "in_progress"
    NOT_FINISHED = "not_finished"


def door(practice: Practice | str, standing: Standing, *, is_locked: bool) -> Door:
    """Answer whether somebody who stands like this may practise now.

    Never during an attempt: what practice tells would help it. After passing, or when
    no attempt is left, where the quiz asks for that.
    """
    if practice == Practice.NEVER:
        return Door.NEVER
    if is_locked:
        return Door.LOCKED
    if standing.is_in_progress:
        return Door.IN_PROGRESS
    if practice == Practice.FINISHED and not standing.is_finished:
        return Door.NOT_FINISHED
    return Door.OPEN


def shown_in_practice(assessment: Assessment, standing: Standing) -> Shown:
    """Return what practice tells: as a result does once no attempt can be helped.

    Before that, as checking a question does.
    """
    moment = Moment.LATER if standing.is_finished else Moment.DURING
    return shown(moment, grid_of(assessment))


def is_open(assessment: Assessment, study: Study | None) -> bool:
    """Answer whether whoever is at this step of a course may practise its quiz now."""
    if assessment.practice == Practice.NEVER:
        return False
    stands = _standing(assessment, study)
    is_locked = study is None or study.current is None or study.current.is_locked
    return (
        stands is not None
        and door(assessment.practice, stands, is_locked=is_locked) is Door.OPEN
    )


def told_at_start(assessment: Assessment, study: Study | None) -> dict[str, bool]:
    """Return for the page of a quiz what depends on how a learner stands in it."""
    stands = _standing(assessment, study)
    return {
        "practice_is_open": is_open(assessment, study),
        "shows_points": stands is not None
        and shown(stands.moment, grid_of(assessment)).mark,
    }


def _standing(assessment: Assessment, study: Study | None) -> Standing | None:
    if study is None or study.enrolment is None or study.current is None:
        return None
    return standing(
        enrolment=study.enrolment,
        step_id=study.current.step.id,
        assessment=assessment,
    )


@dataclasses.dataclass(frozen=True)
class Round:
    """One going through the questions. `outcomes` are of those that are done."""

    version_ids: tuple[int, ...]
    nonce: str
    outcomes: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return len(self.version_ids)

    @property
    def position(self) -> int:
        """Which question comes next, from 1."""
        return len(self.outcomes) + 1

    @property
    def is_over(self) -> bool:
        return self.position > self.count

    @property
    def right_count(self) -> int:
        return self.outcomes.count(Verdict.RIGHT)

    @property
    def skipped_count(self) -> int:
        return self.outcomes.count(SKIPPED)

    def with_outcome(self, outcome: str) -> "Round":
        """Return the round after the question that comes next."""
        return dataclasses.replace(self, outcomes=(*self.outcomes, outcome))

    def arrangement(self, version: ItemVersion) -> Arrangement:
        """Return how the next question is shown; the same however often it is asked.

        Chance comes from the site's secret: who knew what it starts from could tell the
        order in which an author wrote the options.
        """
        digest = salted_hmac(
            "assessments.practice", f"{self.nonce}.{self.position}", algorithm="sha256"
        ).digest()
        # Shuffling must be unpredictable to learners, which the secret sees to.
        rng = random.Random(digest)  # noqa: S311
        return version.plain_content.arrangement(rng)


def new_round(assessment: Assessment) -> Round | None:
    """Return a round with what the quiz would ask today; None when that is nothing."""
    slots = assemble(assessment, random.SystemRandom())
    if not slots:
        return None
    return Round(tuple(slot.version.pk for slot in slots), secrets.token_hex(8))


def signed(one: Round, *, user: User, step: Step) -> str:
    """Return a round as its forms carry it."""
    data = [one.version_ids, one.nonce, one.outcomes]
    return signing.dumps(data, salt=_salt(user, step), compress=True)


def unsigned(text: str, *, user: User, step: Step) -> Round | None:
    """Return the round that a form carries; None where it is not theirs, or too old."""
    try:
        versions, nonce, outcomes = signing.loads(
            text, salt=_salt(user, step), max_age=LONGEST_ROUND
        )
    except signing.BadSignature:
        return None
    return Round(tuple(versions), nonce, tuple(outcomes))


def _salt(user: User, step: Step) -> str:
    return f"assessments.practice.{user.pk}.{step.pk}"


@dataclasses.dataclass(frozen=True)
class Trial:
    """The next question of a round, as it is asked."""

    round: Round
    version: ItemVersion
    arrangement: Arrangement

    def read(self, given: Given) -> Answer | None:
        """Return the answer that a form sent. Raises UnreadableAnswer."""
        return self.version.plain_content.read(self.arrangement, given)

    def question(self, answer: Answer | None = None) -> Question:
        """Return the question with its fields, in the active language."""
        # As in an attempt; this one is never saved.
        response = Response(
            position=self.round.position,
            item_version=self.version,
            option_order=self.arrangement,
            answer=answer,
        )
        return question(response, self.round.count)

    def judged(self, answer: Answer) -> Marked:
        """Return the answer with what it is worth."""
        content = self.version.plain_content
        return Marked(
            position=self.round.position,
            content=content,
            arrangement=self.arrangement,
            answer=answer,
            max_mark=Decimal(1),
            mark=scoring.mark(content, answer, Decimal(1)),
        )


def trial(one: Round) -> Trial | None:
    """Return the next question of a round; None where it is over or no longer there."""
    if one.is_over:
        return None
    version = ItemVersion.objects.filter(pk=one.version_ids[one.position - 1]).first()
    return Trial(one, version, one.arrangement(version)) if version else None
