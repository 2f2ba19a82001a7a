"""The signs of GIFT: what is escaped, how texts are marked, what weights say."""

import re
from fractions import Fraction

from assessments.formats.markup import from_html
from assessments.formats.records import Findings, gettext_noop
from assessments.formats.weights import share_of

# An escaped sign becomes two characters that mean nothing: NUL, which no file has, and
# a letter for the sign. So what is left is what has a meaning.
_CODES = dict(zip("~=#{}:n\\", "abcdefgh", strict=True))
_SIGNS = {code: "\n" if sign == "n" else sign for sign, code in _CODES.items()}
_ESCAPED = re.compile(r"\\([~=#{}:n\\])")
_HIDDEN = re.compile("\0([a-h])")
# What would be taken for a sign, or is lost on the way.
_RESERVED = re.compile(r"[~=#{}:\n\\]")
_UNPRINTABLE = re.compile("[\0-\x08\x0b-\x1f\x7f]")

FORMATS = ("html", "plain", "moodle", "markdown")
_FORMAT = re.compile(r"\[(html|plain|moodle|markdown)\]")
_TAG = re.compile(r"<[A-Za-z/!]")


def hide_escapes(text: str) -> str:
    """Return the text without escaped signs; `shown` brings them back."""
    return _ESCAPED.sub(lambda match: "\0" + _CODES[match[1]], text)


def shown(text: str) -> str:
    """Return what a text says, once its structure is known."""
    return _HIDDEN.sub(lambda match: _SIGNS[match[1]], text)


def escaped(text: str) -> str:
    """Return a text as GIFT writes it, on one line."""
    plain = _UNPRINTABLE.sub("", text)
    return _RESERVED.sub(
        lambda match: "\\n" if match[0] == "\n" else "\\" + match[0], plain
    )


class TextReader:
    """Reads the texts of one question, which share a format unless they say theirs."""

    def __init__(self, language: str, findings: Findings, line: int) -> None:
        self.language = language
        self.findings = findings
        self.line = line
        self.format = "moodle"

    def stem(self, raw: str) -> dict[str, str]:
        """Return the text of the question, whose format holds for the others."""
        match = _FORMAT.match(raw.strip())
        if match:
            self.format = match[1]
        return self.texts(raw)

    def texts(self, raw: str) -> dict[str, str]:
        """Return a text in its languages; nothing for an empty one."""
        raw = raw.strip()
        form = self.format
        match = _FORMAT.match(raw)
        if match:
            form, raw = match[1], raw[match.end() :]
        text = shown(raw).strip()
        if not text:
            return {}
        if form == "html" or (form == "moodle" and _TAG.search(text)):
            if form == "moodle":
                text = text.replace("\n", "<br>")
            markup = from_html(text, self.language)
            markup.report(self.findings, self.line)
            if markup.images:
                self.findings.add(self.line, PICTURE_LOST)
            return markup.texts
        return {self.language: text}

    def plain(self, raw: str) -> str:
        """Return a text that is never HTML, like an accepted answer."""
        raw = raw.strip()
        match = _FORMAT.match(raw)
        return shown(raw[match.end() :] if match else raw).strip()


PICTURE_LOST = gettext_noop(
    "GIFT files hold no pictures, so the picture of a text was left out. Export the "
    "question as Moodle XML."
)

_WEIGHT = re.compile(r"%(-?[0-9]{1,3}(?:\.[0-9]{0,10})?)%")


def weight_of(raw: str) -> tuple[Fraction | None, str]:
    """Split the weight from an answer; None where it has none."""
    match = _WEIGHT.match(raw)
    if match is None:
        return None, raw
    return share_of(match[1]), raw[match.end() :]
