"""The names of a lesson's sections, as links have them behind the #.

A section is named by its block and its place in that, not by its words. So its name is
the same in all languages of the lesson, whose blocks have the same ids, and survives
every change of wording. The number of headings in the block is part of the name: where
one was added or removed, the former names lead nowhere rather than somewhere else.
"""

import html
import re

from django.utils.safestring import SafeString, mark_safe

HEADING = re.compile(r"<h(?P<level>[23])\b[^>]*>(?P<words>.*?)</h[23]>", re.DOTALL)
OPENING = re.compile(r"<h[23](?=[ >])")
NAME = re.compile(r"section-[0-9a-z]{1,8}-[0-9]{1,3}of[0-9]{1,3}")


def is_name(text: str) -> bool:
    """Answer whether a section could be called so."""
    return NAME.fullmatch(text) is not None


def name_of(block_id: str | None, number: int = 1, count: int = 1) -> str:
    """Return the name of the heading with this number in a block; "" without an id."""
    return f"section-{block_id[:8].lower()}-{number}of{count}" if block_id else ""


def with_anchors(markup: str, block_id: str) -> SafeString:
    """Return the HTML of a text block with its headings as targets of links."""
    count = len(HEADING.findall(markup))
    numbers = iter(range(1, count + 1))

    def opened(found: re.Match[str]) -> str:
        name = html.escape(name_of(block_id, next(numbers, count), count))
        return f'{found[0]} id="{name}" tabindex="-1"'

    # What comes in is safe, and only names of our own are added.
    return mark_safe(OPENING.sub(opened, markup))  # noqa: S308
