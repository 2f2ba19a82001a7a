"""Moodle's "embedded answers" whose gaps are all to choose from, as gaps to fill."""

import re

from assessments.content import ItemType
from assessments.formats.markup import from_html
from assessments.formats.moodle import default_task
from assessments.formats.records import Draft, Problem, gettext_noop
from assessments.formats.weights import share_of
from assessments.formats.xml import Node

from .texts import TextReader

# Shuffled or not, in a line or a column: here all are lists to choose from.
CHOICE = re.compile(r"(?:MULTICHOICE|MC)(?:_?V|_?H|_?S|_?VS|_?HS)?")
# {2:MULTICHOICE:=right#feedback~wrong}; a brace inside is escaped.
_FIELD = re.compile(r"\{([0-9]{0,3}):([A-Z_]{1,20}):((?:\\.|[^{}\\])*)\}")
_WEIGHT = re.compile(r"%(-?[0-9]{1,3}(?:\.[0-9]{0,7})?)%")
_PARTS = re.compile(r"(?<!\\)~")
_HASH = re.compile(r"(?<!\\)#")


def cloze(node: Node, content: Draft, reader: TextReader) -> Draft:
    """Return the draft of a text with gaps. Raises Problem for gaps to write into."""
    gaps: list[Draft] = []
    texts = {}
    for code, text in content["stem"].items():
        if len(content["stem"]) > 1:
            raise Problem(
                gettext_noop(
                    "Embedded answers in several languages cannot be carried. Keep one "
                    "language, import it, and translate it here."
                )
            )
        weights: set[str] = set()

        def gap(match: re.Match[str], weights: set[str] = weights) -> str:
            weights.add(match[1] or "1")
            gaps.append(_gap(match, len(gaps) + 1, node.line, reader))
            return f"[[{len(gaps)}]]"

        texts[code] = _FIELD.sub(gap, text)
        if len(weights) > 1:
            reader.findings.add(
                node.line,
                gettext_noop(
                    "The gaps had weights of their own; here all count the same."
                ),
            )
    if not gaps:
        raise Problem(gettext_noop("The text has no gap that can be read."))
    return {
        "type": str(ItemType.GAP_SELECT),
        "stem": default_task(reader.language),
        "text": texts,
        "gaps": gaps,
    }


def _gap(match: re.Match[str], number: int, line: int, reader: TextReader) -> Draft:
    kind = match[2]
    if not CHOICE.fullmatch(kind):
        raise Problem(
            gettext_noop(
                "Embedded answers can be carried where all are to choose from; this "
                "text has one of the kind %(kind)s. Make it several questions."
            ),
            kind=kind,
        )
    words = []
    for part in _PARTS.split(match[3]):
        weight = _WEIGHT.match(part)
        is_key = part.startswith("=")
        if weight:
            share = share_of(weight[1])
            if share not in (0, 1):
                raise Problem(
                    gettext_noop("A word of a gap is worth a part; here all or none.")
                )
            is_key, part = share == 1, part[weight.end() :]
        word, *feedback = _HASH.split(part.removeprefix("="), maxsplit=1)
        if feedback and feedback[0].strip():
            reader.findings.add(
                line, gettext_noop("Feedback to the words of gaps was left out.")
            )
        plain = re.sub(r"\\(.)", r"\1", word)
        words.append(
            {"text": from_html(plain, reader.language).texts, "is_key": is_key}
        )
    return {"key": str(number), "words": words}
