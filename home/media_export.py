"""Pictures and files of a course on their way into a package."""

import hashlib
import re
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from .packages.content import MediaFile
from .packages.writer import plain_slug

# What a site's storage adds to a name that it has already; another site adds another.
STORAGE_SUFFIX = re.compile(r"_[A-Za-z0-9]{7}$")


class MediaExport:
    """The media of one package by their paths in it, each once."""

    def __init__(self) -> None:
        self.files: dict[str, MediaFile] = {}
        self.reasons: list[str] = []
        self._paths: dict[tuple[str, int], str] = {}

    def image(self, image) -> str:
        """Return the path of a picture in the package."""
        return self._path(image, "image")

    def document(self, document) -> str:
        """Return the path of a file to take along in the package."""
        return self._path(document, "document")

    def _path(self, record, kind: str) -> str:
        known = self._paths.get((kind, record.pk))
        if known is not None:
            return known
        try:
            with record.file.open("rb") as file:
                data = file.read()
        except OSError:
            self.reasons.append(
                _(
                    "The file of “%(title)s” is missing in the site's storage. Upload "
                    "it again."
                )
                % {"title": record.title}
            )
            data = b""
        path = self._free_path(record.file.name, data)
        self.files[path] = MediaFile(path, data)
        self._paths[kind, record.pk] = path
        return path

    def _free_path(self, name: str, data: bytes) -> str:
        """Return a path that no other file of the package has."""
        file = PurePosixPath(name)
        stem = plain_slug(STORAGE_SUFFIX.sub("", file.stem)) or "file"
        ending = file.suffix.lower()
        path = f"media/{stem}{ending}"
        if path in self.files and self.files[path].data != data:
            # From what it holds, so that it is the same at every export.
            mark = hashlib.sha256(data).hexdigest()[:8]
            path = f"media/{stem}-{mark}{ending}"
        return path
