"""Rich text as Markdown: the way back from `richtext`.

What rich text can hold and the Markdown of packages cannot, such as a link to another
page of the site, is refused with a sentence. Whatever is written has been read again
and says the same.
"""

import re
from collections.abc import Iterator

from .htmltree import CannotCarry, Node, tree_of
from .problems import Place, Report
from .richtext import to_html

# Signs that mean something to Markdown wherever they stand, or at the head of a line.
ANYWHERE = re.compile(r"[\\`*_\[\]<]|&(?=[#A-Za-z])|~(?=~)|(?<=~)~")
NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
LINE_OF_QUESTIONS = "Questions:"


def to_markdown(html: str, *, headings: bool = False) -> str:
    """Return the rich text as Markdown.

    Raises CannotCarry for what packages have no form for.
    """
    blocks = tree_of(html)
    written: list[str] = []
    # Two lists beside each other would be read as one.
    other = False
    for index, block in enumerate(blocks):
        beside = index > 0 and blocks[index - 1].tag == block.tag
        other = not other if beside and block.tag in {"ul", "ol"} else False
        if block.tag in {"h2", "h3"} and not headings:
            raise CannotCarry("A heading cannot stand here. Write a paragraph.")
        written.append(_written(block, other))
    text = "\n\n".join(written)
    report = Report()
    again = to_html(text, Place(report, ""), headings=headings)
    if not report.is_empty or tree_of(again) != blocks:
        raise CannotCarry(
            "Markdown has no form for some of its bold or italic words. Put the marks "
            "around whole words."
        )
    return text


def canonical(html: str) -> str:
    """Return the rich text in the one form that says the same.

    What packages cannot carry is returned as it is.
    """
    try:
        return to_html(
            to_markdown(html, headings=True), Place(Report(), ""), headings=True
        )
    except CannotCarry:
        return html


def _written(block: Node, other: bool) -> str:
    if block.tag in {"ul", "ol"}:
        return "\n".join(_list(block, other))
    if block.tag == "p":
        return _fitting(block.children)
    marks = "#" * int(block.tag[1])
    if any(isinstance(child, Node) and child.tag == "br" for child in block.children):
        raise CannotCarry("A heading has a line break in it. Take it out.")
    return f"{marks} {_fitting(block.children)}"


def _list(block: Node, other: bool) -> Iterator[str]:
    items = [child for child in block.children if isinstance(child, Node)]
    for number, item in enumerate(items, start=1):
        said = [c for c in item.children if not _is_list(c)]
        inner = [c for c in item.children if isinstance(c, Node) and _is_list(c)]
        if block.tag == "ul":
            mark = "* " if other else "- "
        else:
            mark = f"{number}{')' if other else '.'} "
        lines = _fitting(said).split("\n")
        for place, below in enumerate(inner):
            beside = place > 0 and inner[place - 1].tag == below.tag
            lines += list(_list(below, beside and place % 2 == 1))
        yield mark + lines[0]
        yield from (" " * len(mark) + line for line in lines[1:])


def _is_list(child: Node | str) -> bool:
    return isinstance(child, Node) and child.tag in {"ul", "ol"}


def _fitting(children: list[Node | str]) -> str:
    """Return one paragraph as Markdown, in the first way that is read as it is meant.

    Beside other marks `_` is read where `*` is not, and beside letters either is read
    when the letter is written by its number.
    """
    wanted = [Node("p", children=children)]
    text = ""
    for by_number in (False, True):
        for sign in ("*", "_"):
            text = _guarded(_inline(children, sign, by_number))
            report = Report()
            again = to_html(text, Place(report, ""))
            if report.is_empty and tree_of(again) == wanted:
                return text
    return text


def _inline(children: list[Node | str], sign: str, by_number: bool) -> str:
    parts: list[str] = []
    for index, child in enumerate(children):
        if isinstance(child, str):
            text = escaped(child)
            if by_number:
                if index + 1 < len(children) and not _is_break(children[index + 1]):
                    text = _numbered(text, -1)
                if index and not _is_break(children[index - 1]):
                    text = _numbered(text, 0)
            parts.append(text)
        elif child.tag == "br":
            parts.append("\\\n")
        else:
            inner = _inline(child.children, sign, by_number)
            if child.tag == "a":
                parts.append(f"[{inner}]({_address(child.href)})")
            else:
                mark = "**" if child.tag == "b" else sign
                parts.append(f"{mark}{inner}{mark}")
    return "".join(parts)


def _is_break(child: Node | str) -> bool:
    return isinstance(child, Node) and child.tag == "br"


def _numbered(text: str, place: int) -> str:
    """Write the letter at one end by its number."""
    sign = text[place]
    if not sign.isalnum():
        return text
    by_number = f"&#{ord(sign)};"
    return text[:-1] + by_number if place else by_number + text[1:]


def _address(href: str) -> str:
    return f"<{href}>" if re.search(r"[()\s]", href) else href


def escaped(text: str) -> str:
    """Return a plain text as it is written in the middle of a line."""
    return ANYWHERE.sub(lambda found: "\\" + found.group(), text)


def _guarded(text: str) -> str:
    """Keep the head of each line from being read as the head of something else."""
    return "\n".join(guarded_line(line) for line in text.split("\n"))


def guarded_line(line: str) -> str:
    """Return the line so that it begins nothing but a paragraph."""
    if line == LINE_OF_QUESTIONS:
        return "Questions\\:"
    numbered = NUMBERED.match(line)
    if numbered:
        return f"{numbered[1]}\\{line[numbered.end(1) :]}"
    return "\\" + line if re.match(r"[#>+=|-]|:::", line) else line


def plain_markdown(text: str) -> str:
    """Return a plain text as Markdown that is read as just that."""
    return guarded_line(escaped(text))
