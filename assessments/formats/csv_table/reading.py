"""Reads a table of questions. What it cannot carry becomes a finding with its row."""

import csv
import difflib
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from assessments.content import ItemType
from assessments.formats.collecting import Collector, Native, given_key
from assessments.formats.files import MAX_BYTES, text_of
from assessments.formats.moodle import category_path
from assessments.formats.records import (
    Draft,
    Findings,
    Problem,
    Reading,
    gettext_noop,
    shortened,
)
from assessments.formats.shape import true_false_options
from assessments.formats.values import MOST_PARTS, TOO_MANY

from .cells import (
    COLUMN,
    IN_LANGUAGES,
    NOTE,
    NUMBERED,
    NUMBERED_IN_LANGUAGES,
    PLAIN,
    unguarded,
)

MOST_COLUMNS = 2000
YES = frozenset({"yes", "true", "1", "x"})
NO = frozenset({"no", "false", "0"})

# The name, number and language of a column; and a row as its cells that are not empty.
Column = tuple[str, int, str]
Row = dict[tuple[str, int], dict[str, str]]


def read_csv(data: bytes, languages: Sequence[str], encoding: str = "") -> Reading:
    """Return the questions of a CSV table, and what of it cannot be carried.

    `line` of a finding is the row as a spreadsheet counts it: the header is row 1.
    """
    collector = Collector(languages)
    try:
        rows = _rows(text_of(data, encoding))
        header = next(rows, [])
        columns = _columns(header, languages, collector.findings)
        for number, cells in enumerate(rows, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            row = row_of(zip(columns, map(unguarded, cells), strict=False))
            _take(row, number, cells, columns, collector)
    except Problem as problem:
        collector.findings.keep(problem.at(0))
    except csv.Error as error:
        collector.findings.keep(
            Problem(
                gettext_noop("The file is no CSV table: %(why)s."), why=str(error)
            ).at(0)
        )
    return collector.reading()


def _take(
    row: Row,
    number: int,
    cells: list[str],
    columns: list[Column | None],
    collector: Collector,
) -> None:
    # In parts of the length that a spreadsheet keeps; blanks may begin or end a part.
    parts = sorted(
        (column[1], unguarded(cell))
        for column, cell in zip(columns, cells, strict=False)
        if column and column[0] == NOTE
    )
    note = "".join(part for _number, part in parts).strip()

    def native(language: str) -> Native:
        return native_of(row, language, number)

    collector.take(native, line=number, note=note)


def row_of(cells: Iterable[tuple[Column | None, str]]) -> Row:
    """Return a row by its columns."""
    row: Row = {}
    for column, cell in cells:
        if column and (text := cell.strip(" \n")):
            name, number, language = column
            row.setdefault((name, number), {})[language] = text
    return row


def _rows(text: str) -> Iterator[list[str]]:
    first, _newline, rest = text.partition("\n")
    told = re.fullmatch(r"\s*\"?sep=(.)\"?\s*", first)
    if told:
        # How some spreadsheets say what stands between cells.
        text, delimiter = rest, told[1]
    else:
        delimiter = max(",;\t", key=first.count)
    # Pictures are long; the file as a whole was measured before.
    csv.field_size_limit(MAX_BYTES)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _columns(
    header: Sequence[str], languages: Sequence[str], findings: Findings
) -> list[Column | None]:
    """Return what each column is; None, and a finding, for one that is not known."""
    if len(header) > MOST_COLUMNS:
        raise Problem(gettext_noop("The table has too many columns."))
    found: list[Column | None] = []
    for cell in header:
        name = " ".join(cell.split()).lower()
        column = column_of(name, languages[0])
        if column is None and name:
            known = [*PLAIN, *IN_LANGUAGES, *(f"{n} 1" for n in NUMBERED_IN_LANGUAGES)]
            near = difflib.get_close_matches(name[:40], known, n=1)
            findings.add(
                1,
                gettext_noop(
                    "The column “%(name)s” is not known, so it was left out. Known is "
                    "for example “%(near)s”."
                ),
                name=shortened(name),
                near=near[0] if near else "question",
            )
        elif column in found and column is not None:
            raise Problem(
                gettext_noop("The column “%(name)s” stands there twice."),
                name=shortened(name),
            )
        found.append(column)
    if not any(column and column[0] == "question" for column in found):
        raise Problem(
            gettext_noop(
                "The first row names no column “question”. It has to name the columns."
            )
        )
    return found


def column_of(name: str, language: str) -> Column | None:
    """Return what the column of this name holds; None for no column of ours."""
    match = COLUMN.fullmatch(name)
    if match is None:
        return None
    word, number, code = match["name"], int(match["number"] or 0), match["language"]
    if word == NOTE and code is None:
        return word, number, ""
    if word in PLAIN and not number and code is None:
        return word, 0, ""
    if word in IN_LANGUAGES and not number:
        return word, 0, code or language
    if word in NUMBERED_IN_LANGUAGES and number:
        return word, number, code or language
    if word in NUMBERED and code is None:
        return word, number or 1, ""
    return None


def native_of(row: Row, _language: str, line: int) -> Native:
    """Return what the columns themselves say of a question."""
    try:
        return Native(_draft(row), name=_cell(row, "key"))
    except Problem as problem:
        return Native(None, (problem.at(line),))


def _draft(row: Row) -> Draft:
    draft: Draft = {}
    key = _cell(row, "key")
    if key:
        draft |= given_key(key)
        if not draft:
            raise Problem(
                gettext_noop(
                    "“%(key)s” is no short name. Use letters, digits, hyphens and "
                    "underlines."
                ),
                key=shortened(key),
            )
    if points := _cell(row, "points"):
        draft["points"] = points.replace(",", ".")
    language = next(iter(_texts(row, "question")), "")
    if names := category_path(_cell(row, "category")):
        draft["category"] = [{"name": {language: name}} for name in names]
    if tags := _cell(row, "tags"):
        draft["tags"] = [tag.strip() for tag in tags.split(";") if tag.strip()]
    if _flag(row, "essential"):
        draft["is_essential"] = True
    content: Draft = {"stem": _texts(row, "question")}
    if not content["stem"]:
        raise Problem(gettext_noop("The question is empty."))
    if explanation := _texts(row, "explanation"):
        content["feedback"] = explanation
    content |= _answers(row)
    draft["content"] = content
    return draft


def _texts(row: Row, name: str, number: int = 0) -> dict[str, str]:
    return row.get((name, number), {})


def _cell(row: Row, name: str, number: int = 0) -> str:
    """Return the cell of a column without languages; "" for an empty one."""
    return row.get((name, number), {}).get("", "")


def _flag(row: Row, name: str) -> bool | None:
    """Return yes or no; None for an empty cell."""
    cell = _cell(row, name).lower()
    if not cell:
        return None
    if cell not in YES | NO:
        raise Problem(
            gettext_noop("“%(cell)s” in the column “%(name)s” is neither yes nor no."),
            cell=shortened(cell),
            name=name,
        )
    return cell in YES


def _numbers(row: Row, *names: str) -> list[int]:
    found = sorted({number for name, number in row if name in names})
    if len(found) > MOST_PARTS:
        raise Problem(TOO_MANY, name=names[0], most=MOST_PARTS)
    return found


def _answers(row: Row) -> Draft:
    """Return the type of the question, and what is right."""
    written = _cell(row, "type").lower().replace(" ", "_")
    right = _cell(row, "right").lower()
    if not written:
        # What the other cells leave no doubt of need not be said.
        if right in ("true", "false"):
            written = "true_false"
        elif _numbers(row, "option"):
            several = len(re.findall(r"[0-9]+", right)) > 1
            written = "multiple_choice" if several else "single_choice"
        elif _numbers(row, "answer"):
            written = "short_text"
    try:
        kind = ItemType(written)
    except ValueError as error:
        raise Problem(
            gettext_noop("“%(kind)s” is no type of question. Types are: %(types)s."),
            kind=shortened(written),
            types=", ".join(ItemType),
        ) from error
    draft: Draft = {"type": str(kind)}
    match kind:
        case ItemType.TRUE_FALSE:
            draft |= _true_false(row, right)
        case ItemType.SINGLE_CHOICE | ItemType.MULTIPLE_CHOICE:
            draft |= _choice(row, right)
        case ItemType.ORDERING:
            things = [_texts(row, "option", n) for n in _numbers(row, "option")]
            draft["elements"] = [{"text": texts} for texts in things]
        case ItemType.MATCHING:
            draft |= _matching(row)
        case ItemType.SHORT_TEXT | ItemType.NUMBER:
            draft |= _written(row, kind)
        case ItemType.GAP_SELECT | ItemType.FREE_TEXT:
            pass
    for name in ("shuffle", "partial credit"):
        flag = _flag(row, name)
        if flag is not None:
            draft[name.replace(" ", "_")] = flag
    return draft


def _feedback(row: Row, number: int) -> Draft:
    texts = _texts(row, "feedback", number)
    return {"feedback": texts} if texts else {}


def _true_false(row: Row, right: str) -> Draft:
    if right not in ("true", "false"):
        raise Problem(
            gettext_noop("Write true or false into the column “right”."),
        )
    return {
        "options": true_false_options(
            right == "true", _texts(row, "feedback", 1), _texts(row, "feedback", 2)
        )
    }


def _choice(row: Row, right: str) -> Draft:
    numbers = _numbers(row, "option")
    places = {int(number) for number in re.findall(r"[0-9]{1,3}", right)}
    if not places <= set(numbers) or re.sub(r"[0-9\s,;.+&]", "", right):
        raise Problem(
            gettext_noop(
                "“%(right)s” in the column “right” does not name options. Write their "
                "numbers, like 1 or 1 3."
            ),
            right=shortened(right),
        )
    return {
        "options": [
            {
                "text": _texts(row, "option", number),
                "is_key": number in places,
                **_feedback(row, number),
            }
            for number in numbers
        ]
    }


def _matching(row: Row) -> Draft:
    pairs, distractors = [], []
    for number in _numbers(row, "option", "match"):
        prompt, answer = _texts(row, "option", number), _texts(row, "match", number)
        if prompt:
            pairs.append({"prompt": prompt, "answer": answer})
        else:
            distractors.append({"text": answer})
    return {"pairs": pairs, "distractors": distractors}


def _written(row: Row, kind: ItemType) -> Draft:
    accepted = []
    for number in _numbers(row, "answer"):
        text = _cell(row, "answer", number)
        if kind == ItemType.SHORT_TEXT:
            accepted.append({"text": text, **_feedback(row, number)})
            continue
        # A spreadsheet in Finnish or Swedish writes 0.5 as 0,5.
        tolerance = (_cell(row, "tolerance") or "0").replace(",", ".")
        value = text.replace(",", ".").replace("\N{MINUS SIGN}", "-")
        accepted.append(
            {"value": value, "tolerance": tolerance, **_feedback(row, number)}
        )
    draft: Draft = {"accepted": accepted}
    if unit := _cell(row, "unit"):
        draft["units"] = [{"text": unit}]
    return draft
