"""Rich text as a tree, in the one form that says the same.

What a browser would not show does not count: needless spaces, empty paragraphs, the
names that an editor gives to paragraphs, and whether a word is `strong` or `b`.
"""

import dataclasses
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from markdown_it.common.normalize_url import normalizeLink

from .fields import is_web_address
from .problems import quoted
from .richtext import LINK_SCHEMES

BLOCKS = frozenset({"p", "h2", "h3", "ul", "ol", "li"})
INLINE = {"b": "b", "strong": "b", "i": "i", "em": "i", "a": "a"}
SPACES = re.compile(r"[ \t\n\r\f]+")


class CannotCarry(Exception):
    """Packages have no form for some of the text; the message says for what."""


@dataclasses.dataclass
class Node:
    """A part of rich text: a tag with what is in it."""

    tag: str
    href: str = ""
    children: list["Node | str"] = dataclasses.field(default_factory=list)


class _Reader(HTMLParser):
    """Builds the tree of a rich text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "br":
            self.open[-1].children.append(Node("br"))
            return
        if tag not in BLOCKS and tag not in INLINE:
            raise CannotCarry(_foreign(tag))
        node = Node(INLINE.get(tag, tag))
        if tag == "a":
            node.href = _href(given)
        elif set(given) - {"data-block-key"}:
            raise CannotCarry(f"The tag <{tag}> has attributes, which are not carried.")
        self.open[-1].children.append(node)
        self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        name = INLINE.get(tag, tag)
        if name == "br":
            return
        if self.open[-1].tag != name:
            raise CannotCarry("Its tags are not closed in order. Save it again.")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def _foreign(tag: str) -> str:
    if tag == "embed":
        return "A picture or a film inside the text is not carried. Use a block for it."
    if tag == "hr":
        return "A line across is not carried. Use a heading instead."
    return f"The tag <{tag}> is not carried. Take it out of the text."


def _href(given: dict[str, str | None]) -> str:
    if given.get("linktype"):
        what = {"page": "another page", "document": "a document"}
        leads_to = what.get(given["linktype"] or "", "a thing")
        raise CannotCarry(
            f"A link leads to {leads_to} of this site, which another site does not "
            "have. Write a link to an address, or use a block for it."
        )
    href = normalizeLink(given.get("href") or "")
    if not is_web_address(href, LINK_SCHEMES):
        raise CannotCarry(
            f"A link leads to {quoted(href)}. Links are carried that begin with "
            "https://, http:// or mailto:."
        )
    return href


def tree_of(html: str) -> list[Node]:
    """Return the blocks of a rich text, in the one form that says the same."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if len(reader.open) > 1:
        raise CannotCarry("Its tags are not closed in order. Save it again.")
    blocks: list[Node] = []
    loose = Node("p")
    for child in [*reader.root.children, None]:
        if isinstance(child, Node) and child.tag in BLOCKS or child is None:
            if _tidy(loose):
                blocks.append(loose)
            loose = Node("p")
            if child is not None and isinstance(child, Node) and _block(child):
                blocks.append(child)
        else:
            loose.children.append(child)
    return blocks


def _block(node: Node) -> bool:
    """Bring a block into its form; return whether it says anything."""
    if node.tag == "li":
        raise CannotCarry("An item of a list stands outside of a list.")
    if node.tag not in {"ul", "ol"}:
        if any(isinstance(c, Node) and c.tag in BLOCKS for c in node.children):
            raise CannotCarry("A paragraph has another block in it.")
        return _tidy(node)
    kept: list[Node | str] = []
    for child in node.children:
        if isinstance(child, str) and not child.strip():
            continue
        if not isinstance(child, Node) or child.tag != "li":
            raise CannotCarry("A list holds something else than its items.")
        if _item(child):
            kept.append(child)
    node.children = kept
    return bool(kept)


def _item(node: Node) -> bool:
    """Bring an item of a list into its form: one paragraph, then lists."""
    said = Node("p")
    lists: list[Node | str] = []
    for child in node.children:
        if isinstance(child, Node) and child.tag in {"ul", "ol"}:
            if _block(child):
                lists.append(child)
        elif isinstance(child, Node) and child.tag in BLOCKS:
            if child.tag != "p" or said.children or lists:
                raise CannotCarry("An item of a list is more than one paragraph.")
            said.children = child.children
        elif lists and not (isinstance(child, str) and not child.strip()):
            raise CannotCarry("An item of a list goes on after a list inside it.")
        elif not lists:
            said.children.append(child)
    if not _tidy(said):
        if lists:
            raise CannotCarry("An item of a list has no text of its own.")
        return False
    node.children = [*said.children, *lists]
    return True


def _tidy(node: Node) -> bool:
    """Bring what stands inside a block into its form; return whether it says anything.

    Spaces that a browser would not show are dropped, neighbours of one kind joined, and
    spaces at the edge of bold or italic moved out of it.
    """
    node.children = _joined(_inner(node.children))
    _strip(node, 0, str.lstrip)
    _strip(node, -1, str.rstrip)
    return bool(node.children)


def _inner(children: list[Node | str]) -> Iterator[Node | str]:
    for child in children:
        if isinstance(child, str):
            if text := SPACES.sub(" ", child):
                yield text
        elif child.tag == "br":
            yield child
        elif child.tag in BLOCKS:
            raise CannotCarry("A paragraph has another block in it.")
        else:
            inner = _joined(_inner(child.children))
            before = _edge(inner, 0)
            after = _edge(inner, -1)
            if before:
                yield " "
            if inner:
                yield Node(child.tag, child.href, inner)
            if after:
                yield " "


def _edge(children: list[Node | str], place: int) -> bool:
    """Take the space off one end; return whether there was one."""
    found = False
    while children and isinstance(end := children[place], str):
        rest = end.lstrip(" ") if place == 0 else end.rstrip(" ")
        found = found or rest != end
        if rest:
            children[place] = rest
            break
        children.pop(place)
    return found


def _joined(children: Iterator[Node | str]) -> list[Node | str]:
    found: list[Node | str] = []
    for child in children:
        last = found[-1] if found else None
        if isinstance(child, str) and isinstance(last, str):
            found[-1] = SPACES.sub(" ", last + child)
        elif (
            isinstance(child, Node)
            and isinstance(last, Node)
            and child.tag == last.tag != "br"
            and child.href == last.href
        ):
            found[-1] = Node(
                last.tag, last.href, _joined(iter([*last.children, *child.children]))
            )
        else:
            found.append(child)
    # A browser shows no space beside a break.
    for index, child in enumerate(found):
        if isinstance(child, Node) and child.tag == "br":
            if index and isinstance(before := found[index - 1], str):
                found[index - 1] = before.rstrip(" ")
            if index + 1 < len(found) and isinstance(after := found[index + 1], str):
                found[index + 1] = after.lstrip(" ")
    return [child for child in found if child != ""]


def _strip(node: Node, place: int, strip) -> None:  # type: ignore[no-untyped-def]
    """Drop spaces and breaks at one end of a block."""
    while node.children:
        end = node.children[place]
        if isinstance(end, str) and strip(end):
            node.children[place] = strip(end)
            return
        if isinstance(end, Node) and end.tag != "br":
            return
        node.children.pop(place)
