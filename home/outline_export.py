"""The published pages of a course in all languages, and what a package calls them."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from courses.models import Course, CoursePage, LessonPage, ModulePage, Step
from courses.outline import step_page_models

from .packages.writer import part_name, plain_slug


class CannotExport(Exception):
    """Something of the course has no form in packages; `reasons` say what and where."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(dict.fromkeys(reasons))
        super().__init__("\n".join(self.reasons))


@dataclasses.dataclass
class Part:
    """A module or a step: its pages by language, and what a package calls it."""

    pages: dict[str, Page]
    slug: str
    file: str
    address: str
    steps: "list[Part]" = dataclasses.field(default_factory=list)

    @property
    def source(self) -> Page:
        """The page in the language that the course is written in."""
        return next(iter(self.pages.values()))

    @property
    def addresses(self) -> dict[str, str]:
        """The ends of the web addresses that are not what the package calls it."""
        return addresses_of(self.pages, self.slug)


class CourseTree:
    """The pages of one course by language, its own first, as parts of a package.

    `titles` says what to call a file of the package in a sentence; `notes` what is
    left out.
    """

    def __init__(self, course: Course):
        self.course = course
        self.notes: list[str] = []
        self.titles: dict[str, str] = {}
        self.pages = self._course_pages()
        if not self.pages:
            raise CannotExport(
                [
                    _("“%(course)s” has no published page. Publish it first.")
                    % {"course": course}
                ]
            )
        self.language = next(iter(self.pages))
        self.outline = self._outline()
        self._note_what_is_left(self.pages)

    def _course_pages(self) -> dict[str, CoursePage]:
        """Return the course's live page in each language, the source's first."""
        first = Locale.get_default().pk
        pages = (
            CoursePage.objects.live()
            .filter(translation_key=self.course.key)
            .select_related("locale")
        )
        return {
            page.locale.language_code: page
            for page in sorted(
                pages, key=lambda p: (p.locale_id != first, p.locale.language_code)
            )
        }

    def _outline(self) -> list[Part]:
        below = {lang: _below(page) for lang, page in self.pages.items()}
        course_page = self.pages[self.language]
        top: list[Part] = []
        by_path: dict[str, Part] = {}
        for page in below[self.language].values():
            parent = by_path.get(page.path[: -Page.steplen])
            is_right_below = page.path[: -Page.steplen] == course_page.path
            if parent is None and not is_right_below:
                # Its module is not published.
                continue
            found = {
                language: pages[page.translation_key]
                for language, pages in below.items()
                if page.translation_key in pages
            }
            part = self._part(found, page, parent, parent.steps if parent else top)
            (parent.steps if parent else top).append(part)
            if isinstance(page, ModulePage):
                by_path[page.path] = part
        self._note_untold(below)
        return [part for part in top if not self._is_empty(part)]

    def _is_empty(self, part: Part) -> bool:
        if not isinstance(part.source, ModulePage) or part.steps:
            return False
        self.notes.append(
            _("The module “%(module)s” has no steps and is left out.")
            % {"module": part.source}
        )
        return True

    def _part(
        self,
        pages: dict[str, Page],
        source: Page,
        parent: Part | None,
        siblings: list[Part],
    ) -> Part:
        taken = {sibling.slug for sibling in siblings}
        base = slug = plain_slug(source.slug) or "part"
        number = 1
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        name = part_name(len(siblings) + 1, slug)
        folder = parent.file.removesuffix("module.yaml") if parent else ""
        if isinstance(source, ModulePage):
            file = f"{name}/module.yaml"
        elif isinstance(source, LessonPage):
            file = f"{folder}{name}.md"
        else:
            file = f"{folder}{name}.yaml"
        for language, page in pages.items():
            ending = "" if language == self.language else f".{language}"
            key = file.replace(".md", f"{ending}.md") if ending else file
            self.titles.setdefault(key, f"“{page}”")
        self._note_what_is_left(pages)
        address = f"{parent.slug}/{slug}" if parent else slug
        return Part(pages, slug, file, address)

    def steps(self) -> Iterator[Part]:
        for part in self.outline:
            if isinstance(part.source, ModulePage):
                yield from part.steps
            else:
                yield part

    def lesson_steps(self, lessons: Mapping[str, object]) -> dict[int, str]:
        """Return the addresses of the lessons by the ids of their steps."""
        keys = {part.source.translation_key: part.address for part in self.steps()}
        return {
            step.pk: keys[step.key]
            for step in Step.objects.filter(course=self.course)
            if keys.get(step.key) in lessons
        }

    # What is left out -----------------------------------------------------------------

    def _note_what_is_left(self, pages: Mapping[str, Page]) -> None:
        source = next(iter(pages.values()))
        for page in pages.values():
            if page.has_unpublished_changes:
                self.notes.append(
                    _("“%(page)s” has a draft; what is published is taken.")
                    % {"page": page}
                )
            if page.seo_title or page.search_description:
                self.notes.append(
                    _("“%(page)s” has texts for search engines, which are left out.")
                    % {"page": page}
                )
            for name in ("is_required", "minutes", "unlock_rule", "sensitive_topics"):
                if getattr(page, name, None) != getattr(source, name, None):
                    self.notes.append(
                        _(
                            "“%(page)s” has other settings than “%(source)s”, whose "
                            "are taken."
                        )
                        % {"page": page, "source": source}
                    )

    def _note_untold(self, below: Mapping[str, Mapping]) -> None:
        for language, pages in below.items():
            for key, page in pages.items():
                if key not in below[self.language]:
                    self.notes.append(
                        _(
                            "“%(page)s” is there in %(language)s and not in "
                            "%(source)s, and is left out."
                        )
                        % {
                            "page": page,
                            "language": language,
                            "source": self.language,
                        }
                    )


def _below(course_page: CoursePage) -> dict:
    """Return the live modules and steps below a course page by translation key."""
    pages: list[Page] = []
    for model in (ModulePage, *step_page_models()):
        pages += model.objects.live().descendant_of(course_page)
    return {
        page.translation_key: page for page in sorted(pages, key=lambda page: page.path)
    }


def addresses_of(pages: Mapping[str, Page], slug: str) -> dict[str, str]:
    return {
        language: page.slug for language, page in pages.items() if page.slug != slug
    }
