"""Builds a course from a package: pages, items, surveys and media, in one transaction.

What is read and checked is in `home.packages`; this module writes it through the same
publication as the editor, so versions and the outline follow by themselves. Importing
a package again updates what it made before, found by its short names, and leaves alone
what says the same already.
"""

import dataclasses
from collections.abc import Iterator, Mapping

from django.db import transaction
from django.db.models import Model
from wagtail.models import Locale, Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from courses.models import CatalogPage, Course, CoursePage, Step
from courses.outline import sync_afterwards
from people.models import User

from .glossary_transfer import GlossaryImport
from .media_import import MediaImport
from .packages.content import CoursePackage
from .packages.languages import page_languages
from .page_import import COURSE, PageTree
from .quiz_import import QuizImport
from .setup import catalogue_in
from .stored import CannotImport
from .survey_import import SurveyImport
from .topics import save_topics

__all__ = ["CannotImport", "ImportSummary", "MissingLocale", "import_package"]


@dataclasses.dataclass
class ImportSummary:
    """What an import made, what it found and updated, and what it left.

    `languages` are those that the course has pages in, its own first.
    """

    course_page: CoursePage
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    languages: tuple[str, ...] = ()
    # Languages of the package that the site has no content in.
    unknown_languages: tuple[str, ...] = ()
    # Pages of the course that the package does not have.
    left_alone: tuple[Page, ...] = ()


class MissingLocale(Exception):
    """The site has no such language of content."""


@transaction.atomic
def import_package(
    *,
    package: CoursePackage,
    catalogue: CatalogPage | None = None,
    by: User | None = None,
) -> ImportSummary:
    """Build or update the course of `package` and publish it.

    It goes below `catalogue`, and in other languages below theirs; without one below
    that of its language. All or nothing. Raises MissingLocale when the site has no
    content in the language of the package, and CannotImport when something of the site
    is in the way.
    """
    imported = _Import(package, catalogue, by)
    # Each thing is saved several times on its way to being published; who refers to
    # whom is noted once.
    with sync_afterwards(), disable_reference_index_auto_update():
        imported.run()
    imported.point_to_lessons()
    for record in imported.changed():
        ReferenceIndex.create_or_update_for_object(record)
    return imported.summary()


class _Import:
    """One import: the package, where it goes, and what has been made so far."""

    def __init__(
        self, package: CoursePackage, catalogue: CatalogPage | None, by: User | None
    ):
        self.package = package
        self.by = by
        self.catalogues = self._catalogues(catalogue)
        self.media = MediaImport(package, by)
        self.quizzes = QuizImport(package, by, self.media)
        self.surveys = SurveyImport(package, by)
        self.glossary = GlossaryImport(package)
        self.trees: dict[str, PageTree] = {}

    def _catalogues(self, given: CatalogPage | None) -> Mapping[str, CatalogPage]:
        """Return where the pages of each language go, that of the package first."""
        found = {}
        locales = {locale.language_code: locale for locale in Locale.objects.all()}
        for language in page_languages(self.package):
            if given is not None and given.locale.language_code == language:
                found[language] = given
            elif language in locales:
                found[language] = catalogue_in(locales[language])
            elif language == self.package.language:
                raise MissingLocale(language)
        return found

    def run(self) -> None:
        self.glossary.run()
        surveys = self.surveys.surveys()
        assessments = self.quizzes.assessments()
        save_topics(self.package)
        originals: dict[str, Page] = {}
        for language, catalogue in self.catalogues.items():
            tree = self.trees[language] = PageTree(
                package=self.package,
                catalogue=catalogue,
                by=self.by,
                media=self.media,
                assessments=assessments,
                surveys=surveys,
                originals=originals,
            )
            tree.build()
            originals = originals or tree.pages

    def point_to_lessons(self) -> None:
        """Tell each item the lesson that answers it, now that its step is there."""
        pages = self.trees[self.package.language].pages
        course = Course.objects.get(key=pages[COURSE].translation_key)
        by_key = {step.key: step for step in Step.objects.filter(course=course)}
        self.quizzes.point_to_lessons(
            {
                lesson.address: by_key[pages[lesson.address].translation_key]
                for lesson in self.package.lessons
            }
        )

    def changed(self) -> Iterator[Model]:
        """Yield everything that was made or updated."""
        for part in (
            *self.trees.values(),
            self.quizzes,
            self.surveys,
            self.glossary,
        ):
            yield from part.changed

    def summary(self) -> ImportSummary:
        made = [*self.trees.values(), self.quizzes, self.surveys, self.glossary]
        return ImportSummary(
            course_page=self.trees[self.package.language].pages[COURSE],
            created=sum(part.created for part in made),
            updated=sum(part.updated for part in made),
            unchanged=sum(part.unchanged for part in made),
            languages=tuple(self.trees),
            unknown_languages=tuple(
                language
                for language in page_languages(self.package)
                if language not in self.trees
            ),
            left_alone=tuple(
                page for tree in self.trees.values() for page in tree.left_alone()
            ),
        )
