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
        }
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
