"""A list of people as a CSV file: what its lines say, and what is wrong with them.

No database here. No sentence repeats a name or an address: output ends up in logs and
in mails. docs/reference/people-files.md tells the columns.
"""

import csv
import dataclasses
import difflib
import io
import unicodedata
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from .models import Language, Profession, Role, User

COLUMNS = [
    "email",
    "first_name",
    "last_name",
    "language",
    "profession",
    "organisation",
    "unit",
    "role",
    "course",
    "cohort",
]
# What one column means nothing without.
NEEDS = {"unit": "organisation", "role": "organisation", "cohort": "course"}
CHOICES = {
    "language": Language.values,
    "profession": Profession.values,
    "role": Role.values,
}
LONGEST = {
    "email": 254,
    "first_name": 150,
    "last_name": 150,
    "organisation": 200,
    "unit": 200,
    "course": 100,
    "cohort": 120,
}
# What a person says about themselves: the same in all their lines.
OF_THE_PERSON = ["first_name", "last_name", "language", "profession"]
DELIMITERS = ",;\t"
MAX_BYTES = 5 * 1024 * 1024
MAX_LINES = 20_000
# Once somebody opens an exported list, a spreadsheet would run these.
FORMULA_BEGINNINGS = ("=", "+", "-", "@")


@dataclasses.dataclass(frozen=True)
class Entry:
    """One line of the file; what it does not say is empty."""

    line: int
    email: str
    first_name: str = ""
    last_name: str = ""
    language: str = ""
    profession: str = ""
    # Short name or name.
    organisation: str = ""
    unit: str = ""
    role: str = ""
    course: str = ""
    cohort: str = ""


@dataclasses.dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, with its place; line 0 is the whole file."""

    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        place = f"Line {self.line}" if self.line else "File"
        if self.column:
            place = f"{place}, column {self.column}"
        return f"{place}: {self.sentence}"


@dataclasses.dataclass(frozen=True)
class Reading:
    """What a file says, and everything that is wrong with it."""

    entries: list[Entry]
    problems: list[Problem]


def read_people(content: bytes) -> Reading:
    """Read a list of people; every problem is told, none is repaired silently.

    UTF-8 with or without a byte order mark; commas, semicolons or tabs between cells,
    whichever the header has most of. Lines are those of the file, the header's first.
    """
    try:
        text = _text(content)
        numbered = _lines(text)
    except ValueError as error:
        return Reading([], [Problem(0, "", str(error))])
    if not numbered:
        return _nothing("It is empty. The first line must name the columns.")
    first, cells = numbered[0]
    header = [cell.strip().lower() for cell in cells]
    problems = _header_problems(first, header)
    if problems:
        return Reading([], problems)
    entries = []
    for line, cells in numbered[1:]:
        entry, found = _entry(line, header, cells)
        problems += found
        if not found:
            entries.append(entry)
    problems += _contradictions(entries)
    if not entries and not problems:
        return _nothing("It has a header but no people.")
    return Reading(entries, sorted(problems))


def _nothing(sentence: str) -> Reading:
    return Reading([], [Problem(0, "", sentence)])


def _text(content: bytes) -> str:
    """Return the text of the file; raises ValueError with a sentence."""
    if len(content) > MAX_BYTES:
        raise ValueError(
            f"It is larger than {MAX_BYTES // 1024 // 1024} MB. Divide it into several."
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("It is UTF-16 text. Save it as “CSV UTF-8”.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ValueError(
            f"Line {line} is not UTF-8 text. Save the file as “CSV UTF-8”."
        ) from None
    if "\0" in text:
        raise ValueError("It contains binary data. Save it as “CSV UTF-8”.")
    return text


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Return the lines that say anything, each with its number in the file.

    A cell may hold line breaks; the number is that of the first line it takes. Raises
    ValueError with a sentence for what is no table.
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    numbered, line = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                numbered.append((line, cells))
            line = reader.line_num + 1
    except csv.Error:
        raise ValueError(
            f"The quotation marks do not match, from line {line} on. Each cell begins "
            "and ends with one, or has none."
        ) from None
    if len(numbered) > MAX_LINES + 1:
        raise ValueError(
            f"It has more than {MAX_LINES} lines. Divide it into several files."
        )
    return numbered


def _header_problems(line: int, header: Sequence[str]) -> list[Problem]:
    problems = []
    for number, name in enumerate(header, start=1):
        if name in header[: number - 1]:
            if name:
                problems.append(Problem(line, name, "The column stands there twice."))
        elif name and name not in COLUMNS:
            near = difflib.get_close_matches(name, COLUMNS, n=1)
            hint = f"Did you mean {near[0]}?" if near else "Take it out."
            problems.append(
                Problem(line, str(number), f"There is no column of this name. {hint}")
            )
        elif name in NEEDS and NEEDS[name] not in header:
            problems.append(
                Problem(line, name, f"It needs the column {NEEDS[name]} beside it.")
            )
    if "email" not in header:
        problems.append(
            Problem(
                line,
                "",
                "There is no column email. The first line must name the columns: "
                f"{', '.join(COLUMNS)}.",
            )
        )
    return problems


def _entry(
    line: int, header: Sequence[str], cells: Sequence[str]
) -> tuple[Entry, list[Problem]]:
    values, problems = dict.fromkeys(COLUMNS, ""), []
    for number, cell in enumerate(cells):
        value = unicodedata.normalize("NFC", cell).strip()
        name = header[number] if number < len(header) else ""
        if name:
            values[name] = value
        elif value:
            problems.append(
                Problem(
                    line, str(number + 1), "This cell has no column. Count the cells."
                )
            )
    values["email"] = User.objects.normalize_email(values["email"])
    for name in CHOICES:
        values[name] = values[name].lower()
    for name, value in values.items():
        sentence = _cell_problem(name, value, values)
        if sentence:
            problems.append(Problem(line, name, sentence))
    return Entry(line=line, **values), problems


def _cell_problem(name: str, value: str, values: dict[str, str]) -> str:
    """Return what is wrong with a cell as a sentence that does not repeat it."""
    if name == "email" and not _is_address(value):
        return "This is no e-mail address." if value else "The address is missing."
    if not value:
        return ""
    if len(value) > LONGEST.get(name, 254):
        return f"It is longer than {LONGEST.get(name, 254)} characters."
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in value):
        return "It holds a line break or another character that no name has."
    if value.startswith(FORMULA_BEGINNINGS):
        return "It begins like a formula of a spreadsheet."
    if name in CHOICES and value not in CHOICES[name]:
        return f"It is not one of {', '.join(CHOICES[name])}, or empty."
    if name in NEEDS and not values[NEEDS[name]]:
        return f"It needs something in the column {NEEDS[name]}."
    return ""


def _is_address(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return len(value) <= LONGEST["email"]


def _contradictions(entries: Iterable[Entry]) -> list[Problem]:
    """Return where lines of one person do not go together."""
    problems: list[Problem] = []
    first_of: dict[str, Entry] = {}
    seen: dict[tuple[str, ...], int] = {}
    roles: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        first = first_of.setdefault(entry.email, entry)
        for name in OF_THE_PERSON:
            one, other = getattr(first, name), getattr(entry, name)
            if one and other and one != other:
                problems.append(
                    Problem(entry.line, name, f"Line {first.line} says otherwise.")
                )
        key = (entry.email, entry.organisation.casefold(), entry.course)
        if key in seen:
            problems.append(
                Problem(
                    entry.line, "email", f"This person stands in line {seen[key]} too."
                )
            )
        seen.setdefault(key, entry.line)
        if entry.organisation:
            place = (entry.email, entry.organisation.casefold())
            former = roles.setdefault(place, entry)
            if (former.role, former.unit) != (entry.role, entry.unit):
                problems.append(
                    Problem(
                        entry.line,
                        "role",
                        f"Line {former.line} gives this person another role or unit in "
                        "the same organisation.",
                    )
                )
    return problems
