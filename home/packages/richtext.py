"""Markdown as the HTML that the site's rich text stores, or as plain texts.

What rich text cannot hold is reported, never dropped in silence.
"""

import html
import re
from collections.abc import Iterator, Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from .fields import is_web_address
from .problems import Place, quoted

TAGS = {"h2", "h3", "p", "b", "i", "ul", "ol", "li", "a", "br"}
LINK_SCHEMES = ("http", "https", "mailto")

# Tokens that become a tag as they are.
PLAIN_TAGS = {
    "paragraph_open": "<p>",
    "paragraph_close": "</p>",
    "bullet_list_open": "<ul>",
    "bullet_list_close": "</ul>",
    "ordered_list_open": "<ol>",
    "ordered_list_close": "</ol>",
    "list_item_open": "<li>",
    "list_item_close": "</li>",
    "strong_open": "<b>",
    "strong_close": "</b>",
    "em_open": "<i>",
    "em_close": "</i>",
    "softbreak": " ",
    "hardbreak": "<br>",
}

# What else Markdown can say, and what to do instead.
UNSUPPORTED = {
    "html_block": "Raw HTML is not shown. Write it in Markdown.",
    "html_inline": "Raw HTML is not shown. Write it in Markdown.",
    "code_block": (
        "A line that begins with four blanks is code, which is not shown. "
        "Begin it at the left."
    ),
    "fence": "Blocks of code are not shown. Write a paragraph.",
    "code_inline": "Code (`…`) is not shown. Write the words without the marks.",
    "blockquote_open": (
        "Quotations (>) are not shown. Write a paragraph or “::: callout”."
    ),
    "hr": "Lines across (---) are not shown. Use a heading instead.",
    "image": "Put pictures into “::: figure”, where they get a text alternative.",
    "table_open": "Put tables into “::: table”, where they get a caption.",
    "s_open": "Struck text (~~…~~) is not shown. Remove it.",
    "heading_open": "A heading stands by itself, not here. Write a paragraph.",
}

# A nesting that no text needs; Markdown beyond it is read as plain text.
DEEPEST = 12


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST})
    # Read what is not supported too, so that it can be reported.
    parser.enable(["table", "strikethrough"])
    # Links are judged here, with a sentence, rather than left as they are.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    # Nobody defines links in one place to use them in another; it hides where they go.
    parser.disable("reference")
    return parser


_MARKDOWN = _parser()


def tokens_of(text: str) -> list[Token]:
    """Return the parts that the Markdown text consists of."""
    return _MARKDOWN.parse(text)


def to_html(text: str, place: Place, *, headings: bool = False) -> str:
    """Return the Markdown text as HTML; `place` is its first line."""
    writer = _Writer(place, headings)
    for token in tokens_of(text):
        writer.block(token)
    return nh3.clean(
        "".join(writer.parts),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes=set(LINK_SCHEMES),
        link_rel=None,
    )


class _Writer:
    """Turns tokens into HTML, one after the other."""

    def __init__(self, place: Place, headings: bool) -> None:
        self.parts: list[str] = []
        self.headings = headings
        self._start = place
        self._place = place
        # For each open list item: how many paragraphs it has had.
        self._paragraphs: list[int] = []

    def block(self, token: Token) -> None:
        if token.map:
            self._place = self._start.below(token.map[0])
        if token.type == "inline":
            self.parts.append(inline_html(token.children or (), self._place))
        elif token.type == "heading_open" and self._heading_is_right(token):
            self.parts.append(f"<{token.tag}>")
        elif token.type == "heading_close":
            self.parts.append(f"</{token.tag}>")
        elif token.type in UNSUPPORTED:
            if token.type != "heading_open":
                self._place.problem(UNSUPPORTED[token.type])
        elif token.type == "list_item_open":
            self._paragraphs.append(0)
            self.parts.append("<li>")
        elif token.type == "list_item_close":
            self._paragraphs.pop()
            self.parts.append("</li>")
        elif token.type.startswith("paragraph_") and self._paragraphs:
            self._paragraph_of_item(token)
        elif token.type == "ordered_list_open" and token.attrGet("start") is not None:
            self._place.problem("A numbered list is counted from 1. Begin it with 1.")
        else:
            self.parts.append(PLAIN_TAGS.get(token.type, ""))

    def _heading_is_right(self, token: Token) -> bool:
        if not self.headings or self._paragraphs:
            self._place.problem(UNSUPPORTED["heading_open"])
        elif token.tag == "h1":
            self._place.problem(
                "The lesson's title is its only first heading. Use ## instead of #."
            )
        elif token.tag not in TAGS:
            self._place.problem(
                "Headings have two levels, ## and ###. Use one of them."
            )
        elif token.markup in {"=", "-"}:
            self._place.problem("Write a heading with ## before it, not underlined.")
        else:
            return True
        return False

    def _paragraph_of_item(self, token: Token) -> None:
        """The text of a list item has no paragraph around it."""
        if token.type == "paragraph_open":
            self._paragraphs[-1] += 1
            if self._paragraphs[-1] > 1:
                self._place.problem(
                    "An item of a list is one paragraph. Join them, or end the list."
                )


def inline_html(children: Sequence[Token], place: Place) -> str:
    """Return what stands inside one paragraph or heading as HTML."""
    parts: list[str] = []
    for index, token in enumerate(children):
        if token.type in {"text", "text_special"}:
            parts.append(html.escape(token.content, quote=False))
        elif token.type == "link_open":
            parts.append(_link(token, children[index + 1 :], place))
        elif token.type == "link_close":
            parts.append("</a>")
        elif token.type in UNSUPPORTED:
            place.problem(UNSUPPORTED[token.type])
        else:
            parts.append(PLAIN_TAGS.get(token.type, ""))
    return "".join(parts)


def _link(token: Token, following: Sequence[Token], place: Place) -> str:
    address = str(token.attrGet("href") or "")
    if not is_web_address(address, LINK_SCHEMES):
        place.problem(
            f"The link leads to {quoted(address)}. "
            "Links begin with https://, http:// or mailto:."
        )
    words = _words(following)
    if not words:
        place.problem("The link has no words. Say in [ ] where it leads.")
    return f'<a href="{html.escape(address)}">'


def _words(tokens: Sequence[Token]) -> str:
    said = []
    for token in tokens:
        if token.type == "link_close":
            break
        said.append(token.content)
    return "".join(said).strip()


# Plain texts


def plain(token: Token, place: Place) -> str:
    """Return what stands inside a paragraph as plain text."""
    parts = []
    for child in token.children or ():
        if child.type in {"text", "text_special"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif child.type in {"strong_open", "em_open", "link_open"}:
            place.problem(
                "This is plain text. Remove the marks of bold, italic or link."
            )
        elif child.type in UNSUPPORTED:
            place.problem(UNSUPPORTED[child.type])
    return "".join(parts).strip()


# What a flat list consists of.
LIST_TOKENS = frozenset(
    f"{kind}_{end}"
    for kind in ("bullet_list", "ordered_list", "list_item", "paragraph")
    for end in ("open", "close")
)


def plain_list(text: str, place: Place, what: str) -> tuple[str, ...]:
    """Return the items of the one flat list that the text must be."""
    found: list[str] = []
    is_list = True
    for token in tokens_of(text):
        if token.type == "inline":
            at = place.below(token.map[0] if token.map else 0)
            found.append(plain(token, at))
            is_list = is_list and token.level == 3
        else:
            is_list = is_list and token.type in LIST_TOKENS
    if not found or not is_list:
        place.problem(f"{what} must be one list: each on a line that begins with “- ”.")
    return tuple(found)


def plain_table(
    text: str, place: Place
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the header and the rows of the one table that the text must be."""
    rows = list(_rows(text, place))
    if len(rows) < 2:
        place.problem(
            "Here must be one table: a row of headings, a row of dashes "
            "(| --- | --- |) and rows."
        )
        return (), ()
    return rows[0], tuple(rows[1:])


def _rows(text: str, place: Place) -> Iterator[tuple[str, ...]]:
    lines = text.split("\n")
    row: list[str] = []
    width = 0
    at = place
    for token in tokens_of(text):
        at = place.below(token.map[0]) if token.map else at
        if token.type == "tr_open":
            row = []
            cells = _cells(lines[token.map[0]]) if token.map else 0
            width = width or cells
            if cells != width:
                at.problem(f"This row has {cells} cells; the headings are {width}.")
        elif token.type == "inline" and token.level > 2:
            row.append(plain(token, at))
        elif token.type == "tr_close":
            yield tuple(row)
        elif token.level == 0 and not token.type.endswith(("table_open", "_close")):
            at.problem("Only the table may stand here. Move the rest out of it.")


def _cells(line: str) -> int:
    """Return how many cells the row has as it is written."""
    inner = re.sub(r"^\s*\||(?<!\\)\|\s*$", "", line)
    return len(re.findall(r"(?<!\\)\|", inner)) + 1
