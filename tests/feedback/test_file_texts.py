"""Texts that authors and respondents chose stay texts in every file.

A text may begin like a formula, look like markup of any kind, be in any script, and be
long. It arrives as it was written, and does nothing.
"""

import csv
import io
import json
import re
from html.parser import HTMLParser

import openpyxl
import pytest
from django.utils import translation

from courses.spreadsheet import FORMULA_SIGNS
from feedback.exports.formats import BY_KEY, FORMATS
from tests.feedback.made_reports import SCALE, group, hidden_item, item, report
from tests.feedback.reading_files import all_text, members

KEYS = [one.key for one in FORMATS]
# What a cell shows first; others are taken out before.
SIGNS = [sign for sign in FORMULA_SIGNS if sign.isprintable()]
HOSTILE = [
    *(f"{sign}HYPERLINK(1)" for sign in FORMULA_SIGNS),
    "\t=HYPERLINK(1)",
    "\r\n@HYPERLINK(1)",
    " =HYPERLINK(1)",
]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def content(key, made) -> bytes:
    written = BY_KEY[key].write(made)
    return written.encode() if isinstance(written, str) else written


def named(text):
    """Return a report in which everything that has a name is called `text`."""
    labels = (text, *SCALE[1:])
    items = (item(wording=text, labels=labels), hidden_item())
    return report(
        *items,
        run={"name": text},
        survey=text,
        title=text,
        groups={
            "organisation": (
                group(text, items),
                group(f"{text}!", (hidden_item("protects_small_groups"), items[0])),
            )
        },
    )


def flat(text):
    return re.sub(r"\s+", " ", text)


# Formulas -----------------------------------------------------------------------------


def csv_tables(key, made):
    if key == "csv":
        yield content(key, made).decode("utf-8-sig")
        return
    for name, part in members(content(key, made)).items():
        if name.endswith(".csv"):
            yield part.decode()


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
@pytest.mark.parametrize("key", ["csv", "spss", "datapackage"])
def test_no_cell_of_a_table_is_a_formula(key, text):
    for table in csv_tables(key, named(text)):
        cells = [c for row in csv.reader(io.StringIO(table, newline="")) for c in row]
        assert any("HYPERLINK" in cell for cell in cells)
        for cell in cells:
            if not re.fullmatch(r"-\d+", cell):
                assert not cell.lstrip().startswith(tuple(FORMULA_SIGNS)), cell


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_cell_of_a_workbook_is_a_formula(text):
    book = openpyxl.load_workbook(io.BytesIO(content("xlsx", named(text))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    texts = [cell for cell in cells if isinstance(cell.value, str)]

    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    assert any("HYPERLINK" in cell.value for cell in texts)
    # Marked as text, so that it stays one when somebody edits it.
    assert all(cell.quotePrefix for cell in texts)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_part_of_a_page_is_a_formula_when_it_is_pasted(text):
    class Parts(HTMLParser):
        def __init__(self):
            super().__init__()
            self.texts = []
            self.tag = ""

        def handle_starttag(self, tag, attrs):
            self.tag = tag

        def handle_data(self, data):
            if self.tag != "style" and data.strip():
                self.texts.append(data.strip())

    parts = Parts()
    parts.feed(content("html", named(text)).decode())

    assert any("HYPERLINK" in part for part in parts.texts)
    for part in parts.texts:
        assert not part.startswith(tuple(FORMULA_SIGNS)), part


def test_numbers_below_zero_stay_numbers():
    """The codes for "not applicable" and "no answer" are no formulas."""
    (table,) = csv_tables("spss", report())
    answers = {row["answer"] for row in csv.DictReader(io.StringIO(table))}

    assert answers == {"1", "2", "3", "4", "5", "-97", "-98"}


# Markup -------------------------------------------------------------------------------

MARKUP = [
    "<script>alert(1)</script> & <b>bold</b>",
    "*b* _i_ `c` $a^2$ #let x = 1 @who <label> // no [x] = y",
    '#read("/etc/passwd") #import "@preview/a:1.0.0"',
    "It's \"quoted\", 'twice'; and, that's it.",
    "{{ 7|add:7 }} {% now 'Y' %} %(n)s {0}",
    "100 % of 50%",
    r"C:\temp\new ~ – — … ‘x’ ≥ −1",
]


@pytest.mark.parametrize("text", MARKUP)
@pytest.mark.parametrize("key", KEYS)
def test_markup_is_shown_and_not_obeyed(key, text):
    made = named(f"A {text}")
    said = all_text(key, content(key, made))

    match key:
        case "html":
            import html

            assert "<script" not in said
            assert "<b>" not in said
            said = html.unescape(said)
        case "xlsx":
            import html

            said = html.unescape(said)
        case "json":
            assert json.loads(said)["items"][0]["wording"] == f"A {text}"
            return
        case "csv" | "spss" | "datapackage":
            # One of the files, as a program reads it.
            table = next(iter(csv_tables(key, made)))
            cells = [c for row in csv.reader(io.StringIO(table)) for c in row]
            assert f"A {text}" in cells
            return
    assert flat(f"A {text}") in flat(said)


# Scripts ------------------------------------------------------------------------------

SCRIPTS = {
    "Finnish": "Käyttäjäystävällisyys – työllistymisvalmennus",
    "Swedish": "Återhämtning är möjlig för många",
    "Greek": "Ψυχική υγεία",
    "Cyrillic": "Психическое здоровье",
    "Sami": "Psyhkalaš dearvvašvuohta, ŋ đ ŧ ž",
    "Turkish": "Ağrı ışığı İş",
    "Hebrew": "בריאות הנפש",
}


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
@pytest.mark.parametrize("key", [key for key in KEYS if key != "pdf"])
def test_a_name_in_any_script_arrives(key, text):
    assert text in all_text(key, content(key, named(text)))


@pytest.mark.parametrize(
    "text",
    [text for name, text in SCRIPTS.items() if name != "Hebrew"],
    ids=[name for name in SCRIPTS if name != "Hebrew"],
)
def test_a_pdf_has_the_letters_of_europe(text):
    assert flat(text) in flat(all_text("pdf", content("pdf", named(text))))


@pytest.mark.parametrize(
    "text",
    ["心理健康课程", "الصحة النفسية", "मानसिक स्वास्थ्य", "👩‍⚕️ 100 😀", "\ue000 private"],
    ids=["Chinese", "Arabic", "Hindi", "emoji", "private use"],
)
def test_letters_that_no_font_has_do_not_stop_a_pdf(text):
    """On a machine without a font for them boxes stand in their place."""
    made = content("pdf", named(f"A {text} B"))

    assert made.startswith(b"%PDF-")
    assert "Seven of eight invited participants" in flat(all_text("pdf", made))


# Length and shape ---------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_a_very_long_statement_fits_into_every_file(key):
    text = "I have learned how to work together with others. " * 100
    said = flat(all_text(key, content(key, named(text.strip()))))

    if key == "spss":
        assert "I have learned how to work together with others." in said
    else:
        assert flat(text.strip()) in said


def test_a_cell_of_a_workbook_is_as_long_as_a_cell_can_be():
    book = openpyxl.load_workbook(io.BytesIO(content("xlsx", named("é" * 40_000))))
    longest = max(
        len(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    )

    assert longest == 32_767


@pytest.mark.parametrize("key", ["csv", "spss", "datapackage"])
def test_a_line_break_makes_no_second_row(key):
    """SPSS reads line by line, whatever the quotation marks say."""
    for table in csv_tables(key, named("One\r\ntwo\nthree\u2028four\x0bfive")):
        rows = list(csv.reader(io.StringIO(table, newline="")))
        assert table.count("\r\n") == len(rows)
        assert not re.search(r"[^\r]\n|\r[^\n]|\u2028|\x0b", table)


@pytest.mark.parametrize("key", KEYS)
def test_what_no_file_may_hold_is_left_out(key):
    made = named("A\x00b\x07c\x1b[0md\x85e\ufffff")

    said = all_text(key, content(key, made))
    if key != "json":
        assert not re.search(r"[\x00\x07\x1b\ufffe\uffff]", said)
    assert re.search(r"Abc|A\\u0000b", said)


@pytest.mark.parametrize("points", [2, 3, 4, 6, 7, 10, 11])
@pytest.mark.parametrize("key", KEYS)
def test_a_scale_of_any_length_fits(key, points):
    labels = tuple(f"Label {point}" for point in range(1, points + 1))
    counts = tuple(range(1, points + 1))
    made = report(item(counts, labels=labels), item(counts, labels=labels))
    said = flat(all_text(key, content(key, made)))

    # The table has a column per point; the codebook says what they are called.
    assert f"Label {points}" in said or f",count_{points}" in said
    if key in ("html", "pdf"):
        numbers = " ".join(map(str, counts))
        assert numbers in flat(re.sub(r"<[^>]*>", " ", said))


@pytest.mark.parametrize("key", KEYS)
def test_a_run_without_any_statement_gives_a_file(key):
    made = report(item(), overall_mean=None, overall_n=0, overall_ci95=None)
    assert content(key, type(made)(**{**vars(made), "items": ()}))
