"""Whatever the bytes are, the answer is questions and sentences, and comes soon."""

import base64
import io
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from assessments.formats import Format, Reading, read_questions, write_questions
from assessments.formats.markup import from_html
from assessments.formats.pictures import checked_picture
from assessments.formats.records import Problem

from .items import LANGUAGES, picture, plain_items

FORMATS = pytest.mark.parametrize("form", list(Format))
WRITTEN = {form: write_questions(plain_items(), form, LANGUAGES) for form in Format}


def read(data, form, **kwargs):
    reading = read_questions(data, form, LANGUAGES, **kwargs)
    assert isinstance(reading, Reading)
    for finding in reading.findings:
        assert finding.sentence.endswith((".", ")"))
        assert "%(" not in finding.sentence
    return reading


def sentences(data, form=Format.MOODLE_XML, **kwargs):
    return " ".join(f.sentence for f in read(data, form, **kwargs).findings)


# Anything -----------------------------------------------------------------------------


@FORMATS
@given(data=st.binary(max_size=300))
def test_no_bytes_crash_a_reader(form, data):
    reading = read(data, form)

    assert reading.items or reading.findings


@FORMATS
@given(text=st.text(max_size=300))
def test_no_text_crashes_a_reader(form, text):
    read(text.encode("utf-8", "surrogatepass"), form)


SIGNS = st.text("~=#{}:\\[]$/>-|%.!<&;\"',\n abc01", max_size=60)


@given(SIGNS)
def test_no_signs_crash_the_reader_of_gift(text):
    read(text.encode(), Format.GIFT)


@given(st.text("<>/=\"' abp-!&;#\n\x01\x02", max_size=80))
def test_no_html_crashes_its_reader(text):
    found = from_html(text, "en")

    assert all(isinstance(said, str) and said for said in found.texts.values())


@FORMATS
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_damage_to_a_good_file_crashes_a_reader(form, data):
    good = WRITTEN[form]
    damaged = bytearray(good)
    for _change in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        length = data.draw(st.integers(0, 40))
        damaged[at : at + length] = data.draw(
            st.binary(max_size=6)
            | st.sampled_from([b"{", b"}", b'"', b"null", b"[[", b"-1e999", b"<a>"])
        )

    read(bytes(damaged), form)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["content", "options", "key", "stem", "en", "type", "image"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(patch=st.dictionaries(st.sampled_from(["content", "key", "tags"]), JSON_VALUES))
def test_no_note_crashes_a_reader(patch):
    import json

    note = json.dumps({"elearn": 1, "language": "en", "native": "", "item": patch})
    read(f"// elearn: {note}\n::a::b{{=c ~d}}".encode(), Format.GIFT)


# XML ----------------------------------------------------------------------------------

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<quiz><question type="essay"><name><text>&c;</text></name></question></quiz>"""
OUTSIDE = b"""<?xml version="1.0"?>
<!DOCTYPE quiz [<!ENTITY file SYSTEM "file:///etc/passwd">]>
<quiz><question type="essay"><questiontext><text>&file;</text></questiontext></question>
</quiz>"""


@pytest.mark.parametrize("data", [LAUGHS, OUTSIDE], ids=["bomb", "file"])
def test_a_document_type_is_refused(data):
    reading = read(data, Format.MOODLE_XML)

    assert reading.items == ()
    assert "document type" in reading.findings[0].sentence


def test_elements_too_deep_inside_each_other_are_refused():
    assert "too deep" in sentences(b"<quiz>" + b"<a>" * 10_000)


def test_too_many_elements_are_refused():
    assert "too many" in sentences(b"<quiz>" + b"<a/>" * 400_000 + b"</quiz>")


@FORMATS
def test_a_huge_file_is_refused_unread(form):
    assert "larger than 20 MB" in sentences(b"x" * (20 * 1024 * 1024 + 1), form)


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"::a::b{=c ~d}\n\n" * 600, Format.GIFT),
        (b"question,right\n" + b"a,true\n" * 600, Format.CSV),
        (b"<quiz>" + b"<question type='essay'/>" * 600 + b"</quiz>", Format.MOODLE_XML),
    ],
    ids=list(Format),
)
def test_too_many_questions_are_refused(data, form):
    assert "more than 300 questions" in sentences(data, form)


# Encodings ----------------------------------------------------------------------------

FINNISH = "::työ::Työ on{=tärkeää ~ei}\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_recognised(encoding):
    reading = read(FINNISH.encode(encoding), Format.GIFT)

    assert reading.items[0].content.stem == {"en": "Työ on"}


def test_another_encoding_is_never_guessed():
    data = FINNISH.encode("cp1252")

    assert "not UTF-8" in sentences(data, Format.GIFT)
    reading = read(data, Format.GIFT, encoding="windows-1252")
    assert reading.items[0].content.stem == {"en": "Työ on"}


def test_an_encoding_that_xml_declares_is_used():
    xml = (
        '<?xml version="1.0" encoding="ISO-8859-1"?><quiz><question type="essay">'
        "<questiontext><text>Työ</text></questiontext></question></quiz>"
    )
    reading = read(xml.encode("iso-8859-1"), Format.MOODLE_XML)

    assert reading.items[0].content.stem == {"en": "Työ"}


@pytest.mark.parametrize("name", ["utf-7", "zip", "rot13", "cp037", "utf-16"])
def test_an_odd_encoding_gets_a_sentence(name):
    data = f'<?xml version="1.0" encoding="{name}"?><quiz/>'.encode()

    assert "encoding" in sentences(data)


@FORMATS
@pytest.mark.parametrize("data", [b"a\0b", zlib.compress(b"x" * 99), b"\xff\xfe\x00"])
def test_binary_data_gets_a_sentence(form, data):
    assert read(data, form).items == ()


# Texts --------------------------------------------------------------------------------


def test_scripts_are_no_text_and_are_reported():
    found = from_html("<p>a<script>alert(1)</script><b onclick=x>b</b></p>", "en")

    assert found.texts == {"en": "ab"}
    assert found.lost == {"scripts", "formatting"}


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 200_000,
        "<!--" * 200_000,
        "<a " * 200_000,
        "<a b='" * 200_000,
        "<" * 500_000,
        "<span " + "a" * 500_000 + ">",
        "<img " + "a=" * 300_000 + ">",
        "&" * 500_000,
        "<script>" * 100_000,
        "<br>" + " " * 500_000 + "<br>",
        "<span lang='fi' class='multilang'>" * 50_000,
    ],
    ids=lambda source: source[:8],
)
def test_html_of_any_kind_is_read_soon(source):
    begin = time.process_time()
    from_html(source, "en")

    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    "source",
    [
        b"{" * 500_000,
        b"::a::" + b"\\" * 500_000,
        b"::a::b{" + b"=" * 500_000 + b"}",
        b"::a::b{" + b"~%1" * 200_000 + b"}",
        b"// [tag:" * 100_000 + b"\n::a::b{}",
        b"::a::b{>" + b" " * 500_000 + b"}",
        b"::a::b{#" + b"9" * 500_000 + b"}",
        b"::a::b{#1e999999999:1}",
    ],
    ids=lambda source: source[:12].decode(),
)
def test_gift_of_any_kind_is_read_soon(source):
    begin = time.process_time()
    read(source, Format.GIFT)

    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    "note",
    [
        "[" * 100_000,
        '{"elearn":1,"item":' + '{"a":' * 5_000 + "1" + "}" * 5_000 + "}",
        '{"elearn":1,"item":{"points":' + "9" * 100_000 + "}}",
        '{"elearn":1,"item":{"points":NaN}}',
        '{"elearn":99,"item":{}}',
        "[]",
        "null",
    ],
    ids=lambda note: note[:30],
)
def test_a_trap_in_a_note_gets_a_sentence(note):
    reading = read(f"// elearn: {note}\n::a::b{{=c ~d}}".encode(), Format.GIFT)

    assert reading.items == ()
    assert reading.findings[0].line == 2


@pytest.mark.parametrize("number", ["1E+999999999", "9" * 70, "NaN", "Infinity", "1_0"])
@pytest.mark.parametrize("form", [Format.GIFT, Format.CSV])
def test_numbers_that_fill_the_memory_are_refused(form, number):
    data = {
        Format.GIFT: f"::a::b{{#{number}}}",
        Format.CSV: f"question,type,answer 1\nq,number,{number}\n",
    }[form]

    assert read(data.encode(), form).items == ()


# Pictures -----------------------------------------------------------------------------


def with_picture(data: bytes, alt="A door", name="door.png") -> bytes:
    encoded = base64.b64encode(data).decode()
    return (
        '<quiz><question type="essay"><questiontext><text><![CDATA[<p>What?</p>'
        f'<img src="@@PLUGINFILE@@/{name}" alt="{alt}">]]></text>'
        f'<file name="{name}" path="/" encoding="base64">{encoded}</file>'
        "</questiontext></question></quiz>"
    ).encode()


def test_a_picture_inside_is_taken_over():
    item = read(with_picture(picture(1).data), Format.MOODLE_XML).items[0]

    assert item.content.picture.alt == {"en": "A door"}
    assert item.pictures[item.content.picture.image_id].data == picture(1).data


def test_a_picture_without_a_text_is_refused_by_itself():
    reading = read(with_picture(picture(1).data, alt=""), Format.MOODLE_XML)

    assert reading.items[0].content.picture is None
    assert "no text for those who do not see it" in reading.findings[0].sentence


def svg() -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>'


def bomb() -> bytes:
    """Return a small file that unfolds to more pixels than the memory has room for."""
    file = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b"no picture", svg(), bomb(), picture(1).data[:50]],
    ids=["nothing", "text", "svg", "bomb", "cut off"],
)
def test_what_is_no_picture_is_left_out_with_a_sentence(data):
    reading = read(with_picture(data), Format.MOODLE_XML)

    assert reading.items[0].content.picture is None
    assert "picture" in reading.findings[0].sentence


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_check_of_pictures(data):
    for head in (b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff", b"RIFF"):
        with pytest.raises(Problem):
            checked_picture(head + data, "x.png")


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\\b.exe", "ä ö.png", ""])
def test_names_of_pictures_are_made_safe(name):
    made = checked_picture(picture(1).data, name).name

    assert made.endswith(".png")
    assert not set(made) & set("/\\ ä")


def test_a_giant_base64_text_is_not_decoded():
    data = b"A" * (16 * 1024 * 1024)
    xml = with_picture(b"x").replace(base64.b64encode(b"x"), data)

    assert "larger than 10 MB" in sentences(xml)
