"""Which sources of which lessons are to be checked again, and when."""

import dataclasses
import datetime
from collections import Counter

from django.urls import reverse

from courses.models import CoursePage, LessonPage
from courses.permissions import can_edit
from people.models import User

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
    courses = {
        page.path: page
        for page in CoursePage.objects.live().select_related("locale")
        if can_edit(user=user, page=page)
    }
    found = []
    for lesson in LessonPage.objects.live().select_related("locale").order_by("path"):
        course = next(
            (page for path, page in courses.items() if lesson.path.startswith(path)),
            None,
        )
        if course is not None:
            found += _of_lesson(course, lesson, today)
    return sorted(found, key=lambda due: (due.review_by, due.lesson.path))


def _of_lesson(
    course: CoursePage, lesson: LessonPage, today: datetime.date
) -> list[SourceDue]:
    found = []
    for block in lesson.body:
        if block.block_type != "references":
            continue
        for source in block.value["sources"]:
            day = source["review_by"]
            if day is not None and day <= today + AHEAD:
                found.append(
                    SourceDue(
                        course=course,
                        lesson=lesson,
                        title=source["title"],
                        supports=source["supports"] or "",
                        review_by=day,
                        is_overdue=day <= today,
                    )
                )
    return found


def due_counts(*, user: User, today: datetime.date) -> Counter:
    """Return how many sources are overdue, by the translation key of the course."""
    return Counter(
        due.course.translation_key
        for due in sources_due(user=user, today=today)
        if due.is_overdue
    )
