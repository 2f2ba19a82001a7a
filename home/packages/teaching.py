"""Blocks of lessons that shape a text, ask something or are played, as plain values.

A text called HTML is as in `content`, without headings.
"""

import dataclasses
from typing import ClassVar


@dataclasses.dataclass(frozen=True)
class Quote:
    """What somebody said, as HTML of paragraphs; `name` and `role` may be empty."""

    kind: ClassVar[str] = "quote"
    html: str
    name: str
    role: str


@dataclasses.dataclass(frozen=True)
class Section:
    """A heading and the HTML below it."""

    heading: str
    html: str


@dataclasses.dataclass(frozen=True)
class Accordion:
    """Sections that a reader opens one by one."""

    kind: ClassVar[str] = "accordion"
    sections: tuple[Section, ...]


@dataclasses.dataclass(frozen=True)
class Steps:
    """What to do, in order; the HTML of a step may be empty."""

    kind: ClassVar[str] = "steps"
    title: str
    steps: tuple[Section, ...]


@dataclasses.dataclass(frozen=True)
class Comparison:
    """Two sides, next to each other."""

    kind: ClassVar[str] = "comparison"
    title: str
    left: Section
    right: Section


@dataclasses.dataclass(frozen=True)
class ContentNote:
    """What a lesson is about that may be hard to read, as HTML."""

    kind: ClassVar[str] = "content_note"
    html: str


@dataclasses.dataclass(frozen=True)
class CheckOption:
    """One answer to a self-check, and what is said to whoever chooses it."""

    text: str
    is_right: bool
    feedback: str


@dataclasses.dataclass(frozen=True)
class SelfCheck:
    """A question to oneself; at least one option is right."""

    kind: ClassVar[str] = "self_check"
    question: str
    options: tuple[CheckOption, ...]
    explanation: str


@dataclasses.dataclass(frozen=True)
class TrueOrFalse:
    """A statement to judge for oneself."""

    kind: ClassVar[str] = "true_or_false"
    statement: str
    is_true: bool
    explanation: str


@dataclasses.dataclass(frozen=True)
class Reflection:
    """A question that a learner answers in a note to herself.

    `key` is the same in all languages of the lesson: the notes hang on it.
    """

    kind: ClassVar[str] = "reflection"
    key: str
    question: str


@dataclasses.dataclass(frozen=True)
class Captions:
    """What is said in a video, timed, in one language: a file of the package."""

    language: str
    file: str


@dataclasses.dataclass(frozen=True)
class Video:
    """A film of the package; `html` is its transcript, `poster` may be empty."""

    kind: ClassVar[str] = "video"
    file: str
    title: str
    poster: str
    captions: tuple[Captions, ...]
    html: str


@dataclasses.dataclass(frozen=True)
class Audio:
    """A recording of the package; `html` is its transcript."""

    kind: ClassVar[str] = "audio"
    file: str
    title: str
    html: str


@dataclasses.dataclass(frozen=True)
class Embed:
    """What another site shows, and as `html` what it says."""

    kind: ClassVar[str] = "embed"
    url: str
    title: str
    html: str


TeachingBlock = (
    Quote
    | Accordion
    | Steps
    | Comparison
    | ContentNote
    | SelfCheck
    | TrueOrFalse
    | Reflection
    | Video
    | Audio
    | Embed
)
