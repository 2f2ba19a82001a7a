"""What an editor is told about a text: findings with the place and a way out.

A page becomes a list of parts (`reading`), and each subject is a module with one pure
function from parts to findings. Nothing here knows a request or the database. The
findings are advice; what must not be published at all is the desk's business.
"""

from collections.abc import Sequence

from . import captions, headings, links, pictures, sentences, words
from .parts import Finding, Heading, Link, Media, Part, Picture, Text

SUBJECTS = (sentences, headings, pictures, captions, links, words)


def check(parts: Sequence[Part], language: str) -> list[Finding]:
    """Return the findings of all subjects, in the order of the subjects."""
    return [
        finding for subject in SUBJECTS for finding in subject.check(parts, language)
    ]


__all__ = [
    "SUBJECTS",
    "Finding",
    "Heading",
    "Link",
    "Media",
    "Part",
    "Picture",
    "Text",
    "check",
]
