"""Pictures in files: whether they are what they say, before anything keeps them."""

import io
import re
import struct

from PIL import Image

from .records import PictureFile, Problem, gettext_noop

MAX_PICTURE_BYTES = 10 * 1024 * 1024
# A small file may unfold to a picture that fills the memory.
MAX_PIXELS = 40_000_000
# What the library takes, by the names that Pillow has for it, with their endings.
KINDS = {"AVIF": "avif", "GIF": "gif", "JPEG": "jpg", "PNG": "png", "WEBP": "webp"}

# What Pillow raises for files that are damaged on purpose.
DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    ArithmeticError,
    LookupError,
    AttributeError,
    EOFError,
    RuntimeError,
    MemoryError,
    struct.error,
    Image.DecompressionBombError,
    # Pillow warns of what it repairs; where warnings are errors, that is one too.
    Warning,
)


def checked_picture(data: bytes, name: str) -> PictureFile:
    """Return the picture. Raises Problem for what no page could show."""
    if len(data) > MAX_PICTURE_BYTES:
        raise Problem(
            gettext_noop("A picture is larger than %(most)s MB. Make it smaller."),
            most=MAX_PICTURE_BYTES // 1024 // 1024,
        )
    try:
        with Image.open(io.BytesIO(data), formats=list(KINDS)) as image:
            ending = KINDS[image.format or ""]
            pixels = image.width * image.height
            if pixels <= MAX_PIXELS:
                image.verify()
    except DAMAGED as error:
        raise Problem(
            gettext_noop(
                "The picture “%(name)s” is damaged or of a kind that cannot be shown. "
                "Use avif, gif, jpg, png or webp."
            ),
            name=name[:60],
        ) from error
    if pixels > MAX_PIXELS:
        raise Problem(
            gettext_noop(
                "The picture “%(name)s” has more than %(most)s million pixels. "
                "Make it smaller."
            ),
            name=name[:60],
            most=MAX_PIXELS // 1_000_000,
        )
    return PictureFile(data, file_name(name, ending))


def file_name(name: str, ending: str) -> str:
    """Return a name that is safe everywhere, with the ending that is true."""
    stem = name.replace("\\", "/").rsplit("/", 1)[-1].rpartition(".")[0] or name
    safe = re.sub(r"[^A-Za-z0-9_-]+", "-", stem[:60]).strip("-")
    return f"{safe or 'picture'}.{ending}"
