"""Whether headings make an outline: none is left out, and none stands for nothing."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from .parts import Finding, Heading, Part, Text, shortened
from .sentences import word_count

# Words without any heading; a screen of a phone holds about a hundred.
LONGEST_STRETCH = 400


def check(parts: Sequence[Part], language: str) -> Iterator[Finding]:
    """Yield headings that skip a level, say nothing, or are missing in a long text."""
    level = 1
    words = 0
    is_told = False
    for part in parts:
        match part:
            case Heading(text=text):
                if not text.strip():
                    yield part.finding(
                        "headings", _("A heading is empty. Write it or delete it.")
                    )
                    continue
                if part.level > level + 1:
                    yield part.finding(
                        "headings",
                        _(
                            "A heading of level %(level)s follows one of level "
                            "%(before)s; who hears the page misses one. Use level "
                            "%(next)s."
                        )
                        % {"level": part.level, "before": level, "next": level + 1},
                        shortened(text),
                    )
                level = part.level
                words = 0
                is_told = False
            case Text(text=text):
                words += word_count(text)
                if words > LONGEST_STRETCH and not is_told:
                    is_told = True
                    yield part.finding(
                        "headings",
                        _(
                            "More than %(limit)s words follow without a heading. Add "
                            "one, so that readers find their place again."
                        )
                        % {"limit": LONGEST_STRETCH},
                        shortened(text),
                    )
