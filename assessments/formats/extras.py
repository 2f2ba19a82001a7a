"""What a format cannot say of a question, beside what it can.

A writer says what the format can say, reads that back, and puts the difference to the
whole question beside it as JSON: in a comment, an element or a column that other
programs pass over. So nothing is lost, and nothing is said twice.

Somebody may edit the file in between. Then what the format itself says holds, and the
JSON only fills what it leaves out. `native` tells: it is a fingerprint of what the
format said when the file was written. docs/reference/question-files.md has examples.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from .lean import lean
from .pictures import MAX_PICTURE_BYTES, checked_picture
from .records import Draft, PictureFile, Problem, gettext_noop

VERSION = 1
DEEPEST_JSON = 30

UNREADABLE = gettext_noop(
    "What elearn noted beside the question cannot be read. Export the question again, "
    "or delete the note."
)


def difference(native: Any, whole: Any) -> Any:
    """Return what `merged` needs to turn `native` into `whole`.

    A merge patch as in RFC 7386, in which null takes away, but for lists: where both
    are lists of as many objects, the patch is a list of patches.
    """
    if isinstance(native, dict) and isinstance(whole, dict):
        patch = {name: None for name in native if name not in whole}
        for name, value in whole.items():
            if name not in native:
                patch[name] = value
            elif native[name] != value or type(native[name]) is not type(value):
                patch[name] = difference(native[name], value)
        return patch
    if _alike(native, whole):
        return [difference(old, new) for old, new in zip(native, whole, strict=True)]
    return whole


def merged(native: Any, patch: Any) -> Any:
    """Return what `difference` was made for."""
    if isinstance(patch, dict):
        result = dict(native) if isinstance(native, dict) else {}
        for name, value in patch.items():
            if value is None:
                result.pop(name, None)
            else:
                result[name] = merged(result.get(name), value)
        return result
    if _alike(native, patch):
        return [merged(old, new) for old, new in zip(native, patch, strict=True)]
    return patch


def filled(native: Any, patch: Any, name: str = "") -> tuple[Any, list[str]]:
    """Return `native` with what it leaves out, and the names of what fits no more."""
    if isinstance(native, dict) and isinstance(patch, dict):
        result, lost = dict(native), []
        for inner, value in patch.items():
            if value is None:
                continue
            if inner not in native:
                result[inner] = merged(None, value)
            else:
                result[inner], more = filled(native[inner], value, inner)
                lost += more
        return result, lost
    if isinstance(native, list) and isinstance(patch, list):
        if not _alike(native, patch):
            return native, [name]
        pairs = [filled(old, new, name) for old, new in zip(native, patch, strict=True)]
        return [one for one, _lost in pairs], [n for _one, lost in pairs for n in lost]
    return native, []


def _alike(one: Any, other: Any) -> bool:
    """Answer whether both are lists of as many objects, at least one."""
    return (
        isinstance(one, list)
        and isinstance(other, list)
        and len(one) == len(other) > 0
        and all(isinstance(value, dict) for value in (*one, *other))
    )


def fingerprint(native: Draft) -> str:
    """Return a short value that differs for what differs in anything."""
    canonical = json.dumps(native, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def note(
    native: Draft,
    whole: Draft,
    language: str,
    pictures: Iterable[PictureFile] = (),
) -> str:
    """Return the JSON to put beside what the format says, on one line of ASCII."""
    native, whole = lean(native), lean(whole)
    data: Draft = {
        "elearn": VERSION,
        "language": language,
        "native": fingerprint(native),
        "item": difference(native, whole),
    }
    inside = [
        {"name": p.name, "data": base64.b64encode(p.data).decode()} for p in pictures
    ]
    if inside:
        data["pictures"] = inside
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"))


def read_note(text: str) -> Draft:
    """Return a note that `note` has made. Raises Problem for anything else."""
    data = read_json(text)
    if not isinstance(data, dict) or not isinstance(data.get("item"), dict):
        raise Problem(UNREADABLE)
    if data.get("elearn") != VERSION:
        raise Problem(
            gettext_noop(
                "It comes from a later version of elearn, which this site does not "
                "know. Update the site, or export the question from an older one."
            )
        )
    return data


def read_json(text: str) -> Any:
    """Return what a JSON text says. Raises Problem where it is none, or a trap."""
    depth = 0
    # Strings may hold brackets too; a question never has as many before any closes.
    for character in text:
        if character in "[{":
            depth += 1
            if depth > DEEPEST_JSON * 1000:
                raise Problem(UNREADABLE)
    try:
        data = json.loads(text, parse_constant=_no_number, parse_int=_short_number)
    except (ValueError, RecursionError) as error:
        raise Problem(UNREADABLE) from error
    if not _is_shallow(data, DEEPEST_JSON):
        raise Problem(UNREADABLE)
    return data


def _no_number(name: str) -> float:
    raise ValueError(name)


def _short_number(digits: str) -> int:
    if len(digits) > 20:
        raise ValueError(digits[:20])
    return int(digits)


def _is_shallow(value: Any, depth: int) -> bool:
    if depth == 0:
        return False
    if isinstance(value, dict):
        return all(_is_shallow(inner, depth - 1) for inner in value.values())
    if isinstance(value, list):
        return all(_is_shallow(inner, depth - 1) for inner in value)
    return True


def pictures_of(data: Mapping[str, Any]) -> dict[int, PictureFile]:
    """Return the pictures in a note by number. Raises Problem for what is none."""
    found = {}
    inside = data.get("pictures", [])
    if not isinstance(inside, list):
        raise Problem(UNREADABLE)
    for entry in inside:
        if not isinstance(entry, dict):
            raise Problem(UNREADABLE)
        encoded, name = entry.get("data"), entry.get("name")
        if not isinstance(encoded, str) or not isinstance(name, str):
            raise Problem(UNREADABLE)
        picture = checked_picture(decoded_base64(encoded), name)
        found[picture.number] = picture
    return found


def decoded_base64(text: str) -> bytes:
    """Return the bytes of a base64 text. Raises Problem; looks at the size first."""
    if len(text) > MAX_PICTURE_BYTES * 3 // 2:
        raise Problem(
            gettext_noop("A picture is larger than %(most)s MB. Make it smaller."),
            most=MAX_PICTURE_BYTES // 1024 // 1024,
        )
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Problem(
            gettext_noop("A picture is damaged: its data is no base64 text.")
        ) from error
