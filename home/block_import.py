"""The blocks of a lesson in the form that the site stores them in."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from .media_import import MediaImport
from .packages.content import (
    Block,
    Callout,
    Case,
    Download,
    Figure,
    KeyPoints,
    References,
    Table,
    Text,
)
from .packages.teaching import (
    Accordion,
    Audio,
    Comparison,
    ContentNote,
    Embed,
    Quote,
    Reflection,
    Section,
    SelfCheck,
    Steps,
    TeachingBlock,
    TrueOrFalse,
    Video,
)
from .stored import package_id


def stored_block(block: Block, media: MediaImport) -> Any:
    """Return the stored form of one block of a lesson."""
    match block:
        case Text():
            return block.html
        case Callout():
            return {
                "tone": str(block.tone),
                "title": block.title,
                "text": block.html,
            }
        case KeyPoints():
            return {"points": _list(block.points)}
        case Case():
            return {
                "title": block.title,
                "story": block.html,
                "questions": _list(block.questions),
            }
        case Table():
            return {
                "table": {
                    "columns": [
                        {"type": "text", "heading": heading} for heading in block.header
                    ],
                    "rows": [{"values": list(row)} for row in block.rows],
                    "caption": block.caption,
                }
            }
        case Figure():
            return {
                "image": {
                    "image": media.image(block.file, block.alt),
                    "decorative": block.is_decorative,
                    "alt_text": block.alt,
                },
                "caption": block.caption,
            }
        case Download():
            return {
                "document": media.document(block.file, block.title),
                "title": block.title,
            }
        case References():
            return {
                "sources": _list(
                    {
                        "title": source.title,
                        "authors": source.authors,
                        "year": source.year,
                        "source": source.source,
                        "url": source.url,
                        "supports": source.supports,
                        "review_by": source.review_by.isoformat(),
                        "tag": source.tag,
                    }
                    for source in block.sources
                )
            }
        case Video():
            poster = block.poster and media.image(block.poster, block.title)
            return {
                "title": block.title,
                "file": media.document(block.file, block.title),
                "poster": poster or None,
                "captions": _list(
                    {
                        "language": one.language,
                        "file": media.document(one.file, block.title),
                    }
                    for one in block.captions
                ),
                "transcript": block.html,
            }
        case Audio():
            return {
                "title": block.title,
                "file": media.document(block.file, block.title),
                "transcript": block.html,
            }
        case _:
            return _teaching(block)


def _teaching(block: TeachingBlock) -> Any:
    match block:
        case Quote():
            return {"text": block.html, "name": block.name, "role": block.role}
        case Accordion():
            return {"sections": _list(map(_section, block.sections))}
        case Steps():
            return {"title": block.title, "steps": _list(map(_section, block.steps))}
        case Comparison():
            return {
                "title": block.title,
                "left": _section(block.left),
                "right": _section(block.right),
            }
        case ContentNote():
            return {"text": block.html}
        case SelfCheck():
            return {
                "question": block.question,
                "options": _list(map(dataclasses.asdict, block.options)),
                "explanation": block.explanation,
            }
        case TrueOrFalse():
            return dataclasses.asdict(block)
        case Embed():
            return {"title": block.title, "url": block.url, "summary": block.html}
        case Reflection():
            return {"question": block.question, "key": block.key}


def _section(section: Section) -> dict[str, str]:
    return {"heading": section.heading, "text": section.html}


def _list(values: Iterable[Any]) -> list[dict]:
    """Return the stored form of a list block."""
    return [
        {"type": "item", "value": value, "id": package_id(repr(value))}
        for value in values
    ]
