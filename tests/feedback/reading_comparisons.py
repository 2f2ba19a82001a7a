"""Reads the comparison of two runs back from each kind of file that has one.

Every reader gives the same: which statement has which means, difference and verdict, as
they are printed; None where a file has no such figure.
"""

import csv
import dataclasses
import io
import json
import re

import openpyxl
from bs4 import BeautifulSoup

from psychometrics.rounding import exact, round_half_up
from tests.feedback.reading_files import members, pdf_text


@dataclasses.dataclass(frozen=True)
class Compared:
    """What is said of one statement of this run."""

    other_mean: str | None
    difference: str | None
    delta: str | None
    verdict: str


VERDICTS = {
    "this_run_clearly_higher": "Clearly higher in “Spring”.",
    "other_run_clearly_higher": "Clearly higher in “Autumn”.",
    "this_run_somewhat_higher": "Somewhat higher in “Spring”.",
    "other_run_somewhat_higher": "Somewhat higher in “Autumn”.",
    "practically_equal": "Practically equal.",
    "no_clear_difference": "No clear difference.",
    "wording_changed": "Not compared: the statement or its scale has changed.",
    "only_in_this_run": "Not compared: not asked in “Autumn”.",
    "hidden": "Not compared: hidden in one of the runs.",
    "too_few": "No verdict: fewer than 10 ratings in one of the runs.",
}


def _two(value) -> str | None:
    return None if value in (None, "") else round_half_up(exact(value), 2)


def _from_records(records) -> dict[int, Compared]:
    found = {}
    for record in records:
        if record["group_by"]:
            assert not record["verdict"]
            continue
        code = record["verdict"] or record["not_compared"]
        found[int(record["item_number"])] = Compared(
            other_mean=_two(record["other_mean"]),
            difference=_two(record["mean_difference"]),
            delta=_two(record["cliffs_delta"]),
            verdict=VERDICTS.get(code, code),
        )
    return found


def read_csv(content: bytes) -> dict[int, Compared]:
    text = content.decode("utf-8-sig")
    records = csv.DictReader(io.StringIO(text, newline=""))
    numbers = ("other_mean", "mean_difference", "cliffs_delta")
    return _from_records(
        {**record, **{n: float(record[n]) if record[n] else None for n in numbers}}
        for record in records
    )


def read_datapackage(content: bytes) -> dict[int, Compared]:
    return read_csv(members(content)["table.csv"])


def read_xlsx(content: bytes) -> dict[int, Compared]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    names = {
        title: name
        for sheet, title, name, _meaning in book["Columns"].iter_rows(
            min_row=2, values_only=True
        )
        if sheet == "Table"
    }
    rows = book["Table"].iter_rows(values_only=True)
    heads = [names[title] for title in next(rows)]
    return _from_records(dict(zip(heads, row, strict=True)) for row in rows)


def read_json(content: bytes) -> dict[int, Compared]:
    items = json.loads(content)["comparison"]["items"]
    return {
        number: Compared(
            other_mean=_two(item["other_mean"])
            if item["not_compared"] != "wording_changed"
            else None,
            difference=item["mean_difference_display"],
            delta=_two(item["cliffs_delta"]),
            verdict=VERDICTS[item["verdict"] or item["not_compared"]],
        )
        for number, item in enumerate(items, start=1)
    }


EFFECT = re.compile(
    r"(?:The mean is (?P<points>[\d.]+) points higher in “(?P<run>\w+)”\.|"
    r"The means are equal\.)(?: Of 100 pairs .*?delta (?P<delta>[+−]?[\d.]+),)?"
)


def _from_words(words: str, other_mean: str | None) -> Compared:
    (verdict,) = [text for text in VERDICTS.values() if text in words]
    effect = EFFECT.search(words)
    difference = delta = None
    if effect:
        sign = "-" if effect["run"] == "Autumn" else ""
        difference = sign + effect["points"] if effect["points"] else "0.00"
        delta = effect["delta"]
        delta = delta.replace("−", "-").lstrip("+") if delta else None
    return Compared(other_mean, difference, delta, verdict)


def read_html(content: bytes) -> dict[int, Compared]:
    """Return what the table of the comparison says; of a page or of a file."""
    soup = BeautifulSoup(content.decode(), "html.parser")
    found = {}
    for table in soup.find_all("table"):
        if not re.search("“Spring” (against|and) “Autumn”", table.caption.get_text()):
            continue
        for body in table.find("thead").find_next_siblings("tbody"):
            head, *sides, last = body.find_all("tr")
            number = int(re.match(r"\s*(\d+)", head.th.get_text())[1])
            means = [_mean(side) for side in sides]
            words = re.sub(r"\s+", " ", last.td.get_text(" ", strip=True))
            found[number] = _from_words(words, means[1] if means else None)
    return found


def _mean(side) -> str | None:
    cells = [td.get_text(" ", strip=True) for td in side.find_all("td")]
    if len(cells) == 1:
        return None
    # On the page the share stands before the mean, in a file n.
    return cells[1].split()[0]


PDF_SIDE = re.compile(r"Autumn ?\d+ (?P<mean>[\d.]+) .*")


def read_pdf(content: bytes) -> dict[int, Compared]:
    found = {}
    _before, text = pdf_text(content).split("“Spring” against “Autumn”\n", 1)
    text = re.split(r"\n(?:Over the runs|For the methods section)\n", text)[0]
    for part in re.split(r"\n(?=\d+\. )", text)[1:]:
        mean = next(
            (m["mean"] for m in map(PDF_SIDE.match, part.splitlines()) if m), None
        )
        words = re.sub(r"\s+", " ", part)
        found[int(part.split(".")[0])] = _from_words(words, mean)
    return found


READERS = {
    "csv": read_csv,
    "datapackage": read_datapackage,
    "html": read_html,
    "json": read_json,
    "pdf": read_pdf,
    "xlsx": read_xlsx,
}
