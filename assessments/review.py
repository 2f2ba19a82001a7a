"""What a learner sees of a quiz and of an attempt: the one place that may show a key.

Everything shown before submission is made of `Question`, which has no field for a key
or for feedback. What is shown afterwards is decided by `may_see_key`.
"""

import dataclasses
import secrets
from decimal import Decimal

from courses.study import Study, outline_of
from courses.translated import in_language

from .content import ItemContent
from .models import Attempt, Item, Mark, QuizPage, Response


@dataclasses.dataclass(frozen=True)
class ShownOption:
    """One option as it is shown. `value` is its place on the page, not its key."""

    value: str
    text: str
    is_chosen: bool


@dataclasses.dataclass(frozen=True)
class Question:
    """One question as it is shown while it may be answered."""

    position: int
    count: int
    stem: str
    allows_several: bool
    options: tuple[ShownOption, ...]
    is_answered: bool

    @property
    def is_last(self) -> bool:
        return self.position == self.count


@dataclasses.dataclass(frozen=True)
class ReviewedOption:
    """One option in the result. `is_key` is None where that is not told."""

    text: str
    is_chosen: bool
    is_key: bool | None
    feedback: str


@dataclasses.dataclass(frozen=True)
class ReviewedQuestion:
    """One question in the result."""

    position: int
    stem: str
    allows_several: bool
    options: tuple[ReviewedOption, ...]
    is_answered: bool
    is_right: bool
    mark: Decimal
    max_mark: Decimal
    explanation: str
    newer_version_exists: bool


@dataclasses.dataclass(frozen=True)
class Lesson:
    """A lesson that is worth reading again."""

    title: str
    url: str


@dataclasses.dataclass(frozen=True)
class Result:
    """The outcome of a submitted attempt."""

    attempt: Attempt
    questions: tuple[ReviewedQuestion, ...]
    key_is_shown: bool
    # None means any number.
    attempts_left: int | None
    revisit: tuple[Lesson, ...]

    @property
    def right_count(self) -> int:
        return sum(question.is_right for question in self.questions)

    @property
    def may_try_again(self) -> bool:
        return not self.attempt.passed and self.attempts_left != 0


@dataclasses.dataclass(frozen=True)
class QuizStart:
    """What a learner should know before starting, and what happened so far."""

    question_count: int
    pass_mark: Decimal
    attempts_allowed: int | None
    attempts: tuple[Attempt, ...]
    # For the form that starts an attempt, so that sending it twice starts one.
    start_key: str

    @property
    def pass_percent(self) -> str:
        """The pass mark in per cent, without needless zeros."""
        return f"{(self.pass_mark * 100).normalize():f}"

    @property
    def open_attempt(self) -> Attempt | None:
        return next((a for a in self.attempts if not a.is_submitted), None)

    @property
    def submitted(self) -> tuple[Attempt, ...]:
        return tuple(a for a in self.attempts if a.is_submitted)

    @property
    def is_passed(self) -> bool:
        return any(attempt.passed for attempt in self.attempts)

    @property
    def attempts_left(self) -> int | None:
        return attempts_left(self.attempts_allowed, len(self.attempts))


def attempts_left(allowed: int | None, used: int) -> int | None:
    """Return how many attempts remain; None where any number is allowed."""
    return None if allowed is None else max(0, allowed - used)


def may_see_key(attempt: Attempt, left: int | None) -> bool:
    """Answer whether the right answers may be shown to the learner of `attempt`.

    After submission, and only when knowing them cannot help a further attempt: it was
    passed, or none remains. A blank submission therefore harvests nothing.
    """
    return attempt.is_submitted and (bool(attempt.passed) or left == 0)


def quiz_start(*, page: QuizPage, study: Study | None) -> QuizStart:
    """Return what the start page of a quiz says."""
    assessment = page.assessment
    attempts: tuple[Attempt, ...] = ()
    if study is not None and study.enrolment is not None and study.current is not None:
        attempts = tuple(
            Attempt.objects.filter(
                enrolment=study.enrolment, step_id=study.current.step.id
            ).order_by("number")
        )
    return QuizStart(
        question_count=assessment.entries.filter(
            item__current_version__isnull=False
        ).count(),
        pass_mark=assessment.pass_mark,
        attempts_allowed=assessment.attempts_allowed,
        attempts=attempts,
        start_key=secrets.token_hex(16),
    )


def question(response: Response, count: int) -> Question:
    """Return one question of an attempt in the active language, without its key."""
    content = response.item_version.plain_content
    chosen = set((response.answer or {}).get("chosen", ()))
    return Question(
        position=response.position,
        count=count,
        stem=in_language(content.stem),
        allows_several=content.allows_several,
        options=tuple(
            ShownOption(
                str(place), in_language(content.option(key).text), key in chosen
            )
            for place, key in enumerate(response.option_order)
        ),
        is_answered=response.is_answered,
    )


def preview_question(item: Item) -> Question | None:
    """Return the question as a learner would see it; None while it is unfinished."""
    from .content import ContentError

    try:
        content = item.plain_content()
    except (ContentError, IndexError):
        return None
    return _unanswered(content)


def _unanswered(content: ItemContent) -> Question:
    return Question(
        position=1,
        count=1,
        stem=in_language(content.stem),
        allows_several=content.allows_several,
        options=tuple(
            ShownOption(str(place), in_language(option.text), False)
            for place, option in enumerate(content.options)
        ),
        is_answered=False,
    )


def result(attempt: Attempt) -> Result:
    """Return the outcome of a submitted attempt, with the key where it may be shown."""
    used = Attempt.objects.filter(
        enrolment=attempt.enrolment_id, step=attempt.step_id
    ).count()
    left = attempts_left(attempt.assessment.attempts_allowed, used)
    key_is_shown = may_see_key(attempt, left)
    responses = list(
        attempt.responses.select_related(
            "item_version__item", "revisit__course"
        ).order_by("position")
    )
    marks = {
        mark.response_id: mark.value
        for mark in Mark.objects.latest().filter(response__in=responses)
    }
    questions = tuple(
        _reviewed(response, marks[response.pk], key_is_shown) for response in responses
    )
    return Result(
        attempt=attempt,
        questions=questions,
        key_is_shown=key_is_shown,
        attempts_left=left,
        revisit=_lessons(responses, questions),
    )


def _reviewed(
    response: Response, mark: Decimal, key_is_shown: bool
) -> ReviewedQuestion:
    version = response.item_version
    content = version.plain_content
    chosen = set((response.answer or {}).get("chosen", ()))
    options = []
    for key in response.option_order:
        option = content.option(key)
        told = key_is_shown or key in chosen
        options.append(
            ReviewedOption(
                text=in_language(option.text),
                is_chosen=key in chosen,
                is_key=option.is_key if key_is_shown else None,
                feedback=in_language(option.feedback) if told else "",
            )
        )
    return ReviewedQuestion(
        position=response.position,
        stem=in_language(content.stem),
        allows_several=content.allows_several,
        options=tuple(options),
        is_answered=response.is_answered,
        is_right=chosen == content.right_keys,
        mark=mark,
        max_mark=response.max_mark,
        explanation=in_language(content.feedback) if key_is_shown else "",
        newer_version_exists=version.item.current_version_id != version.pk,
    )


def _lessons(
    responses: list[Response], questions: tuple[ReviewedQuestion, ...]
) -> tuple[Lesson, ...]:
    """Return the lessons behind the questions that were not right, each once."""
    lessons = {}
    for response, reviewed in zip(responses, questions, strict=True):
        step = response.revisit
        if reviewed.is_right or step is None:
            continue
        shown = {s.id: s for s in outline_of(step.course).steps}.get(step.pk)
        if shown is not None:
            lessons[step.pk] = Lesson(shown.title, shown.url)
    return tuple(lessons.values())
