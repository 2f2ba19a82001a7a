"""Cells and columns of a table of questions."""

import re
from collections.abc import Iterable

from courses.spreadsheet import FORMULA_SIGNS

# A spreadsheet keeps no more characters in a cell.
LONGEST_CELL = 30_000
NOTE = "elearn"

_SIGNS = "".join(FORMULA_SIGNS)
_RISKY = re.compile(rf"'*[ \n]*[{re.escape(_SIGNS)}]")
_GUARDED = re.compile(rf"'+[ \n]*[{re.escape(_SIGNS)}]")

# question.en, option 1.fi, answer 2, elearn 3
COLUMN = re.compile(
    r"(?P<name>[a-z]+(?: [a-z]+)?)(?: ?(?P<number>[0-9]{1,3}))?"
    r"(?:\.(?P<language>[a-z]{2,3}))?"
)
# Without a number or a language; with languages; with a number and a language; with a
# number.
PLAIN = (
    "key",
    "type",
    "points",
    "category",
    "tags",
    "essential",
    "right",
    "shuffle",
    "partial credit",
    "tolerance",
    "unit",
)
IN_LANGUAGES = ("question", "explanation")
NUMBERED_IN_LANGUAGES = ("option", "match", "feedback")
NUMBERED = ("answer",)


def guarded(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula.

    An apostrophe goes before what it would take for one, also where apostrophes stand
    before it already, so that `unguarded` gives every text back.
    """
    return f"'{text}" if _RISKY.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text of a cell that `guarded` has made."""
    return cell[1:] if _GUARDED.match(cell) else cell


def ordered(columns: Iterable[str]) -> list[str]:
    """Return the columns in the order in which people read a question."""
    names = [
        *("key", "type", "question", "option", "match", "right", "answer"),
        *("tolerance", "unit", "feedback", "explanation", "points", "category"),
        *("tags", "essential", "shuffle", "partial credit", NOTE),
    ]

    def place(column: str) -> tuple[int, int]:
        match = COLUMN.fullmatch(column)
        if match is None:
            return len(names), 0
        return names.index(match["name"]), int(match["number"] or 0)

    # Sorting keeps the order of languages within a place.
    return sorted(columns, key=place)
