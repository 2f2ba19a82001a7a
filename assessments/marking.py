"""Which answers wait for a marker, and what a marker sees of them: never a name.

Answers are called by a token that tells neither who gave them nor when, and stand in
the order of these tokens.
"""

import dataclasses
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from courses.translated import in_language

from .content import Criterion, FreeTextContent, ItemType, written
from .models import Assessment, Item, ItemVersion, Mark, Response
from .review.questions import ShownCase, shown_case


@dataclasses.dataclass(frozen=True)
class QuizToMark:
    """One quiz with answers for markers: how many wait, how many there are."""

    assessment: Assessment
    waiting: int
    total: int


@dataclasses.dataclass(frozen=True)
class AnswerInList:
    """One answer in the queue of a quiz. `mark` is None while it waits."""

    token: str
    question: str
    excerpt: str
    mark: Decimal | None
    max_mark: Decimal


@dataclasses.dataclass(frozen=True)
class CriterionToJudge:
    """One line of a rubric, with the points that were given before, if any."""

    criterion: Criterion
    text: str
    given: int | None

    @property
    def name(self) -> str:
        return f"points-{self.criterion.key}"

    @property
    def choices(self) -> range:
        return range(self.criterion.points + 1)


@dataclasses.dataclass(frozen=True)
class AnswerToMark:
    """One answer with all that a marker needs, and nothing about its author."""

    response: Response
    token: str
    question: str
    case: ShownCase | None
    answer: str
    model_answer: str
    criteria: tuple[CriterionToJudge, ...]
    max_mark: Decimal
    # The mark that stands, which a further one would follow.
    mark: Mark | None


def for_markers() -> QuerySet[Response]:
    """Return the answers that people mark: written, and of attempts that are over."""
    return Response.objects.filter(
        attempt__submitted_at__isnull=False,
        attempt__is_counted=True,
        answer__isnull=False,
        max_mark__gt=0,
        item_version__content__type=ItemType.FREE_TEXT,
    )


def waiting() -> QuerySet[Response]:
    """Return the answers without a mark."""
    return for_markers().filter(marks=None)


def quizzes_to_mark() -> list[QuizToMark]:
    """Return the quizzes with answers for markers, those that wait longest first."""
    counts = (
        for_markers()
        .values("attempt__assessment")
        .annotate(
            total=Count("pk", distinct=True),
            waiting=Count("pk", filter=Q(marks=None), distinct=True),
        )
        .values_list("attempt__assessment", "waiting", "total")
    )
    found = {pk: (waits, total) for pk, waits, total in counts}
    quizzes = Assessment.objects.in_bulk(found)
    listed = [QuizToMark(quizzes[pk], *numbers) for pk, numbers in found.items()]
    return sorted(listed, key=lambda quiz: (-quiz.waiting, quiz.assessment.name))


def token_of(response_id: int) -> str:
    """Return the name of an answer in addresses; says nothing about its number."""
    return salted_hmac("assessments.marking", str(response_id)).hexdigest()[:20]


def answers_of(
    assessment: Assessment, *, item: Item | None = None, only_waiting: bool = True
) -> list[AnswerInList]:
    """Return the answers of a quiz for the queue, in an order that tells nothing."""
    responses = (waiting() if only_waiting else for_markers()).filter(
        attempt__assessment=assessment
    )
    if item is not None:
        responses = responses.filter(item_version__item=item)
    rows = list(
        responses.values_list("pk", "item_version_id", "answer", "max_mark").distinct()
    )
    versions = ItemVersion.objects.in_bulk({row[1] for row in rows})
    stems = {pk: in_language(v.plain_content.stem) for pk, v in versions.items()}
    marks = dict(
        Mark.objects.latest()
        .filter(response__in=[row[0] for row in rows])
        .values_list("response_id", "value")
        if not only_waiting
        else ()
    )
    listed = [
        AnswerInList(
            token=token_of(pk),
            question=stems[version],
            excerpt=_excerpt(written(answer)),
            mark=marks.get(pk),
            max_mark=max_mark,
        )
        for pk, version, answer, max_mark in rows
    ]
    return sorted(listed, key=lambda entry: entry.token)


def _excerpt(text: str, length: int = 160) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else f"{flat[: length - 1].rstrip()}…"


def questions_to_mark(assessment: Assessment) -> Sequence[Item]:
    """Return the free-text questions that the quiz has answers to, for the filter."""
    return list(
        Item.objects.filter(
            versions__responses__in=for_markers().filter(attempt__assessment=assessment)
        )
        .distinct()
        .order_by("key")
    )


def answer_to_mark(assessment: Assessment, token: str) -> AnswerToMark | None:
    """Return the answer that a token names; None for none of this quiz."""
    numbers = for_markers().filter(attempt__assessment=assessment)
    for pk in numbers.values_list("pk", flat=True):
        if constant_time_compare(token_of(pk), token):
            return _to_mark(pk, token)
    return None


def next_token(assessment: Assessment, after: str) -> str | None:
    """Return the next waiting answer in the order of tokens, or the first one."""
    tokens = sorted(
        token_of(pk)
        for pk in waiting()
        .filter(attempt__assessment=assessment)
        .values_list("pk", flat=True)
    )
    return next((token for token in tokens if token > after), next(iter(tokens), None))


def _to_mark(pk: int, token: str) -> AnswerToMark:
    response = Response.objects.select_related("item_version").get(pk=pk)
    content = response.item_version.plain_content
    if not isinstance(content, FreeTextContent):
        raise TypeError(content)
    mark = response.marks.order_by("-pk").first()
    given = mark.rubric_points if mark else {}
    return AnswerToMark(
        response=response,
        token=token,
        question=in_language(content.stem),
        case=shown_case(content),
        answer=written(response.answer),
        model_answer=in_language(content.model_answer),
        criteria=tuple(
            CriterionToJudge(c, in_language(c.text), given.get(c.key))
            for c in content.rubric
        ),
        max_mark=response.max_mark,
        mark=mark,
    )
