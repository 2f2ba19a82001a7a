"""Marks that a person gives."""

import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction

from assessments import scoring
from assessments.content import FreeTextContent
from assessments.models import Mark, Response
from people.models import User

from .attempts import locked_attempt, settle_score


class NotForHand(Exception):
    """The answer is not one that a person marks now: its attempt is not over."""


class MarkedMeanwhile(Exception):
    """Somebody has marked the answer since the page was opened."""


class MarkOutOfRange(Exception):
    """The points are less than 0, or more than the question has."""


@transaction.atomic
def mark_response(
    *,
    response: Response,
    rubric_points: dict[str, int] | None = None,
    value: Decimal | None = None,
    comment: str = "",
    reason: str = "",
    after: int | None,
    by: User,
    at: datetime.datetime,
) -> Mark:
    """Give a free text its mark, and settle the score if it was the last one missing.

    Either `rubric_points`, the points for each criterion of the rubric, or `value`, the
    points themselves. `after` is the mark that the marker saw, None for none: the same
    judgement sent twice is given once, and another one in between raises
    MarkedMeanwhile. Marking again needs a `reason`. Raises NotForHand, MarkOutOfRange,
    and UnreadableAnswer for criteria that the rubric does not have.
    """
    attempt = locked_attempt(response.attempt_id)
    response = attempt.responses.select_related("item_version").get(pk=response.pk)
    content = response.item_version.plain_content
    if not isinstance(content, FreeTextContent) or content.is_reflection:
        raise NotForHand
    if not attempt.is_submitted or not attempt.is_counted:
        raise NotForHand
    points = _value(content, rubric_points, value, response.max_mark)
    latest = response.marks.order_by("-pk").first()
    if (latest.pk if latest else None) != after:
        if (
            latest is not None
            and latest.marked_by_id == by.pk
            and (
                latest.value,
                latest.comment,
                latest.rubric_points,
            )
            == (points, comment, rubric_points or {})
        ):
            return latest
        raise MarkedMeanwhile
    mark = Mark.objects.create(
        response=response,
        value=points,
        rubric_points=rubric_points or {},
        comment=comment,
        reason=reason,
        marked_by=by,
        marked_at=at,
    )
    settle_score(attempt, at)
    return mark


def _value(
    content: FreeTextContent,
    rubric_points: dict[str, int] | None,
    value: Decimal | None,
    max_mark: Decimal,
) -> Decimal:
    if content.rubric:
        return scoring.points(content.judged(rubric_points or {}), max_mark)
    if value is None or not value.is_finite() or not 0 <= value <= max_mark:
        raise MarkOutOfRange
    return scoring.points(Fraction(value) / Fraction(max_mark), max_mark)
