"""The files of a package, read from a folder or a zip into memory.

A package may come from anybody. Nothing is ever written or extracted; names that lead
out of the package, links, and archives that would swell are refused with a sentence.
"""

import dataclasses
import os
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from .problems import Place, Report, quoted, shown

MEBIBYTE = 1024 * 1024


@dataclasses.dataclass(frozen=True)
class Limits:
    """How large a package may be. A course with pictures stays far below."""

    files: int = 2000
    text_bytes: int = 200_000
    media_bytes: int = 100 * MEBIBYTE
    total_bytes: int = 200 * MEBIBYTE
    archive_bytes: int = 200 * MEBIBYTE
    # How much larger a file of an archive may be than its compressed form.
    ratio: int = 100
    # An archive's list of files, which is read before anything can be counted.
    directory_bytes: int = MEBIBYTE
    name_length: int = 200


LIMITS = Limits()

# What computers leave behind in folders and archives.
LEFT_BEHIND = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})

# The signatures of the end of an archive's list, and of its form for huge archives.
END_OF_DIRECTORY = b"PK\x05\x06"
HUGE_ARCHIVE = b"PK\x06\x07"

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


def open_package(
    path: Path, report: Report, limits: Limits = LIMITS
) -> dict[str, bytes]:
    """Return the content of every file of the package by its name inside it.

    Names are relative and use slashes. What is refused is reported and left out.
    """
    place = Place(report, shown(path.name) or "package")
    try:
        if path.is_dir():
            files = dict(_folder_files(path, report, limits))
        elif path.is_file():
            files = _archive_files(path, place, limits)
        else:
            place.problem("There is no such folder or zip file. Check the path.")
            return {}
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        place.problem(f"This cannot be read: {reason or 'the path makes no sense'}.")
        return {}
    return _without_top_folder(files)


def _without_top_folder(files: dict[str, bytes]) -> dict[str, bytes]:
    """Leave out a folder that holds everything, as zips of a folder have."""
    tops = {name.partition("/")[0] for name in files}
    if "course.yaml" in files or len(tops) != 1:
        return files
    top = tops.pop() + "/"
    if top + "course.yaml" not in files:
        return files
    return {name.removeprefix(top): data for name, data in files.items()}


def name_problem(name: str, limits: Limits = LIMITS) -> str:
    """Return a sentence saying why a file must not have this name; empty if it may."""
    parts = name.split("/")
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "The name is absolute. Names must begin inside the package."
    if ".." in parts:
        return "The name leads out of the package. Remove “..” from it."
    if "\\" in name:
        return "The name has a backslash. Separate folders with “/”."
    if "" in parts or "." in parts:
        return "The name has an empty part. Use names like “media/picture.png”."
    if not name.isprintable():
        return "The name has characters that cannot be shown. Rename the file."
    if len(name) > limits.name_length:
        return f"The name is longer than {limits.name_length} characters. Shorten it."
    return ""


def _is_left_behind(name: str) -> bool:
    return any(
        part in LEFT_BEHIND or part.startswith(".") or part.endswith("~")
        for part in name.split("/")
    )


def _size_problem(name: str, size: int, limits: Limits) -> str:
    is_media = "media" in name.split("/")[:-1]
    limit = limits.media_bytes if is_media else limits.text_bytes
    if size <= limit:
        return ""
    return f"The file has {size:,} bytes; at most {limit:,} are allowed here. " + (
        "Make it smaller." if is_media else "Divide it, or check what it is."
    )


# Folders


def _folder_files(
    root: Path, report: Report, limits: Limits
) -> Iterator[tuple[str, bytes]]:
    """Yield the files below the folder, without following links."""
    total = 0
    for number, (name, entry) in enumerate(_walk(root, "", report, limits)):
        place = Place(report, name)
        if number >= limits.files:
            place.problem(_too_many(limits))
            return
        size = entry.stat(follow_symlinks=False).st_size
        total += size
        if total > limits.total_bytes:
            place.problem(_too_large(limits))
            return
        if sentence := _size_problem(name, size, limits):
            place.problem(sentence)
            continue
        with open(entry.path, "rb") as file:
            yield name, file.read(size)


def _walk(
    folder: Path, prefix: str, report: Report, limits: Limits
) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            name = prefix + entry.name
            place = Place(report, name)
            if _is_left_behind(entry.name):
                continue
            if sentence := name_problem(name, limits):
                place.problem(sentence)
            elif entry.is_symlink():
                place.problem(
                    "This is a link to another place. Copy the file itself here."
                )
            elif entry.is_dir(follow_symlinks=False):
                yield from _walk(folder / entry.name, f"{name}/", report, limits)
            elif entry.is_file(follow_symlinks=False):
                yield name, entry
            else:
                place.problem("This is neither a file nor a folder. Remove it.")


# Archives


def _archive_files(path: Path, place: Place, limits: Limits) -> dict[str, bytes]:
    """Return the files of the zip."""
    size = path.stat().st_size
    if size > limits.archive_bytes:
        place.problem(
            f"The file has {size:,} bytes; at most {limits.archive_bytes:,} are "
            "allowed. Leave out large media."
        )
        return {}
    with open(path, "rb") as file:
        if sentence := _directory_problem(file, size, limits):
            place.problem(sentence)
            return {}
        try:
            with zipfile.ZipFile(file) as archive:
                return dict(_members(archive, place, limits))
        except UNREADABLE:
            place.problem(
                "The zip is damaged or of an unusual kind. "
                "Make it again from the folder."
            )
            return {}


def _directory_problem(file: IO[bytes], size: int, limits: Limits) -> str:
    """Look at the end of the file: is it a zip, and is its list of files bearable?"""
    start = max(0, size - 65_557 - 20)
    file.seek(start)
    tail = file.read(size - start)
    file.seek(0)
    found = tail.rfind(END_OF_DIRECTORY)
    if found < 0 or len(tail) < found + 22:
        return "This is neither a folder nor a zip. Give the course as one of these."
    (length,) = struct.unpack_from("<I", tail, found + 12)
    if HUGE_ARCHIVE in tail[:found][-20:] or length > limits.directory_bytes:
        return _too_many(limits)
    return ""


def _members(
    archive: zipfile.ZipFile, place: Place, limits: Limits
) -> Iterator[tuple[str, bytes]]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > limits.files:
        place.problem(_too_many(limits))
        return
    if sum(info.file_size for info in infos) > limits.total_bytes:
        place.problem(_too_large(limits))
        return
    uses = Counter(info.filename.casefold() for info in infos)
    for info in infos:
        at = Place(place.report, info.filename)
        if sentence := name_problem(info.filename, limits):
            at.problem(sentence)
        elif _is_left_behind(info.filename):
            continue
        elif uses[info.filename.casefold()] > 1:
            at.problem(
                "The zip has several files of this name (capitals do not count). "
                "Keep one."
            )
        elif sentence := _member_problem(info, limits):
            at.problem(sentence)
        else:
            yield from _member(archive, info, at)


def _member_problem(info: zipfile.ZipInfo, limits: Limits) -> str:
    if stat.S_ISLNK(info.external_attr >> 16):
        return "This is a link to another place. Put the file itself into the zip."
    if info.flag_bits & 0x1:
        return "The file is encrypted. Make the zip without a password."
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "The file is compressed in an unusual way. Make an ordinary zip."
    if info.file_size > max(MEBIBYTE, limits.ratio * info.compress_size):
        return "The file swells too much when unpacked. Put the original into the zip."
    return _size_problem(info.filename, info.file_size, limits)


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, at: Place
) -> Iterator[tuple[str, bytes]]:
    try:
        with archive.open(info) as file:
            # One byte more than promised: reading to the end checks the checksum.
            data = file.read(info.file_size + 1)
    except UNREADABLE:
        at.problem("The file is damaged inside the zip. Make the zip again.")
        return
    if len(data) != info.file_size:
        at.problem("The file is not as long as the zip says. Make the zip again.")
        return
    yield info.filename, data


def _too_many(limits: Limits) -> str:
    return f"There are too many files; a package has at most {limits.files:,}."


def _too_large(limits: Limits) -> str:
    return (
        f"The files together have more than {limits.total_bytes:,} bytes. "
        "Leave out large media."
    )


# Texts


def decode(data: bytes, place: Place) -> str | None:
    """Return the text of the file; None, and a problem, if it is no text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        dataclasses.replace(place, line=line).problem(
            "The file is not in UTF-8. Save it again with the encoding UTF-8."
        )
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    stray = re.search(r"[^\n\t -\x7e\xa0-\U0010ffff]", text)
    if stray:
        line = text.count("\n", 0, stray.start()) + 1
        dataclasses.replace(place, line=line).problem(
            f"The text has the control character {quoted(ascii(stray.group())[1:-1])}. "
            "Remove it."
        )
        return None
    return text
