"""The stored form of blocks, for what is made by programs and not in the editor."""

import uuid

from django.db import models
from wagtail.blocks import StreamValue

# Names made from this and a short name stay the same at every import.
NAMESPACE = uuid.UUID("6b0c5f0e-52b7-4d0a-9b3f-0e2f6f3f5d1c")


def package_id(*names: str) -> str:
    """Return the id of a block of a package: the same for the same names."""
    return str(uuid.uuid5(NAMESPACE, "/".join(names)))


def stream_value(model: type[models.Model], field: str, raw: list[dict]) -> StreamValue:
    """Return a stream value of a model's field, made of its stored form."""
    return model._meta.get_field(field).stream_block.to_python(raw)
