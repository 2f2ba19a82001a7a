"""Reads each kind of file back, by other means than those that wrote it.

Every reader gives the same: which statement of which group has which figures, as they
are printed, and None where there are none. PDF and HTML are read as a person does, by
titles and rows; the others by the names of their columns.
"""

import csv
import dataclasses
import io
import json
import re
import zipfile

import openpyxl
import pypdf
from bs4 import BeautifulSoup

from psychometrics.rounding import exact, round_half_up


@dataclasses.dataclass(frozen=True)
class Figures:
    """What is printed of one statement in one group."""

    n: int
    mean: str
    counts: tuple[int, ...]
    favourable: int
    not_applicable: int
    skipped: int


# (dimension, name of the group, place of the statement) → figures, None if hidden.
Reading = dict[tuple[str, str, int], Figures | None]
DIMENSIONS = {
    "": "",
    "Organisation": "organisation",
    "Profession": "profession",
    "Language": "language",
}
TOGETHER = "All together"


def _two(value) -> str:
    return round_half_up(exact(value), 2)


def _from_record(record) -> Figures | None:
    """Return the figures of one row of the evaluation table, by names of columns."""
    if record["shown"] != "yes":
        given = [name for name, value in record.items() if value not in ("", None)]
        assert not {"n", "mean", "sd", "favourable"} & set(given)
        assert not [name for name in given if name.startswith("count_")]
        return None
    points = [name for name in record if name.startswith("count_")]
    return Figures(
        n=int(record["n"]),
        mean=_two(float(record["mean"])),
        counts=tuple(int(record[name]) for name in points),
        favourable=int(record["favourable"]),
        not_applicable=int(record["not_applicable"]),
        skipped=int(record["skipped"]),
    )


def _from_records(records) -> Reading:
    return {
        (
            record["group_by"],
            record["group_label"],
            int(record["item_number"]),
        ): _from_record(record)
        for record in records
    }


def read_csv(content: bytes) -> Reading:
    text = content.decode("utf-8-sig")
    return _from_records(csv.DictReader(io.StringIO(text, newline="")))


def read_datapackage(content: bytes) -> Reading:
    return read_csv(members(content)["table.csv"])


def read_spss(content: bytes) -> Reading:
    """Return what the distribution says; hidden statements have no rows in it."""
    rows: dict = {}
    text = members(content)["distribution.csv"].decode()
    for row in csv.DictReader(io.StringIO(text, newline="")):
        key = (row["group_by"], row["group_label"], int(row["item_number"]))
        rows.setdefault(key, {})[int(row["score"])] = int(row["count"])
    found = {}
    for key, counts in rows.items():
        points = tuple(counts[p] for p in sorted(counts) if p > 0)
        n = sum(points)
        total = sum(point * count for point, count in enumerate(points, start=1))
        found[key] = Figures(
            n=n,
            mean=_two(total / n),
            counts=points,
            favourable=sum(points[-2:]),
            not_applicable=counts[-97],
            skipped=counts[-98],
        )
    return found


def read_xlsx(content: bytes) -> Reading:
    book = openpyxl.load_workbook(io.BytesIO(content))
    names = {
        (sheet, title): name
        for sheet, title, name, _meaning in book["Columns"].iter_rows(
            min_row=2, values_only=True
        )
    }
    rows = book["Table"].iter_rows(values_only=True)
    heads = [names["Table", title] for title in next(rows)]
    records = [dict(zip(heads, row, strict=True)) for row in rows]
    for record in records:
        record["group_by"] = DIMENSIONS[record["group_by"] or ""]
    return _from_records(records)


def read_json(content: bytes) -> Reading:
    data = json.loads(content)
    found = {}
    for number, item in enumerate(data["items"], start=1):
        found["", TOGETHER, number] = _from_json(item)
    for dimension, groups in data["groups"].items():
        for group in groups:
            for number, item in enumerate(group["items"], start=1):
                found[dimension, group["label"], number] = _from_json(item)
    return found


def _from_json(item) -> Figures | None:
    if not item["shown"]:
        figures = ("counts", "n", "mean", "sd", "not_applicable", "skipped")
        assert {item[name] for name in figures} == {None}
        return None
    return Figures(
        n=item["n"],
        mean=item["mean_display"],
        counts=tuple(item["counts"]),
        favourable=item["favourable"]["k"],
        not_applicable=item["not_applicable"],
        skipped=item["skipped"],
    )


def read_html(content: bytes) -> Reading:
    soup = BeautifulSoup(content.decode(), "html.parser")
    found = {}
    for table in soup.find_all("table"):
        dimension = _dimension(table.caption.get_text(strip=True))
        number = 0
        for row in table.find("thead").find_next_siblings("tbody"):
            for line in row.find_all("tr"):
                head = line.th.get_text(strip=True)
                cells = [td.get_text(strip=True) for td in line.find_all("td")]
                if match := re.match(r"(\d+)\. ", head):
                    number = int(match[1])
                label = TOGETHER if match else head
                if cells:
                    found[dimension, label, number] = _from_cells(cells)
    return found


def _dimension(caption: str) -> str:
    match = re.match(r"By group: (\w+)", caption)
    return DIMENSIONS[match[1]] if match else ""


def _from_cells(cells: list[str]) -> Figures | None:
    if len(cells) == 1:
        assert not re.search(r"\d{2}|\d\.", cells[0]), cells
        return None
    n, mean, _interval, _sd, favourable, *counts = cells
    *points, not_applicable, skipped = map(int, counts)
    return Figures(
        n=int(n),
        mean=mean,
        counts=tuple(points),
        favourable=int(favourable.split(" ")[0]),
        not_applicable=not_applicable,
        skipped=skipped,
    )


# "1. Statement clarity. 23 4.13 3.52 to 4.54 1.32 20 of 23 (87%*) 3 0 0 8 12 0 0"
PDF_ROW = re.compile(
    r"(?P<head>.+?) (?P<n>\d+) (?P<mean>[\d.]+) [\d.]+ to [\d.]+ [\d.–]+ "
    r"(?P<favourable>\d+) of \d+(?: \(\d+%\*?\))? (?P<counts>\d+(?: \d+)+)"
)
PDF_HIDDEN = re.compile(
    r"(?P<head>.+?) (?:Fewer than \d+ answers\.|Hidden to protect small groups\.|"
    r"Shown after the survey has closed\.)"
)


def read_pdf(content: bytes) -> Reading:
    """Return the rows of the tables; statements in tests fit into a line."""
    found = {}
    dimension, number, is_table = "", 0, False
    for line in pdf_text(content).splitlines():
        if line.startswith(("Question by question", "By group: ")):
            dimension, is_table = _dimension(line), True
        elif line.startswith(("The same as bars", "For the methods", "How it is")):
            is_table = False
        if not is_table or line.startswith("•"):
            continue
        if match := re.match(r"(\d+)\. ", line):
            number = int(match[1])
        figures = PDF_ROW.fullmatch(line)
        row = figures or PDF_HIDDEN.fullmatch(line)
        if row is None:
            continue
        label = TOGETHER if match else row["head"]
        if figures is None:
            found[dimension, label, number] = None
            continue
        *points, not_applicable, skipped = map(int, figures["counts"].split())
        found[dimension, label, number] = Figures(
            n=int(figures["n"]),
            mean=figures["mean"],
            counts=tuple(points),
            favourable=int(figures["favourable"]),
            not_applicable=not_applicable,
            skipped=skipped,
        )
    return found


def pdf_text(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return "\n".join(page.extract_text() for page in pages)


def members(content: bytes) -> dict[str, bytes]:
    """Return the files of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


READERS = {
    "csv": read_csv,
    "datapackage": read_datapackage,
    "html": read_html,
    "json": read_json,
    "pdf": read_pdf,
    "spss": read_spss,
    "xlsx": read_xlsx,
}


def all_text(key: str, content: bytes) -> str:
    """Return everything that can be read in a file, as one text."""
    match key:
        case "pdf":
            return pdf_text(content)
        case "xlsx" | "spss" | "datapackage":
            return "\n".join(part.decode() for part in members(content).values())
        case _:
            return content.decode()


def of_report(report) -> Reading:
    """Return the same of a report, which the page is made of."""
    found = {
        ("", TOGETHER, number): _of_item(item)
        for number, item in enumerate(report.items, start=1)
    }
    for dimension, groups in report.groups.items():
        for group in groups:
            for number, item in enumerate(group.items, start=1):
                found[dimension, group.label, number] = _of_item(item)
    return found


def _of_item(item) -> Figures | None:
    if not item.shown:
        return None
    return Figures(
        n=item.n,
        mean=item.summary.mean_display,
        counts=item.counts,
        favourable=item.summary.favourable_count,
        not_applicable=item.not_applicable,
        skipped=item.skipped,
    )
