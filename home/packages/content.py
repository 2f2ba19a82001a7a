"""What a course package holds, as plain values.

A text that may be in several languages is a mapping of language code to text. A text
called HTML holds only what the site's rich text holds: headings, paragraphs, lists,
bold, italic and links.
"""

import dataclasses
import datetime
from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from .quizzes.values import Assessment as Assessment
from .quizzes.values import CaseStory as CaseStory
from .quizzes.values import Category, Outcome
from .quizzes.values import ChoiceItem as ChoiceItem
from .quizzes.values import Item as Item
from .quizzes.values import ItemType as ItemType
from .quizzes.values import Option as Option
from .quizzes.values import Texts as Texts
from .quizzes.values import TrueFalseItem as TrueFalseItem
from .teaching import TeachingBlock

# The version of the format that this code reads.
FORMAT = 1


class Unlock(StrEnum):
    """When a step may be opened."""

    ANY_TIME = "any_time"
    AFTER_REQUIRED = "after_required"


class Profession(StrEnum):
    """Whom a course suits; the professions that people of the site choose from."""

    NURSE = "nurse"
    PHYSICIAN = "physician"
    PSYCHOLOGIST = "psychologist"
    SOCIAL_WORKER = "social_worker"
    EMPLOYMENT_SPECIALIST = "employment_specialist"
    THERAPIST = "therapist"
    PEER_WORKER = "peer_worker"
    COACH = "coach"
    MANAGER = "manager"
    STUDENT = "student"
    OTHER = "other"


class Sensitive(StrEnum):
    """What a lesson or module may be about that is hard to read for some."""

    SUICIDE = "suicide"
    SELF_HARM = "self_harm"
    VIOLENCE = "violence"
    ABUSE = "abuse"
    COERCION = "coercion"
    TRAUMA = "trauma"
    DEATH = "death"


class Tone(StrEnum):
    """The kinds of callouts."""

    NOTE = "note"
    PRACTICE = "practice"
    THINK = "think"
    CAUTION = "caution"


@dataclasses.dataclass(frozen=True)
class Text:
    """Running text, as HTML."""

    kind: ClassVar[str] = "text"
    html: str


@dataclasses.dataclass(frozen=True)
class Callout:
    """A short note that must not be overlooked; its text is HTML without headings."""

    kind: ClassVar[str] = "callout"
    tone: Tone
    title: str
    html: str


@dataclasses.dataclass(frozen=True)
class KeyPoints:
    """What a learner should remember."""

    kind: ClassVar[str] = "key_points"
    points: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Case:
    """A fictional person's situation, as HTML without headings, and questions."""

    kind: ClassVar[str] = "case"
    title: str
    html: str
    questions: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Table:
    """A small table of plain texts; every row is as long as the header."""

    kind: ClassVar[str] = "table"
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclasses.dataclass(frozen=True)
class Figure:
    """A picture of the package with its text alternative."""

    kind: ClassVar[str] = "figure"
    file: str
    alt: str
    caption: str
    # Without any meaning of its own, and then without a text alternative.
    is_decorative: bool = False


@dataclasses.dataclass(frozen=True)
class Download:
    """A file of the package to take along."""

    kind: ClassVar[str] = "download"
    file: str
    title: str


@dataclasses.dataclass(frozen=True)
class Reference:
    """One source of the facts in a lesson. `tag` is what quiz items call it."""

    title: str
    authors: str
    year: int | None
    source: str
    url: str
    supports: str
    review_by: datetime.date
    tag: str


@dataclasses.dataclass(frozen=True)
class References:
    """The sources of a lesson."""

    kind: ClassVar[str] = "references"
    sources: tuple[Reference, ...]


Block = (
    Text
    | Callout
    | KeyPoints
    | Case
    | Table
    | Figure
    | Download
    | References
    | TeachingBlock
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Step:
    """What a learner completes.

    `address` names it inside the course, for example why-work/what-ips-is; `file` is
    where it is written. `addresses` are the ends of its web addresses in the languages
    where they differ from `slug`.
    """

    slug: str
    address: str
    file: str
    title: Texts
    introduction: Texts
    minutes: int
    is_required: bool
    unlock: Unlock
    addresses: Texts = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Lesson(Step):
    """A text to read: its blocks by language. The introduction is plain text.

    `sensitive` and `sensitive_note` say what of it may be hard to read.
    """

    body: Mapping[str, tuple[Block, ...]]
    sensitive: tuple[Sensitive, ...] = ()
    sensitive_note: Texts = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Quiz(Step):
    """A step that is completed by passing. The introduction is HTML."""

    assessment: Assessment


@dataclasses.dataclass(frozen=True, kw_only=True)
class Feedback(Step):
    """A step that is completed by answering a survey, which `survey` names by its key.

    The introduction is HTML.
    """

    survey: str


@dataclasses.dataclass(frozen=True)
class Module:
    """One topic of a course, with its steps in their order."""

    slug: str
    file: str
    title: Texts
    summary: Texts
    objectives: tuple[Texts, ...]
    steps: tuple[Step, ...]
    addresses: Texts = dataclasses.field(default_factory=dict)
    # As a lesson's, of the module as a whole.
    sensitive: tuple[Sensitive, ...] = ()
    sensitive_note: Texts = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Scale:
    """Ordered answers with their labels, the lowest first."""

    key: str
    name: str
    favourable_from: int
    points: tuple[Texts, ...]


@dataclasses.dataclass(frozen=True)
class AskedIf:
    """Who is asked an item: those who gave an earlier one of these points.

    A point is a number, the lowest is "1", or "NA" for "not applicable".
    """

    item: str
    points: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Statement:
    """One statement to rate.

    Without a scale of its own, and where it does not say whether "not applicable" is
    offered, it is as the survey has it.
    """

    key: str
    wording: Texts
    is_reverse_keyed: bool
    scale: str = ""
    offers_not_applicable: bool | None = None
    asked_if: AskedIf | None = None


@dataclasses.dataclass(frozen=True)
class OpenQuestion:
    """One question to answer in one's own words."""

    key: str
    wording: Texts
    asked_if: AskedIf | None = None


@dataclasses.dataclass(frozen=True)
class NewPage:
    """Where a page of a survey begins, perhaps with a heading."""

    title: Texts


@dataclasses.dataclass(frozen=True)
class Survey:
    """One questionnaire. `scale` names its scale by the key.

    Without minutes they are estimated.
    """

    key: str
    name: str
    scale: str
    minutes: int | None
    items: tuple[Statement | OpenQuestion | NewPage, ...]
    offers_not_applicable: bool = True
    is_one_scale: bool = False
    is_confidential: bool = False

    @property
    def scales(self) -> tuple[str, ...]:
        """The keys of all scales that it uses, its own first."""
        others = [item.scale for item in self.items if isinstance(item, Statement)]
        return tuple(dict.fromkeys(key for key in (self.scale, *others) if key))


@dataclasses.dataclass(frozen=True)
class Term:
    """A word that lessons explain; `forms` are others of it, with commas between."""

    key: str
    term: Texts
    definition: Texts
    forms: Texts


@dataclasses.dataclass(frozen=True)
class MediaFile:
    """A picture or a file to take along."""

    path: str
    data: bytes = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True, kw_only=True)
class CoursePackage:
    """One course, ready to be imported.

    `language` is the source language: every text is there in it. `aim` is HTML.
    `outline` holds the modules and the steps right below the course, in their order.
    """

    slug: str
    language: str
    title: Texts
    summary: Texts
    aim: Texts
    audience: Texts
    objectives: tuple[Texts, ...]
    authors: str
    outline: tuple[Module | Step, ...]
    surveys: Mapping[str, Survey]
    scales: Mapping[str, Scale]
    media: Mapping[str, MediaFile]
    addresses: Texts = dataclasses.field(default_factory=dict)
    # What the catalogue finds the course by: names of topics by their keys, and whom it
    # suits; nobody named is everybody.
    topics: Mapping[str, Texts] = dataclasses.field(default_factory=dict)
    professions: tuple[Profession, ...] = ()
    # What the catalogue says in languages that the course has no pages in.
    catalogue_title: Texts = dataclasses.field(default_factory=dict)
    catalogue_summary: Texts = dataclasses.field(default_factory=dict)
    # What items are sorted by and about, and items apart from the quizzes, by key.
    categories: Mapping[str, Category] = dataclasses.field(default_factory=dict)
    outcomes: Mapping[str, Outcome] = dataclasses.field(default_factory=dict)
    cases: Mapping[str, CaseStory] = dataclasses.field(default_factory=dict)
    bank: Mapping[str, Item] = dataclasses.field(default_factory=dict)
    # The words that the lessons explain, by key.
    glossary: Mapping[str, Term] = dataclasses.field(default_factory=dict)

    @property
    def modules(self) -> tuple[Module, ...]:
        """The modules in their order."""
        return tuple(part for part in self.outline if isinstance(part, Module))

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps in the order in which a learner meets them."""
        found: list[Step] = []
        for part in self.outline:
            found.extend(part.steps if isinstance(part, Module) else (part,))
        return tuple(found)

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        return tuple(step for step in self.steps if isinstance(step, Lesson))

    @property
    def items(self) -> dict[str, Item]:
        """Every item of the package by its key: of the quizzes and of the bank."""
        asked = (item for quiz in self.quizzes for item in quiz.assessment.items)
        return {item.key: item for item in [*asked, *self.bank.values()]}

    @property
    def quizzes(self) -> tuple[Quiz, ...]:
        return tuple(step for step in self.steps if isinstance(step, Quiz))
