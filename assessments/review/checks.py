"""What the page of a question says about checking its answer."""

import copy
import dataclasses
from decimal import Decimal

from assessments import scoring
from assessments.actions.checking import tries_allowed
from assessments.content import FreeTextContent, Given, ItemContent
from assessments.models import Attempt, Behaviour, Response
from courses.translated import in_language

from .answers import AnswerLine, answer_lines
from .questions import Question, question
from .reviewed import Marked, ReviewedQuestion, reviewed
from .visibility import Moment, Shown, grid_of, shown


@dataclasses.dataclass(frozen=True)
class Check:
    """Whether an answer can be checked, and what checking it has told so far."""

    position: int
    is_settled: bool
    # Whether there is anything to press: not once settled, nor where a person marks.
    is_offered: bool
    # For one's own thinking, with an example to compare.
    compares: bool
    waits_for_person: bool
    # Of the last answer that was checked; None before the first.
    outcome: ReviewedQuestion | None
    # One more with each wrong try.
    hints: tuple[str, ...]
    tries_left: int
    # Of the points, in per cent; "" where a further try costs nothing, or is not to be.
    cost_percent: str

    @property
    def was_tried(self) -> bool:
        """Whether there was a try, and another one is possible."""
        return self.outcome is not None and not self.is_settled


def check(attempt: Attempt, response: Response) -> Check | None:
    """Return what to say about checking; None where the quiz does not check."""
    if attempt.behaviour == Behaviour.DEFERRED:
        return None
    content = response.item_version.plain_content
    allowed = _shown(attempt, response)
    tries = [
        (one.answer, one.is_right) for one in response.tries.all().order_by("number")
    ]
    is_settled = response.is_settled
    left = 0 if is_settled else max(0, tries_allowed(attempt, content) - len(tries))
    is_checked = bool(tries) or is_settled
    return Check(
        position=response.position,
        is_settled=is_settled,
        is_offered=not is_settled and _has_something_to_tell(content, allowed),
        compares=not content.is_graded,
        waits_for_person=content.is_marked_by_hand,
        outcome=reviewed(_marked(attempt, response, content, tries), allowed)
        if is_checked
        else None,
        hints=tuple(in_language(hint) for hint in content.hints[: len(tries)])
        if not is_settled
        else (),
        tries_left=left,
        cost_percent=_percent(attempt.penalty)
        if attempt.behaviour == Behaviour.INTERACTIVE
        and attempt.penalty
        and left + len(tries) > 1
        else "",
    )


def shown_question(
    attempt: Attempt, response: Response, *, given: Given | None = None
) -> Question:
    """Return a question of an attempt in progress with the answer that may be seen.

    `given` is what was sent and is not stored.
    """
    return question(as_seen(attempt, response), attempt.item_count, given=given)


def as_seen(attempt: Attempt, response: Response) -> Response:
    """Return the response without its answer where that may not be seen.

    Once an answer is final its fields show it only as far as the quiz shows one's own
    answers at this moment.
    """
    if response.is_settled and not _shown(attempt, response).own_answer:
        response = copy.copy(response)
        response.answer = None
    return response


def own_answer(attempt: Attempt, response: Response) -> tuple[AnswerLine, ...]:
    """Return the own answer in words, as far as it may be seen before submitting."""
    if response.is_settled and not _shown(attempt, response).own_answer:
        return ()
    content = response.item_version.plain_content
    return answer_lines(content, response.option_order, response.answer)


def _shown(attempt: Attempt, response: Response) -> Shown:
    return shown(
        Moment.DURING, grid_of(attempt.assessment), is_final=response.is_settled
    )


def _has_something_to_tell(content: ItemContent, allowed: Shown) -> bool:
    if isinstance(content, FreeTextContent):
        is_told = allowed.feedback or allowed.right_answer
        return content.is_reflection and bool(content.model_answer) and is_told
    return True


def _marked(
    attempt: Attempt,
    response: Response,
    content: ItemContent,
    tries: list[tuple[dict | None, bool]],
) -> Marked:
    """Return the answer that was checked last, with the mark it has if it stays."""
    answer = tries[-1][0] if tries else response.answer
    return Marked(
        position=response.position,
        content=content,
        arrangement=response.option_order,
        answer=answer,
        max_mark=response.max_mark,
        mark=scoring.mark(
            content,
            answer,
            response.max_mark,
            wrong_tries=scoring.wrong_tries(tries, answer),
            penalty=attempt.penalty,
        ),
    )


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}"
