"""Whether links say where they lead, also when they are read out as a list."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from .parts import Finding, Link, Part, shortened

SAY_NOTHING = {
    "en": {
        "click here", "here", "this", "this link", "link", "read more", "more",
        "learn more", "this page", "this article", "website", "see here",
    },
    "fi": {
        "klikkaa tästä", "tästä", "tässä", "linkki", "lue lisää", "lisää", "täältä",
        "tämä linkki", "katso tästä", "lue tästä", "sivu", "täällä",
    },
    "sv": {
        "klicka här", "här", "länk", "länken", "läs mer", "mer", "den här länken",
        "se här", "sidan", "den här sidan",
    },
}  # fmt: skip


def check(parts: Sequence[Part], language: str) -> Iterator[Finding]:
    """Yield links whose words do not say where they lead."""
    for part in parts:
        if not isinstance(part, Link):
            continue
        words = " ".join(part.text.split()).strip(" .,:;!?»«“”\"'>").lower()
        if not words:
            yield part.finding("links", _("A link has no words. Say where it leads."))
        elif words in SAY_NOTHING.get(language, SAY_NOTHING["en"]):
            yield part.finding(
                "links",
                _("“%(words)s” does not say where the link leads. Name the page.")
                % {"words": part.text.strip()},
                part.text.strip(),
            )
        elif words.startswith(("http://", "https://", "www.")):
            yield part.finding(
                "links",
                _("A link shows its address, letter by letter. Name the page instead."),
                shortened(part.text),
            )
