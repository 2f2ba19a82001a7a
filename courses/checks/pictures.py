"""Whether pictures say in words what they show."""

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from .parts import Finding, Part, Picture, shortened

FILE_NAME = re.compile(r"^\S+\.(png|jpe?g|gif|webp|avif|svg)$|^(img|dsc|image)[_\d-]+$")
# "Picture of …" is what a screen reader says anyway.
OPENINGS = {
    "en": ("image of", "picture of", "photo of"),
    "fi": ("kuva ", "kuvassa "),
    "sv": ("bild av", "bild på", "foto av", "foto på"),
}
# A diagram takes three sentences; what is longer cannot be stopped or gone back in.
LONGEST = 300


def check(parts: Sequence[Part], language: str) -> Iterator[Finding]:
    """Yield pictures whose text alternative is missing or helps nobody."""
    for part in parts:
        if not isinstance(part, Picture) or part.is_decorative:
            continue
        alt = part.alt.strip()
        if not alt:
            yield part.finding(
                "pictures",
                _(
                    "A picture has no text alternative. Say what it shows, or mark it "
                    "as decoration."
                ),
            )
        elif FILE_NAME.match(alt.lower()):
            yield part.finding(
                "pictures",
                _(
                    "The text alternative of a picture is the name of a file. Say what "
                    "the picture shows."
                ),
                alt,
            )
        elif alt.lower().startswith(OPENINGS.get(language, ())):
            yield part.finding(
                "pictures",
                _(
                    "A text alternative begins by saying that it is a picture, which "
                    "a screen reader has said already. Begin with what it shows."
                ),
                shortened(alt),
            )
        elif len(alt) > LONGEST:
            yield part.finding(
                "pictures",
                _(
                    "A text alternative has more than %(limit)s letters. Put the "
                    "details into the text beside the picture."
                )
                % {"limit": LONGEST},
                shortened(alt),
            )
