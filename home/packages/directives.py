"""Dividing the body of a lesson into running text and fenced directives.

::: callout tone=practice title="Try this week"
Markdown, up to a line of three colons.
:::
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping

from .content import MediaFile
from .fields import Languages
from .problems import Place, nearest, quoted

FENCE = ":::"
NAME = re.compile(r"[a-z][a-z-]*")
ATTRIBUTE = re.compile(
    r"""\s+(?P<name>[a-z]+)=(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^\s"“”]+))"""
)


@dataclasses.dataclass(frozen=True)
class Segment:
    """One stretch of a body. `name` is empty for running text.

    `place` is the first line of its text, `head` the line that opens it.
    """

    name: str
    attributes: dict[str, str]
    text: str
    place: Place
    head: Place


@dataclasses.dataclass(frozen=True)
class Surroundings:
    """What the blocks of a lesson refer to."""

    media: Mapping[str, MediaFile]
    languages: Languages


def segments(body: str, place: Place) -> Iterator[Segment]:
    """Yield the stretches of the body, whose first line is at `place`."""
    lines: list[str] = []
    start = place
    opened: tuple[str, dict[str, str], Place] | None = None
    for number, line in enumerate(body.split("\n")):
        here = place.below(number)
        if not line.lstrip().startswith(FENCE):
            lines.append(line)
            continue
        head = line.strip().removeprefix(FENCE)
        if head.startswith(":"):
            here.problem("A directive begins with exactly three colons.")
        rest = head.strip(": ")
        if opened:
            if rest:
                opened[2].problem(
                    f"“::: {opened[0]}” is not closed before the next directive. "
                    "Write “:::” on a line of its own after its text."
                )
            yield _segment(opened, lines, start)
            opened = None
        else:
            yield from _running_text(lines, start)
            if not rest:
                here.problem("This “:::” closes nothing. Remove it.")
        lines, start = [], here.below(1)
        if rest:
            opened = (*_head(rest, here), here)
    if opened:
        opened[2].problem(
            f"“::: {opened[0]}” is not closed. "
            "Write “:::” on a line of its own after its text."
        )
    else:
        yield from _running_text(lines, start)


def _segment(
    opened: tuple[str, dict[str, str], Place], lines: list[str], start: Place
) -> Segment:
    name, attributes, head = opened
    return Segment(name, attributes, "\n".join(lines), start, head)


def _running_text(lines: list[str], start: Place) -> Iterator[Segment]:
    if any(line.strip() for line in lines):
        yield Segment("", {}, "\n".join(lines), start, start)


def _head(text: str, place: Place) -> tuple[str, dict[str, str]]:
    """Return the name and the attributes that the opening line gives."""
    found = NAME.match(text)
    name = found.group() if found else ""
    position = len(name)
    attributes: dict[str, str] = {}
    while attribute := ATTRIBUTE.match(text, position):
        key = attribute["name"]
        if key in attributes:
            place.problem(f"{quoted(key)} is here twice. Keep one.")
        value = attribute["bare"] or re.sub(r"\\(.)", r"\1", attribute["quoted"] or "")
        attributes[key] = value.strip()
        position = attribute.end()
    if text[position:].strip():
        place.problem(
            f"{quoted(text[position:].strip())} cannot be read. Write the directive as "
            '“::: name key="value"”, with straight quotation marks.'
        )
    return name, attributes


class Attributes:
    """The attributes of one directive. Asking for one makes it known."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._asked: set[str] = set()

    def text(self, name: str, *, required: bool = False, most: int = 255) -> str:
        """Return the attribute, "" if it is missing."""
        self._asked.add(name)
        value = self._segment.attributes.get(name, "")
        if required and not value:
            self._segment.head.problem(
                f'“::: {self._segment.name}” needs {name}="…". Add it.'
            )
        if len(value) > most:
            self._segment.head.problem(
                f"{quoted(name)} has {len(value)} characters; at most {most} fit. "
                "Shorten it."
            )
        return value

    def finish(self) -> None:
        """Report the attributes that nobody asked for."""
        for name in self._segment.attributes:
            if name not in self._asked:
                hint = nearest(name, self._asked)
                self._segment.head.problem(
                    f"“::: {self._segment.name}” has no {quoted(name)}.{hint}"
                )


def filled(segment: Segment) -> str:
    """Return the text of the directive; report an empty one."""
    if not segment.text.strip():
        segment.head.problem(f"“::: {segment.name}” is empty. Write its text.")
    return segment.text


def nothing_inside(segment: Segment) -> None:
    """Report a text where only attributes are read."""
    if segment.text.strip():
        segment.place.problem(
            f"“::: {segment.name}” has no text of its own. Move the text out of it."
        )
