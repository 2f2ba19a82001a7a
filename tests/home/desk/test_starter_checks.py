"""The starter courses stand up to the site's own checks of their texts."""

import pytest

from courses.checks import Heading, Picture, Text, check
from courses.checks.pages import findings_of_course
from courses.checks.reading import parts_of_html
from courses.models import CoursePage
from home.course_import import import_package
from home.packages import Callout, Case, Figure, KeyPoints, Lesson, Table
from home.packages import Text as PackageText
from home.setup import set_up_site
from tests.home.starter_courses import ENGAGING, IPS

LESSONS = [
    pytest.param(lesson, language, id=f"{lesson.address}.{language}")
    for course in (IPS, ENGAGING)
    for lesson in course.lessons
    for language in lesson.body
]


def parts_of(lesson: Lesson, language: str):
    """Return what a lesson of a package consists of, as its page would."""
    yield Text(lesson.introduction.get(language, ""))
    for block in lesson.body[language]:
        match block:
            case PackageText(html=html):
                yield from parts_of_html(html)
            case Callout():
                yield Text(block.title)
                yield from parts_of_html(block.html)
            case Case():
                yield Text(block.title)
                yield from parts_of_html(block.html)
                yield from map(Text, block.questions)
            case KeyPoints():
                yield from map(Text, block.points)
            case Table():
                yield Text(block.caption)
                for row in block.rows:
                    yield from map(Text, row)
            case Figure():
                yield Picture(block.alt, block.is_decorative)
                yield Text(block.caption)


@pytest.mark.parametrize(("lesson", "language"), LESSONS)
def test_a_starter_lesson_needs_no_second_look(lesson, language):
    findings = check(list(parts_of(lesson, language)), language)

    assert [(str(found.message), found.quote) for found in findings] == []


@pytest.mark.parametrize("package", [IPS, ENGAGING], ids=["ips", "engaging"])
def test_no_page_of_a_starter_course_needs_a_second_look(package, site):
    """With all blocks, as pages hold them; what is found here is found on the desk."""
    set_up_site()
    import_package(package=package)

    found = [
        (str(one.page), str(finding.message), finding.quote)
        for page in CoursePage.objects.all()
        for one in findings_of_course(page, drafts=True)
        for finding in one.findings
    ]
    assert CoursePage.objects.count() > 1
    assert found == []


def test_the_lessons_are_read_in_full():
    """A control: on an empty list of parts every check passes."""
    lesson = IPS.lessons[0]
    parts = list(parts_of(lesson, "en"))

    assert sum(isinstance(part, Text) for part in parts) > 20
    assert any(isinstance(part, Heading) for part in parts)
