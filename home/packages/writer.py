"""A course package as files: the way back from `reader`.

The same course always gives the same files, byte for byte, in a form that is read in a
review and compared line by line: one order of keys, one way to write each value,
nothing that has its usual value.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping
from typing import Any

from . import catalogue
from .block_writer import block_text
from .content import (
    FORMAT,
    CoursePackage,
    Feedback,
    Lesson,
    Module,
    NewPage,
    OpenQuestion,
    Quiz,
    Scale,
    Statement,
    Step,
    Survey,
    Term,
    Texts,
    Unlock,
)
from .layout import CATEGORIES, COURSE, GLOSSARY, MODULE, OUTCOMES
from .markdown import to_markdown
from .quizzes.writer import QuizWriter
from .yamlwriter import Word, dump, dump_list, texts_value

README = """\
# A course package

A course as text files, written by the site that it was exported from. Change what you
like, and import the folder or a zip of it again. The reference of the format is in the
documentation of the site, under “Course packages”.
"""

# The moment that files of an archive were made: the same for all, so that the same
# course gives the same archive.
MOMENT = (1980, 1, 1, 0, 0, 0)


def write_files(package: CoursePackage) -> dict[str, bytes]:
    """Return the files of the package by their names, in the order of their names."""
    return _Writer(package).files()


def write_zip(files: Mapping[str, bytes], folder: str) -> bytes:
    """Return the files as a zip with everything in one folder."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(f"{folder}/{name}", MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            # As on every system: an ordinary file, written by its owner.
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, files[name])
    return buffer.getvalue()


def part_name(number: int, slug: str) -> str:
    """Return the name of the folder or file of a part of the course."""
    return f"{number:02d}-{slug}"


def plain_slug(text: str) -> str:
    """Return a text as a name of small letters, digits and hyphens; "" if none is."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return (
        re.sub(r"[^a-z0-9]+", "-", apart.encode("ascii", "ignore").decode())
        .strip("-")[:90]
        .strip("-")
    )


class _Writer:
    def __init__(self, package: CoursePackage) -> None:
        self.package = package
        self.quizzes = QuizWriter(package)
        self._files: dict[str, str] = {}

    def files(self) -> dict[str, bytes]:
        package = self.package
        self._files["README.md"] = README
        self._files[COURSE] = dump(self._course())
        for number, part in enumerate(package.outline, start=1):
            if isinstance(part, Module):
                folder = part_name(number, part.slug)
                self._files[f"{folder}/{MODULE}"] = dump(self._module(part))
                for place, step in enumerate(part.steps, start=1):
                    self._step(folder, place, step)
            else:
                self._step("", number, part)
        for survey in package.surveys.values():
            self._files[f"surveys/{survey.key}.yaml"] = dump(self._survey(survey))
        for scale in package.scales.values():
            self._files[f"scales/{scale.key}.yaml"] = dump(self._scale(scale))
        for name, value in self.quizzes.bank_files().items():
            self._files[name] = dump(value)
        for name, values in (
            (CATEGORIES, self.quizzes.categories()),
            (OUTCOMES, self.quizzes.outcomes()),
            (GLOSSARY, [self._term(term) for term in package.glossary.values()]),
        ):
            if values:
                self._files[name] = dump_list(values)
        files = {name: text.encode() for name, text in self._files.items()}
        files |= {path: file.data for path, file in package.media.items()}
        return dict(sorted(files.items()))

    # Texts

    def _texts(self, texts: Texts) -> Any:
        return texts_value(texts, self.package.language)

    def _html(self, texts: Texts) -> Any:
        return self._texts({code: to_markdown(html) for code, html in texts.items()})

    def _optional(self, **texts: Any) -> dict[str, Any]:
        """Return those of the values that say something."""
        return {key: value for key, value in texts.items() if value}

    # Parts

    def _course(self) -> dict[str, Any]:
        package = self.package
        return {
            "format": FORMAT,
            "slug": Word(package.slug),
            **_addresses(package.addresses),
            "language": Word(package.language),
            "title": self._texts(package.title),
            "summary": self._texts(package.summary),
            **self._optional(
                aim=self._html(package.aim),
                audience=self._texts(package.audience),
                objectives=[self._texts(texts) for texts in package.objectives],
                authors=package.authors,
            ),
            **catalogue.as_yaml(package, self._texts),
        }

    def _module(self, module: Module) -> dict[str, Any]:
        return {
            "title": self._texts(module.title),
            **_addresses(module.addresses),
            **self._optional(
                summary=self._texts(module.summary),
                objectives=[self._texts(texts) for texts in module.objectives],
                sensitive=[Word(one) for one in module.sensitive],
                sensitive_note=self._texts(module.sensitive_note),
            ),
        }

    def _step(self, folder: str, number: int, step: Step) -> None:
        stem = f"{folder}/{part_name(number, step.slug)}".lstrip("/")
        if isinstance(step, Lesson):
            for language in step.body:
                ending = "" if language == self.package.language else f".{language}"
                self._files[f"{stem}{ending}.md"] = self._lesson(step, language)
            return
        value: dict[str, Any] = {
            "type": Word("quiz" if isinstance(step, Quiz) else "feedback"),
            "title": self._texts(step.title),
            **_addresses(step.addresses),
            **self._optional(introduction=self._html(step.introduction)),
            **_settings(step),
        }
        if isinstance(step, Quiz):
            module = step.address.rpartition("/")[0]
            value |= self.quizzes.quiz(step.assessment, module)
        elif isinstance(step, Feedback):
            value["survey"] = Word(step.survey)
        self._files[f"{stem}.yaml"] = dump(value)

    def _lesson(self, lesson: Lesson, language: str) -> str:
        head: dict[str, Any] = {"title": lesson.title[language]}
        if language in lesson.addresses:
            head["address"] = lesson.addresses[language]
        if introduction := lesson.introduction.get(language):
            head["introduction"] = introduction
        if language == self.package.language:
            head |= _settings(lesson)
            if lesson.sensitive:
                head["sensitive"] = [Word(one) for one in lesson.sensitive]
        if note := lesson.sensitive_note.get(language):
            head["sensitive_note"] = note
        body = "\n\n".join(block_text(block) for block in lesson.body[language])
        return f"---\n{dump(head)}---\n{body}\n"

    def _survey(self, survey: Survey) -> dict[str, Any]:
        found: dict[str, Any] = {
            "key": Word(survey.key),
            "name": survey.name,
            "scale": Word(survey.scale),
        }
        if survey.minutes is not None:
            found["minutes"] = survey.minutes
        if not survey.offers_not_applicable:
            found["not_applicable"] = False
        if survey.is_one_scale:
            found["one_scale"] = True
        if survey.is_confidential:
            found["confidential"] = True
        found["items"] = [self._survey_item(item) for item in survey.items]
        return found

    def _survey_item(self, item: Statement | OpenQuestion | NewPage) -> dict[str, Any]:
        if isinstance(item, NewPage):
            title = {"title": self._texts(item.title)} if item.title else {}
            return {"new_page": True, **title}
        kind = "question" if isinstance(item, OpenQuestion) else "statement"
        entry: dict[str, Any] = {
            "key": Word(item.key),
            kind: self._texts(item.wording),
        }
        if isinstance(item, Statement):
            if item.is_reverse_keyed:
                entry["reverse"] = True
            if item.scale:
                entry["scale"] = Word(item.scale)
            if item.offers_not_applicable is not None:
                entry["not_applicable"] = item.offers_not_applicable
        if item.asked_if is not None:
            entry["asked_if"] = {
                "item": Word(item.asked_if.item),
                "points": [Word(point) for point in item.asked_if.points],
            }
        return entry

    def _term(self, term: Term) -> dict[str, Any]:
        return {
            "key": Word(term.key),
            "term": self._texts(term.term),
            "definition": self._texts(term.definition),
            **self._optional(forms=term.forms),
        }

    def _scale(self, scale: Scale) -> dict[str, Any]:
        return {
            "key": Word(scale.key),
            "name": scale.name,
            "favourable_from": scale.favourable_from,
            "points": [self._texts(texts) for texts in scale.points],
        }


def _addresses(addresses: Mapping[str, str]) -> dict[str, Any]:
    return {"addresses": dict(sorted(addresses.items()))} if addresses else {}


def _settings(step: Step) -> dict[str, Any]:
    found: dict[str, Any] = {"minutes": step.minutes}
    if not step.is_required:
        found["required"] = False
    if step.unlock is not Unlock.ANY_TIME:
        found["unlock"] = Word(step.unlock)
    return found
