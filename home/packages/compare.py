"""Where two packages say different things, in words."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from .content import CoursePackage
from .problems import quoted

# Where something is written is no part of what it says.
NOT_SAID = frozenset({"file"})


def first_difference(one: CoursePackage, other: CoursePackage) -> str:
    """Return the first difference: the way to it and both values; "" for none."""
    return _difference(one, other, "")


def _difference(one: Any, other: Any, way: str) -> str:
    if one == other:
        return ""
    if dataclasses.is_dataclass(one) and type(one) is type(other):
        name = getattr(one, "key", "") or getattr(one, "slug", "")
        here = _way(way, str(name)) if name else way
        for field in dataclasses.fields(one):
            if field.name in NOT_SAID:
                continue
            found = _difference(
                getattr(one, field.name), getattr(other, field.name), here
            )
            if found:
                return found if "“" in found else _way(found, field.name)
        return ""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in [*one, *(key for key in other if key not in one)]:
            found = _difference(one.get(key), other.get(key), _way(way, str(key)))
            if found:
                return found
        return ""
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        for mine, yours in zip(one, other, strict=True):
            if found := _difference(mine, yours, way):
                return found
        return ""
    return f"{way or 'the course'}: {quoted(str(one))} is read as {quoted(str(other))}"


def _way(*names: str) -> str:
    return " › ".join(name for name in names if name)
