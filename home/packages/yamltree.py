"""YAML as a tree of texts, lists and mappings that know their lines.

Only what a course needs: no tags, no anchors, no merging. Values stay as written, so
that an option that says No is the word and not a truth value.
"""

import dataclasses
import re
from collections.abc import Iterator
from typing import TypeVar

import yaml

from .problems import Place, quoted

DEEPEST = 12
MOST_NODES = 20_000


@dataclasses.dataclass(frozen=True)
class Scalar:
    """One text, number or truth value, as it is written."""

    place: Place
    text: str
    is_empty: bool


@dataclasses.dataclass(frozen=True)
class Listing:
    """A list."""

    place: Place
    items: tuple["Node", ...]


@dataclasses.dataclass(frozen=True)
class Entry:
    """One key of a mapping with its value."""

    place: Place
    key: str
    value: "Node"


@dataclasses.dataclass(frozen=True)
class Mapping:
    """A mapping; every key occurs once."""

    place: Place
    entries: tuple[Entry, ...]


Node = Scalar | Listing | Mapping


class Refused(yaml.MarkedYAMLError):
    """Something that YAML allows and a course does not need."""


class Loader(yaml.BaseLoader):
    """Composes nodes and never makes objects of them."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.depth = 0
        self.nodes = 0

    def compose_node(self, parent: yaml.Node | None, index: object) -> yaml.Node | None:
        event: yaml.Event = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _refused(
                "Anchors (&, *) are not used here. Write the value out.", event
            )
        if getattr(event, "tag", None):
            raise _refused("Tags (!) are not used. Remove the tag.", event)
        self.depth += 1
        self.nodes += 1
        if self.depth > DEEPEST:
            raise _refused("This is nested too deeply. Check the indentation.", event)
        if self.nodes > MOST_NODES:
            raise _refused("The file has too many values. Divide it.", event)
        node = super().compose_node(parent, index)  # type: ignore[arg-type]
        self.depth -= 1
        return node


def _refused(sentence: str, event: yaml.Event) -> Refused:
    mark = event.start_mark
    return Refused(problem=sentence, problem_mark=mark)  # type: ignore[arg-type]


def parse(text: str, place: Place) -> Node | None:
    """Return the tree of the text; `place` is its first line.

    None, after a problem was reported, when there is none.
    """
    loader = None
    try:
        loader = Loader(text)
        node = loader.get_single_node()
    except Refused as error:
        _at(place, error.problem_mark).problem(error.problem or "")
        return None
    except yaml.MarkedYAMLError as error:
        at = _at(place, error.problem_mark or error.context_mark)
        reason = quoted(error.problem or "it ends too early")
        at.problem(
            f"This is not YAML: {reason}. Check the indentation, and put a text with "
            "signs like : # ? in quotation marks."
        )
        return None
    except (yaml.YAMLError, ValueError, OverflowError):
        place.problem("This is not YAML. Check it for stray characters.")
        return None
    finally:
        if loader is not None:
            loader.dispose()
    if node is None:
        place.problem("There is nothing here. Write the keys and values.")
        return None
    return _tree(node, place)


def _at(start: Place, mark: yaml.Mark | None) -> Place:
    return start.below(mark.line if mark else 0)


def _tree(node: yaml.Node, start: Place) -> Node:
    place = _at(start, node.start_mark)
    if isinstance(node, yaml.MappingNode):
        return Mapping(place, tuple(_entries(node, start)))
    if isinstance(node, yaml.SequenceNode):
        return Listing(place, tuple(_tree(item, start) for item in node.value))
    text = _checked(str(node.value), place)
    is_plain = getattr(node, "style", None) is None
    is_empty = is_plain and text in {"", "~", "null", "Null", "NULL"}
    return Scalar(place, "" if is_empty else text, is_empty)


def _entries(node: yaml.MappingNode, start: Place) -> Iterator[Entry]:
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key = _tree(key_node, start)
        value = _tree(value_node, start)
        if not isinstance(key, Scalar) or not key.text:
            key.place.problem("A key must be a word. Write “key: value”.")
        elif key.text == "<<":
            key.place.problem("Merging (<<) is not used here. Write the values out.")
        elif key.text in seen:
            key.place.problem(f"The key {quoted(key.text)} is here twice. Keep one.")
        else:
            seen.add(key.text)
            yield Entry(key.place, key.text, value)


def _checked(text: str, place: Place) -> str:
    """Refuse what an escape in quotation marks can smuggle in."""
    if re.search(r"[^\n\t -\x7e\xa0-\ud7ff\ue000-\U0010ffff]", text):
        place.problem("The text has a control character. Remove the escape (\\).")
        return ""
    return text


AnyNode = TypeVar("AnyNode", Scalar, Listing, Mapping)


def expect(node: Node, kind: type[AnyNode], what: str) -> AnyNode | None:
    """Return the node if it is of the kind; else report that `what` is expected."""
    if isinstance(node, kind):
        return node
    node.place.problem(f"Here must be {what}, not {_named(node)}.")
    return None


def _named(node: Node) -> str:
    if isinstance(node, Mapping):
        return "a mapping (key: value)"
    return "a list" if isinstance(node, Listing) else "a single value"
