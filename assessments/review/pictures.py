"""Pictures of questions in the sizes that pages use, all of a page's at once.

Their files have names of our own: an author's "right-answer.png" would tell.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import PurePosixPath

from django.core.files import File
from django.utils.crypto import salted_hmac
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError

from assessments.content import Picture
from courses.translated import in_language

# In the width that a column has, and for finer screens. Written as no other page writes
# it, so that a file that got its name elsewhere is never taken for one of these.
SIZES = tuple(f"width-{width}|format-webp|webpquality-80" for width in (480, 960, 1440))
# A drawing (SVG) fits any width as it is.
AS_DRAWN = ("original|scale-100",)


@dataclasses.dataclass(frozen=True)
class Source:
    """A picture's files: the one that every browser shows, and those to choose from."""

    url: str
    srcset: str
    width: int
    height: int


@dataclasses.dataclass(frozen=True)
class ShownPicture:
    """A picture as it is shown. Without a source its text stands in its place."""

    alt: str
    source: Source | None = None


Sources = Mapping[int, Source]


def picture_sources(image_ids: Iterable[int]) -> Sources:
    """Return the files of these pictures; a picture that is gone is left out.

    Two queries for any number of pictures, and none for no picture.
    """
    wanted = set(image_ids)
    if not wanted:
        return {}
    images = get_image_model().objects.filter(pk__in=wanted)
    images = images.prefetch_renditions(*SIZES, *AS_DRAWN)
    return {
        image.pk: source for image in images if (source := _source(image)) is not None
    }


def _source(image) -> Source | None:  # type: ignore[no-untyped-def]
    # Of the module, as pictures are kept in the cache.
    image.generate_rendition_file = partial(_make_file, image)
    try:
        sizes = AS_DRAWN if image.is_svg() else SIZES
        renditions = image.get_renditions(*sizes).values()
    except (SourceImageIOError, OSError):
        # The row is there and the file is not.
        return None
    # A picture that is smaller than a size comes out as it is, each time.
    by_width = {rendition.width: rendition for rendition in renditions}
    largest = by_width[max(by_width)]
    smallest = by_width[min(by_width)]
    return Source(
        url=smallest.url,
        srcset=", ".join(f"{by_width[w].url} {w}w" for w in sorted(by_width)),
        width=largest.width,
        height=largest.height,
    )


def _make_file(image, filter, *, source=None) -> File:  # type: ignore[no-untyped-def]
    """Make a file of the picture, under a name that tells nothing."""
    file = type(image).generate_rendition_file(image, filter, source=source)
    name = salted_hmac(
        "assessments.picture", f"{image.pk} {filter.spec}", algorithm="sha256"
    ).hexdigest()[:24]
    return File(file.file, name=name + PurePosixPath(file.name).suffix)


def shown_picture(picture: Picture | None, sources: Sources) -> ShownPicture | None:
    """Return a picture with its text alternative in the active language."""
    if picture is None:
        return None
    return ShownPicture(in_language(picture.alt), sources.get(picture.image_id))
