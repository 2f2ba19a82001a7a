"""Which course a page lies in, for many courses with a few queries.

The path of a page begins with the path of its course.
"""

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Length, Substr
from wagtail.models import Page

from courses.models import CoursePage


def course_path_lengths() -> list[int]:
    """Return how long the paths of courses are: one length on most sites."""
    lengths = CoursePage.objects.annotate(length=Length("path"))
    return sorted(set(lengths.values_list("length", flat=True)))


def per_course(
    rows: QuerySet, lengths: Iterable[int], *, path: str = "path", **sums: Any
) -> dict[str, dict[str, Any]]:
    """Return aggregates of `rows`, by the path of the course that each row lies in.

    `path` is the row's way to the path of its page. Rows outside of any course fall
    under paths that no course has.
    """
    found = (
        rows.annotate(course_path=Substr(path, 1, Value(length)))
        .order_by()
        .values("course_path")
        .annotate(**sums)
        for length in lengths
    )
    return {row.pop("course_path"): row for row in chain.from_iterable(found)}


def by_course(
    rows: Iterable, courses: Iterable[CoursePage], path: Callable[[Any], str]
) -> dict[str, list]:
    """Return the rows that lie in one of the courses, by the path of the course."""
    found: dict[str, list] = {course.path: [] for course in courses}
    lengths = sorted({len(known) for known in found})
    for row in rows:
        for length in lengths:
            group = found.get(path(row)[:length])
            if group is not None:
                group.append(row)
                break
    return found


def pages_in_courses() -> QuerySet[Page]:
    """Return all pages that may lie in a course, whatever they are."""
    lengths = course_path_lengths()
    if not lengths:
        return Page.objects.none()
    return Page.objects.filter(depth__gte=min(lengths) // Page.steplen)
