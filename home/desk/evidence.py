"""Which sources of which lessons are to be checked again, and when."""

import dataclasses
import datetime
from collections import Counter
from collections.abc import Iterator

from django.urls import reverse

from courses.models import CoursePage, LessonPage
from courses.permissions import can_edit
from people.models import User

from .inside import by_course

# Long enough to find somebody who can judge it.
AHEAD = datetime.timedelta(days=90)


@dataclasses.dataclass(frozen=True)
class SourceDue:
    """One source that is due, or soon will be."""

    course: CoursePage
    lesson: LessonPage
    title: str
    supports: str
    review_by: datetime.date
    is_overdue: bool

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.lesson.pk])


def sources_due(*, user: User, today: datetime.date) -> list[SourceDue]:
    """Return the sources of published lessons that are due, the longest due first.

    Of courses that the person may edit. A source that is named in two languages is
    listed for each, because each lesson has a date of its own.
    """
    courses = [
        page
        for page in CoursePage.objects.live().select_related("locale")
        if can_edit(user=user, page=page)
    ]
    lessons = by_course(
        LessonPage.objects.live().select_related("locale").order_by("path"),
        courses,
        path=lambda lesson: lesson.path,
    )
    found = [
        due
        for course in courses
        for lesson in lessons[course.path]
        for due in _of_lesson(course, lesson, today)
    ]
    return sorted(found, key=lambda due: (due.review_by, due.lesson.path))


def _of_lesson(
    course: CoursePage, lesson: LessonPage, today: datetime.date
) -> Iterator[SourceDue]:
    # As stored: the blocks of many lessons take long to be read in full.
    for block in lesson.body.raw_data:
        if block["type"] != "references":
            continue
        for source in _sources(block["value"]):
            written = source.get("review_by")
            day = datetime.date.fromisoformat(written) if written else None
            if day is not None and day <= today + AHEAD:
                yield SourceDue(
                    course=course,
                    lesson=lesson,
                    title=source.get("title", ""),
                    supports=source.get("supports") or "",
                    review_by=day,
                    is_overdue=day <= today,
                )


def _sources(value: dict) -> Iterator[dict]:
    """Yield the sources of a stored block; a list keeps each with or without a key."""
    for one in value.get("sources", []):
        yield one["value"] if one.get("type") == "item" else one


def due_counts(*, user: User, today: datetime.date) -> Counter:
    """Return how many sources are overdue, by the translation key of the course."""
    return Counter(
        due.course.translation_key
        for due in sources_due(user=user, today=today)
        if due.is_overdue
    )
