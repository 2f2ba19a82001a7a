"""The pictures and downloads of a package: where they are and what they are."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from .content import MediaFile
from .problems import Place, Report, listed, nearest, quoted
from .svg import check_drawing

FOLDER = "media/"

# How a file of each kind begins, so that its name does not lie.
PICTURES: dict[str, tuple[bytes, ...]] = {
    "avif": (b"ftypavif",),
    "gif": (b"GIF87a", b"GIF89a"),
    "jpeg": (b"\xff\xd8\xff",),
    "jpg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "svg": (b"<", b"\xef\xbb\xbf<"),
    "webp": (b"RIFF",),
}
DOCUMENTS: dict[str, tuple[bytes, ...]] = {
    "docx": (b"PK\x03\x04",),
    "pdf": (b"%PDF-",),
    "pptx": (b"PK\x03\x04",),
    "txt": (b"",),
    "xlsx": (b"PK\x03\x04",),
}
VIDEOS: dict[str, tuple[bytes, ...]] = {
    "mp4": (b"ftyp",),
    "webm": (b"\x1a\x45\xdf\xa3",),
}
SOUNDS: dict[str, tuple[bytes, ...]] = {
    "m4a": (b"ftyp",),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"),
    "ogg": (b"OggS",),
}
CAPTIONS: dict[str, tuple[bytes, ...]] = {"vtt": (b"WEBVTT", b"\xef\xbb\xbfWEBVTT")}
# The kinds that say what they are after the length of their first part.
AFTER_LENGTH = frozenset({"avif", "m4a", "mp4"})


def media_files(files: Mapping[str, bytes], report: Report) -> dict[str, MediaFile]:
    """Return the files of the media folder; report those of an unknown kind."""
    found = {}
    for path, data in files.items():
        if not path.startswith(FOLDER):
            continue
        kinds = PICTURES | DOCUMENTS | VIDEOS | SOUNDS | CAPTIONS
        ending = PurePosixPath(path).suffix.lower().removeprefix(".")
        place = Place(report, path)
        if ending not in kinds:
            place.problem(
                f"Files of the kind {quoted(ending)} cannot be shown. "
                f"Use {listed(sorted(kinds))}."
            )
        elif not data[4 if ending in AFTER_LENGTH else 0 :].startswith(kinds[ending]):
            place.problem(
                f"The file is not what its name says, {ending}. Save it again."
            )
        elif ending == "svg":
            check_drawing(data, place)
        found[path] = MediaFile(path, data)
    return found


def media_path(
    path: str, media: Mapping[str, MediaFile], kinds: Mapping[str, object], place: Place
) -> str:
    """Return the path if the file is there and of one of the kinds; else report."""
    ending = PurePosixPath(path).suffix.lower().removeprefix(".")
    if not path:
        return ""
    if not path.startswith(FOLDER) or ".." in path or "\\" in path:
        place.problem(
            f"{quoted(path)} is not in the media folder. Put the file there and write "
            "file=media/name."
        )
    elif path not in media:
        hint = nearest(path, media)
        place.problem(f"There is no file {quoted(path)} in the package.{hint}")
    elif ending not in kinds:
        place.problem(
            f"{quoted(path)} cannot be used here. Use {listed(sorted(kinds))}."
        )
    return path
