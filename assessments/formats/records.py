"""What files of questions say, whatever their format: questions and findings."""

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

from assessments.content import ItemContent, Picture
from courses.translated import Texts

# A question as JSON, perhaps with parts that are not known yet.
Draft = dict[str, Any]

# More than anybody reads; a broken file must not fill the memory with sentences.
MOST_FINDINGS = 500


def gettext_noop(message: str) -> str:
    """Mark a sentence for translation; whoever shows it translates it."""
    return message


class Severity(StrEnum):
    """What a finding means for the question it is about."""

    # The question is not carried.
    ERROR = "error"
    # It is carried, but not all of it.
    WARNING = "warning"


@dataclasses.dataclass(frozen=True)
class Finding:
    """One thing that could not be carried, and where it stands.

    `line` counts from 1, in tables it is the row; 0 is the file as a whole. `message`
    is English with names for `params`, so that it can be translated where it is shown.
    """

    line: int
    message: str
    severity: Severity = Severity.ERROR
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The message in English."""
        return self.message % self.params if self.params else self.message

    def __str__(self) -> str:
        return f"Line {self.line}: {self.sentence}" if self.line else self.sentence


class Problem(Exception):
    """Something cannot be read; the message is a sentence as in `Finding`."""

    def __init__(self, message: str, **params: Any) -> None:
        super().__init__(message)
        self.message = message
        self.params = params

    def at(self, line: int, severity: Severity = Severity.ERROR) -> Finding:
        """Return the finding that this is at a place."""
        return Finding(line, self.message, severity, self.params)


class Findings:
    """The findings so far, in the order of the file."""

    def __init__(self) -> None:
        self._found: list[Finding] = []

    def add(
        self,
        line: int,
        message: str,
        severity: Severity = Severity.WARNING,
        **params: Any,
    ) -> None:
        """Keep a finding. The same one at the same place is kept once."""
        self.keep(Finding(line, message, severity, params))

    def keep(self, finding: Finding) -> None:
        """Keep a finding, unless there are more than anybody reads."""
        if finding in self._found[-20:]:
            return
        if len(self._found) < MOST_FINDINGS:
            self._found.append(finding)
        elif len(self._found) == MOST_FINDINGS:
            rest = gettext_noop("There are more findings than fit in this list.")
            self._found.append(Finding(0, rest, finding.severity))

    def extend(self, findings: Iterable[Finding]) -> None:
        """Keep several."""
        for finding in findings:
            self.keep(finding)

    def listed(self) -> tuple[Finding, ...]:
        """Return them all."""
        return tuple(self._found)


@dataclasses.dataclass(frozen=True)
class PictureFile:
    """A picture as it stands in a file. Its name is a suggestion."""

    data: bytes
    name: str = dataclasses.field(default="picture", compare=False)

    @property
    def number(self) -> int:
        """What contents in files call it: made of its bytes, so that it is the same
        everywhere. The numbers of a library mean nothing elsewhere."""
        return int.from_bytes(hashlib.sha256(self.data).digest()[:6])


@dataclasses.dataclass(frozen=True)
class CategoryName:
    """One step on the way to a category. Without a key it is found by its name."""

    name: Texts
    key: str = ""

    def to_json(self) -> Draft:
        """Return it as JSON."""
        return {"name": dict(self.name), **({"key": self.key} if self.key else {})}


@dataclasses.dataclass(frozen=True)
class OutcomeName:
    """A learning outcome with its text, for sites that do not have it yet."""

    key: str
    text: Texts

    def to_json(self) -> Draft:
        """Return it as JSON."""
        return {"key": self.key, "text": dict(self.text)}


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReadItem:
    """One question of a file, with everything that a bank keeps of it.

    Pictures in `content` are called by the numbers of `pictures`.
    """

    key: str
    content: ItemContent
    # None: the file does not say.
    points: Decimal | None = None
    category: tuple[CategoryName, ...] = ()
    outcome: OutcomeName | None = None
    principle: int | None = None
    tags: tuple[str, ...] = ()
    is_essential: bool = False
    is_retired: bool = False
    pictures: Mapping[int, PictureFile] = dataclasses.field(default_factory=dict)
    line: int = dataclasses.field(default=0, compare=False)

    def to_json(self) -> Draft:
        """Return it as JSON, without the pictures and what has its usual value."""
        data: Draft = {
            "key": self.key,
            "content": self.content.to_json(),
        }
        if self.points is not None:
            data["points"] = str(self.points)
        if self.category:
            data["category"] = [name.to_json() for name in self.category]
        if self.outcome:
            data["outcome"] = self.outcome.to_json()
        if self.principle is not None:
            data["principle"] = self.principle
        if self.tags:
            data["tags"] = list(self.tags)
        if self.is_essential:
            data["is_essential"] = True
        if self.is_retired:
            data["is_retired"] = True
        return data


@dataclasses.dataclass(frozen=True)
class Reading:
    """What a file says: the questions that can be carried, and what cannot."""

    items: tuple[ReadItem, ...]
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What makes questions, or the whole file, impossible to carry."""
        return tuple(f for f in self.findings if f.severity == Severity.ERROR)


def renumbered(content: ItemContent, numbers: Mapping[int, int]) -> ItemContent:
    """Return the content with its pictures called by other numbers."""

    def other(picture: Picture | None) -> Picture | None:
        if picture is None:
            return None
        return dataclasses.replace(picture, image_id=numbers[picture.image_id])

    changes: dict[str, Any] = {"picture": other(content.picture)}
    options = getattr(content, "options", None)
    if options is not None:
        changes["options"] = tuple(
            dataclasses.replace(option, picture=other(option.picture))
            for option in options
        )
    return dataclasses.replace(content, **changes)


def shortened(text: str, length: int = 60) -> str:
    """Return the text fit to be quoted in a sentence: short and printable."""
    printable = "".join(char if char.isprintable() else " " for char in text[:500])
    plain = " ".join(printable.split())
    return plain if len(plain) <= length else plain[: length - 1] + "…"


def first_text(texts: Texts, languages: Sequence[str]) -> str:
    """Return the text in the first of the languages that has one, or in any."""
    for language in (*languages, *texts):
        if texts.get(language):
            return texts[language]
    return ""
