"""Nothing that a package may hold crashes the reader."""

import html.parser

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from home.packages import CoursePackage, PackageError, Problem, read_files, read_package
from tests.exploring import examples
from tests.home.small_package import lesson_with, small_package, zipped

ALLOWED_TAGS = {"h2", "h3", "p", "b", "i", "ul", "ol", "li", "a", "br"}


class TagCheck(html.parser.HTMLParser):
    """Fails for any tag, attribute or link that rich text does not store."""

    def handle_starttag(self, tag, attrs):
        assert tag in ALLOWED_TAGS
        for name, value in attrs:
            assert (tag, name) == ("a", "href")
            assert value.startswith(("https://", "http://", "mailto:"))


def outcome(read) -> CoursePackage | tuple[Problem, ...]:
    """Either a course or sentences; any other exception fails the test."""
    try:
        return read()
    except PackageError as error:
        return error.problems


def read_or_refuse(files: dict[str, bytes]) -> None:
    """Read the files, and check what comes out, whichever it is."""
    found = outcome(lambda: read_files(files))
    if isinstance(found, CoursePackage):
        for lesson in found.lessons:
            for block in (block for blocks in lesson.body.values() for block in blocks):
                TagCheck().feed(getattr(block, "html", ""))
        return
    assert found
    for problem in found:
        assert problem.message.endswith((".", "?"))
        assert str(problem).isprintable()


QUICK = examples(
    60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
NAMES = sorted(small_package())

# The pieces that give the formats their meaning, in any order.
PIECES = st.sampled_from(
    [*":-[]{},#&*!|>'\"%@`_~)\\.?"]
    + [
        "---",
        ":::",
        "==",
        "##",
        "**",
        "~~",
        "![",
        "](",
        "<b>",
        "&amp;",
        "<!--",
        "- ",
        "| ",
    ]
    + ["key", "title", "items", "type", "single_choice", "true", "null", "0.8", "1"]
    + ["callout", "table", "references", "figure", "Questions:", "\\u0000", "\\x07"]
    + ["é", "🙂", "\u202e", "\u2028", "\x85", "\ufeff", "\ufffe", "\r", "\0", "\t"]
    + ["\n", "\n\n", "  ", "    ", " ", "- key: a\n", ":::\n"]
)
SOUP = st.lists(PIECES | st.text(max_size=4), max_size=60).map("".join)


@QUICK
@given(name=st.sampled_from(NAMES), data=st.binary(max_size=400))
def test_no_bytes_in_a_file_crash_the_reader(name, data):
    read_or_refuse(small_package() | {name: data})


@QUICK
@given(name=st.sampled_from(NAMES), text=SOUP)
def test_no_text_in_a_file_crashes_the_reader(name, text):
    read_or_refuse(small_package() | {name: text.encode("utf-8", "surrogatepass")})


@QUICK
@given(text=SOUP, directive=st.sampled_from(["", "case title=a", "table caption=a",
       "references", "key-points", "callout"]))  # fmt: skip
def test_no_body_of_a_lesson_crashes_the_reader(text, directive):
    body = f"::: {directive}\n{text}\n:::" if directive else text

    read_or_refuse(lesson_with(body))


@QUICK
@given(
    name=st.sampled_from(NAMES),
    where=st.floats(0, 1),
    length=st.integers(0, 30),
    data=st.binary(max_size=8)
    | SOUP.map(lambda text: text[:8].encode("utf-8", "ignore")),
)
def test_no_small_damage_crashes_the_reader(name, where, length, data):
    files = small_package()
    start = int(where * len(files[name]))
    files[name] = files[name][:start] + data + files[name][start + length :]

    read_or_refuse(files)


@QUICK
@given(name=st.text(min_size=1, max_size=40), data=st.binary(max_size=20))
def test_no_name_of_a_file_crashes_the_reader(name, data):
    read_or_refuse(small_package() | {name: data})


@QUICK
@given(where=st.floats(0, 1), length=st.integers(0, 12), data=st.binary(max_size=12))
def test_no_damage_to_a_zip_crashes_the_reader(tmp_path_factory, where, length, data):
    whole = zipped(small_package())
    start = int(where * len(whole))
    path = tmp_path_factory.mktemp("zip") / "course.zip"
    path.write_bytes(whole[:start] + data + whole[start + length :])

    assert outcome(lambda: read_package(path))


@QUICK
@given(data=st.binary(max_size=200))
def test_no_bytes_for_a_zip_crash_the_reader(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("zip") / "course.zip"
    path.write_bytes(b"PK\x03\x04" + data + b"PK\x05\x06" + data)

    with pytest.raises(PackageError):
        read_package(path)


@pytest.mark.parametrize(
    "piece", ["[", "*", "_", "![", "<", "`", "&", "\\", "a](", "- ", "> ", "|a", "**a "]
)
def test_a_long_hostile_text_is_read_in_bearable_time(piece):
    body = (piece * 50_000)[:50_000]

    read_or_refuse(lesson_with(body))
