"""What django-quiz-app kept, as plain values of ours."""

import dataclasses
import datetime
from collections.abc import Mapping
from decimal import Decimal

from assessments.content import (
    Answer,
    ChoiceContent,
    FreeTextContent,
    ItemContent,
    ItemType,
)


@dataclasses.dataclass(frozen=True)
class Loss:
    """One thing that is not carried, or not as it was, and where it stands."""

    where: str
    sentence: str
    # Whether the whole of it stays behind.
    is_left_behind: bool

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}"


@dataclasses.dataclass(frozen=True)
class OldCategory:
    """A category, or a sub-category of the one that `parent` names."""

    key: str
    name: str
    parent: str = ""


@dataclasses.dataclass(frozen=True)
class OldQuestion:
    """One question. `category` is a key; "" for none."""

    number: int
    key: str
    content: ItemContent
    category: str

    def answer(self, given: str) -> Answer | None:
        """Return the stored form of an answer as django-quiz-app kept it.

        That is the number of an option, True or False, or the text. None for what is
        no answer to this question.
        """
        if isinstance(self.content, FreeTextContent):
            text = given.replace("\x00", "").strip()[: self.content.longest]
            return {"text": text} if text else None
        if not isinstance(self.content, ChoiceContent):
            return None
        key = given.lower() if self.content.type is ItemType.TRUE_FALSE else f"a{given}"
        known = {option.key for option in self.content.options}
        return {"chosen": [key]} if key in known else None


@dataclasses.dataclass(frozen=True, kw_only=True)
class OldQuiz:
    """One quiz with its rules. `questions` are numbers, in the order of the quiz."""

    number: int
    key: str
    title: str
    description: str
    category: str
    questions: tuple[int, ...]
    draw_count: int | None
    shuffle: bool
    is_told_at_end: bool
    is_recorded: bool
    attempts_allowed: int | None
    pass_mark: Decimal
    passed_text: str
    failed_text: str
    is_draft: bool


@dataclasses.dataclass(frozen=True)
class OldSitting:
    """One person's sitting. Answers and wrong ones are by number of the question."""

    number: int
    email: str
    quiz: int
    questions: tuple[int, ...]
    answers: Mapping[int, str]
    wrong: frozenset[int]
    score: int
    is_complete: bool
    started_at: datetime.datetime | None
    ended_at: datetime.datetime | None


@dataclasses.dataclass(frozen=True)
class OldProgress:
    """What one person got right in a category, of how many. `category` is a key."""

    email: str
    category: str
    score: int
    possible: int


@dataclasses.dataclass(frozen=True)
class OldSite:
    """Everything that can be carried, and what cannot."""

    categories: tuple[OldCategory, ...]
    questions: Mapping[int, OldQuestion]
    quizzes: Mapping[int, OldQuiz]
    sittings: tuple[OldSitting, ...]
    progress: tuple[OldProgress, ...]
    losses: tuple[Loss, ...]
