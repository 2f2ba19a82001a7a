"""Files of questions: GIFT, Moodle XML and CSV, read and written.

Pure: bytes become `ReadItem`s and findings, and back; nothing here knows the database
or who asks. Whatever the bytes are, the answer is a `Reading`, never an exception.
Reading what was written gives the same questions, whatever their type.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import PurePath

from .csv_table import read_csv, write_csv
from .gift import read_gift, write_gift
from .moodle_xml import read_moodle_xml, write_moodle_xml
from .records import (
    CategoryName,
    Finding,
    OutcomeName,
    PictureFile,
    Reading,
    ReadItem,
    Severity,
    renumbered,
)


class Format(StrEnum):
    """The formats, by the names that commands and forms have for them."""

    GIFT = "gift"
    MOODLE_XML = "moodle-xml"
    CSV = "csv"


# How files of each format end when they are written.
ENDINGS = {Format.GIFT: ".gift", Format.MOODLE_XML: ".xml", Format.CSV: ".csv"}
_BY_ENDING = {
    **{ending: form for form, ending in ENDINGS.items()},
    ".txt": Format.GIFT,
}


def format_of(name: str) -> Format | None:
    """Return the format that the name of a file tells; None for another one."""
    return _BY_ENDING.get(PurePath(name).suffix.lower())


def read_questions(
    data: bytes, form: Format, languages: Sequence[str], encoding: str = ""
) -> Reading:
    """Return what a file says. Never raises, whatever the bytes are.

    `languages` are those of the site. Texts are in the first, unless the file says
    otherwise. `encoding` is needed for text that is not in Unicode.
    """
    match form:
        case Format.GIFT:
            return read_gift(data, languages, encoding)
        case Format.MOODLE_XML:
            return read_moodle_xml(data, languages, encoding)
        case Format.CSV:
            return read_csv(data, languages, encoding)


def write_questions(
    items: Iterable[ReadItem], form: Format, languages: Sequence[str]
) -> bytes:
    """Return a file with the questions. `languages` are the site's, its own first."""
    match form:
        case Format.GIFT:
            return write_gift(items, languages)
        case Format.MOODLE_XML:
            return write_moodle_xml(items, languages)
        case Format.CSV:
            return write_csv(items, languages)


__all__ = [
    "ENDINGS",
    "CategoryName",
    "Finding",
    "Format",
    "OutcomeName",
    "PictureFile",
    "ReadItem",
    "Reading",
    "Severity",
    "format_of",
    "read_questions",
    "renumbered",
    "write_questions",
]
