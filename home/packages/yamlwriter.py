"""YAML in one form: the same values always give the same text.

Made to be read in a review. Short texts stand on the line of their key, long ones are
folded at a width, texts of several lines stand as they are. Everything is read back by
`yamltree` as it was.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

WIDTH = 100

# Words and numbers that need no quotation marks, and mean nothing else to YAML.
BARE = re.compile(
    r"[A-Za-z][A-Za-z0-9_./-]*|[0-9]{1,9}(\.[0-9]{1,9})?|[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|https?://[A-Za-z0-9._~/?=&%+()-]+"
)
MEANING_ELSE = frozenset(
    {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
    | {"True", "False", "Null", "Yes", "No", "On", "Off", "Y", "N"}
)
# What a block of text may hold as it is; the rest is written with escapes.
PLAIN_LINE = re.compile(r"[ -\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\uffef]+")
ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}

Value = Any


class Word(str):
    """A text that is a name, a number or a date: short, and never folded."""


def dump(value: Mapping[str, Value]) -> str:
    """Return the mapping as YAML."""
    return "".join(f"{line}\n" for line in _mapping(value, 0))


def dump_list(values: Sequence[Value]) -> str:
    """Return the list as YAML."""
    return "".join(f"{line}\n" for line in _sequence(values, 0))


def texts_value(texts: Mapping[str, str], source: str) -> Any:
    """Return a text as it is written: one, or one for each language, the source first.

    A text that lacks the source is written as it is, for the reader to report.
    """
    if not texts:
        return None
    if list(texts) == [source]:
        return texts[source]
    codes = sorted(texts, key=lambda code: (code != source, code))
    return {code: texts[code] for code in codes}


def _mapping(value: Mapping[str, Value], indent: int) -> Iterator[str]:
    for key, inner in value.items():
        yield from _entry(" " * indent + key + ":", inner, indent + 2)


def _sequence(values: Sequence[Value], indent: int) -> Iterator[str]:
    for value in values:
        dash = " " * indent + "-"
        if isinstance(value, Mapping) and value:
            lines = list(_mapping(value, indent + 2))
            yield dash + " " + lines[0][indent + 2 :]
            yield from lines[1:]
        else:
            yield from _entry(dash, value, indent + 2)


def _entry(head: str, value: Value, indent: int) -> Iterator[str]:
    """Yield the lines of a value whose key or dash is `head`."""
    if isinstance(value, Mapping):
        yield head
        yield from _mapping(value, indent)
    elif isinstance(value, (list, tuple)):
        words = [_bare(inner) for inner in value]
        if all(words):
            line = f"{head} [{', '.join(filter(None, words))}]"
            if len(line) <= WIDTH:
                yield line
                return
        yield head
        yield from _sequence(value, indent)
    elif isinstance(value, str) and not isinstance(value, Word):
        yield from _text(head, value, indent)
    else:
        yield f"{head} {_bare(value) or _quoted(str(value))}"


def _bare(value: Value) -> str:
    """Return the value as it needs no quotation marks; "" where it needs some."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Word):
        is_bare = BARE.fullmatch(value) and value not in MEANING_ELSE
        return str(value) if is_bare else _quoted(value)
    return ""


def _text(head: str, text: str, indent: int) -> Iterator[str]:
    quoted = _quoted(text)
    if "\n" in text:
        lines = text.split("\n")
        begins, ends = lines[0] and lines[0][0] != " ", lines[-1]
        if begins and ends and all(_is_plain(line) for line in lines):
            yield f"{head} |-"
            yield from (" " * indent + line if line else "" for line in lines)
            return
    elif len(head) + 1 + len(quoted) > WIDTH and _is_plain(text) and "  " not in text:
        yield f"{head} >-"
        yield from _folded(text, indent)
        return
    yield f"{head} {quoted}"


def _is_plain(line: str) -> bool:
    """Answer whether a line of a block may hold the text as it is."""
    return (
        not line
        or (line.strip(" ") != "" and line[-1] != " ")
        and bool(PLAIN_LINE.fullmatch(line))
    )


def _folded(text: str, indent: int) -> Iterator[str]:
    line = ""
    # Only at ordinary spaces: another kind is there to hold words together.
    for word in text.split(" "):
        if line and indent + len(line) + 1 + len(word) > WIDTH:
            yield " " * indent + line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield " " * indent + line


def _quoted(text: str) -> str:
    return '"' + "".join(_escaped(sign) for sign in text) + '"'


def _escaped(sign: str) -> str:
    if sign in ESCAPES:
        return ESCAPES[sign]
    if PLAIN_LINE.fullmatch(sign):
        return sign
    code = ord(sign)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
