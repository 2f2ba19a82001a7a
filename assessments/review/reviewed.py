"""One marked answer, as far as it is shown: in a result, after checking, in practice.

`Marked` knows everything and never reaches a template. `reviewed` turns it into what
`Shown` allows; what is not allowed is not in the outcome.
"""

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from django.utils.formats import number_format

from assessments.content import (
    Answer,
    Arrangement,
    ChoiceContent,
    FreeTextContent,
    ItemContent,
    NumberContent,
    OrderingContent,
    ShortTextContent,
)
from courses.translated import in_language

from .answers import AnswerLine, answer_lines
from .parts import ReviewedPart, reviewed_parts
from .pictures import ShownPicture, Sources, shown_picture
from .visibility import Shown


class Verdict(StrEnum):
    """How an answer was."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    UNANSWERED = "unanswered"
    # A person has not marked it yet.
    WAITING = "waiting"
    # For one's own thinking; nobody marks it.
    UNMARKED = "unmarked"
    # Taken out of the attempt.
    VOID = "void"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Marked:
    """One answer and all that is known of it."""

    position: int
    content: ItemContent
    arrangement: Arrangement
    answer: Answer | None
    max_mark: Decimal
    # None while a person has to judge, and where the attempt does not count.
    mark: Decimal | None
    is_void: bool = False
    # What the marker tells the learner, and the points for each criterion by its key.
    comment: str = ""
    rubric_points: Mapping[str, int] = dataclasses.field(default_factory=dict)
    # The content whose key was applied, where it is not the one that was answered.
    judged_by: ItemContent | None = None
    newer_version_exists: bool = False
    # The heading of the section that begins here.
    section: str = ""

    @property
    def key(self) -> ItemContent:
        """The content that says what is right."""
        return self.judged_by or self.content

    @property
    def verdict(self) -> Verdict:
        if self.is_void:
            return Verdict.VOID
        if self.answer is None:
            return Verdict.UNANSWERED
        if not self.content.is_graded:
            return Verdict.UNMARKED
        if self.mark is None:
            return Verdict.WAITING
        # Points may be lost to earlier tries, so they alone do not tell.
        if self.mark == self.max_mark or self.key.is_right(self.answer):
            return Verdict.RIGHT
        if self.mark or self.key.fraction(self.answer):
            return Verdict.PARTLY
        return Verdict.WRONG


@dataclasses.dataclass(frozen=True)
class ReviewedOption:
    """One option in a review. `is_chosen` and `is_key` are None where not told."""

    text: str
    is_chosen: bool | None
    is_key: bool | None
    feedback: str
    picture: ShownPicture | None = None


@dataclasses.dataclass(frozen=True)
class ReviewedCriterion:
    """One line of a rubric and what an answer got for it, of so much."""

    text: str
    given: int
    most: int


@dataclasses.dataclass(frozen=True)
class ReviewedQuestion:
    """One question as it is shown once it is marked; empty or None is not told."""

    position: int
    stem: str
    verdict: Verdict | None
    mark: Decimal | None
    max_mark: Decimal | None
    # Of items with options to choose from; of others the answer is in words.
    options: tuple[ReviewedOption, ...]
    shows_own_answer: bool
    own_answer: tuple[AnswerLine, ...]
    right_answer: tuple[AnswerLine, ...]
    # On the own answer, each with the option that it is about where that is told.
    feedback: tuple[AnswerLine, ...]
    comment: str
    explanation: str
    # What one may compare one's own words with.
    example: str
    newer_version_exists: bool
    section: str = ""
    picture: ShownPicture | None = None
    # Of items whose answer has parts: pairs, gaps, an order.
    parts: tuple[ReviewedPart, ...] = ()
    is_order: bool = False
    # How a person marked it, line by line.
    criteria: tuple[ReviewedCriterion, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether it was right, where that is told."""
        return self.verdict is Verdict.RIGHT

    @property
    def feedback_names_answer(self) -> bool:
        """Whether the feedback says to which chosen option it belongs."""
        return any(line.prompt for line in self.feedback)

    @property
    def points(self) -> dict[str, str] | None:
        """The mark and its maximum as they are written; None where not told."""
        if self.mark is None or not self.max_mark:
            return None
        return {"mark": _written(self.mark), "maximum": _written(self.max_mark)}

    @property
    def state(self) -> str:
        """A word for styling that gives away no more than the verdict does."""
        return str(self.verdict) if self.verdict else "untold"


def _written(points: Decimal) -> str:
    """Return a number of points as it is: 4, 4.5, 4.25."""
    return number_format(f"{points.normalize():f}")


def reviewed(
    marked: Marked, shown: Shown, sources: Sources | None = None
) -> ReviewedQuestion:
    """Return what is shown of a marked answer, in the active language.

    `sources` are the files of its pictures; without them their texts stand in.
    """
    sources = sources or {}
    content, key = marked.content, marked.key
    full = key.full_answer() if shown.right_answer else None
    # A free text that waits for its marker has no points to tell yet.
    tells_points = shown.mark and marked.mark is not None and content.is_graded
    return ReviewedQuestion(
        position=marked.position,
        stem=in_language(content.stem),
        verdict=marked.verdict if shown.mark else None,
        mark=marked.mark if tells_points and not marked.is_void else None,
        max_mark=marked.max_mark if tells_points and not marked.is_void else None,
        options=_options(marked, shown, sources)
        if isinstance(content, ChoiceContent)
        else (),
        shows_own_answer=shown.own_answer,
        own_answer=answer_lines(content, marked.arrangement, marked.answer)
        if shown.own_answer
        else (),
        right_answer=answer_lines(key, marked.arrangement, full),
        feedback=_feedback(marked, shown) if shown.feedback else (),
        comment=marked.comment if shown.feedback else "",
        criteria=_criteria(marked) if shown.mark and shown.feedback else (),
        explanation=in_language(content.feedback) if shown.right_answer else "",
        example=_example(content, shown) if marked.answer is not None else "",
        newer_version_exists=marked.newer_version_exists,
        section=marked.section,
        picture=shown_picture(content.picture, sources),
        parts=reviewed_parts(key, marked.answer, key_is_shown=shown.right_answer)
        if shown.own_answer
        else (),
        is_order=isinstance(content, OrderingContent),
    )


def _options(
    marked: Marked, shown: Shown, sources: Sources
) -> tuple[ReviewedOption, ...]:
    """Return the options, where something may be told about them."""
    content = marked.content
    if not isinstance(content, ChoiceContent):
        return ()
    if not (shown.own_answer or shown.right_answer):
        return ()
    key = marked.key
    right = key.right_keys if isinstance(key, ChoiceContent) else frozenset()
    chosen = content.chosen(marked.answer)
    return tuple(
        ReviewedOption(
            text=in_language(content.option(name).text),
            picture=shown_picture(content.option(name).picture, sources),
            is_chosen=name in chosen if shown.own_answer else None,
            is_key=name in right if shown.right_answer else None,
            feedback=in_language(content.option(name).feedback)
            if shown.feedback and (shown.right_answer or name in chosen)
            else "",
        )
        for name in marked.arrangement
    )


def _option_text(content: ChoiceContent, key: str) -> str:
    return answer_lines(content, [key], {"chosen": [key]})[0].text


def _feedback(marked: Marked, shown: Shown) -> tuple[AnswerLine, ...]:
    """Return the feedback to the own answer; whose it is where that may be told."""
    content, answer = marked.content, marked.answer
    match content:
        case ChoiceContent():
            chosen = content.chosen(answer)
            lines = [
                AnswerLine(
                    in_language(content.option(key).feedback),
                    _option_text(content, key) if shown.own_answer else "",
                )
                for key in marked.arrangement
                if key in chosen
            ]
        case ShortTextContent() | NumberContent():
            form = content.matched(answer)
            lines = [AnswerLine(in_language(form.feedback))] if form else []
        case _:
            lines = []
    return tuple(line for line in lines if line.text)


def _criteria(marked: Marked) -> tuple[ReviewedCriterion, ...]:
    """Return the judgement of a free text by its rubric.

    It is points and feedback at once, so it takes both to be shown. A criterion without
    points in the mark was not judged and is left out.
    """
    content = marked.content
    if not isinstance(content, FreeTextContent) or marked.is_void:
        return ()
    return tuple(
        ReviewedCriterion(
            in_language(one.text), marked.rubric_points[one.key], one.points
        )
        for one in content.rubric
        if one.key in marked.rubric_points
    )


def _example(content: ItemContent, shown: Shown) -> str:
    """Return the model answer of a free text.

    Of a reflection, which earns nothing, it is a kind of feedback; of a question that a
    person marks it gives away what is right.
    """
    if not isinstance(content, FreeTextContent):
        return ""
    is_told = shown.right_answer or (shown.feedback and content.is_reflection)
    return in_language(content.model_answer) if is_told else ""
