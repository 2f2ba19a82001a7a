"""In which languages a course can be published, and what is not translated.

A course gets pages in another language when everything that stands alone on a page is
there in it: the titles of the course, its modules and its steps, its summary, and the
text of each lesson. What else is missing does not keep a language back. A text of an
item or a survey is then asked in the language of the course, and says so; an optional
text of a page is left out, rather than shown in a language that the page is not in.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from .content import CoursePackage, Feedback, Item, Lesson, Module, Quiz, Step, Texts
from .quizzes.values import FALSE_TEXT, TRUE_TEXT

# What authors call the texts that all contents have.
WRITTEN_AS = {"stem": "question", "feedback": "explanation"}


@dataclasses.dataclass(frozen=True)
class Missing:
    """One text that is not there in a language.

    `is_needed`: without it the course has no pages in the language.
    """

    file: str
    what: str
    is_needed: bool

    def __str__(self) -> str:
        return f"{self.file}: {self.what}"


@dataclasses.dataclass(frozen=True)
class Translation:
    """How far a course is translated into one language."""

    language: str
    missing: tuple[Missing, ...]

    @property
    def needed(self) -> tuple[Missing, ...]:
        """What keeps the course from having pages in the language."""
        return tuple(missing for missing in self.missing if missing.is_needed)

    @property
    def is_complete(self) -> bool:
        """Whether the course gets pages in the language."""
        return not self.needed


@dataclasses.dataclass(frozen=True)
class _Place:
    """One text with where it stands, and the languages that it is there in.

    `asked_in`: the languages that it matters in; None for all.
    """

    file: str
    what: str
    is_needed: bool
    languages: frozenset[str]
    asked_in: frozenset[str] | None = None

    def is_missing_in(self, language: str) -> bool:
        if self.asked_in is not None and language not in self.asked_in:
            return False
        return language not in self.languages


def translations(package: CoursePackage) -> tuple[Translation, ...]:
    """Return how far the course is translated, for each language in which it has texts.

    A language that occurs in surveys and scales only is none of the course: these are
    shared by courses of several languages.
    """
    places = list(_places(package))
    shared = list(_shared_places(package))
    codes = {code for place in places for code in place.languages} - {package.language}
    return tuple(
        Translation(
            code,
            tuple(
                Missing(place.file, place.what, place.is_needed)
                for place in [*places, *shared]
                if place.is_missing_in(code)
            ),
        )
        for code in sorted(codes)
    )


def page_languages(package: CoursePackage) -> tuple[str, ...]:
    """Return the languages that the course gets pages in, its own first."""
    complete = [found.language for found in translations(package) if found.is_complete]
    return (package.language, *complete)


def _places(package: CoursePackage) -> Iterator[_Place]:
    """Yield every text of the course itself."""
    course = "course.yaml"
    yield _place(course, "title", package.title, is_needed=True)
    yield _place(course, "summary", package.summary, is_needed=True)
    yield from _optional(course, "aim", package.aim)
    yield from _optional(course, "audience", package.audience)
    for number, texts in enumerate(package.objectives, start=1):
        yield _place(course, f"objective {number}", texts)
    for part in package.outline:
        if isinstance(part, Module):
            yield from _module(part, package)
        else:
            yield from _step(part, package)


def _module(module: Module, package: CoursePackage) -> Iterator[_Place]:
    yield _place(module.file, "title", module.title, is_needed=True)
    yield from _optional(module.file, "summary", module.summary)
    for number, texts in enumerate(module.objectives, start=1):
        yield _place(module.file, f"objective {number}", texts)
    yield from _optional(module.file, "sensitive note", module.sensitive_note)
    for step in module.steps:
        yield from _step(step, package)


def _step(step: Step, package: CoursePackage) -> Iterator[_Place]:
    if isinstance(step, Lesson):
        # A lesson has a title wherever it has a text.
        yield _place(step.file, "the lesson", step.body, is_needed=True)
        for place in [
            *_optional(step.file, "introduction", step.introduction),
            *_optional(step.file, "sensitive note", step.sensitive_note),
        ]:
            yield dataclasses.replace(place, asked_in=frozenset(step.body))
        return
    yield _place(step.file, "title", step.title, is_needed=True)
    yield from _optional(step.file, "introduction", step.introduction)
    if isinstance(step, Quiz):
        yield from _quiz(step, package)


def _quiz(step: Quiz, package: CoursePackage) -> Iterator[_Place]:
    """Yield the texts of a quiz and of the items that are written in it."""
    assessment = step.assessment
    for name in ("passed_text", "failed_text", "score_bands"):
        yield from _named(step.file, name.replace("_", " "), getattr(assessment, name))
    for number, entry in enumerate(assessment.entries, start=1):
        yield from _optional(step.file, f"section of entry {number}", entry.section)
        if entry.item is not None and entry.item.key not in package.bank:
            yield from _item(step.file, entry.item)


def _item(file: str, item: Item) -> Iterator[_Place]:
    # The case has a file of its own.
    for name, texts in _inside(dataclasses.replace(item.content, stimulus=None)):
        first, comma, rest = name.partition(",")
        written = WRITTEN_AS.get(first, first) + comma + rest
        yield _place(file, f"item {item.key}, {written}", texts)


def _named(file: str, name: str, value: Any) -> Iterator[_Place]:
    """Yield every text of a value that is not there as a whole in all languages."""
    if isinstance(value, tuple):
        for number, entry in enumerate(value, start=1):
            yield from _named(file, f"{name} {number}", entry)
    else:
        for way, texts in _inside(value):
            yield _place(file, _way(name, way), texts)


def _shared_places(package: CoursePackage) -> Iterator[_Place]:
    """Yield the texts that are written apart: of the bank and of surveys it asks."""
    for item in package.bank.values():
        yield from _item(f"bank/{item.category or 'items'}.yaml", item)
    for case in package.cases.values():
        yield from _named(f"cases/{case.key}.yaml", "", case)
    for category in package.categories.values():
        yield _place("categories.yaml", category.key, category.name)
    for outcome in package.outcomes.values():
        yield _place("outcomes.yaml", outcome.key, outcome.text)
    asked = {step.survey for step in package.steps if isinstance(step, Feedback)}
    scales: set[str] = set()
    for key in sorted(asked & set(package.surveys)):
        survey = package.surveys[key]
        yield from _named(f"surveys/{key}.yaml", "", survey)
        for name in survey.scales:
            if name in package.scales and name not in scales:
                scales.add(name)
                yield from _named(f"scales/{name}.yaml", "", package.scales[name])


def _place(
    file: str, what: str, texts: Mapping[str, object], *, is_needed: bool = False
) -> _Place:
    return _Place(file, what, is_needed, frozenset(texts))


def _optional(file: str, what: str, texts: Texts) -> Iterator[_Place]:
    """Yield the text if there is one at all."""
    if texts:
        yield _place(file, what, texts)


def _inside(value: Any, where: str = "") -> Iterator[tuple[str, Texts]]:
    """Yield every text inside a part of a package, with the way to it in words."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            name = field.name.replace("_", " ")
            inner = getattr(value, field.name)
            if isinstance(inner, tuple):
                for number, entry in enumerate(inner, start=1):
                    label = getattr(entry, "key", number)
                    yield from _inside(entry, _way(where, f"{name} {label}"))
            else:
                yield from _inside(inner, _way(where, name))
    elif isinstance(value, Mapping) and _is_text(value):
        yield where, value


def _is_text(value: Mapping[Any, Any]) -> bool:
    if value is TRUE_TEXT or value is FALSE_TEXT:
        # Not the author's words.
        return False
    return bool(value) and all(isinstance(text, str) for text in value.values())


def _way(*names: str) -> str:
    return ", ".join(name for name in names if name)
