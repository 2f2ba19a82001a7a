"""What of a course is missing in a language, or older there than in the first one."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from assessments.models import AssessmentEntry, QuizPage
from courses.models import CoursePage
from courses.permissions import can_edit
from courses.translated import content_languages, in_language
from feedback.models import FeedbackPage
from people.models import User

from .gaps import item_url, survey_url


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
    reports = []
    for versions in by_key.values():
        versions.sort(key=lambda page: codes.index(page.locale.language_code))
        source = versions[0]
        pages = {page.locale.language_code: page for page in versions}
        for code, name in languages:
            if code != source.locale.language_code:
                page = pages.get(code)
                found = tuple(_untranslated(source, page, code))
                reports.append(
                    LanguageReport(source, code, capfirst(name), page, found)
                )
    return reports


def _untranslated(
    source: CoursePage, page: CoursePage | None, code: str
) -> Iterator[Untranslated]:
    if page is None:
        return
    translated = {
        one.translation_key: one
        for one in Page.objects.descendant_of(page, inclusive=True)
    }
    tree = Page.objects.descendant_of(source, inclusive=True).order_by("path")
    for one in tree.select_related("content_type"):
        version = translated.get(one.translation_key)
        if version is None:
            yield Untranslated(
                _("The page “%(title)s” is missing.") % {"title": one.draft_title},
                reverse("wagtailadmin_explore", args=[one.get_parent().pk]),
            )
        elif _is_older(version, one):
            yield Untranslated(
                _("“%(title)s” is older than “%(original)s”.")
                % {"title": version.draft_title, "original": one.draft_title},
                reverse("wagtailadmin_pages:edit", args=[version.pk]),
                is_outdated=True,
            )
    yield from _of_questions(source, code)
    yield from _of_surveys(source, code)


def _is_older(version: Page, original: Page) -> bool:
    """Answer whether the original was published again after the translation was."""
    changed, followed = original.last_published_at, version.last_published_at
    return changed is not None and followed is not None and followed < changed


def _of_questions(source: CoursePage, code: str) -> Iterator[Untranslated]:
    quizzes = QuizPage.objects.descendant_of(source).values("assessment")
    entries = AssessmentEntry.objects.filter(
        assessment__in=quizzes, item__current_version__isnull=False
    ).select_related("item__current_version")
    seen = set()
    for entry in entries.order_by("assessment", "sort_order", "pk"):
        item = entry.item
        if item.pk not in seen and lacks(item.current_version.content, code):
            seen.add(item.pk)
            yield Untranslated(
                _("The question “%(key)s” is not translated in full.")
                % {"key": item.key},
                item_url(item),
            )


def _of_surveys(source: CoursePage, code: str) -> Iterator[Untranslated]:
    seen = set()
    pages = FeedbackPage.objects.descendant_of(source).select_related("survey")
    for page in pages.order_by("path"):
        version = page.survey.current_version
        if version is None or page.survey_id in seen:
            continue
        seen.add(page.survey_id)
        for item in version.item_versions.order_by("entries__position"):
            if lacks([item.wording, item.points], code):
                yield Untranslated(
                    _("The survey asks “%(text)s” without a translation.")
                    % {"text": in_language(item.wording)},
                    survey_url(page.survey),
                )


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
