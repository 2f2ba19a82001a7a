"""What a page consists of, as far as the checks care, and what they find."""

import dataclasses
from typing import Any


@dataclasses.dataclass(frozen=True)
class Finding:
    """One thing to look at again."""

    # The subject that found it, as a short name: "sentences", "words" …
    subject: str
    # A whole sentence: what was found, and what to do.
    message: Any
    # The words it is about, for finding the place; "" where there are none.
    quote: str = ""
    # The id of the place in the form of the editor; "" where it is of the whole page.
    place: str = ""


@dataclasses.dataclass(frozen=True)
class Placed:
    """Something that stands in one place of a page."""

    # As in `Finding`; the same words in another place are the same part.
    place: str = dataclasses.field(default="", kw_only=True, compare=False)

    def finding(self, subject: str, message: Any, quote: str = "") -> Finding:
        """Return a finding that leads to where the part stands."""
        return Finding(subject, message, quote, self.place)


@dataclasses.dataclass(frozen=True)
class Text(Placed):
    """A paragraph, an item of a list, a field with words in it."""

    text: str


@dataclasses.dataclass(frozen=True)
class Heading(Placed):
    """A heading inside the page, whose title is level 1 and not among the parts."""

    text: str
    level: int


@dataclasses.dataclass(frozen=True)
class Link(Placed):
    """The words of a link. They are also part of the text around them."""

    text: str


@dataclasses.dataclass(frozen=True)
class Picture(Placed):
    """A picture with its text alternative."""

    alt: str
    is_decorative: bool = False


@dataclasses.dataclass(frozen=True)
class Media(Placed):
    """A video or a recording."""

    title: str
    is_video: bool
    has_captions: bool
    has_transcript: bool


Part = Text | Heading | Link | Picture | Media


def shortened(text: str, most: int = 60) -> str:
    """Return the beginning of a text, at most so many letters, cut between words."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(",;:.") + " …"
