"""A drawing (SVG) in a package is shapes and words, or it is refused with its line."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import Collection

from assessments.review.pictures import picture_sources
from courses.models import Course, LessonPage
from home.course_export import export_course
from home.course_import import import_package
from home.packages import read_files
from home.packages.problems import Place, Report
from home.packages.svg import MOST_BYTES, MOST_LEVELS, check_drawing
from tests.factories.courses import enrolled
from tests.factories.people import UserFactory
from tests.home.small_package import lesson_with, problems_of, small_package

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300">'
DRAWING = f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- Two boxes and the way between them. -->
{HEAD.replace("<svg ", '<svg xml:lang="fi" width="440" height="330px" role="img" ')}
  <title>Two boxes</title>
  <defs>
    <marker id="tip" markerWidth="8" markerHeight="8" orient="auto">
      <path d="M0 0l8 4-8 4z" fill="#1f5a4e"/>
    </marker>
    <linearGradient id="fade"><stop offset="0" stop-color="#fff"/></linearGradient>
  </defs>
  <g transform="translate(10 10) rotate(3)" font-family="'Segoe UI', sans-serif">
    <rect width="100" height="60" rx="8" fill="url(#fade)" stroke="rgb(0 0 0)"/>
    <text x="50" y="30" text-anchor="middle">One <tspan font-weight="700">way</tspan>
    </text>
  </g>
  <line x1="0" y1="0" x2="90" y2="9" marker-end="url(#tip)" stroke="#1f5a4e"/>
</svg>
"""


def said(drawing: str | bytes) -> list[str]:
    """What is wrong with a drawing: "line: sentence", in order."""
    report = Report()
    data = drawing.encode() if isinstance(drawing, str) else drawing
    check_drawing(data, Place(report, "media/a.svg"))
    found = sorted(report.error().problems)
    return [f"{problem.line}: {problem.message}" for problem in found]


def test_a_drawing_of_shapes_and_words_is_taken():
    assert said(DRAWING) == []


def inside(part: str) -> str:
    return f"{HEAD}\n{part}\n</svg>"


HOSTILE = {
    "script": inside("<script>alert(1)</script>"),
    "script of another name": inside(
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>'
    ),
    "page inside": inside("<foreignObject><p>x</p></foreignObject>"),
    "handler": inside('<rect onclick="alert(1)"/>'),
    "handler at loading": inside('<g ONLOAD="alert(1)"/>'),
    "picture from elsewhere": inside('<image href="https://example.org/x.png"/>'),
    "picture inside": inside('<image href="data:image/png;base64,AAAA"/>'),
    "link": inside('<a href="https://example.org"><text>x</text></a>'),
    "repeated part": inside('<use href="#a"/>'),
    "old kind of reference": inside(
        '<path xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="//example.org"/>'
    ),
    "style": inside("<style>@import url(//example.org)</style>"),
    "style of a part": inside('<rect style="fill: url(//example.org)"/>'),
    "colour from elsewhere": inside('<rect fill="url(https://example.org/#a)"/>'),
    "colour from elsewhere, quoted": inside("<rect fill=\"url('//example.org')\"/>"),
    "colour from elsewhere, hidden": inside('<rect fill="\\75 rl(//example.org)"/>'),
    "colour from elsewhere, by another name": inside(
        "<rect fill=\"image-set('//example.org' 1x)\"/>"
    ),
    "colour after a part of its own": inside(
        '<rect fill="url(#a) src(//example.org)"/>'
    ),
    "movement": inside('<animate attributeName="href" to="javascript:alert(1)"/>'),
    "setting": inside('<set attributeName="onload" to="alert(1)"/>'),
    "filter": inside("<filter><feImage/></filter>"),
    "drawing inside": inside(HEAD + "</svg>"),
}


@pytest.mark.parametrize("drawing", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_runs_or_loads_is_refused_at_its_line(drawing):
    sentences = said(drawing)

    assert sentences
    assert all(sentence.startswith("2: ") for sentence in sentences)
    assert all(sentence.endswith(".") for sentence in sentences)


def test_the_sentence_says_what_it_is_and_what_to_do():
    assert said(inside("<script/>")) == [
        "2: “<script>” cannot be shown in a drawing. Save it as plain SVG, with shapes "
        "and words only."
    ]
    assert said(inside('<rect style="x"/>')) == [
        "2: The attribute “style” cannot be used in a drawing. Save it as plain SVG, "
        "with attributes such as fill instead of styles."
    ]
    assert said(inside('<rect fill="url(//x)"/>')) == [
        "2: The value “url(//x)” may load another file. Use a colour, or url(#name) "
        "for a part of the drawing itself."
    ]


BOMB = """<!DOCTYPE svg [
  <!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
]>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>&b;</text></svg>"""


@pytest.mark.parametrize(
    ("drawing", "sentence"),
    [
        (BOMB, "A drawing has no DOCTYPE."),
        (
            f'<?xml-stylesheet href="//example.org/a.css"?>\n{inside("")}',
            "“<?xml-stylesheet” may load other files.",
        ),
        (
            '<?xml version="1.0" encoding="UTF-7"?>\n' + inside(""),
            "The drawing is not in UTF-8.",
        ),
        (inside("ä").encode("latin-1"), "The drawing is not in UTF-8."),
        (inside("ä").encode("utf-16"), "The drawing is not in UTF-8."),
        (inside("a").encode("utf-16-le"), "The drawing is not in UTF-8."),
        (inside("<g>"), "The drawing is no well-formed XML."),
        ("<html><body/></html>", "“<html>” cannot be shown in a drawing."),
        ("<svg/>", "“<svg>” cannot be shown in a drawing."),
        (inside("<g>" * 40 + "</g>" * 40), f"more than {MOST_LEVELS} deep."),
        (inside(" " * MOST_BYTES), "more than 500,000 bytes."),
        (inside("").replace("0 0 400 300", ""), "does not say how large it is."),
        (inside("").replace("400 300", "0 0"), "does not say how large it is."),
        (inside("").replace("400", "1e999"), "does not say how large it is."),
        (inside("").replace("400", "99999"), "does not say how large it is."),
        (inside("").replace("viewBox", 'width="nan" viewBox'), "how large it is."),
        (inside("").replace("viewBox", 'width="9em" viewBox'), "how large it is."),
    ],
)
def test_what_is_no_plain_drawing_is_refused(drawing, sentence):
    assert any(sentence in found for found in said(drawing)), said(drawing)


def test_a_package_with_a_hostile_drawing_is_refused():
    hostile = small_package() | {"media/evil.svg": inside("<script/>").encode()}

    (problem,) = problems_of(hostile)
    assert problem.startswith("media/evil.svg, line 2: “<script>” cannot be shown")


# On the site


@pytest.fixture
def lesson(site, settings, tmp_path):
    """A lesson with a drawing, from a package."""
    settings.MEDIA_ROOT = tmp_path / "media"
    files = lesson_with(
        '::: figure file=media/a.svg alt="Two boxes" caption="A way"\n:::'
    )
    import_package(package=read_files(files | {"media/a.svg": DRAWING.encode()}))
    return LessonPage.objects.get(title="T")


def test_a_page_shows_a_drawing_in_its_own_size(lesson, client):
    learner = UserFactory()
    enrolled(learner, Course.objects.get())
    client.force_login(learner)
    page = client.get(lesson.url).content.decode()

    (shown,) = re.findall(r"<img[^>]*figure__drawing[^>]*>", page)
    for part in ('alt="Two boxes"', 'width="440"', 'height="330"', 'loading="lazy"'):
        assert part in shown
    drawn = client.get(re.search(r'src="([^"]+)"', shown)[1])
    assert drawn["Content-Type"] == "image/svg+xml"
    assert "script-src 'self'" in drawn["Content-Security-Policy"]
    assert "<title>Two boxes</title>" in b"".join(drawn.streaming_content).decode()


def test_a_drawing_leaves_the_site_as_it_came(lesson):
    package = export_course(Course.objects.get()).package

    assert package.media["media/a.svg"].data == DRAWING.encode()


def test_a_question_shows_a_drawing(lesson):
    image = get_image_model().objects.get()

    for _first_and_again in range(2):
        source = picture_sources([image.pk])[image.pk]
        assert (source.width, source.height) == (440, 330)
        assert source.url.endswith(".svg")
        # An author's file may be called right-answer.svg.
        assert "/a." not in source.url


def test_the_editor_takes_no_drawing(lesson, admin_client):
    """What is uploaded there is not looked through; what a package brings is."""
    sent = SimpleUploadedFile("b.svg", DRAWING.encode(), "image/svg+xml")
    root = Collection.get_first_root_node()

    reply = admin_client.post(
        reverse("wagtailimages:add"),
        {"title": "B", "file": sent, "collection": root.pk},
    )

    assert reply.status_code == 200
    assert get_image_model().objects.count() == 1


@pytest.mark.parametrize("address", ["wagtailimages:index", "wagtailimages:edit"])
def test_the_editor_lists_and_opens_a_drawing(lesson, admin_client, address):
    image = get_image_model().objects.get()
    arguments = [image.pk] if address.endswith("edit") else []

    assert admin_client.get(reverse(address, args=arguments)).status_code == 200
