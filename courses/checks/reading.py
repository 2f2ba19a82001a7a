"""From stored content to the parts that the checks read."""

import dataclasses
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.models import Page
from wagtail.rich_text import RichText

from .parts import Heading, Link, Media, Part, Picture, Text

# The words of other people, or names: not the author's sentences.
NOT_PROSE = {"references", "download", "embed", "quote"}
# Fields that hold a choice, an address or a name and no sentence.
NOT_TEXT = {"tone", "url", "tag", "kind", "key", "level"}
# Fields that a block shows as its heading.
HEADINGS = {"title", "heading"}
BREAKS = {"p", "li", "h2", "h3", "h4", "br", "td", "th", "blockquote", "hr"}


class _RichTextReader(HTMLParser):
    """Collects the paragraphs, headings and links of a rich text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[Part] = []
        self._text: list[str] = []
        self._link: list[str] | None = None
        self._level = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in BREAKS:
            self.flush()
            self._level = int(tag[1]) if tag in {"h2", "h3", "h4"} else 0
        elif tag == "a":
            self._link = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link is not None:
            self.parts.append(Link("".join(self._link)))
            self._link = None
        elif tag in BREAKS:
            self.flush(is_end=True)

    def handle_data(self, data: str) -> None:
        self._text.append(data)
        if self._link is not None:
            self._link.append(data)

    def flush(self, *, is_end: bool = False) -> None:
        text = "".join(self._text).strip()
        if self._level and (text or is_end):
            self.parts.append(Heading(text, self._level))
        elif text:
            self.parts.append(Text(text))
        self._text = []
        self._level = 0


def parts_of_html(html: str) -> list[Part]:
    """Return the parts of a rich text."""
    reader = _RichTextReader()
    reader.feed(html)
    reader.close()
    reader.flush()
    return reader.parts


def parts_of_page(page: Page) -> list[Part]:
    """Return the parts of a page of a course, in the order in which it shows them.

    Each knows where in the editor's form it stands.
    """
    parts: list[Part] = []
    for name in ("summary", "aim", "introduction", "objectives", "body"):
        value = getattr(page, name, None)
        if isinstance(value, str):
            found = parts_of_html(value) if "<" in value else _text(value)
            parts += _placed(found, f"panel-child-content-{name}-section")
        elif value:
            for child in value:
                if child.block_type not in NOT_PROSE:
                    found = _of_block(child.block_type, child.value)
                    parts += _placed(found, f"block-{child.id}-section")
    return parts


def _placed(parts: Iterable[Part], place: str) -> list[Part]:
    return [dataclasses.replace(part, place=place) for part in parts]


def parts_of_value(value: Any) -> Iterator[Part]:
    """Yield the parts of a stream, a struct, a list or a single value."""
    match value:
        case StreamValue():
            for child in value:
                if child.block_type not in NOT_PROSE:
                    yield from _of_block(child.block_type, child.value)
        case StructValue():
            yield from _of_struct(value)
        case ListValue():
            for inner in value:
                yield from parts_of_value(inner)
        case RichText():
            yield from parts_of_html(value.source)
        case str():
            yield from _text(value)
        case _ if hasattr(value, "contextual_alt_text"):
            alt = value.contextual_alt_text or ""
            yield Picture(alt, bool(getattr(value, "decorative", False)))
        case _ if hasattr(value, "row_data"):
            yield from _of_table(value)


def _of_block(kind: str, value: Any) -> Iterator[Part]:
    if kind in {"video", "audio"} and isinstance(value, StructValue):
        yield Media(
            title=str(value.get("title") or ""),
            is_video=kind == "video",
            has_captions=any(
                value.get(name) for name in ("captions", "caption_tracks", "tracks")
            ),
            has_transcript=_has_words(value.get("transcript")),
        )
        return
    yield from parts_of_value(value)


def _of_struct(value: StructValue) -> Iterator[Part]:
    for name, inner in value.items():
        if name in NOT_TEXT:
            continue
        if name in HEADINGS and isinstance(inner, str):
            # Readers find their place by it, at whatever level it is shown.
            if inner.strip():
                yield Heading(inner, 2)
        else:
            yield from parts_of_value(inner)


def _of_table(value: Any) -> Iterator[Part]:
    """Yield the cells. A heading of a table is no heading of the page."""
    yield from _text(getattr(value, "caption", "") or "")
    for row in value.row_data:
        for cell in row["values"]:
            yield from parts_of_value(cell)


def _has_words(value: Any) -> bool:
    return any(isinstance(part, Text) for part in parts_of_value(value))


def _text(value: str) -> Iterable[Part]:
    return [Text(value)] if value.strip() else []
