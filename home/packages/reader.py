"""Reading a whole course package."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .catalogue import catalogue_of
from .content import (
    FORMAT,
    CoursePackage,
    Feedback,
    Lesson,
    MediaFile,
    Module,
    Quiz,
    Scale,
    Sensitive,
    Step,
    Survey,
    Texts,
    Unlock,
)
from .directives import Surroundings
from .fields import Fields, Languages, fields_of, translations
from .files import LIMITS, Limits, decode, open_package
from .glossary import glossary_of
from .layout import (
    CATEGORIES,
    COURSE,
    GLOSSARY,
    MODULE,
    OUTCOMES,
    Layout,
    ModuleFolder,
    StepFiles,
    layout_of,
)
from .lessons import blocks_of, front_matter, tags_of
from .media import media_files
from .problems import Place, Report, nearest, quoted
from .quizzes.items import item_of
from .quizzes.references import Bank, case_of, categories_of, outcomes_of
from .quizzes.rules import assessment_of
from .richtext import to_html
from .surveys import scale_of, survey_of
from .yamltree import Node, parse

LANGUAGES = ("en", "fi", "sv")
SENSITIVE = ("sensitive", "sensitive_note")


def read_package(
    path: Path, *, languages: tuple[str, ...] = LANGUAGES, limits: Limits = LIMITS
) -> CoursePackage:
    """Return the course in the folder or zip file.

    Raises PackageError with everything that is wrong, and nothing else. `languages` are
    the codes that texts may be in.
    """
    report = Report()
    files = open_package(path, report, limits)
    if not files:
        if report.is_empty:
            Place(report, path.name or "package").problem("There is no file in it.")
        report.raise_if_any()
    return _read(files, report, languages)


def read_files(
    files: Mapping[str, bytes], *, languages: tuple[str, ...] = LANGUAGES
) -> CoursePackage:
    """Return the course that consists of these files, by their names in the package."""
    return _read(files, Report(), languages)


def _read(
    files: Mapping[str, bytes], report: Report, languages: tuple[str, ...]
) -> CoursePackage:
    package = _Reader(files, report, languages).package()
    report.raise_if_any()
    return package


class _Reader:
    """One reading of one package."""

    def __init__(
        self, files: Mapping[str, bytes], report: Report, languages: tuple[str, ...]
    ) -> None:
        self.files = files
        self.report = report
        self.languages = Languages(languages, languages[0])
        self.media: dict[str, MediaFile] = {}
        self.surveys: dict[str, Survey] = {}

    def package(self) -> CoursePackage:
        course = self._course_fields()
        self.media = media_files(self.files, self.report)
        layout = layout_of(self.files, self.languages, self.report)
        scales = self._scales(layout)
        self.surveys = self._surveys(layout, scales)
        bank = self._bank(layout)
        steps = self._steps(layout, bank)
        package = CoursePackage(
            slug=course.slug("slug"),
            addresses=course.addresses(),
            language=self.languages.source,
            title=course.texts("title"),
            summary=course.texts("summary"),
            aim=_html_texts(course, "aim"),
            audience=course.texts("audience", required=False),
            objectives=course.each_texts("objectives", required=False),
            authors=course.text("authors", required=False),
            **catalogue_of(course, self.languages),
            outline=tuple(
                self._module(part, steps)
                if isinstance(part, ModuleFolder)
                else steps[part.address]
                for part in layout.outline
                if isinstance(part, ModuleFolder) or part.address in steps
            ),
            surveys=self.surveys,
            scales=scales,
            media=self.media,
            categories=bank.categories,
            outcomes=bank.outcomes,
            cases=bank.cases,
            bank=bank.pool,
            glossary=glossary_of(self._tree(GLOSSARY), self.languages),
        )
        course.finish()
        self._check_titles(package)
        return package

    def _course_fields(self) -> Fields:
        """Return the keys of course.yaml; without them nothing else makes sense."""
        fields = self._fields(COURSE)
        if fields is None:
            raise self.report.error()
        if fields.text("format") not in {"", str(FORMAT)}:
            fields.at("format").problem(
                f"This site reads format {FORMAT} only. Update the site, or export the "
                "course again."
            )
            raise self.report.error()
        source = fields.text("language")
        if source in self.languages.known:
            self.languages = Languages(self.languages.known, source)
            fields.languages = self.languages
        elif source:
            fields.at("language").problem(
                f"{quoted(source)} is no language of this site."
                f"{nearest(source, self.languages.known)}"
            )
        return fields

    def _fields(self, name: str) -> Fields | None:
        """Return the keys of the YAML file."""
        if name not in self.files:
            Place(self.report, name).problem("The package has no such file. Add it.")
            return None
        return fields_of(self._tree(name), self.languages)

    def _tree(self, name: str) -> Node | None:
        """Return what the YAML file holds; None where there is none."""
        if name not in self.files:
            return None
        place = Place(self.report, name, 1)
        text = decode(self.files[name], place)
        return None if text is None else parse(text, place)

    def _scales(self, layout: Layout) -> dict[str, Scale]:
        found = {}
        for key, name in layout.scales.items():
            fields = self._fields(name)
            if fields is not None:
                found[key] = scale_of(fields, key)
        return found

    def _surveys(
        self, layout: Layout, scales: Mapping[str, Scale]
    ) -> dict[str, Survey]:
        found = {}
        for key, name in layout.surveys.items():
            fields = self._fields(name)
            if fields is not None:
                found[key] = survey_of(fields, key, scales)
        return found

    def _bank(self, layout: Layout) -> Bank:
        """Return what items refer to, apart from the lessons."""
        return Bank(
            languages=self.languages,
            media=self.media,
            categories=categories_of(self._tree(CATEGORIES), self.languages),
            outcomes=outcomes_of(self._tree(OUTCOMES), self.languages),
            cases={
                key: case_of(fields, key)
                for key, name in layout.cases.items()
                if (fields := self._fields(name)) is not None
            },
        )

    def _fill_pool(self, layout: Layout, bank: Bank) -> None:
        """Read the items that are written apart from the quizzes that ask them."""
        for name in layout.bank.values():
            fields = self._fields(name)
            if fields is None:
                continue
            for node in fields.each("items"):
                item = item_of(node, bank)
                if item is not None:
                    bank.pool[item.key] = item
            fields.finish()

    def _steps(self, layout: Layout, bank: Bank) -> dict[str, Step]:
        """Return the steps by address: lessons first, for quizzes refer to them."""
        steps: dict[str, Step]
        parts = [part for part in layout.steps if part.files]
        lessons = [part for part in parts if part.is_lesson]
        read = [lesson for lesson in map(self._lesson, lessons) if lesson is not None]
        steps = {lesson.address: lesson for lesson in read}
        bank.lessons = {way: part.address for part in lessons for way in part.ways}
        bank.tags = tags_of(read)
        self._fill_pool(layout, bank)
        for part in parts:
            if not part.is_lesson:
                step = self._other_step(part, bank)
                if step is not None:
                    steps[part.address] = step
        return steps

    def _lesson(self, part: StepFiles) -> Lesson | None:
        titles, introductions, bodies, notes = {}, {}, {}, {}
        sensitive: tuple[Sensitive, ...] = ()
        addresses: dict[str, str] = {}
        common: dict[str, Any] | None = None
        for language, name in part.files.items():
            place = Place(self.report, name, 1)
            text = decode(self.files[name], place)
            divided = None if text is None else front_matter(text, place)
            if divided is None:
                continue
            head, body, start = divided
            fields = fields_of(parse(head, place.below(1)), self.languages)
            if fields is None:
                continue
            titles[language] = fields.text("title")
            if introduction := fields.text("introduction", required=False):
                introductions[language] = introduction
            if fields.mentions("address"):
                addresses[language] = fields.address("address")
            fields.rarely(*SENSITIVE)
            if fields.mentions("sensitive_note"):
                notes[language] = fields.text("sensitive_note")
            if language == self.languages.source:
                common = _common(fields)
                sensitive = fields.choices("sensitive", Sensitive)
            fields.finish()
            around = Surroundings(self.media, self.languages)
            bodies[language] = blocks_of(body, start, around)
        if common is None:
            return None
        return Lesson(
            slug=part.slug,
            address=part.address,
            file=part.files[self.languages.source],
            title=titles,
            introduction=introductions,
            body=bodies,
            addresses=addresses,
            **common,
            sensitive=sensitive,
            sensitive_note=notes,
        )

    def _other_step(self, part: StepFiles, bank: Bank) -> Quiz | Feedback | None:
        (name,) = part.files.values()
        fields = self._fields(name)
        if fields is None:
            return None
        kind = fields.text("type")
        title = fields.texts("title")
        introduction = _html_texts(fields, "introduction")
        addresses = fields.addresses()
        common = _common(fields)
        step: Quiz | Feedback | None = None
        if kind == "quiz":
            assessment = assessment_of(fields, bank, part.folder)
            if assessment is not None:
                step = Quiz(
                    slug=part.slug,
                    address=part.address,
                    file=name,
                    title=title,
                    introduction=introduction,
                    assessment=assessment,
                    addresses=addresses,
                    **common,
                )
        elif kind == "feedback":
            step = Feedback(
                slug=part.slug,
                address=part.address,
                file=name,
                title=title,
                introduction=introduction,
                survey=self._survey_key(fields),
                addresses=addresses,
                **common,
            )
        elif kind:
            fields.at("type").problem(
                f"There is no type {quoted(kind)} of steps. Use quiz or feedback."
            )
            return None
        fields.finish()
        return step

    def _survey_key(self, fields: Fields) -> str:
        key = fields.text("survey")
        if key and key not in self.surveys:
            fields.at("survey").problem(
                f"There is no survey {quoted(key)} in the folder surveys."
                f"{nearest(key, self.surveys)}"
            )
        return key

    def _module(self, part: ModuleFolder, steps: Mapping[str, Step]) -> Module:
        name = f"{part.folder}/{MODULE}"
        fields = self._fields(name) if part.has_file else None
        found = tuple(
            steps[step.address] for step in part.steps if step.address in steps
        )
        if fields is None:
            return Module(part.slug, name, {}, {}, (), found)
        fields.rarely(*SENSITIVE)
        module = Module(
            slug=part.slug,
            file=name,
            title=fields.texts("title"),
            summary=fields.texts("summary", required=False),
            objectives=fields.each_texts("objectives", required=False),
            steps=found,
            addresses=fields.addresses(),
            sensitive=fields.choices("sensitive", Sensitive),
            sensitive_note=(
                fields.texts("sensitive_note")
                if fields.mentions("sensitive_note")
                else {}
            ),
        )
        fields.finish()
        return module

    def _check_titles(self, package: CoursePackage) -> None:
        """A lesson in a language needs a module and a course that are named in it."""
        for module in package.modules:
            for lesson in module.steps:
                if isinstance(lesson, Lesson):
                    self._check_title(module.title, module.file, lesson)
        for lesson in package.lessons:
            self._check_title(package.title, COURSE, lesson)

    def _check_title(self, title: Texts, file: str, lesson: Lesson) -> None:
        for language in lesson.body:
            if title and language not in title:
                Place(self.report, file).problem(
                    f"The title is missing in {language}, a language of its lessons. "
                    "Write “title: {en: …, fi: …}”."
                )


def _common(fields: Fields) -> dict[str, Any]:
    """Return what steps of all kinds have."""
    return {
        "minutes": fields.integer("minutes", least=1, most=240, default=5),
        "is_required": fields.boolean("required", default=True),
        "unlock": fields.choice("unlock", Unlock, Unlock.ANY_TIME),
    }


def _html_texts(fields: Fields, key: str) -> Texts:
    """Return an optional Markdown text as HTML in its languages."""
    node = fields.node(key, required=False)
    if node is None:
        return {}
    return {
        code: to_html(scalar.text, scalar.place)
        for code, scalar in translations(node, fields.languages)
    }
