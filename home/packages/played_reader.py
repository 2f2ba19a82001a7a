"""Reading the directives of what is watched or heard."""

import re
from collections.abc import Callable, Iterator

from .directives import Attributes, Segment, Surroundings, filled
from .fields import is_web_address
from .media import CAPTIONS, PICTURES, SOUNDS, VIDEOS, media_path
from .problems import listed, quoted
from .richtext import to_html
from .teaching import Audio, Captions, Embed, TeachingBlock, Video

ONE_CAPTIONS = re.compile(r"(?P<language>[A-Za-z-]+)=(?P<file>\S+)")


def _video(
    segment: Segment, attributes: Attributes, around: Surroundings
) -> TeachingBlock:
    file = attributes.text("file", required=True)
    poster = attributes.text("poster")
    return Video(
        file=media_path(file, around.media, VIDEOS, segment.head),
        title=attributes.text("title", required=True),
        poster=media_path(poster, around.media, PICTURES, segment.head),
        captions=tuple(_captions(segment, attributes, around)),
        html=_transcript(segment),
    )


def _captions(
    segment: Segment, attributes: Attributes, around: Surroundings
) -> Iterator[Captions]:
    seen = set()
    for part in attributes.text("captions", required=True, most=1000).split():
        found = ONE_CAPTIONS.fullmatch(part)
        if found is None:
            segment.head.problem(
                f"{quoted(part)} cannot be read. Write captions as "
                'captions="en=media/film-en.vtt fi=media/film-fi.vtt".'
            )
            continue
        language = found["language"]
        if language not in around.languages.known:
            segment.head.problem(
                f"{quoted(language)} is no language of this site. "
                f"Use {listed(around.languages.known)}."
            )
        if language in seen:
            segment.head.problem(f"There are two captions in {language}. Keep one.")
        seen.add(language)
        yield Captions(
            language, media_path(found["file"], around.media, CAPTIONS, segment.head)
        )


def _audio(
    segment: Segment, attributes: Attributes, around: Surroundings
) -> TeachingBlock:
    file = attributes.text("file", required=True)
    return Audio(
        file=media_path(file, around.media, SOUNDS, segment.head),
        title=attributes.text("title", required=True),
        html=_transcript(segment),
    )


def _transcript(segment: Segment) -> str:
    if not segment.text.strip():
        segment.head.problem(
            f"“::: {segment.name}” has no transcript. Write what is said, and what is "
            "seen if it matters."
        )
    return to_html(segment.text, segment.place)


def _embed(
    segment: Segment, attributes: Attributes, around: Surroundings
) -> TeachingBlock:
    url = attributes.text("url", required=True, most=2000)
    if url and not is_web_address(url, ("https",)):
        segment.head.problem(
            f"{quoted(url)} is no address that can be shown. Begin with https://."
        )
    return Embed(
        url=url,
        title=attributes.text("title", required=True),
        html=to_html(filled(segment), segment.place),
    )


PLAYED_DIRECTIVES: dict[
    str, Callable[[Segment, Attributes, Surroundings], TeachingBlock | None]
] = {"video": _video, "audio": _audio, "embed": _embed}
