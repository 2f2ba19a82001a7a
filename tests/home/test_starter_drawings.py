"""The diagrams of the starter courses can be read on a phone, aloud, in translation."""

import pytest
from defusedxml import ElementTree

from home.packages import Figure
from home.packages.svg import SVG
from tests.home.starter_courses import COURSES

DRAWINGS = [
    pytest.param(course, path, id=path)
    for course in COURSES
    for path in course.media
    if path.endswith(".svg")
]
# The width of a phone's column, of the 360 units that it has.
ON_A_PHONE = 322


@pytest.mark.parametrize(("course", "path"), DRAWINGS)
def test_a_diagram_says_in_words_what_it_shows(course, path):
    drawing = ElementTree.fromstring(course.media[path].data)
    language = drawing.get("{http://www.w3.org/XML/1998/namespace}lang")
    named = {part.get("id"): part.text for part in drawing if part.get("id")}

    assert language == ("fi" if path.endswith("-fi.svg") else "en")
    assert len(named["title"]) >= 15
    assert len(named["desc"]) >= 80
    figures = [
        block
        for lesson in course.lessons
        for block in lesson.body[language]
        if isinstance(block, Figure) and block.file == path
    ]
    assert len(figures) == 1
    assert len(figures[0].alt) >= 80


@pytest.mark.parametrize(("course", "path"), DRAWINGS)
def test_a_diagram_can_be_read_on_a_phone(course, path):
    drawing = ElementTree.fromstring(course.media[path].data)
    width = float(drawing.get("viewBox").split()[2])
    sizes = [float(part.get("font-size")) for part in drawing.iter(f"{{{SVG}}}text")]

    assert sizes
    assert min(sizes) * ON_A_PHONE / width >= 12


@pytest.mark.parametrize(("course", "path"), DRAWINGS)
def test_a_diagram_is_drawn_alike_in_both_languages(course, path):
    """A translation that lost a box or an arrow would say something else."""
    twin = path.replace("-fi.svg", ".svg")
    kinds = [
        [part.tag for part in ElementTree.fromstring(course.media[one].data).iter()]
        for one in (path, twin)
    ]

    for tag in ("rect", "polygon", "circle", "line", "path"):
        assert kinds[0].count(f"{{{SVG}}}{tag}") == kinds[1].count(f"{{{SVG}}}{tag}")
