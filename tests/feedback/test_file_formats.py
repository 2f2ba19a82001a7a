"""What each kind of file promises to the program that opens it."""

import datetime
import io
import json
import re
import sys

import openpyxl
import pypdf
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from feedback import wording
from feedback.exports import compared, over_runs
from feedback.exports.answers import codebook_table, distribution_table
from feedback.exports.formats import BY_KEY, FORMATS
from feedback.exports.tables import ratings_table
from tests.feedback.answered_runs import AnsweredRuns, grouped
from tests.feedback.made_reports import item, report
from tests.feedback.made_reports import unreleased as unreleased_report
from tests.feedback.reading_files import pdf_text, read_pdf, read_xlsx

from .exported import _in_english, made

__all__ = ["_in_english", "made"]


# PDF ----------------------------------------------------------------------------------


def pdf(made):
    return pypdf.PdfReader(io.BytesIO(BY_KEY["pdf"].write(made)))


def elements(reader):
    """Return (kind, alternative text) of every element of the structure."""
    found = []

    def walk(entry):
        entry = entry.get_object()
        if isinstance(entry, list):
            for child in entry:
                walk(child)
        elif isinstance(entry, dict):
            if "/S" in entry:
                found.append((entry["/S"], entry.get("/Alt")))
            if "/K" in entry:
                walk(entry["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def test_a_pdf_has_title_language_and_the_day_of_release(made):
    reader = pdf(made)

    assert reader.metadata.title == "IPS in practice – Ratings of participants: Autumn"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.metadata.creation_date.date() == datetime.date(2026, 10, 1)
    assert reader.metadata.modification_date.date() == datetime.date(2026, 10, 1)


def test_a_pdf_says_that_it_is_accessible(made):
    root = pdf(made).trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert re.search(rb"pdfuaid:part\W+1\b", root["/Metadata"].get_data())


def test_a_screen_reader_finds_headings_tables_and_bars_in_words(made):
    found = elements(pdf(made))
    kinds = [kind for kind, _alt in found]

    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") >= 5
    assert kinds.count("/Table") == 2
    assert kinds.count("/THead") >= 2
    assert kinds.count("/TH") >= 2 * 13
    bars = [alt for kind, alt in found if kind == "/Figure"]
    assert bars == [wording.sentence(one) for one in made.items]
    assert bars[0].startswith("It was clear. 6 of 7 rated it favourably, 1 in the")


def test_bars_are_drawn_and_no_picture(made):
    """A picture would be blurred in print and mute for a screen reader."""
    reader = pdf(made)

    assert [image for page in reader.pages for image in page.images] == []
    drawn = b"".join(page.get_contents().get_data() for page in reader.pages)
    assert drawn.count(b" re") + drawn.count(b" l\n") > 10


def test_a_pdf_carries_its_fonts(made):
    """On another machine it looks the same, with ä, ö, å, – and ≥."""
    for page in pdf(made).pages:
        for font in page["/Resources"]["/Font"].values():
            (below,) = font["/DescendantFonts"]
            descriptor = below.get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_a_pdf_has_run_figures_and_method(made):
    said = re.sub(r"\s+", " ", pdf_text(BY_KEY["pdf"].write(made)))

    for part in (
        "IPS in practice",
        "Survey run Autumn",
        "Organisation County",
        "Collected 1 September 2026 to 30 September 2026",
        "7 of 8 answered (88%).",
        "Released 1 October 2026, release 1",
        "Smallest group shown 5 answers",
        "Seven of eight invited participants (88%)",
        "The mean of the points, and about where it would fall",
        "2. It was hard. (reversed)",
    ):
        assert part in said


def test_a_scale_of_many_points_lies_on_its_side():
    labels = tuple(f"Label {point}" for point in range(11))
    wide = report(item(range(11), labels=labels))

    assert pdf(wide).pages[0].mediabox.width > pdf(wide).pages[0].mediabox.height
    assert pdf(report()).pages[0].mediabox.width < 600


def test_a_long_table_repeats_its_heads():
    items = tuple(item(wording=f"Statement {number}.") for number in range(80))
    content = BY_KEY["pdf"].write(report(*items))
    reader = pypdf.PdfReader(io.BytesIO(content))
    pages = [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages]
    with_rows = [page for page in pages if re.search(r"\. 7 4\.43 ", page)]

    assert len(with_rows) > 1
    assert all("Statement n Mean Plausible range SD" in page for page in with_rows)
    assert len(read_pdf(content)) == 80


# Workbook -----------------------------------------------------------------------------


def workbook(made):
    return openpyxl.load_workbook(io.BytesIO(BY_KEY["xlsx"].write(made)))


def test_a_workbook_has_its_sheets(made):
    assert workbook(made).sheetnames == [
        "Table",
        "Distribution",
        "Codebook",
        "Columns",
        "Method",
    ]


def test_heads_stay_in_sight(made):
    for name in ("Table", "Distribution", "Codebook", "Columns"):
        sheet = workbook(made)[name]
        assert sheet.freeze_panes == "A2"
        assert sheet["A1"].font.bold


def column(sheet, title):
    index = [cell.value for cell in sheet[1]].index(title)
    return [row[index] for row in sheet.iter_rows(min_row=2)]


def test_figures_are_numbers_with_a_format(made):
    sheet = workbook(made)["Table"]
    mean, n, point = (column(sheet, t)[0] for t in ("Mean", "n", "Point 5"))

    # Exact, and shown rounded: 31/7.
    assert mean.value == pytest.approx(31 / 7)
    assert mean.number_format == "0.00"
    assert (n.value, n.number_format) == (7, "0")
    assert point.value == 4


def test_a_share_is_a_fraction_shown_as_per_cent():
    sheet = workbook(report(item((1, 2, 8, 20, 27))))["Table"]
    (share,) = column(sheet, "Favourable share")

    assert share.value == pytest.approx(47 / 58)
    assert share.number_format == "0%"


def test_below_ten_ratings_a_workbook_shows_no_percentage(made):
    """Nor does the page; the count and n are there."""
    book = workbook(made)

    assert {cell.value for cell in column(book["Table"], "Favourable share")} == {None}
    assert {cell.value for cell in column(book["Distribution"], "Share")} == {None}
    assert column(book["Table"], "Favourable")[0].value == 6


def test_a_workbook_says_why_something_is_hidden(made):
    reasons = [c.value for c in column(workbook(made)["Table"], "Why it is hidden")]

    assert "Hidden to protect small groups." in reasons
    assert sum(reason is not None for reason in reasons) == 1


def test_the_method_sheet_says_how_it_was_counted(made):
    rows = list(workbook(made)["Method"].iter_rows(values_only=True))
    names = [name for name, _text in rows]

    assert ("Survey run", "Autumn") in rows
    assert ("Response rate", "7 of 8 answered (88%).") in rows
    assert dict(rows)["Text to copy"].startswith("Seven of eight invited")
    assert names.index("How it is counted") < names.index("Mean and plausible range")


def test_the_columns_sheet_names_every_column(made):
    book = workbook(made)
    named = list(book["Columns"].iter_rows(min_row=2, values_only=True))

    for name in ("Table", "Distribution", "Codebook"):
        titles = [cell.value for cell in book[name][1]]
        assert [title for sheet, title, _n, _m in named if sheet == name] == titles
        assert len(set(titles)) == len(titles)


def test_made_up_answers_are_marked_in_each_row():
    made = report(run={"is_illustrative": True})

    assert {c.value for c in column(workbook(made)["Table"], "Illustrative")} == {"yes"}
    assert read_xlsx(BY_KEY["xlsx"].write(made))


# Runs of which nothing is shown -------------------------------------------------------


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.key)
def test_a_run_without_a_release_gives_a_file(kind):
    assert kind.write(unreleased_report())


@pytest.mark.parametrize("key", ["pdf", "html"])
def test_a_file_says_that_too_few_answered(key):
    made = unreleased_report(eligible=12)
    written = BY_KEY[key].write(made)
    said = pdf_text(written) if key == "pdf" else written

    assert "Fewer than 5 of 12 answered." in said
    assert "So few people answered that no figure is shown." in said


# The command --------------------------------------------------------------------------


@pytest.fixture
def runs(db):
    return AnsweredRuns()


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.key)
def test_the_command_writes_what_the_site_gives(runs, tmp_path, kind):
    from courses.study import outline_of
    from feedback.reporting import run_report

    run = runs.make(grouped({"A": 12}), name="Autumn")
    file = tmp_path / "report"
    call_command(
        "ratings_report", runs.course.slug, run="Autumn", format=kind.key, output=file
    )
    expected = kind.write(run_report(run, title=outline_of(run.course).title))

    assert file.read_bytes() == (
        expected.encode() if isinstance(expected, str) else expected
    )


class Terminal(io.TextIOWrapper):
    """An output of bytes that may be a terminal."""

    is_terminal = False

    def isatty(self):
        return self.is_terminal


@pytest.mark.parametrize("key", ["pdf", "xlsx", "spss", "datapackage"])
def test_bytes_are_not_printed_on_a_terminal(runs, key, monkeypatch):
    runs.make(grouped({"A": 12}))
    screen = Terminal(io.BytesIO())
    screen.is_terminal = True
    monkeypatch.setattr(sys, "stdout", screen)

    with pytest.raises(CommandError, match=r"Name one to write, for instance -o rat"):
        call_command("ratings_report", runs.course.slug, format=key)
    assert screen.buffer.getvalue() == b""


def test_bytes_are_handed_on_to_another_program(runs, monkeypatch):
    runs.make(grouped({"A": 12}))
    pipe = Terminal(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", pipe)
    call_command("ratings_report", runs.course.slug, format="pdf")

    assert pipe.buffer.getvalue().startswith(b"%PDF-")


def test_the_command_speaks_the_language_it_is_told(runs, capsys):
    runs.make(grouped({"A": 12}))
    call_command("ratings_report", runs.course.slug, language="fi")

    assert json.loads(capsys.readouterr().out)["language"] == "fi"
    assert translation.get_language() == "en"


def test_a_file_that_cannot_be_written_is_told(runs, tmp_path):
    runs.make(grouped({"A": 12}))

    with pytest.raises(CommandError, match=r"cannot be written: No such file"):
        call_command(
            "ratings_report",
            runs.course.slug,
            format="pdf",
            output=tmp_path / "nowhere" / "x.pdf",
        )


# Documentation ------------------------------------------------------------------------


def test_the_reference_names_every_column_and_no_other(made):
    """Somebody opens a file years later, with nothing but that page."""
    tables = [ratings_table(made), distribution_table(made), codebook_table(made)]
    columns = [column for table in tables for column in table.columns]
    named = {
        column.name for column in [*columns, *compared.COMPARED, *over_runs.COLUMNS]
    }
    text = (settings.BASE_DIR / "docs/reference/ratings-files.md").read_text("utf-8")
    listing = text[text.index("## The table") : text.index("## How values")]
    rows = re.findall(r"(?m)^\| (`.*?) \|", listing)
    documented = {name for row in rows for name in re.findall(r"`(\w+)`", row)}

    points = {name for name in named if name.startswith("count_")}
    assert documented == named - points | {"count_1"}
    for kind in FORMATS:
        assert f"| `{kind.path}` | `{kind.key}` |" in text


def test_the_reference_names_every_key_of_the_json(made):
    text = (settings.BASE_DIR / "docs/reference/ratings-files.md").read_text("utf-8")
    listing = text[text.index("## JSON") : text.index("## SPSS")]
    data = json.loads(BY_KEY["json"].write(made))
    (groups,) = data["groups"].values()
    keys = {*data, *data["run"], *data["released"], *data["overall"]}
    keys |= {*data["items"][0], *data["items"][0]["favourable"], *groups[0]}

    assert keys - set(re.findall(r"`(\w+)`", listing)) == set()
