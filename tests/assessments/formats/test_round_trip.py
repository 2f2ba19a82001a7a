"""Reading what was written gives the same questions, in every format."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.content import (
    ChoiceContent,
    GapContent,
    ItemType,
    MatchingContent,
    OrderingContent,
)
from assessments.formats import Format, read_questions, write_questions
from assessments.formats.csv_table import cells
from assessments.formats.extras import difference, filled, merged
from assessments.formats.records import CategoryName, first_text

from .items import LANGUAGES, plain_items, read_items, with_pictures

FORMATS = pytest.mark.parametrize("form", list(Format))
TYPES = pytest.mark.parametrize("item_type", list(ItemType))


def there_and_back(items, form, languages=LANGUAGES):
    return read_questions(write_questions(items, form, languages), form, languages)


@FORMATS
@TYPES
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_a_round_trip_changes_nothing(form, item_type, data):
    item = data.draw(read_items(item_type))

    reading = there_and_back([item], form)

    assert reading.findings == ()
    assert reading.items == (item,)
    assert reading.items[0].to_json() == item.to_json()


@FORMATS
def test_a_whole_bank_in_one_file_keeps_its_order(form):
    items = [
        dataclasses.replace(item, category=(CategoryName({"en": f"C/{n // 2}"}, "c"),))
        for n, item in enumerate(plain_items())
    ]

    assert there_and_back(items, form).items == tuple(items)


@FORMATS
def test_a_site_with_another_first_language_reads_the_same(form):
    items = plain_items()
    written = write_questions(items, form, LANGUAGES)

    reading = read_questions(written, form, ("fi", "en", "sv"))

    assert reading.items == tuple(items)


@FORMATS
@given(item_type=st.sampled_from(list(ItemType)))
def test_the_format_itself_carries_the_question(form, item_type):
    """Not only the note beside it: other programs see no note."""
    item = next(i for i in plain_items() if i.content.type == item_type)
    written = write_questions([item], form, LANGUAGES).decode()
    lines = [line for line in written.split("\n") if "elearn:" not in line]
    if form == Format.MOODLE_XML:
        lines = [line for line in lines if not line.startswith("<elearn>")]
    if form == Format.CSV:
        lines = [line.split(',"{')[0] for line in lines]
    # Words for several gaps are in no GIFT file and in no cell.
    if item_type == ItemType.GAP_SELECT and form != Format.MOODLE_XML:
        return

    reading = read_questions("\n".join(lines).encode(), form, LANGUAGES)

    content = reading.items[0].content
    assert content.type == item.content.type
    assert first_text(content.stem, LANGUAGES) == item.content.stem["en"]
    if full := content.full_answer():
        assert _words(content, full) == _words(item.content, item.content.full_answer())


def _words(content, answer):
    """Return an answer in words, because names of parts are in the note."""
    match content:
        case ChoiceContent():
            return [(o.text["en"], o.key in answer["chosen"]) for o in content.options]
        case MatchingContent():
            pairs = [(pair.prompt["en"], pair.answer["en"]) for pair in content.pairs]
            return [*pairs, *(wrong.text["en"] for wrong in content.distractors)]
        case OrderingContent():
            return [element.text["en"] for element in content.elements]
        case GapContent():
            return [
                [(w.text["en"], w.is_key) for w in gap.words] for gap in content.gaps
            ]
    return answer["text"].removesuffix(" kg")


# Edits outside ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "old", "new"),
    [
        (Format.GIFT, "An ordinary job", "Any ordinary job"),
        (Format.MOODLE_XML, "An ordinary job", "Any ordinary job"),
        (Format.CSV, "An ordinary job", "Any ordinary job"),
    ],
)
def test_an_edit_in_the_file_counts_and_keeps_the_rest(form, old, new):
    item = plain_items()[0]
    options = tuple(
        dataclasses.replace(option, text={**option.text, "fi": f"fi {option.key}"})
        for option in item.content.options
    )
    content = dataclasses.replace(item.content, options=options)
    item = dataclasses.replace(item, content=content)
    head, sign, tail = write_questions([item], form, LANGUAGES).decode().rpartition(old)
    assert sign

    reading = read_questions(f"{head}{new}{tail}".encode(), form, LANGUAGES)

    assert reading.findings == ()
    expected = dataclasses.replace(options[1], text={"en": new, "fi": "fi b"})
    assert reading.items[0].content.options == (options[0], expected, options[2])


def test_an_option_that_was_added_outside_is_reported():
    item = plain_items()[0]
    written = write_questions([item], Format.GIFT, LANGUAGES).decode()
    more = written.replace("####IPS", "\t~Another\n####IPS")

    reading = read_questions(more.encode(), Format.GIFT, LANGUAGES)

    assert len(reading.items[0].content.options) == 4
    assert "another length" in reading.findings[0].sentence


# What it rests on ---------------------------------------------------------------------

VALUES = st.recursive(
    st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=8,
)
DRAFTS = st.dictionaries(st.sampled_from("abcd"), VALUES, max_size=4)


@given(DRAFTS, DRAFTS)
def test_merging_the_difference_gives_the_whole(native, whole):
    assert merged(native, difference(native, whole)) == whole


@given(DRAFTS, DRAFTS)
def test_filling_never_overrides_what_the_file_says(native, whole):
    result, _lost = filled(native, difference(native, whole))

    for name, value in native.items():
        if not isinstance(value, dict | list):
            assert result[name] == value


@given(st.text())
def test_a_guarded_cell_is_no_formula_and_comes_back(text):
    guarded = cells.guarded(text)

    assert cells.unguarded(guarded) == text
    assert guarded.lstrip(" \n")[:1] not in cells.FORMULA_SIGNS or not guarded.strip()


@pytest.mark.parametrize(
    "text", ["=1+1", "@x", "+1", "-1", "'=1", "''-1", " =1", "\t="]
)
def test_no_export_holds_a_formula(text):
    item = plain_items()[0]
    content = dataclasses.replace(item.content, stem={"en": text})
    item = dataclasses.replace(item, content=content)
    written = write_questions([item], Format.CSV, LANGUAGES).decode("utf-8-sig")

    assert f",'{text}," in written or f',"\'{text}",' in written


def test_long_notes_are_divided_so_that_no_spreadsheet_cuts_them():
    from PIL import Image

    from assessments.content import Picture
    from assessments.formats import PictureFile, ReadItem, renumbered

    noise = Image.effect_noise((250, 250), 90)
    import io

    file = io.BytesIO()
    noise.save(file, "PNG")
    picture = PictureFile(file.getvalue(), "noise.png")
    content = dataclasses.replace(
        plain_items()[0].content, picture=Picture(1, {"en": "Noise"})
    )
    item = ReadItem(
        key="noise",
        content=renumbered(content, {1: picture.number}),
        pictures={picture.number: picture},
    )
    written = write_questions([item], Format.CSV, LANGUAGES)

    assert b"elearn 2" in written
    assert max(map(len, written.decode().split(","))) < 32_767
    assert there_and_back([item], Format.CSV).items == (item,)


def test_pictures_of_moodle_xml_are_inside_with_their_text():
    from assessments.content import Picture

    content = dataclasses.replace(
        plain_items()[0].content, picture=Picture(1, {"en": 'A "door"', "fi": "Ovi"})
    )
    item = with_pictures(content, key="door")
    written = write_questions([item], Format.MOODLE_XML, LANGUAGES).decode()

    assert '<img src="@@PLUGINFILE@@/picture-1-' in written
    assert 'alt="Ovi"' in written
    assert 'encoding="base64"' in written
