"""Course packages as files: one that has one of everything, in two languages."""

import io
from pathlib import Path

from PIL import Image

# Its texts, as an author would have them in a folder; its media are made here.
TEXTS = Path(__file__).parent / "everything"


def picture(colour: str) -> bytes:
    """Return a small picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(buffer, "PNG")
    return buffer.getvalue()


def everything() -> dict[str, bytes]:
    """Return the files of a course that has one of everything."""
    files = {
        path.relative_to(TEXTS).as_posix(): path.read_bytes()
        for path in sorted(TEXTS.rglob("*"))
        if path.is_file()
    }
    return files | {
        "media/arrows.png": picture("red"),
        "media/flower.png": picture("blue"),
        "media/list.txt": b"One. Two.",
        "media/talk.mp4": b"\x00\x00\x00\x18ftypmp42 and so on",
        "media/talk.mp3": b"ID3 and so on",
        "media/talk-en.vtt": b"WEBVTT\n\n00:00.000 --> 00:02.000\nWhat?\n",
        "media/talk-fi.vtt": b"WEBVTT\n\n00:00.000 --> 00:02.000\nMit\xc3\xa4?\n",
    }


def write_folder(root: Path, files: dict[str, bytes]) -> Path:
    """Write the files below `root` and return it."""
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root
