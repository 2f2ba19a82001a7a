"""Uploaded files between the report on them and the confirmation.

The file waits in the site's file storage, which all processes share, below a name that
nobody can guess. What the browser carries is a signed slip: where the file is, what it
contained and who uploaded it. On confirmation it is read again and compared.
"""

import datetime
import hashlib
import secrets
from typing import Any

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from people.models import User

# Not below the folder of pictures, so no address leads here.
FOLDER = "imports"
KEPT_FOR = datetime.timedelta(hours=2)
SALT = "assessments.uploads"


class UploadGone(Exception):
    """The slip is not ours, too old, somebody else's, or its file is not the same."""


def keep(*, data: bytes, by: User, settings: dict[str, Any]) -> str:
    """Keep a file and return the slip for it. `settings` go with it, unchangeable."""
    name = default_storage.save(
        f"{FOLDER}/{secrets.token_urlsafe(24)}", ContentFile(data)
    )
    slip = {
        "name": name,
        "digest": hashlib.sha256(data).hexdigest(),
        "by": by.pk,
        "settings": settings,
    }
    return signing.dumps(slip, salt=SALT)


def kept(*, slip: str, by: User) -> tuple[bytes, dict[str, Any]]:
    """Return the file of a slip and its settings. Raises UploadGone."""
    found = _read(slip, by)
    try:
        with default_storage.open(found["name"]) as file:
            data = file.read()
    except OSError as error:
        raise UploadGone from error
    if hashlib.sha256(data).hexdigest() != found["digest"]:
        raise UploadGone
    return data, found["settings"]


def forget(*, slip: str, by: User) -> None:
    """Delete the file of a slip. Raises UploadGone for a slip that is not theirs."""
    default_storage.delete(_read(slip, by)["name"])


def sweep(*, at: datetime.datetime) -> None:
    """Delete the files that nobody confirmed."""
    try:
        _folders, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for name in names:
        path = f"{FOLDER}/{name}"
        try:
            if at - default_storage.get_modified_time(path) > KEPT_FOR:
                default_storage.delete(path)
        except OSError:
            # Another process was quicker.
            continue


def _read(slip: str, by: User) -> dict[str, Any]:
    try:
        found: dict[str, Any] = signing.loads(slip, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature as error:
        raise UploadGone from error
    if found["by"] != by.pk:
        raise UploadGone
    return found
