"""Whether those who cannot hear or see get what a recording says."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from .parts import Finding, Media, Part


def check(parts: Sequence[Part], language: str) -> Iterator[Finding]:
    """Yield videos without captions, and recordings without a transcript."""
    for part in parts:
        if not isinstance(part, Media):
            continue
        if part.is_video and not part.has_captions:
            yield part.finding(
                "captions",
                _("A video has no captions. Add a file of captions to it."),
                part.title,
            )
        if not part.has_transcript:
            yield part.finding(
                "captions",
                _(
                    "A recording has no transcript. Add one, for those who would "
                    "rather read, and for wards where sound is off."
                ),
                part.title,
            )
