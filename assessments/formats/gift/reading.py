"""Reads GIFT. What it cannot carry becomes a finding with its line."""

import dataclasses
import re
from collections.abc import Iterator, Sequence
from functools import partial

from assessments.content import ItemType
from assessments.formats.collecting import Collector, Native, given_key
from assessments.formats.files import text_of
from assessments.formats.moodle import category_path, default_task, divided
from assessments.formats.records import (
    Draft,
    Findings,
    Problem,
    Reading,
    gettext_noop,
)

from .answers import answers_of
from .marks import TextReader, hide_escapes, shown

NOTE = "elearn:"
_ID = re.compile(r"\[id:((?:\\\]|[^\]\x00-\x1f\x7f]){1,200})\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]<>`\x00-\x1f\x7f]){1,200})\]")


@dataclasses.dataclass
class Block:
    """The lines of one question: what stands in it, and the comments before."""

    line: int = 0
    lines: list[str] = dataclasses.field(default_factory=list)
    comments: list[str] = dataclasses.field(default_factory=list)
    category: list[str] = dataclasses.field(default_factory=list)

    @property
    def note(self) -> str:
        """What elearn noted beside the question; "" for nothing."""
        for comment in self.comments:
            if comment.startswith(NOTE):
                return comment.removeprefix(NOTE).strip()
        return ""


def read_gift(data: bytes, languages: Sequence[str], encoding: str = "") -> Reading:
    """Return the questions of a GIFT file, and what of it cannot be carried.

    Texts are in the first of the languages unless the file says otherwise.
    """
    collector = Collector(languages)
    category: list[str] = []
    try:
        for block in _blocks(text_of(data, encoding)):
            named = _category(block.lines[0])
            if named is not None:
                category = named
                continue
            block.category = category
            collector.take(partial(native_of, block), line=block.line, note=block.note)
    except Problem as problem:
        collector.findings.keep(problem.at(0))
    return collector.reading()


def native_of(block: Block, language: str) -> Native:
    """Return what GIFT itself says of a question, the findings, and its name.

    The draft is None where GIFT cannot be read.
    """
    findings = Findings()
    text = hide_escapes("\n".join(block.lines))
    name = ""
    if text.startswith("::"):
        title, separator, rest = text[2:].partition("::")
        if separator:
            name, text = shown(title).strip(), rest.strip()
    draft: Draft = {}
    identifier = next(filter(None, map(_ID.search, block.comments)), None)
    if identifier:
        draft |= given_key(identifier[1].replace("\\]", "]"))
    tags = [
        match[1].replace("\\]", "]").strip()
        for comment in block.comments
        if not comment.startswith(NOTE)
        for match in _TAG.finditer(comment)
    ]
    if tags:
        draft["tags"] = tags
    if block.category:
        draft["category"] = [{"name": {language: name}} for name in block.category]
    try:
        reader = TextReader(language, findings, block.line)
        draft["content"] = _content(text, reader)
    except Problem as problem:
        said = (*findings.listed(), problem.at(block.line))
        return Native(None, said, name)
    return Native(draft, findings.listed(), name)


def _content(text: str, reader: TextReader) -> Draft:
    begin, end = text.find("{"), text.find("}")
    if begin < 0 and end < 0:
        return divided(reader.stem(text))
    if begin < 0 or end < begin or "{" in text[begin + 1 :] or "}" in text[end + 1 :]:
        raise Problem(
            gettext_noop(
                "The braces around the answers do not fit together. Write braces that "
                "belong to a text as \\{ and \\}."
            )
        )
    before, inside, after = text[:begin], text[begin + 1 : end], text[end + 1 :]
    inside, separator, general = inside.rpartition("####")
    if not separator:
        inside, general = general, ""
    has_gap = bool(after.strip())
    stem = reader.stem(f"{before.rstrip()} _____{after}" if has_gap else before)
    content: Draft = {"stem": stem}
    content |= answers_of(inside.strip(), reader)
    if feedback := reader.texts(general):
        content["feedback"] = feedback
    if has_gap and content["type"] == ItemType.SINGLE_CHOICE:
        return _gap(content, before, after, reader)
    return content


def _gap(content: Draft, before: str, after: str, reader: TextReader) -> Draft:
    """Return a sentence with a missing word as gaps to fill.

    Unless the options have feedback, which words for a gap have not.
    """
    if any(option.get("feedback") for option in content["options"]):
        return content
    texts = reader.texts(f"{before}[[1]]{after}")
    if list(texts) != [reader.language] or "[[1]]" not in texts[reader.language]:
        return content
    gap: Draft = {
        "type": str(ItemType.GAP_SELECT),
        "stem": default_task(reader.language),
        "text": texts,
        "gaps": [
            {
                "key": "1",
                "words": [
                    {"text": option["text"], "is_key": option["is_key"]}
                    for option in content["options"]
                ],
            }
        ],
    }
    if "feedback" in content:
        gap["feedback"] = content["feedback"]
    return gap


def _category(line: str) -> list[str] | None:
    """Return the names on the way to a category; None where the line names none."""
    if not line.startswith("$CATEGORY:"):
        return None
    return category_path(shown(hide_escapes(line.removeprefix("$CATEGORY:"))))


def _blocks(text: str) -> Iterator[Block]:
    """Yield the questions and categories of a file, in its order."""
    block = Block()
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        if stripped.startswith("//"):
            block.comments.append(stripped[2:].strip())
        elif not stripped:
            if block.lines:
                yield block
            block = Block()
        else:
            if not block.lines:
                block.line = number
            block.lines.append(stripped)
            if stripped.startswith("$CATEGORY:") and len(block.lines) == 1:
                yield block
                block = Block()
    if block.lines:
        yield block
