"""Makes a package of a course: what is published of it, in all its languages.

The pages, questions and surveys become the plain values that a package is read as;
`home.packages.writer` writes these as files. Before anything is handed out, the files
are read again and have to say the same: what is exported can be imported.
"""

import dataclasses
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from wagtail.models import Page

from assessments.models import QuizPage
from courses.models import Course, LessonPage, ModulePage
from courses.translated import content_languages, without_empty
from feedback.models import FeedbackPage, Survey

from .glossary_transfer import exported_terms
from .lesson_export import CannotCarryBlock, LessonExport, rich_text
from .media_export import MediaExport
from .outline_export import CannotExport, CourseTree, Part, addresses_of
from .packages import content as package_content
from .packages.compare import first_difference
from .packages.content import (
    CoursePackage,
    Profession,
    References,
    Sensitive,
    Texts,
    Unlock,
)
from .packages.htmltree import CannotCarry
from .packages.problems import PackageError
from .packages.reader import read_files
from .packages.writer import plain_slug, write_files
from .quiz_export import QuizExport
from .survey_export import SurveyExport
from .topics import topics_named


@dataclasses.dataclass(frozen=True)
class Exported:
    """A course as files, and what was left out of them."""

    package: CoursePackage
    files: Mapping[str, bytes]
    notes: tuple[str, ...]


def export_course(course: Course) -> Exported:
    """Return the published course as the files of a package.

    Raises CannotExport with everything that packages have no form for.
    """
    export = _Export(course)
    package = export.package()
    if export.reasons:
        raise CannotExport(export.reasons)
    files = write_files(package)
    languages = tuple(code for code, _name in content_languages())
    try:
        again = read_files(files, languages=languages)
    except PackageError as error:
        raise CannotExport(
            f"{export.tree.titles.get(problem.file, problem.file)}: {problem.message}"
            for problem in error.problems
        ) from error
    if difference := first_difference(package, again):
        raise CannotExport(
            [
                _("This would not be carried as it is: %(difference)s.")
                % {"difference": difference}
            ]
        )
    return Exported(package, files, tuple(dict.fromkeys(export.notes)))


class _Export:
    """One export: the pages of each language, and what has been found so far."""

    def __init__(self, course: Course):
        self.course = course
        self.reasons: list[str] = []
        self.media = MediaExport()
        self.tree = CourseTree(course)
        self.notes = self.tree.notes
        self.pages = self.tree.pages
        self.language = self.tree.language

    def package(self) -> CoursePackage:
        lessons = {
            part.address: self._lesson(part)
            for part in self.tree.steps()
            if isinstance(part.source, LessonPage)
        }
        quizzes = QuizExport(
            media=self.media,
            lessons=self.tree.lesson_steps(lessons),
            source_tags=_source_tags(lessons.values()),
            assessments={
                part.source.assessment_id
                for part in self.tree.steps()
                if isinstance(part.source, QuizPage)
            },
        )
        surveys = SurveyExport()
        source = self.pages[self.language]
        slug = plain_slug(source.slug) or self.course.slug
        outline = tuple(
            self._module(part, lessons, quizzes, surveys)
            if isinstance(part.source, ModulePage)
            else self._step(part, lessons, quizzes, surveys)
            for part in self.tree.outline
        )
        # Not every survey that was asked in the course is one of its steps.
        asked = Survey.objects.filter(versions__runs__course=self.course).distinct()
        for survey in asked.order_by("key"):
            surveys.add(survey)
        quizzes.finish()
        self.notes += quizzes.notes
        self.reasons += [*self.media.reasons, *quizzes.reasons]
        return CoursePackage(
            slug=slug,
            language=self.language,
            title=self._texts(self.pages, "title"),
            summary=self._texts(self.pages, "summary"),
            aim=self._rich(self.pages, "aim"),
            audience=self._texts(self.pages, "audience"),
            objectives=_objectives(self.pages),
            authors=source.authors,
            topics=topics_named(source.topics, self.language),
            professions=tuple(
                one for one in Profession if str(one) in source.professions
            ),
            catalogue_title=without_empty(source.catalogue_title),
            catalogue_summary=without_empty(source.catalogue_summary),
            outline=outline,
            surveys=dict(sorted(surveys.surveys.items())),
            scales=dict(sorted(surveys.scales.items())),
            media=dict(sorted(self.media.files.items())),
            addresses=addresses_of(self.pages, slug),
            categories=quizzes.categories,
            outcomes=quizzes.outcomes,
            cases=quizzes.cases,
            bank=quizzes.pool,
            glossary=exported_terms(
                page
                for part in self.tree.steps()
                if isinstance(part.source, LessonPage)
                for page in part.pages.values()
            ),
        )

    # Texts ----------------------------------------------------------------------------

    def _texts(self, pages: Mapping[str, Page], name: str) -> dict[str, str]:
        return {
            language: text
            for language, page in pages.items()
            if (text := getattr(page, name).strip())
        }

    def _rich(self, pages: Mapping[str, Page], name: str) -> dict[str, str]:
        found = {}
        for language, page in pages.items():
            try:
                html = rich_text(getattr(page, name))
            except CannotCarry as error:
                self.reasons.append(f"“{page}”, {_label(page, name)}: {error}")
                continue
            if html:
                found[language] = html
        return found

    # Modules and steps ----------------------------------------------------------------

    def _module(
        self,
        part: Part,
        lessons: Mapping[str, package_content.Lesson],
        quizzes: QuizExport,
        surveys: SurveyExport,
    ) -> package_content.Module:
        return package_content.Module(
            slug=part.slug,
            file=part.file,
            title=self._texts(part.pages, "title"),
            summary=self._texts(part.pages, "summary"),
            objectives=_objectives(part.pages),
            steps=tuple(
                self._step(step, lessons, quizzes, surveys) for step in part.steps
            ),
            addresses=part.addresses,
            **self._sensitive(part),
        )

    def _sensitive(self, part: Part) -> dict:
        return {
            "sensitive": tuple(
                one for one in Sensitive if str(one) in part.source.sensitive_topics
            ),
            "sensitive_note": self._texts(part.pages, "sensitive_note"),
        }

    def _step(
        self,
        part: Part,
        lessons: Mapping[str, package_content.Lesson],
        quizzes: QuizExport,
        surveys: SurveyExport,
    ) -> package_content.Step:
        if part.address in lessons:
            return lessons[part.address]
        page = part.source
        common = {
            **self._common(part),
            "introduction": self._rich(part.pages, "introduction"),
        }
        if isinstance(page, QuizPage):
            self._note_other(part, "assessment")
            assessment = quizzes.assessment(page.assessment)
            return package_content.Quiz(assessment=assessment, **common)
        if isinstance(page, FeedbackPage):
            self._note_other(part, "survey")
            surveys.add(page.survey)
            return package_content.Feedback(survey=page.survey.key, **common)
        self.reasons.append(
            _(
                "“%(page)s” is of the kind “%(kind)s”, which packages do not know. "
                "Unpublish it to export the rest."
            )
            % {"page": page, "kind": page._meta.verbose_name}
        )
        return package_content.Step(**common)

    def _note_other(self, part: Part, name: str) -> None:
        wanted = getattr(part.source, f"{name}_id")
        for page in part.pages.values():
            if getattr(page, f"{name}_id") != wanted:
                self.reasons.append(
                    _(
                        "“%(page)s” gives another quiz or survey than “%(source)s”. A "
                        "package has one for all languages. Choose the same in both."
                    )
                    % {"page": page, "source": part.source}
                )

    def _common(self, part: Part) -> dict:
        page = part.source
        return {
            "slug": part.slug,
            "address": part.address,
            "file": part.file,
            "title": self._texts(part.pages, "title"),
            "minutes": page.minutes,
            "is_required": page.is_required,
            "unlock": Unlock(page.unlock_rule),
            "addresses": part.addresses,
        }

    def _lesson(self, part: Part) -> package_content.Lesson:
        body = {}
        for language, page in part.pages.items():
            export = LessonExport(self.media)
            blocks = []
            for number, block in enumerate(page.body, start=1):
                try:
                    blocks.append(export.block(block))
                except (CannotCarry, CannotCarryBlock) as error:
                    self.reasons.append(
                        _("“%(page)s”, block %(number)s (%(kind)s): %(reason)s")
                        % {
                            "page": page,
                            "number": number,
                            "kind": block.block.label,
                            "reason": error,
                        }
                    )
            body[language] = tuple(blocks)
        return package_content.Lesson(
            body=body,
            introduction=self._texts(part.pages, "introduction"),
            **self._sensitive(part),
            **self._common(part),
        )


def _objectives(pages: Mapping[str, Page]) -> tuple[Texts, ...]:
    """Return the objectives of all languages, paired by their places."""
    found = {
        language: [text for child in page.objectives if (text := child.value.strip())]
        for language, page in pages.items()
    }
    return tuple(
        {
            language: texts[place]
            for language, texts in found.items()
            if place < len(texts)
        }
        for place in range(max(map(len, found.values())))
    )


def _source_tags(lessons: Iterable[package_content.Lesson]) -> frozenset[str]:
    """Return the tags of the sources that the lessons name."""
    return frozenset(
        source.tag
        for lesson in lessons
        for blocks in lesson.body.values()
        for block in blocks
        if isinstance(block, References)
        for source in block.sources
        if source.tag
    )


def _label(page: Page, name: str) -> str:
    return str(page._meta.get_field(name).verbose_name)
