"""HTML of other systems as the plain text of our questions, and back.

Our texts are plain: an empty line begins a paragraph. A text may hold several languages
in the way of Moodle's multi-language filter: `<span lang="fi" class="multilang">`.

The result is plain text, which pages escape; nothing here has to make HTML safe. It has
to read any HTML in a time that grows with its length only.
"""

import dataclasses
import html
import re
from collections.abc import Iterator, Mapping, Sequence

from courses.translated import Texts

from .records import Findings, gettext_noop


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What begins and ends a paragraph.
BLOCKS = _words(
    "address article aside blockquote center dd div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody "
    "tfoot thead tr ul"
)
# Whatever stands inside is no text.
UNSEEN = frozenset({"script", "style", "template", "noscript", "title", "iframe"})
# What is lost, in words; paragraphs, line breaks and lists stay.
LOST = {
    "links": frozenset({"a"}),
    "formatting": _words(
        "b big blockquote center code del em font h1 h2 h3 h4 h5 h6 i ins kbd mark pre "
        "s small strike strong sub sup tt u"
    ),
    "tables": frozenset({"table"}),
    "media": _words("audio canvas embed iframe math object svg video source track"),
    "scripts": frozenset({"script", "noscript"}),
    "forms": _words("button form input select textarea"),
}
SENTENCES = {
    "links": gettext_noop("Links were left out; texts here are plain."),
    "formatting": gettext_noop(
        "Formatting such as bold or headings was left out; texts here are plain."
    ),
    "tables": gettext_noop("A table became plain text. Check how it reads."),
    "media": gettext_noop("Sound, film or drawings inside a text were left out."),
    "scripts": gettext_noop("A script inside a text was left out."),
    "forms": gettext_noop("A form inside a text was left out."),
}
# Signs for the ends of lines and paragraphs, which no text has.
_LINE, _PARAGRAPH = "\x01", "\x02"
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
)
LONGEST_TAG = 4000


@dataclasses.dataclass(frozen=True)
class Image:
    """A picture inside a text; `language` is None where it is in all of them."""

    source: str
    alt: str
    language: str | None


@dataclasses.dataclass(frozen=True)
class Markup:
    """What an HTML text says."""

    texts: dict[str, str]
    images: tuple[Image, ...]
    lost: frozenset[str]

    def report(self, findings: Findings, line: int) -> None:
        """Tell what is not in the plain text."""
        for what in sorted(self.lost):
            findings.add(line, SENTENCES[what])


def from_html(source: str, language: str) -> Markup:
    """Read HTML. What is in no language of its own is in `language`."""
    pieces: list[tuple[str | None, str]] = []
    images: list[Image] = []
    lost: set[str] = set()
    spans: list[str | None] = []
    unseen = ""

    def inside() -> str | None:
        return next((code for code in reversed(spans) if code), None)

    for kind, name, rest in _events(source):
        if unseen:
            if kind == "close" and name == unseen:
                unseen = ""
            continue
        if kind == "text":
            pieces.append((inside(), name))
            continue
        lost.update(what for what, tags in LOST.items() if name in tags)
        if kind == "open" and name in UNSEEN:
            unseen = name
        elif name in BLOCKS or name == "br":
            pieces.append((inside(), _LINE if name == "br" else _PARAGRAPH))
            if kind == "open" and name == "li":
                pieces.append((inside(), "- "))
        elif name in ("td", "th"):
            pieces.append((inside(), " "))
        elif name in ("span", "lang") and kind == "open":
            if len(spans) < 100:
                spans.append(_multilang(_attributes(rest)))
        elif name in ("span", "lang") and spans:
            spans.pop()
        elif name == "img" and kind == "open":
            attributes = _attributes(rest)
            images.append(
                Image(
                    attributes.get("src", ""),
                    " ".join(attributes.get("alt", "").split()),
                    inside(),
                )
            )
    languages = list(
        dict.fromkeys(code for code, text in pieces if code and text.strip())
    )
    texts = {
        code: _plain("".join(text for own, text in pieces if own in (None, code)))
        for code in languages or [language]
    }
    return Markup(
        {code: text for code, text in texts.items() if text},
        tuple(images),
        frozenset(lost),
    )


def _plain(text: str) -> str:
    """Return the text with its lines and paragraphs; other space is one blank."""
    paragraphs = []
    for paragraph in re.split(rf"{_PARAGRAPH}|{_LINE}[ \t\n\f\r]*{_LINE}", text):
        lines = [
            re.sub(r"[ \t\n\f\r]+", " ", line).strip()
            for line in paragraph.split(_LINE)
        ]
        said = "\n".join(lines).strip()
        if said:
            paragraphs.append(said)
    return "\n\n".join(paragraphs)


def _events(source: str) -> Iterator[tuple[str, str, str]]:
    """Yield texts and tags: their kind, their text or name, and what is in the tag."""
    at = 0
    while at < len(source):
        begin = source.find("<", at)
        if begin < 0:
            break
        if begin > at:
            yield "text", _unescaped(source[at:begin]), ""
        if source.startswith("<!--", begin):
            end = source.find("-->", begin + 4)
            at = len(source) if end < 0 else end + 3
            continue
        follows = source[begin + 1 : begin + 3].lstrip("/")[:1]
        if not (follows.isascii() and follows.isalpha()) and follows not in ("!", "?"):
            yield "text", "<", ""
            at = begin + 1
            continue
        end = _end_of_tag(source, begin + 1)
        if end < 0:
            # It never ends, so it is no tag, and neither is anything after it.
            at = begin
            break
        match = re.match(r"(/?)([A-Za-z][A-Za-z0-9]{0,30})", source[begin + 1 : end])
        if match:
            kind = "close" if match[1] else "open"
            yield kind, match[2].lower(), source[begin + 1 + match.end() : end]
        at = end + 1
    if at < len(source):
        yield "text", _unescaped(source[at:]), ""


def _end_of_tag(source: str, at: int) -> int:
    """Return where a tag ends; a > between quotation marks does not end it."""
    quote = ""
    for place in range(at, min(len(source), at + LONGEST_TAG)):
        character = source[place]
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'" and source[place - 1] == "=":
            quote = character
        elif character == ">":
            return place
    # Quotation marks that never close, or a tag that nobody wrote by hand.
    return source.find(">", at)


def _unescaped(text: str) -> str:
    return html.unescape(text).replace(_LINE, "").replace(_PARAGRAPH, "")


def _attributes(inside: str) -> dict[str, str]:
    return {
        name.lower(): html.unescape(one or two or three)
        for name, one, two, three in _ATTRIBUTE.findall(inside[:LONGEST_TAG])
    }


def _multilang(attributes: Mapping[str, str]) -> str | None:
    """Return the language of a multi-language span; None for other spans."""
    code = attributes.get("lang", "").strip().lower()
    if not code or "multilang" not in attributes.get("class", "multilang").split():
        return None
    return re.split(r"[-_]", code)[0][:10]


def to_html(text: str) -> str:
    """Return plain text as HTML: a paragraph for each of its own."""
    paragraphs = [p for p in text.split("\n\n") if p.strip()]
    return "".join(f"<p>{_escaped_lines(paragraph)}</p>" for paragraph in paragraphs)


def in_line(text: str) -> str:
    """Return plain text as HTML for a place where a paragraph would be too much."""
    return to_html(text) if "\n\n" in text else _escaped_lines(text)


def _escaped_lines(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")


def multilang(parts: Texts, languages: Sequence[str]) -> str:
    """Return HTML in several languages as one, for Moodle's filter.

    What is in the first language only needs no marks.
    """
    codes = [code for code in languages if parts.get(code)]
    if codes == [languages[0]]:
        return parts[codes[0]]
    return "".join(
        f'<span lang="{code}" class="multilang">{parts[code]}</span>' for code in codes
    )
