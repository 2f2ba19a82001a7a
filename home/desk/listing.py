"""All courses at a glance, for those who write them."""

import dataclasses
import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, IntegerField, Max, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Comment, Page, WorkflowState

from courses.models import Course, CoursePage
from courses.permissions import can_edit
from courses.translated import content_languages
from people.models import User

from .evidence import due_counts
from .inside import course_path_lengths, per_course

# Something of the page is not what learners get.
CHANGED = Q(live=False) | Q(has_unpublished_changes=True)


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
    inside = _Inside.read()
    rows = []
    for key, pages_of_course in versions.items():
        pages_of_course.sort(key=lambda page: page.locale.language_code != first)
        if can_edit(user=user, page=pages_of_course[0]):
            rows.append(_row(pages_of_course, courses.get(key), due[key], inside))
    return rows


@dataclasses.dataclass(frozen=True)
class _Inside:
    """What lies in each course of one language, by the path of its page."""

    pages: dict[str, dict]
    comments: dict[str, dict]
    reviews: dict[str, dict]

    @classmethod
    def read(cls) -> "_Inside":
        lengths = course_path_lengths()
        comments = Comment.objects.filter(resolved_at=None)
        return cls(
            pages=per_course(
                Page.objects.all(),
                lengths,
                count=Count("pk"),
                live_count=Count("pk", filter=Q(live=True)),
                changed=Count("pk", filter=CHANGED),
                last=Max("latest_revision__created_at"),
            ),
            comments=per_course(
                comments, lengths, path="page__path", count=Count("pk")
            ),
            reviews=per_course(_in_review(), lengths, count=Count("pk")),
        )

    def count(self, what: str, pages: list[CoursePage]) -> int:
        found = getattr(self, what)
        return sum(found[page.path]["count"] for page in pages if page.path in found)


def _in_review() -> QuerySet[Page]:
    waiting = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    numbers = waiting.annotate(number=Cast("object_id", IntegerField()))
    return Page.objects.filter(pk__in=numbers.values("number"))


def _row(
    pages: list[CoursePage], course: Course | None, sources_due: int, inside: _Inside
) -> CourseRow:
    page = pages[0]
    counts = [inside.pages[one.path] for one in pages]
    return CourseRow(
        page=page,
        title=page.get_admin_display_title(),
        desk_url=reverse("desk-course", args=[page.pk]),
        state=_state(page, has_changes=any(one["changed"] for one in counts)),
        languages=_languages(pages, inside),
        open_comments=inside.count("comments", pages),
        in_review=inside.count("reviews", pages),
        sources_due=sources_due,
        changed_at=max((one["last"] for one in counts if one["last"]), default=None),
        enrolled=course.active if course is not None else None,
        ratings_url=reverse("feedback:course-ratings", args=[course.slug])
        if course is not None
        else "",
    )


def _state(page: CoursePage, *, has_changes: bool) -> str:
    if not page.live:
        return pgettext("state of a course", "Draft")
    if has_changes:
        return _("Published, with changes that are not")
    return pgettext("state of a course", "Published")


def _languages(pages: list[CoursePage], inside: _Inside) -> tuple[LanguageState, ...]:
    by_code = {page.locale.language_code: page for page in pages}
    states = []
    for code, name in content_languages():
        page = by_code.get(code)
        if page is None:
            states.append(LanguageState(capfirst(name), None, 0, 0))
            continue
        counts = inside.pages[page.path]
        url = reverse("desk-course", args=[page.pk])
        states.append(
            LanguageState(capfirst(name), url, counts["count"], counts["live_count"])
        )
    return tuple(states)
