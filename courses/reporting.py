"""Numbers about courses, for the catalogue and for a learner's own overview."""

import dataclasses
import uuid

from django.db.models.functions import Length, Substr
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Locale, Page

from people.models import User

from .contents import Outline, outline_of
from .models import CatalogPage, Course, CoursePage, Enrolment
from .progress import progress_of
from .study import Study, study_from


@dataclasses.dataclass(frozen=True)
class CatalogueEntry:
    """One course in the catalogue, and how it stands for the person who looks."""

    page: CoursePage
    outline: Outline | None
    study: Study | None

    @property
    def title(self) -> str:
        return self.page.title_for(get_language() or "")

    @property
    def summary(self) -> str:
        return self.page.summary_for(get_language() or "")

    @property
    def is_certified(self) -> bool:
        """Whether completing it is possible, and so gives a certificate."""
        steps = self.outline.steps if self.outline else ()
        return any(step.is_required for step in steps)

    @property
    def module_count(self) -> int:
        if self.outline is None:
            return 0
        return sum(bool(module.title) for module in self.outline.modules)


def catalogue(*, page: CatalogPage, request: HttpRequest) -> list[CatalogueEntry]:
    """Return the published courses of a catalogue in the order of the page tree.

    A course that is not translated is listed after the others with a page it has, so
    that nobody misses a course by the language of the interface.
    """
    pages = _course_pages(page)
    courses = {
        course.key: course
        for course in Course.objects.filter(key__in=[p.translation_key for p in pages])
    }
    studies = {
        study.course.pk: study
        for study in (studies_of(request.user) if request.user.is_authenticated else [])
    }
    entries = []
    for course_page in pages:
        course = courses.get(course_page.translation_key)
        entries.append(
            CatalogueEntry(
                page=course_page,
                outline=outline_of(course) if course else None,
                study=studies.get(course.pk) if course else None,
            )
        )
    return entries


def _course_pages(catalogue_page: CatalogPage) -> list[CoursePage]:
    """Return one live page per course, those of this catalogue first."""
    versions = CatalogPage.objects.filter(
        translation_key=catalogue_page.translation_key, live=True
    )
    above = [page.path for page in versions] or [catalogue_page.path]
    own = CoursePage.objects.live().select_related("locale").order_by("path")
    first = Locale.get_default()
    found: dict[uuid.UUID, CoursePage] = {}
    shown = own.annotate(parent=Substr("path", 1, Length("path") - Page.steplen))
    for page in sorted(
        shown.filter(parent__in=above),
        key=lambda page: (
            not page.path.startswith(catalogue_page.path),
            page.locale_id != first.pk,
        ),
    ):
        found.setdefault(page.translation_key, page)
    return list(found.values())


def studies_of(user: User) -> list[Study]:
    """Return one study per course that the person takes, the latest enrolment first."""
    enrolments = list(
        Enrolment.objects.active()
        .of(user)
        .select_related("course")
        .order_by("-enrolled_at")
    )
    progress = progress_of(enrolments)
    return [
        study_from(
            enrolment.course,
            outline_of(enrolment.course),
            enrolment,
            progress[enrolment.pk].completed,
            places=progress[enrolment.pk].places,
        )
        for enrolment in enrolments
    ]
