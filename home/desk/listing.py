"""All courses at a glance, for those who write them."""

import dataclasses
import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Comment, Page, Revision, WorkflowState

from courses.models import Course, CoursePage
from courses.permissions import can_edit
from courses.translated import content_languages
from people.models import User

from .evidence import due_counts


@dataclasses.dataclass(frozen=True)
class LanguageState:
    """A course in one language: how many of its pages are there and published."""

    name: str
    # None where there is no page of the course in it.
    url: str | None
    pages: int
    live: int

    @property
    def words(self) -> str:
        if self.url is None:
            return _("%(language)s: none") % {"language": self.name}
        return _("%(language)s: %(live)s of %(pages)s published") % {
            "language": self.name,
            "live": self.live,
            "pages": self.pages,
        }


@dataclasses.dataclass(frozen=True)
class CourseRow:
    """One course in the list."""

    page: CoursePage
    title: str
    desk_url: str
    state: str
    languages: tuple[LanguageState, ...]
    open_comments: int
    in_review: int
    # Sources whose day for checking them again has come.
    sources_due: int
    changed_at: datetime.datetime | None
    # None while the course was never published.
    enrolled: int | None
    ratings_url: str


def course_rows(user: User) -> list[CourseRow]:
    """Return the courses that the person may edit, in the order of the catalogue."""
    versions: dict = {}
    pages = CoursePage.objects.select_related("locale", "latest_revision")
    first = content_languages()[0][0]
    for page in pages.order_by("path"):
        versions.setdefault(page.translation_key, []).append(page)
    courses = {
        course.key: course
        for course in Course.objects.filter(key__in=versions).annotate(
            active=Count("enrolments", filter=Q(enrolments__withdrawn_at=None))
        )
    }
    due = due_counts(user=user, today=timezone.localdate())
    rows = []
    for key, pages_of_course in versions.items():
        pages_of_course.sort(key=lambda page: page.locale.language_code != first)
        if can_edit(user=user, page=pages_of_course[0]):
            rows.append(_row(pages_of_course, courses.get(key), due[key]))
    return rows


def _row(pages: list[CoursePage], course: Course | None, sources_due: int) -> CourseRow:
    inside = Q()
    for page in pages:
        inside |= Q(path__startswith=page.path)
    tree = Page.objects.filter(inside)
    ids = [str(pk) for pk in tree.values_list("pk", flat=True)]
    page = pages[0]
    return CourseRow(
        page=page,
        title=page.get_admin_display_title(),
        desk_url=reverse("desk-course", args=[page.pk]),
        state=_state(tree, page),
        languages=_languages(pages),
        open_comments=Comment.objects.filter(page__in=tree, resolved_at=None).count(),
        in_review=WorkflowState.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=ids,
            status=WorkflowState.STATUS_IN_PROGRESS,
        ).count(),
        sources_due=sources_due,
        changed_at=Revision.objects.filter(
            pk__in=tree.values("latest_revision")
        ).aggregate(last=Max("created_at"))["last"],
        enrolled=course.active if course is not None else None,
        ratings_url=reverse("feedback:course-ratings", args=[course.slug])
        if course is not None
        else "",
    )


def _state(tree: QuerySet[Page], page: CoursePage) -> str:
    if not page.live:
        return pgettext("state of a course", "Draft")
    if tree.filter(Q(live=False) | Q(has_unpublished_changes=True)).exists():
        return _("Published, with changes that are not")
    return pgettext("state of a course", "Published")


def _languages(pages: list[CoursePage]) -> tuple[LanguageState, ...]:
    by_code = {page.locale.language_code: page for page in pages}
    states = []
    for code, name in content_languages():
        page = by_code.get(code)
        if page is None:
            states.append(LanguageState(capfirst(name), None, 0, 0))
            continue
        counts = Page.objects.descendant_of(page, inclusive=True).aggregate(
            pages=Count("pk"), live=Count("pk", filter=Q(live=True))
        )
        url = reverse("desk-course", args=[page.pk])
        states.append(LanguageState(capfirst(name), url, **counts))
    return tuple(states)
