"""Reads XML of unknown origin as a small tree that knows its lines.

Whatever declares a document type is refused. Without one there are no entities to
expand or to fetch, which is where the known attacks on XML begin. Depth and number of
elements are bounded while the file is read.
"""

import dataclasses
from collections.abc import Iterator
from xml.parsers import expat

from .records import Problem, gettext_noop

DEEPEST = 50
MOST_ELEMENTS = 300_000


@dataclasses.dataclass
class Node:
    """One element: its name, its attributes, the text right in it, and what follows."""

    name: str
    attributes: dict[str, str]
    line: int
    children: list["Node"] = dataclasses.field(default_factory=list)
    pieces: list[str] = dataclasses.field(default_factory=list)

    @property
    def own_text(self) -> str:
        """The text right in the element."""
        return "".join(self.pieces)

    def each(self, name: str) -> Iterator["Node"]:
        """Yield the children of this name."""
        return (child for child in self.children if child.name == name)

    def child(self, name: str) -> "Node | None":
        """Return the first child of this name; None for none."""
        return next(self.each(name), None)

    def text(self, *path: str) -> str:
        """Return the text of the element at the end of the path, stripped."""
        node: Node | None = self
        for name in path:
            node = node.child(name) if node else None
        return node.own_text.strip() if node else ""


def tree_of(text: str) -> Node:
    """Return the outermost element. Raises Problem for what is no plain XML."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    root = Node("", {}, 0)
    open_nodes = [root]
    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if len(open_nodes) > DEEPEST:
            raise Problem(gettext_noop("The elements lie too deep inside each other."))
        if count > MOST_ELEMENTS:
            raise Problem(gettext_noop("The file has too many elements. Divide it."))
        node = Node(name, attributes, parser.CurrentLineNumber)
        open_nodes[-1].children.append(node)
        open_nodes.append(node)

    def end(_name: str) -> None:
        open_nodes.pop()

    def data(piece: str) -> None:
        open_nodes[-1].pieces.append(piece)

    def refuse(*_args: object) -> int:
        raise Problem(
            gettext_noop(
                "The file declares a document type, which could hide entities. Export "
                "it again without one."
            )
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    try:
        # Text, not bytes: what the file says of its encoding was looked at before.
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise Problem(
            gettext_noop("The file is no XML: line %(line)s cannot be read (%(why)s)."),
            line=error.lineno,
            why=expat.errors.messages.get(error.code, "?"),
        ) from error
    return root.children[0]
