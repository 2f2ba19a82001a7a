"""Puts together what a format says of each question and what elearn noted beside it."""

import dataclasses
import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from .extras import filled, fingerprint, merged, pictures_of, read_note
from .lean import lean
from .records import (
    Draft,
    Finding,
    Findings,
    PictureFile,
    Problem,
    Reading,
    ReadItem,
    Severity,
    first_text,
    gettext_noop,
    shortened,
)
from .shape import Shaper
from .values import KEY

# An import is one transaction; where the database has one writer, learners wait for it.
MOST_ITEMS = 300


TEXT_ONLY = gettext_noop(
    "A text without a question was left out. A story that several questions are about "
    "is a case here; write it in the editor."
)


@dataclasses.dataclass(frozen=True)
class Native:
    """What a format itself says of a question: None where that cannot be read.

    `said` is what could not be carried of it; `name` is what its author called it.
    """

    draft: Draft | None
    said: tuple[Finding, ...] = ()
    name: str = ""
    pictures: Mapping[int, PictureFile] = dataclasses.field(default_factory=dict)


class Collector:
    """The questions of one file so far. `languages` are the site's, its own first."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = tuple(languages)
        self.findings = Findings()
        self._items: list[ReadItem] = []
        self._lines: dict[str, int] = {}
        self._taken = 0

    def take(
        self,
        native: Callable[[str], Native],
        *,
        line: int,
        note: str = "",
    ) -> None:
        """Keep one question, or the findings that say why it cannot be kept.

        `native` reads what the format says of it, in a given language. `note` is what
        elearn noted beside it.
        """
        if self._taken >= MOST_ITEMS:
            raise Problem(
                gettext_noop(
                    "The file has more than %(most)s questions. Divide it into several."
                ),
                most=MOST_ITEMS,
            )
        self._taken += 1
        try:
            item = self._item(native, note, line)
        except Problem as problem:
            self.findings.keep(problem.at(line))
            return
        if item is not None:
            self._items.append(item)
            self._lines[item.key] = line

    def reading(self) -> Reading:
        """Return what the file says."""
        if not self._items and not self.findings.listed():
            self.findings.add(
                0, gettext_noop("There is no question in the file."), Severity.ERROR
            )
        return Reading(tuple(self._items), self.findings.listed())

    def _item(
        self,
        read: Callable[[str], Native],
        note: str,
        line: int,
    ) -> ReadItem | None:
        data = read_note(note) if note else {}
        language = data.get("language")
        native = read(language if isinstance(language, str) else self.languages[0])
        draft = None if native.draft is None else lean(native.draft)
        said = native.said
        pictures = {**native.pictures, **pictures_of(data)}
        if note and data.get("native") == fingerprint(draft or {}):
            draft, said = merged(draft or {}, data["item"]), ()
        elif note and draft is not None:
            draft, lost = filled(draft, data["item"])
            self._report_lost(lost, line)
        self.findings.extend(said)
        if draft is None:
            return None
        content = draft.get("content")
        if isinstance(content, dict) and "type" not in content:
            raise Problem(TEXT_ONLY)
        shaper = Shaper(self.languages)
        given = draft.get("key") is not None
        if not given:
            draft = {**draft, "key": self._new_key(draft, native.name)}
        item = shaper.item(draft, pictures, line)
        if shaper.dropped:
            self.findings.add(
                line,
                gettext_noop(
                    "Texts in languages that this site does not have were left out: "
                    "%(codes)s."
                ),
                codes=", ".join(sorted(shaper.dropped)),
            )
        if given and item.key in self._lines:
            raise Problem(
                gettext_noop(
                    "The short name “%(key)s” is that of the question in line "
                    "%(line)s, too. Give one of them another one."
                ),
                key=item.key,
                line=self._lines[item.key],
            )
        return item

    def _report_lost(self, lost: list[str], line: int) -> None:
        if lost:
            self.findings.add(
                line,
                gettext_noop(
                    "The question was changed outside elearn, and its list of "
                    "%(names)s is of another length now. Their short names and "
                    "translations were left out."
                ),
                names=", ".join(sorted(set(lost))),
            )

    def _new_key(self, draft: Draft, name: str) -> str:
        """Return a short name made of the question, the same at every import.

        It never is that of another question of the bank: many files call their
        questions "Question 1".
        """
        content = draft.get("content")
        stem = content.get("stem") if isinstance(content, dict) else None
        text = first_text(stem, self.languages) if isinstance(stem, dict) else ""
        digest = hashlib.sha256(f"{name}\0{text}".encode(errors="replace")).hexdigest()
        readable = slug(shortened(name or str(text)))[:50].strip("-") or "question"
        key = base = f"{readable}-{digest[:6]}"
        number = 1
        while key in self._lines:
            number += 1
            key = f"{base}-{number}"
        return key


def slug(text: str) -> str:
    """Return a text as a short name: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9_]+", "-", plain.lower()).strip("-")[:100]


def given_key(text: str) -> Draft:
    """Return a short name as part of a draft; nothing where the text is none."""
    text = text.strip()
    return {"key": text} if KEY.fullmatch(text) else {}
