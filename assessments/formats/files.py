"""From the bytes of a file to its text. Whatever else it is gets a sentence."""

import codecs
import re

from .records import Problem, gettext_noop

MAX_BYTES = 20 * 1024 * 1024

# By the names that files and people use for them.
ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "utf-16": "utf-16",
    "utf16": "utf-16",
    "iso-8859-1": "iso-8859-1",
    "latin1": "iso-8859-1",
    "iso-8859-15": "iso-8859-15",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
}
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.-]{1,40})""")


def text_of(data: bytes, encoding: str = "") -> str:
    """Return the text of a file, its line ends as LF.

    A byte order mark says what it is; next comes what the caller or an XML declaration
    names. Without either it is UTF-8: to guess would turn ä into something else in
    silence.
    """
    if len(data) > MAX_BYTES:
        raise Problem(
            gettext_noop("The file is larger than %(most)s MB. Divide it."),
            most=MAX_BYTES // 1024 // 1024,
        )
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise Problem(_NOT_UTF8)
    name = _encoding(data, encoding)
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise Problem(
            _NOT_UTF8 if name.startswith("utf-8") else _NOT_AS_DECLARED, name=name
        ) from error
    if "\0" in text:
        raise Problem(
            gettext_noop("The file contains binary data. It is no file of questions.")
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


_NOT_UTF8 = gettext_noop(
    "The file is not UTF-8 text. Save it as UTF-8, or say which encoding it has."
)
_NOT_AS_DECLARED = gettext_noop("The file is not in the encoding %(name)s.")


def _encoding(data: bytes, encoding: str) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if not encoding:
        declared = _DECLARED.match(data[:300])
        encoding = declared[1].decode("ascii") if declared else "utf-8"
    try:
        name = ENCODINGS[encoding.lower()]
    except KeyError as error:
        raise Problem(
            gettext_noop(
                "The encoding “%(name)s” is not known here. Save the file as UTF-8."
            ),
            name=encoding[:40],
        ) from error
    if name == "utf-16":
        # It has no mark, or it would have been found above.
        raise Problem(_NOT_AS_DECLARED, name=name)
    return name
