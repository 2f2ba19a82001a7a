"""The file of a backup: a ZIP archive whose manifest names every member.

Reading trusts nothing in it: what the manifest does not name, or names otherwise, is
refused, and nothing is written outside the folder that the reader chose.
"""

import contextlib
import dataclasses
import errno
import hashlib
import hmac
import json
import os
import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.utils.crypto import constant_time_compare, salted_hmac

from . import BackupProblem

FORMAT = 1
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
SQLITE = "database.sqlite3"
POSTGRESQL = "database.pgdump"
ANSWERS = "answers"
MEDIA = "media"
# A site with a million files has a manifest of some 150 MB.
MOST_MANIFEST = 200_000_000
CHUNK = 1024 * 1024
# So that the same files give the same archive; the manifest says when it was made.
NO_TIME = (1980, 1, 1, 0, 0, 0)
DAMAGED = "Use another backup."


@dataclasses.dataclass(frozen=True)
class Member:
    """One file of the archive beside the manifest."""

    name: str
    size: int
    sha256: str


@dataclasses.dataclass(frozen=True)
class Manifest:
    """What an archive says of itself."""

    made_at: str
    site_version: str
    # "sqlite" or "postgresql".
    database: str
    # Rows of each table of the database.
    rows: dict[str, int]
    # Applied migrations: app and name.
    migrations: list[tuple[str, str]]
    # Values from the environment that are no secrets.
    settings: dict[str, str]
    members: list[Member]

    def as_json(self) -> bytes:
        content = {"format": FORMAT} | dataclasses.asdict(self)
        return json.dumps(content, indent=1, ensure_ascii=False).encode()

    @property
    def size(self) -> int:
        """Bytes of all members, unpacked."""
        return sum(member.size for member in self.members)


# Writing ------------------------------------------------------------------------------


class Writer:
    """Adds members to a new archive, and at the end its manifest."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", allowZip64=True)
        self.members: list[Member] = []

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *error: object) -> None:
        self._zip.close()

    def add(self, name: str, source: IO[bytes], *, compress: bool) -> None:
        """Add a file; what is counted and summed is what was written."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(_info(name, compress), "w", force_zip64=True) as target:
            while chunk := source.read(CHUNK):
                target.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.members.append(Member(name, size, digest.hexdigest()))

    def finish(self, manifest: Manifest) -> None:
        """Add the manifest and end the archive."""
        content = manifest.as_json()
        self._zip.writestr(_info(MANIFEST, True), content)
        self._zip.writestr(_info(SIGNATURE, False), _signature(content))
        self._zip.close()


def _info(name: str, compress: bool) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, date_time=NO_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    info.external_attr = (stat.S_IFREG | 0o600) << 16
    return info


def _signature(content: bytes) -> str:
    return salted_hmac(
        "elearn.backups", content.decode(), algorithm="sha256"
    ).hexdigest()


# Reading ------------------------------------------------------------------------------


class Reader:
    """An archive whose manifest was read and agrees with the list of its members."""

    def __init__(self, zip_file: zipfile.ZipFile) -> None:
        self._zip = zip_file
        infos = _members_once(zip_file)
        content = self._short(infos, MANIFEST, MOST_MANIFEST)
        signature = self._short(infos, SIGNATURE, 64)
        self.manifest = _read_manifest(content)
        self.is_ours = constant_time_compare(signature, _signature(content))
        for member in self.manifest.members:
            info = infos.pop(member.name, None)
            if info is None or info.file_size != member.size:
                raise BackupProblem(
                    f"The archive is incomplete: “{member.name}” is missing or has "
                    f"another size. {DAMAGED}"
                )
        others = sorted(set(infos) - {MANIFEST, SIGNATURE})
        if others:
            raise BackupProblem(
                f"The archive holds “{others[0]}”, which its manifest does not name. "
                f"{DAMAGED}"
            )

    def _short(self, infos: dict[str, zipfile.ZipInfo], name: str, most: int) -> bytes:
        info = infos.get(name)
        if info is None:
            raise BackupProblem(
                f"This is no backup of this site: it has no {name}. Name a file that "
                "`manage.py backup` has written."
            )
        if info.file_size > most:
            raise BackupProblem(f"The archive's {name} is too large. {DAMAGED}")
        with _told(name), self._zip.open(info) as source:
            return source.read(most + 1)

    def check(self) -> None:
        """Read everything; raise where a byte differs from what the manifest says."""
        for member in self.manifest.members:
            for _chunk in self._chunks(member):
                pass

    def extract(self, member: Member, target: Path) -> None:
        """Write one member into a new file."""
        with target.open("xb") as file:
            for chunk in self._chunks(member):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())

    def extract_media(self, folder: Path) -> int:
        """Write all files of the media into a new folder; return how many."""
        folder.mkdir(mode=0o755)
        count = 0
        for member in self.manifest.members:
            if member.name.startswith(f"{MEDIA}/"):
                target = folder / member.name.removeprefix(f"{MEDIA}/")
                target.parent.mkdir(parents=True, exist_ok=True)
                self.extract(member, target)
                count += 1
        return count

    def member(self, name: str) -> Member:
        for member in self.manifest.members:
            if member.name == name:
                return member
        raise BackupProblem(f"The archive has no {name}. {DAMAGED}")

    def answers(self) -> list[Member]:
        """Return the members that hold tables of answers."""
        return [m for m in self.manifest.members if m.name.startswith(f"{ANSWERS}/")]

    def _chunks(self, member: Member) -> Iterator[bytes]:
        digest, left = hashlib.sha256(), member.size
        with _told(member.name), self._zip.open(member.name) as source:
            # One byte more than there should be is enough to know.
            while chunk := source.read(min(CHUNK, left + 1)):
                left -= len(chunk)
                if left < 0:
                    break
                digest.update(chunk)
                yield chunk
        if left or not hmac.compare_digest(digest.hexdigest(), member.sha256):
            raise BackupProblem(
                f"The archive is damaged: “{member.name}” is not what was put into "
                f"it. {DAMAGED}"
            )


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """Open an archive for reading; raises BackupProblem for what is none."""
    try:
        zip_file = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise BackupProblem(f"There is no file {path}.") from None
    except OSError as error:
        raise BackupProblem(f"{path} cannot be read: {error.strerror}.") from error
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise BackupProblem(
            f"{path} is no backup, or only a part of one. {DAMAGED}"
        ) from error
    with zip_file:
        yield Reader(zip_file)


@contextlib.contextmanager
def _told(name: str) -> Iterator[None]:
    """Turn what zipfile says of a damaged member into a sentence."""
    try:
        yield
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError) as error:
        raise BackupProblem(
            f"The archive is damaged: “{name}” cannot be read. {DAMAGED}"
        ) from error
    except Exception as error:
        # zlib.error, struct.error and NotImplementedError have no common parent. A
        # damaged table of contents may point to before the beginning of the file.
        is_of_the_disk = isinstance(error, OSError) and error.errno != errno.EINVAL
        if isinstance(error, BackupProblem) or is_of_the_disk:
            raise
        raise BackupProblem(
            f"The archive is damaged: “{name}” cannot be read. {DAMAGED}"
        ) from error


def _members_once(zip_file: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos: dict[str, zipfile.ZipInfo] = {}
    for info in zip_file.infolist():
        kind = stat.S_IFMT(info.external_attr >> 16)
        is_plain = kind in {0, stat.S_IFREG} and not info.is_dir()
        if info.filename in infos or not is_plain or info.flag_bits & 0x1:
            raise BackupProblem(
                f"The archive holds “{info.filename}” twice, encrypted, or as "
                f"something other than a file. {DAMAGED}"
            )
        infos[info.filename] = info
    return infos


def _read_manifest(content: bytes) -> Manifest:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BackupProblem(f"The manifest cannot be read. {DAMAGED}") from error
    version = data.get("format") if isinstance(data, dict) else None
    if type(version) is int and version > FORMAT:
        raise BackupProblem(
            f"The archive has format {version}, this site reads up to {FORMAT}. "
            "Update the site first."
        )
    if version != FORMAT:
        raise BackupProblem(f"The manifest names no format. {DAMAGED}")
    try:
        return _manifest(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BackupProblem(
            f"The manifest lacks something that belongs into it. {DAMAGED}"
        ) from error


def _manifest(data: dict[str, Any]) -> Manifest:
    """Return the manifest of its JSON; raises ValueError and kin for another shape."""
    members = [
        Member(_safe(one["name"]), _whole(one["size"]), _text(one["sha256"]))
        for one in data["members"]
    ]
    names = [member.name for member in members]
    database = _text(data["database"])
    if len(set(names)) < len(names) or database not in {"sqlite", "postgresql"}:
        raise ValueError
    return Manifest(
        made_at=_text(data["made_at"]),
        site_version=_text(data["site_version"]),
        database=database,
        rows={_text(name): _whole(count) for name, count in data["rows"].items()},
        migrations=[(_text(app), _text(name)) for app, name in data["migrations"]],
        settings={_text(n): _text(v) for n, v in data["settings"].items()},
        members=members,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _whole(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError
    return value


def _safe(value: object) -> str:
    """Return the name of a member that may be written; raises BackupProblem if not."""
    name = _text(value)
    parts = PurePosixPath(name).parts
    is_path = (
        name == "/".join(parts)
        and not name.startswith("/")
        and not {"..", "."} & set(parts)
        and not re.search(r"[\\\x00-\x1f\x7f]", name)
        and all(len(part.encode()) <= 255 for part in parts)
    )
    is_known = (
        name in {SQLITE, POSTGRESQL}
        or (parts[:1] == (MEDIA,) and len(parts) > 1)
        or re.fullmatch(rf"{ANSWERS}/[a-z0-9_]+", name)
    )
    if not (is_path and is_known):
        raise BackupProblem(
            f"The archive names “{name[:80]}”, which is no place for a file of a "
            f"backup. {DAMAGED}"
        )
    return name
