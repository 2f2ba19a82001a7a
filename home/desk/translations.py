"""What of a course is missing in a language, or older there than in the first one."""

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from assessments.models import AssessmentEntry, QuizPage
from courses.models import CoursePage
from courses.permissions import can_edit
from courses.translated import content_languages, in_language
from feedback.models import FeedbackPage, SurveyVersionItem
from people.models import User

from .gaps import item_url, survey_url
from .inside import by_course, pages_in_courses

STATEMENTS = Prefetch(
    "survey__current_version__entries",
    SurveyVersionItem.objects.select_related("item_version").order_by("position"),
)


@dataclasses.dataclass(frozen=True)
class Untranslated:
    """One thing that a reader of the language gets in another one, or out of date."""

    sentence: str
    url: str
    is_outdated: bool = False


@dataclasses.dataclass(frozen=True)
class LanguageReport:
    """A course in one language besides its first."""

    course: CoursePage
    code: str
    name: str
    # None where the course has no pages in the language at all.
    page: CoursePage | None
    found: tuple[Untranslated, ...]


def language_reports(*, user: User) -> list[LanguageReport]:
    """Return a report for each course and language, for those who may edit the course.

    The first language of a course is the site's where it has pages in that.
    """
    by_key: dict = {}
    for page in CoursePage.objects.select_related("locale").order_by("path"):
        if can_edit(user=user, page=page):
            by_key.setdefault(page.translation_key, []).append(page)
    languages = content_languages()
    codes = [code for code, _name in languages]
    reading = _Reading([page for versions in by_key.values() for page in versions])
    reports = []
    for versions in by_key.values():
        versions.sort(key=lambda page: codes.index(page.locale.language_code))
        source = versions[0]
        pages = {page.locale.language_code: page for page in versions}
        for code, name in languages:
            if code != source.locale.language_code:
                page = pages.get(code)
                found = tuple(reading.untranslated(source, page, code))
                reports.append(
                    LanguageReport(source, code, capfirst(name), page, found)
                )
    return reports


class _Reading:
    """All that the reports look at, read at once for all courses."""

    def __init__(self, courses: list[CoursePage]):
        def read(rows: Iterable) -> dict[str, list]:
            return by_course(rows, courses, path=lambda row: row.path)

        self.pages = read(pages_in_courses().order_by("path"))
        self.quizzes = read(QuizPage.objects.order_by("path"))
        self.surveys = read(
            FeedbackPage.objects.select_related("survey__current_version")
            .prefetch_related(STATEMENTS)
            .order_by("path")
        )
        self.entries: dict[int, list[AssessmentEntry]] = {}
        entries = AssessmentEntry.objects.filter(
            assessment__in=QuizPage.objects.values("assessment"),
            item__current_version__isnull=False,
        ).select_related("item__current_version")
        for entry in entries.order_by("assessment", "sort_order", "pk"):
            self.entries.setdefault(entry.assessment_id, []).append(entry)

    def untranslated(
        self, source: CoursePage, page: CoursePage | None, code: str
    ) -> Iterator[Untranslated]:
        if page is None:
            return
        translated = {one.translation_key: one for one in self.pages[page.path]}
        originals = {one.path: one for one in self.pages[source.path]}
        for path, one in originals.items():
            version = translated.get(one.translation_key)
            if version is None:
                above = originals[path[: -Page.steplen]]
                yield Untranslated(
                    _("The page “%(title)s” is missing.") % {"title": one.draft_title},
                    reverse("wagtailadmin_explore", args=[above.pk]),
                )
            elif _is_older(version, one):
                yield Untranslated(
                    _("“%(title)s” is older than “%(original)s”.")
                    % {"title": version.draft_title, "original": one.draft_title},
                    reverse("wagtailadmin_pages:edit", args=[version.pk]),
                    is_outdated=True,
                )
        yield from self._of_questions(source, code)
        yield from self._of_surveys(source, code)

    def _of_questions(self, source: CoursePage, code: str) -> Iterator[Untranslated]:
        quizzes = dict.fromkeys(one.assessment_id for one in self.quizzes[source.path])
        items = {
            entry.item_id: entry.item
            for quiz in quizzes
            for entry in self.entries.get(quiz, [])
            if entry.item is not None
        }
        for item in items.values():
            if lacks(item.current_version.content, code):
                yield Untranslated(
                    _("The question “%(key)s” is not translated in full.")
                    % {"key": item.key},
                    item_url(item),
                )

    def _of_surveys(self, source: CoursePage, code: str) -> Iterator[Untranslated]:
        surveys = {page.survey_id: page.survey for page in self.surveys[source.path]}
        for survey in surveys.values():
            version = survey.current_version
            if version is None:
                continue
            for entry in version.entries.all():
                item = entry.item_version
                if lacks([item.wording, item.points], code):
                    yield Untranslated(
                        _("The survey asks “%(text)s” without a translation.")
                        % {"text": in_language(item.wording)},
                        survey_url(survey),
                    )


def _is_older(version: Page, original: Page) -> bool:
    """Answer whether the original was published again after the translation was."""
    changed, followed = original.last_published_at, version.last_published_at
    return changed is not None and followed is not None and followed < changed


def lacks(content: Any, code: str) -> bool:
    """Answer whether any text in this stored content has wordings, but not in `code`.

    Texts in several languages are mappings of language codes to words; an empty one
    says nothing in any language and lacks nothing.
    """
    codes = {known for known, _name in content_languages()}
    if isinstance(content, dict):
        if content and set(content) <= codes:
            return any(content.values()) and not content.get(code)
        return any(lacks(inner, code) for inner in content.values())
    if isinstance(content, (list, tuple)):
        return any(lacks(inner, code) for inner in content)
    return False
