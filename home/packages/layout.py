"""Which file of a package is what, told from the names alone.

course.yaml
01-why-work/module.yaml
01-why-work/01-what-ips-is.md        01-why-work/01-what-ips-is.fi.md
01-why-work/05-knowledge-check.yaml
08-feedback.yaml
surveys/closing.yaml   scales/agreement.yaml   media/…   README.md
categories.yaml   outcomes.yaml   glossary.yaml   cases/aino.yaml   bank/roles.yaml
"""

import dataclasses
import re
from collections.abc import Iterable
from typing import TypeVar

from .fields import Languages
from .problems import Place, Report, listed, nearest, quoted

COURSE = "course.yaml"
MODULE = "module.yaml"
CATEGORIES, OUTCOMES = "categories.yaml", "outcomes.yaml"
GLOSSARY = "glossary.yaml"
BESIDE = (COURSE, CATEGORIES, OUTCOMES, GLOSSARY, "README.md")
FOLDERS = ("bank", "cases", "media", "scales", "surveys")
# The folders whose files are each called by a key.
KEYED = ("bank", "cases", "scales", "surveys")
SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
NUMBERED = re.compile(rf"(?P<number>[0-9]{{1,3}})-(?P<slug>{SLUG})")
STEP = re.compile(
    rf"(?P<stem>{NUMBERED.pattern})(?:\.(?P<language>[A-Za-z-]+))?\.(?P<kind>md|yaml)"
)
NAMED = re.compile(r"(?P<key>[A-Za-z0-9_-]+)\.yaml")
LONGEST_SLUG = 100


@dataclasses.dataclass
class StepFiles:
    """The files of one step: one, or for a lesson one for each language."""

    number: int
    slug: str
    stem: str
    folder: str
    is_lesson: bool
    files: dict[str, str]

    @property
    def path(self) -> str:
        """Where the step is, without the ending of the file."""
        return f"{self.folder}/{self.stem}".lstrip("/")

    @property
    def address(self) -> str:
        """The step's name inside the course."""
        module = NUMBERED.fullmatch(self.folder)
        return f"{module['slug']}/{self.slug}" if module else self.slug

    @property
    def ways(self) -> set[str]:
        """All ways to name the step from the course: with and without numbers."""
        module = NUMBERED.fullmatch(self.folder)
        folders = {f"{self.folder}/", f"{module['slug']}/"} if module else {""}
        return {folder + name for folder in folders for name in (self.stem, self.slug)}


@dataclasses.dataclass
class ModuleFolder:
    """The folder of one module."""

    number: int
    slug: str
    folder: str
    has_file: bool = False
    steps: list[StepFiles] = dataclasses.field(default_factory=list)

    @property
    def path(self) -> str:
        return self.folder


Part = TypeVar("Part", bound=ModuleFolder | StepFiles)


@dataclasses.dataclass
class Layout:
    """The parts of a package: its outline in order, and the rest by name."""

    outline: list[ModuleFolder | StepFiles]
    surveys: dict[str, str]
    scales: dict[str, str]
    cases: dict[str, str]
    bank: dict[str, str]

    @property
    def steps(self) -> list[StepFiles]:
        """All steps in the order of the course."""
        found: list[StepFiles] = []
        for part in self.outline:
            found.extend(part.steps if isinstance(part, ModuleFolder) else [part])
        return found


def layout_of(names: Iterable[str], languages: Languages, report: Report) -> Layout:
    """Sort the names into the parts of a package; report those that fit nowhere."""
    sorter = _Sorter(languages, report)
    for name in sorted(names):
        sorter.add(name)
    return sorter.finish()


class _Sorter:
    def __init__(self, languages: Languages, report: Report) -> None:
        self.languages = languages
        self.report = report
        self.modules: dict[str, ModuleFolder] = {}
        self.steps: dict[str, StepFiles] = {}
        self.named: dict[str, dict[str, str]] = {folder: {} for folder in KEYED}

    def add(self, name: str) -> None:
        place = Place(self.report, name)
        folder, _, file = name.rpartition("/")
        if not folder:
            if file not in BESIDE:
                self._step(name, folder, file, place)
        elif folder in KEYED:
            self._named(name, folder, file, place)
        elif folder.partition("/")[0] == "media":
            return
        elif module := NUMBERED.fullmatch(folder):
            known = self.modules.setdefault(
                folder, ModuleFolder(int(module["number"]), module["slug"], folder)
            )
            if file == MODULE:
                known.has_file = True
            elif step := self._step(name, folder, file, place):
                known.steps.append(step)
        else:
            top = folder.partition("/")[0]
            hint = nearest(top, FOLDERS) if "/" not in folder else ""
            place.problem(
                f"Nothing reads the folder {quoted(folder)}. Modules are folders like "
                f"01-why-work, without folders inside.{hint}"
            )

    def _named(self, name: str, folder: str, file: str, place: Place) -> None:
        found = NAMED.fullmatch(file)
        if found is None:
            place.problem(f"Files in {quoted(folder)} are called like closing.yaml.")
        else:
            self.named[folder][found["key"]] = name

    def _step(
        self, name: str, folder: str, file: str, place: Place
    ) -> StepFiles | None:
        """Note the file of a step; return the step when it is a new one."""
        found = STEP.fullmatch(file)
        if found is None or len(found["slug"]) > LONGEST_SLUG:
            place.problem(self._stray(folder, file))
            return None
        language, is_lesson = found["language"] or "", found["kind"] == "md"
        if language and not self._is_translation(language, is_lesson, place):
            return None
        path = f"{folder}/{found['stem']}".lstrip("/")
        step = self.steps.get(path)
        is_new = step is None
        if step is None:
            step = StepFiles(
                int(found["number"]),
                found["slug"],
                found["stem"],
                folder,
                is_lesson,
                {},
            )
            self.steps[path] = step
        if step.is_lesson != is_lesson:
            place.problem("A step is one lesson (.md) or one quiz (.yaml). Keep one.")
        else:
            step.files[language or self.languages.source] = name
        return step if is_new else None

    def _is_translation(self, language: str, is_lesson: bool, place: Place) -> bool:
        if not is_lesson:
            place.problem(
                "Write translations of a quiz or survey step inside its one file, as "
                "“title: {en: …, fi: …}”."
            )
        elif language == self.languages.source:
            place.problem(
                f"{quoted(language)} is the language of the course. Leave it out of "
                "the name."
            )
        elif language not in self.languages.known:
            place.problem(
                f"{quoted(language)} is no language of this site. "
                f"Use {listed(self.languages.known)}."
            )
        else:
            return True
        return False

    def _stray(self, folder: str, file: str) -> str:
        if file.endswith(".yml"):
            return "Nothing reads files that end in .yml. Rename it to .yaml."
        known = [MODULE] if folder else list(BESIDE)
        hint = nearest(file, known)
        return (
            "Nothing reads this file. Lessons are called like 01-what-ips-is.md, "
            "quizzes and survey steps like 05-knowledge-check.yaml."
            + (hint if hint.startswith(" Did") else "")
        )

    def finish(self) -> Layout:
        for step in self.steps.values():
            if self.languages.source not in step.files:
                Place(self.report, f"{step.path}.md").problem(
                    "The lesson has translations but no text in "
                    f"{self.languages.source}, the language of the course. Add it."
                )
        for module in self.modules.values():
            module.steps = self._in_order(module.steps)
            if not module.has_file:
                Place(self.report, f"{module.folder}/{MODULE}").problem(
                    "The module has no such file. Add it with a title."
                )
            if not module.steps:
                Place(self.report, module.folder).problem(
                    "The module has no steps. Add a lesson, or remove the folder."
                )
        parts: list[ModuleFolder | StepFiles] = [*self.modules.values()]
        parts += [step for step in self.steps.values() if not step.folder]
        outline = self._in_order(parts)
        if not self.steps:
            Place(self.report, COURSE).problem(
                "The course has no steps. Add a folder like 01-why-work with lessons."
            )
        return Layout(outline, **self.named)

    def _in_order(self, parts: Iterable[Part]) -> list[Part]:
        """Return the parts by number; report a number or a name that occurs twice."""
        ordered = sorted(parts, key=lambda part: part.number)
        taken: dict[str, str] = {}
        for part in ordered:
            for claim in (f"number {part.number}", f"name {quoted(part.slug)}"):
                other = taken.setdefault(claim, part.path)
                if other != part.path:
                    Place(self.report, part.path).problem(
                        f"It has the same {claim} as {quoted(other)}. "
                        "Give each its own number and name."
                    )
        return ordered
