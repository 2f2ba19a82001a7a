"""The blocks of lessons as the plain values of a package."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText

from .media_export import MediaExport
from .packages import content as package_content
from .packages.content import Block, Tone
from .packages.markdown import to_markdown
from .packages.problems import Place, Report
from .packages.richtext import to_html
from .packages.teaching import (
    Accordion,
    Audio,
    Captions,
    CheckOption,
    Comparison,
    ContentNote,
    Embed,
    Quote,
    Reflection,
    Section,
    SelfCheck,
    Steps,
    TrueOrFalse,
    Video,
)


class CannotCarryBlock(Exception):
    """Packages have no form for the block; the message says why."""


def rich_text(value: RichText | str, *, headings: bool = False) -> str:
    """Return a rich text in the form that a package gives it; "" for none.

    Raises CannotCarry for what packages have no form for.
    """
    html = value.source if isinstance(value, RichText) else value
    text = to_markdown(html, headings=headings)
    return to_html(text, Place(Report(), ""), headings=headings)


class LessonExport:
    """Turns the blocks of lessons into values; their media are kept in `media`."""

    def __init__(self, media: MediaExport):
        self.media = media

    def block(self, child: StreamValue.StreamChild) -> Block:
        """Return the block. Raises CannotCarry and CannotCarryBlock."""
        readers: dict[str, Callable[[Any], Block]] = {
            "text": self._text,
            "callout": self._callout,
            "key_points": self._key_points,
            "case": self._case,
            "table": self._table,
            "figure": self._figure,
            "download": self._download,
            "references": self._references,
            "quote": _quote,
            "accordion": _accordion,
            "steps": _steps,
            "comparison": _comparison,
            "content_note": _content_note,
            "self_check": _self_check,
            "true_or_false": _true_or_false,
            "video": self._video,
            "audio": self._audio,
            "embed": _embed,
        }
        if child.block_type == "reflection":
            return _reflection(child)
        if child.block_type not in readers:
            raise CannotCarryBlock(_("Packages do not know blocks of this kind."))
        return readers[child.block_type](child.value)

    @staticmethod
    def _text(value) -> Block:
        html = rich_text(value, headings=True)
        if not html:
            raise CannotCarryBlock(
                _("The text is empty. Write it, or delete the block.")
            )
        return package_content.Text(html)

    @staticmethod
    def _callout(value) -> Block:
        return package_content.Callout(
            tone=Tone(value["tone"]),
            title=_line(value["title"]),
            html=rich_text(value["text"]),
        )

    @staticmethod
    def _key_points(value) -> Block:
        return package_content.KeyPoints(tuple(map(_line, value["points"])))

    @staticmethod
    def _case(value) -> Block:
        return package_content.Case(
            title=_line(value["title"]),
            html=rich_text(value["story"]),
            questions=tuple(map(_line, value["questions"])),
        )

    @staticmethod
    def _table(value) -> Block:
        table = value["table"]
        return package_content.Table(
            caption=_line(table.caption),
            header=tuple(_line(column["heading"]) for column in table.columns),
            rows=tuple(
                tuple(_line(cell) for cell in row["values"]) for row in table.row_data
            ),
        )

    def _figure(self, value) -> Block:
        image = value["image"]
        if image is None:
            raise CannotCarryBlock(_("The picture was deleted. Choose another one."))
        decorative = bool(image.decorative)
        return package_content.Figure(
            file=self.media.image(image),
            alt="" if decorative else _line(image.contextual_alt_text),
            caption=_line(value["caption"]),
            is_decorative=decorative,
        )

    def _download(self, value) -> Block:
        document = value["document"]
        if document is None:
            raise CannotCarryBlock(_("The file was deleted. Choose another one."))
        return package_content.Download(
            file=self.media.document(document), title=_line(value["title"])
        )

    def _video(self, value) -> Block:
        captions = [one for one in value["captions"] if one["file"] is not None]
        if value["file"] is None or not captions:
            raise CannotCarryBlock(
                _("The film or its captions were deleted. Choose another one.")
            )
        return Video(
            file=self.media.document(value["file"]),
            title=_line(value["title"]),
            poster=self.media.image(value["poster"]) if value["poster"] else "",
            captions=tuple(
                Captions(one["language"], self.media.document(one["file"]))
                for one in captions
            ),
            html=rich_text(value["transcript"]),
        )

    def _audio(self, value) -> Block:
        if value["file"] is None:
            raise CannotCarryBlock(_("The recording was deleted. Choose another one."))
        return Audio(
            file=self.media.document(value["file"]),
            title=_line(value["title"]),
            html=rich_text(value["transcript"]),
        )

    @staticmethod
    def _references(value) -> Block:
        return package_content.References(
            tuple(
                package_content.Reference(
                    title=_line(source["title"]),
                    authors=_line(source["authors"]),
                    year=source["year"],
                    source=_line(source["source"]),
                    url=source["url"] or "",
                    supports=_line(source["supports"]),
                    review_by=source["review_by"],
                    tag=_line(source["tag"]),
                )
                for source in value["sources"]
            )
        )


def _line(text: str | None) -> str:
    return (text or "").strip()


def _quote(value) -> Block:
    return Quote(rich_text(value["text"]), _line(value["name"]), _line(value["role"]))


def _accordion(value) -> Block:
    return Accordion(tuple(map(_section, value["sections"])))


def _steps(value) -> Block:
    return Steps(_line(value["title"]), tuple(map(_section, value["steps"])))


def _comparison(value) -> Block:
    return Comparison(
        _line(value["title"]), _section(value["left"]), _section(value["right"])
    )


def _section(value) -> Section:
    return Section(_line(value["heading"]), rich_text(value["text"]))


def _content_note(value) -> Block:
    return ContentNote(rich_text(value["text"]))


def _self_check(value) -> Block:
    return SelfCheck(
        question=_line(value["question"]),
        options=tuple(
            CheckOption(
                _line(option["text"]),
                bool(option["is_right"]),
                _line(option["feedback"]),
            )
            for option in value["options"]
        ),
        explanation=_line(value["explanation"]),
    )


def _true_or_false(value) -> Block:
    return TrueOrFalse(
        _line(value["statement"]), bool(value["is_true"]), _line(value["explanation"])
    )


def _embed(value) -> Block:
    return Embed(value["url"], _line(value["title"]), rich_text(value["summary"]))


def _reflection(child: StreamValue.StreamChild) -> Block:
    # Notes hang on the block's own id where it has no name of its own.
    key = child.value["key"] or str(child.id)
    return Reflection(key, _line(child.value["question"]))
