"""Attempts with chosen outcomes, made through the same actions as real ones."""

import datetime
import secrets

from assessments import actions
from assessments.models import Assessment, Attempt
from courses.models import Enrolment
from people.models import User

from .courses import BuiltCourse, enrolled
from .people import UserFactory

# What somebody chose who gave no answer.
NOTHING = None


def sit(
    built: BuiltCourse,
    choices: dict[str, object],
    *,
    at: datetime.datetime,
    user: User | None = None,
    assessment: Assessment | None = None,
    is_finished: bool = True,
) -> Attempt:
    """Return an attempt in which somebody chose this.

    `choices` is by key of the item: True for the right options, False for a wrong one,
    the number of an option as its author wrote them, a stored answer, or NOTHING.
    """
    enrolment: Enrolment = enrolled(user or UserFactory(), built.course)
    attempt = actions.start_attempt(
        enrolment=enrolment,
        step=built.step(built.quiz),
        assessment=assessment or built.quiz.assessment,
        start_key=secrets.token_hex(8),
        at=at,
    )
    for response in attempt.responses.select_related("item_version__item"):
        content = response.item_version.plain_content
        choice = choices.get(response.item_version.item.key, NOTHING)
        if choice is NOTHING:
            continue
        if choice is True:
            answer = content.full_answer()
        elif choice is False:
            answer = {"chosen": [next(o.key for o in content.options if not o.is_key)]}
        elif isinstance(choice, dict):
            answer = choice
        else:
            answer = {"chosen": [content.options[choice].key]}
        actions.save_response(
            attempt=attempt,
            position=response.position,
            given=content.given(response.option_order, answer),
            revision=1,
            at=at,
        )
    if is_finished:
        actions.submit_attempt(attempt=attempt, at=at)
    return attempt
