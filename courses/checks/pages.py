"""The checks over the pages of a course."""

import dataclasses

from wagtail.models import Page

from courses.drafts import with_drafts
from courses.models import CoursePage

from . import check
from .parts import Finding
from .reading import parts_of_page


@dataclasses.dataclass(frozen=True)
class PageFindings:
    """What was found on one page."""

    page: Page
    findings: tuple[Finding, ...]


def findings_of_page(page: Page) -> tuple[Finding, ...]:
    """Return what the checks find on a page as it is given, published or not."""
    return tuple(check(parts_of_page(page), page.locale.language_code))


def findings_of_course(
    course_page: CoursePage, *, drafts: bool = False
) -> list[PageFindings]:
    """Return the findings of a course in one language, page by page, in its order.

    Of the published pages, or of the latest drafts of all; pages without findings are
    left out.
    """
    pages = Page.objects.descendant_of(course_page, inclusive=True)
    if not drafts:
        pages = pages.live()
    found = []
    for stored, draft in with_drafts(pages):
        page = draft if drafts else stored
        findings = findings_of_page(page)
        if findings:
            found.append(PageFindings(page, findings))
    return found
