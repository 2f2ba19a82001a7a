"""Texts of Moodle XML: in several formats and languages, with pictures inside."""

import html
import re
from urllib.parse import unquote

from assessments.formats.extras import decoded_base64
from assessments.formats.markup import Image, from_html
from assessments.formats.pictures import checked_picture
from assessments.formats.records import (
    Draft,
    Findings,
    PictureFile,
    Problem,
    gettext_noop,
    shortened,
)
from assessments.formats.xml import Node

PLUGINFILE = "@@PLUGINFILE@@/"
_TAG = re.compile(r"<[A-Za-z/!]")

ONE_PICTURE = gettext_noop(
    "Of several pictures in one text only the first was taken over."
)
NO_PLACE = gettext_noop(
    "A picture was left out: here only questions and options have pictures."
)


class TextReader:
    """Reads the texts of one question, and gathers the pictures that they show."""

    def __init__(self, language: str, findings: Findings) -> None:
        self.language = language
        self.findings = findings
        self.pictures: dict[int, PictureFile] = {}

    def texts(self, node: Node | None) -> dict[str, str]:
        """Return a text that has no picture of its own; one that is there is lost."""
        texts, images = self._read(node)
        if images and node:
            self.findings.add(node.line, NO_PLACE)
        return texts

    def texts_and_picture(self, node: Node | None) -> tuple[dict[str, str], Draft]:
        """Return a text, and the picture in it as part of a draft."""
        texts, images = self._read(node)
        if not images or node is None:
            return texts, {}
        sources = list(dict.fromkeys(image.source for image in images))
        if len(sources) > 1:
            self.findings.add(node.line, ONE_PICTURE)
        same = [image for image in images if image.source == sources[0]]
        try:
            return texts, {"picture": self._picture(node, sources[0], same)}
        except Problem as problem:
            self.findings.add(node.line, problem.message, **problem.params)
            return texts, {}

    def plain(self, node: Node | None) -> str:
        """Return a text that is never HTML, like an accepted answer."""
        return node.text("text") if node else ""

    def _read(self, node: Node | None) -> tuple[dict[str, str], list[Image]]:
        if node is None:
            return {}, []
        source = node.text("text")
        form = node.attributes.get("format", "html")
        if not source:
            return {}, []
        if form in ("plain_text", "markdown"):
            return {self.language: html.unescape(source)}, []
        if form == "moodle_auto_format" and not _TAG.search(source):
            source = source.replace("\n", "<br>")
        markup = from_html(source, self.language)
        markup.report(self.findings, node.line)
        return markup.texts, list(markup.images)

    def _picture(self, node: Node, source: str, images: list[Image]) -> Draft:
        if not source.startswith(PLUGINFILE):
            raise Problem(
                gettext_noop(
                    "The picture “%(name)s” is not in the file, so it was left out."
                ),
                name=shortened(source),
            )
        alt = {image.language or self.language: image.alt for image in images}
        alt = {code: text for code, text in alt.items() if text}
        name = unquote(source.removeprefix(PLUGINFILE).partition("?")[0])
        if not alt:
            raise Problem(
                gettext_noop(
                    "The picture “%(name)s” has no text for those who do not see it, "
                    "so it was left out. Write one (alt) and import again."
                ),
                name=shortened(name),
            )
        picture = self._file(node, name)
        self.pictures[picture.number] = picture
        return {"image": picture.number, "alt": alt}

    def _file(self, node: Node, name: str) -> PictureFile:
        for file in node.each("file"):
            path = file.attributes.get("path", "/").lstrip("/")
            if path + file.attributes.get("name", "") != name:
                continue
            if file.attributes.get("encoding", "base64") != "base64":
                break
            return checked_picture(decoded_base64(file.own_text), name)
        raise Problem(
            gettext_noop(
                "The picture “%(name)s” is not in the file, so it was left out."
            ),
            name=shortened(name),
        )
