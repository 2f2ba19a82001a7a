"""The stored form of blocks, for what is made by programs and not in the editor."""

import uuid
from typing import Any

from django.db import models
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField

from .packages.markdown import canonical

# Names made from this and a short name stay the same at every import.
NAMESPACE = uuid.UUID("6b0c5f0e-52b7-4d0a-9b3f-0e2f6f3f5d1c")


class CannotImport(Exception):
    """The site cannot take the package as it is; the message says why."""


def package_id(*names: str) -> str:
    """Return the id of a block of a package: the same for the same names."""
    return str(uuid.uuid5(NAMESPACE, "/".join(names)))


def stream_value(model: type[models.Model], field: str, raw: list[dict]) -> StreamValue:
    """Return a stream value of a model's field, made of its stored form."""
    return model._meta.get_field(field).stream_block.to_python(raw)


def differs(record: models.Model, fields: dict[str, Any]) -> bool:
    """Answer whether the record says something else than these values of its fields.

    The names that the editor gives to blocks and paragraphs say nothing, nor how it
    writes what looks the same.
    """
    for name, value in fields.items():
        before = _said(record, name, getattr(record, name))
        after = _said(record, name, value)
        if before != after and _shown(before) != _shown(after):
            return True
    return False


def _said(record: models.Model, name: str, value: Any) -> Any:
    field = record._meta.get_field(name)
    if isinstance(field, StreamField):
        value = field.stream_block.get_prep_value(value)
    return _without_names(value)


def _without_names(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _without_names(inner)
            for name, inner in value.items()
            # A language without a text, an option without a picture.
            if name != "id" and inner not in (None, "", [], {})
        }
    if isinstance(value, (list, tuple)):
        return [_without_names(inner) for inner in value]
    return value


def _shown(value: Any) -> Any:
    """Return the value with its rich texts in the one form that looks the same."""
    if isinstance(value, dict):
        return {name: _shown(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_shown(inner) for inner in value]
    return canonical(value) if isinstance(value, str) and "<" in value else value
