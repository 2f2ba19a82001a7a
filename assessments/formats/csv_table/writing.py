"""Writes a table of questions. What columns cannot say goes into the last ones."""

import codecs
import csv
import io
from collections.abc import Iterable, Sequence

from assessments.content import (
    ChoiceContent,
    ItemType,
    MatchingContent,
    NumberContent,
    OrderingContent,
    ShortTextContent,
)
from assessments.formats.extras import note
from assessments.formats.moodle import path_of
from assessments.formats.records import ReadItem
from courses.translated import Texts

from .cells import LONGEST_CELL, NOTE, guarded, ordered
from .reading import Row, column_of, native_of, row_of

Cells = dict[str, str]


def write_csv(
    items: Iterable[ReadItem], languages: Sequence[str], *, bom: bool = True
) -> bytes:
    """Return a CSV table with a row for each question.

    The mark at its beginning (`bom`) tells Excel that it is UTF-8.
    """
    rows = [_row(item, languages) for item in items]
    used = {name: None for row in rows for name in row}
    columns = ordered({"key": None, f"question.{languages[0]}": None, **used})
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(
        {name: guarded(text) for name, text in row.items()} for row in rows
    )
    return (codecs.BOM_UTF8 if bom else b"") + file.getvalue().encode()


def _row(item: ReadItem, languages: Sequence[str]) -> Cells:
    cells = {name: text for name, text in _cells(item, languages).items() if text}
    native = native_of(_as_read(cells, languages[0]), languages[0], 0).draft
    remark = note(native or {}, item.to_json(), languages[0], item.pictures.values())
    for number, begin in enumerate(range(0, len(remark), LONGEST_CELL), start=1):
        name = NOTE if number == 1 else f"{NOTE} {number}"
        cells[name] = remark[begin : begin + LONGEST_CELL]
    return cells


def _as_read(cells: Cells, language: str) -> Row:
    """Return the cells as the reader gets them from the file."""
    return row_of(
        (column_of(name, language), text.replace("\r\n", "\n").replace("\r", "\n"))
        for name, text in cells.items()
    )


def _cells(item: ReadItem, languages: Sequence[str]) -> Cells:
    content = item.content
    cells: Cells = {
        "key": item.key,
        "type": str(content.type),
        "points": "" if item.points is None else str(item.points),
        "tags": "; ".join(item.tags),
        "essential": "yes" if item.is_essential else "",
    }
    if item.category:
        cells["category"] = path_of(item.category, languages).removeprefix(
            "$course$/top/"
        )

    def write(name: str, texts: Texts) -> None:
        for code in languages:
            if texts.get(code):
                cells[f"{name}.{code}"] = texts[code]

    write("question", content.stem)
    write("explanation", content.feedback)
    match content:
        case ChoiceContent():
            is_true_false = content.type == ItemType.TRUE_FALSE
            right = []
            for number, option in enumerate(content.options, start=1):
                if not is_true_false:
                    write(f"option {number}", option.text)
                write(f"feedback {number}", option.feedback)
                if option.is_key:
                    right.append(str(number))
            cells["right"] = " ".join(right)
            if is_true_false:
                cells["right"] = "true" if content.options[0].is_key else "false"
            elif not content.shuffle:
                cells["shuffle"] = "no"
            if content.partial_credit:
                cells["partial credit"] = "yes"
        case MatchingContent():
            for number, pair in enumerate(content.pairs, start=1):
                write(f"option {number}", pair.prompt)
                write(f"match {number}", pair.answer)
            for number, wrong in enumerate(
                content.distractors, start=len(content.pairs) + 1
            ):
                write(f"match {number}", wrong.text)
        case OrderingContent():
            for number, thing in enumerate(content.elements, start=1):
                write(f"option {number}", thing.text)
        case ShortTextContent():
            for number, form in enumerate(content.accepted, start=1):
                cells[f"answer {number}"] = form.text
                write(f"feedback {number}", form.feedback)
        case NumberContent():
            for number, near in enumerate(content.accepted, start=1):
                cells[f"answer {number}"] = str(near.value)
                write(f"feedback {number}", near.feedback)
            if content.accepted[0].tolerance:
                cells["tolerance"] = str(content.accepted[0].tolerance)
            if content.units:
                cells["unit"] = content.units[0].text
    return cells
