"""The starter courses as they come, read once."""

from pathlib import Path

import pytest
import yaml

from home.packages import CoursePackage, Item, Quiz, read_package

STARTER = Path(__file__).resolve().parents[2] / "home" / "starter"
COURSES = [read_package(file.parent) for file in sorted(STARTER.glob("*/course.yaml"))]
BY_SLUG = {course.slug: course for course in COURSES}
IPS = BY_SLUG["ips-in-practice"]
ENGAGING = BY_SLUG["engaging-people"]
SOURCES = yaml.safe_load((STARTER / "sources.yaml").read_text(encoding="utf-8"))
LESSONS = [lesson for course in COURSES for lesson in course.lessons]

courses = pytest.mark.parametrize("course", COURSES, ids=lambda course: course.slug)


def asked_by(course: CoursePackage, quiz: Quiz) -> list[tuple[Item, str]]:
    """The items that a quiz may ask, each with the lesson to revisit."""
    found = []
    for entry in quiz.assessment.entries:
        if entry.item is not None:
            found.append((entry.item, entry.revisit))
        else:
            drawn = [one for one in course.bank.values() if entry.draw.tag in one.tags]
            found += [(item, entry.revisit) for item in drawn]
    return found


REVISIT = {
    item.key: revisit
    for course in COURSES
    for quiz in course.quizzes
    for item, revisit in asked_by(course, quiz)
}
