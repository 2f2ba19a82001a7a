"""The outcome of an attempt that is over."""

import dataclasses
from collections.abc import Sequence
from decimal import Decimal

from assessments import rules, scoring
from assessments.content import content_from_json
from assessments.models import Aspect, Assessment, Attempt, Mark, Response
from courses.study import outline_of
from courses.translated import in_language

from .pictures import picture_sources
from .reviewed import Marked, ReviewedQuestion, Verdict, reviewed
from .standing import standing
from .visibility import Grid, Moment, Shown, grid_of, shown, shown_only_later


@dataclasses.dataclass(frozen=True)
class Lesson:
    """A lesson that is worth reading again."""

    title: str
    url: str


@dataclasses.dataclass(frozen=True)
class Result:
    """The outcome of an attempt that is over, as far as it is shown."""

    attempt: Attempt
    questions: tuple[ReviewedQuestion, ...]
    shown: Shown
    # What is kept back until the learner has passed or no attempt is left.
    promised: tuple[Aspect, ...]
    # None means any number.
    attempts_left: int | None
    has_passed: bool
    is_in_progress: bool
    # Questions that a person still has to mark.
    waiting_count: int
    # The attempt that is the result, where there are several; None while unknown.
    counting: Attempt | None
    attempt_count: int
    # The text for the outcome and the one for the score, in the learner's language.
    texts: tuple[str, ...]
    revisit: tuple[Lesson, ...]

    @property
    def shows_score(self) -> bool:
        """Whether there is a score, and it is shown."""
        return self.shown.mark and self.attempt.is_marked

    @property
    def promises_only_right_answers(self) -> bool:
        """Whether what is right is all that is kept back for now; so it usually is."""
        return self.promised == (Aspect.RIGHT_ANSWER,)

    @property
    def right_count(self) -> int:
        return sum(question.is_right for question in self.questions)

    @property
    def may_try_again(self) -> bool:
        return not self.has_passed and (self.is_in_progress or self.attempts_left != 0)

    @property
    def is_counting(self) -> bool | None:
        """Whether this attempt is the result; None where only one could be."""
        if self.counting is None or self.attempt_count < 2:
            return None
        return self.counting == self.attempt


def result(attempt: Attempt) -> Result:
    """Return the outcome of an attempt that is over, as far as it is shown."""
    stands = standing(
        enrolment=attempt.enrolment,
        step_id=attempt.step_id,
        assessment=attempt.assessment,
    )
    grid = grid_of(attempt.assessment)
    allowed = shown(stands.moment, grid)
    if not attempt.is_counted:
        # Nobody marked it, so there is nothing to tell of points.
        allowed = dataclasses.replace(allowed, mark=False)
    marked = _marked(attempt)
    return Result(
        attempt=attempt,
        questions=reviewed_all([one for _response, one in marked], allowed),
        shown=allowed,
        promised=_promised(grid, stands.moment),
        attempts_left=stands.left,
        has_passed=stands.has_passed,
        is_in_progress=stands.is_in_progress,
        waiting_count=_waiting_count(attempt, marked),
        counting=rules.counting_attempt(stands.attempts, attempt.assessment.counting)
        if allowed.mark
        else None,
        attempt_count=sum(one.is_submitted for one in stands.attempts),
        texts=texts_of(
            attempt.assessment, attempt.score, attempt.max_score, attempt.passed
        )
        if allowed.mark
        else (),
        revisit=_lessons(marked) if allowed.mark else (),
    )


def reviewed_attempt(attempt: Attempt, allowed: Shown) -> tuple[ReviewedQuestion, ...]:
    """Return the questions of an attempt that is over, as far as `allowed` shows."""
    return reviewed_all([one for _response, one in _marked(attempt)], allowed)


def reviewed_all(
    marked: Sequence[Marked], allowed: Shown
) -> tuple[ReviewedQuestion, ...]:
    """Return what is shown of marked answers, with the files of all their pictures."""
    sources = picture_sources(
        image_id for one in marked for image_id in one.content.image_ids()
    )
    return tuple(reviewed(one, allowed, sources) for one in marked)


def _promised(grid: Grid, moment: Moment) -> tuple[Aspect, ...]:
    return tuple(shown_only_later(grid)) if moment is Moment.AFTER else ()


def _waiting_count(attempt: Attempt, marked: list[tuple[Response, Marked]]) -> int:
    if not attempt.is_counted:
        return 0
    return sum(one.verdict is Verdict.WAITING for _response, one in marked)


def _marked(attempt: Attempt) -> list[tuple[Response, Marked]]:
    responses = list(
        attempt.responses.select_related(
            "item_version__item", "revisit__course"
        ).order_by("position")
    )
    marks = {
        mark.response_id: mark
        for mark in Mark.objects.latest()
        .filter(response__in=responses)
        .select_related("marked_as")
    }
    return [(one, _with_mark(one, marks.get(one.pk))) for one in responses]


def _with_mark(response: Response, mark: Mark | None) -> Marked:
    version = response.item_version
    return Marked(
        position=response.position,
        content=version.plain_content,
        arrangement=response.option_order,
        answer=response.answer,
        max_mark=response.max_mark,
        mark=mark.value if mark else None,
        is_void=mark.is_void if mark else False,
        comment=mark.comment if mark else "",
        rubric_points=mark.rubric_points if mark else {},
        judged_by=content_from_json(mark.marked_as.content)
        if mark and mark.marked_as
        else None,
        newer_version_exists=version.item.current_version_id != version.pk,
        section=in_language(response.section),
    )


def texts_of(
    quiz: Assessment, score: Decimal | None, max_score: Decimal, passed: bool | None
) -> tuple[str, ...]:
    """Return what the quiz says to those who passed, or not, and to their score."""
    if score is None:
        return ()
    outcome = quiz.passed_text if passed else quiz.failed_text
    band = scoring.reached_band(
        {
            child.value["from_percent"]: child.value["text"]
            for child in quiz.score_bands
            if child.value["from_percent"] is not None
        },
        score,
        max_score,
    )
    texts = (in_language(outcome or {}), in_language(band or {}))
    return tuple(text for text in texts if text)


def _lessons(marked: list[tuple[Response, Marked]]) -> tuple[Lesson, ...]:
    """Return the lessons behind the questions that were not right, each once."""
    lessons = {}
    for response, one in marked:
        step = response.revisit
        wrong = {Verdict.WRONG, Verdict.PARTLY, Verdict.UNANSWERED}
        if step is None or one.verdict not in wrong:
            continue
        known = {s.id: s for s in outline_of(step.course).steps}.get(step.pk)
        if known is not None:
            lessons[step.pk] = Lesson(known.title, known.url)
    return tuple(lessons.values())


def points_of(result: Result) -> dict[str, Decimal] | None:
    """Return the numbers of a score; None where it is not told."""
    attempt = result.attempt
    if not result.shows_score or attempt.score is None:
        return None
    return {
        "score": attempt.score,
        "maximum": attempt.max_score,
        "needed": attempt.pass_mark * attempt.max_score,
        "percent": attempt.pass_mark * 100,
    }
