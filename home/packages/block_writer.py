"""Blocks of lessons as Markdown and directives: the way back from `lessons`."""

import re
from typing import Any

from .content import (
    Block,
    Callout,
    Case,
    Download,
    Figure,
    KeyPoints,
    Reference,
    References,
    Table,
    Text,
)
from .markdown import escaped, plain_markdown, to_markdown
from .teaching import (
    Accordion,
    Audio,
    CheckOption,
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
from .yamlwriter import Word, dump, dump_list


def block_text(block: Block) -> str:
    """Return one block as Markdown or as a directive."""
    match block:
        case Text():
            return to_markdown(block.html, headings=True)
        case Callout():
            return _directive(
                "callout", to_markdown(block.html), tone=block.tone, title=block.title
            )
        case KeyPoints():
            return _directive("key-points", _plain_list(block.points))
        case Case():
            text = to_markdown(block.html)
            if block.questions:
                text += f"\n\nQuestions:\n\n{_plain_list(block.questions)}"
            return _directive("case", text, title=block.title)
        case Table():
            return _directive("table", _table(block), caption=block.caption)
        case Figure():
            return _directive(
                "figure",
                "",
                file=block.file,
                alt=block.alt,
                decorative="true" if block.is_decorative else "",
                caption=block.caption,
            )
        case Download():
            return _directive("download", "", file=block.file, title=block.title)
        case References():
            entries = [_reference(source) for source in block.sources]
            return _directive("references", dump_list(entries).rstrip("\n"))
        case _:
            return _teaching(block)


def _teaching(block: TeachingBlock) -> str:
    match block:
        case Quote():
            text = to_markdown(block.html)
            return _directive("quote", text, name=block.name, role=block.role)
        case Accordion():
            return _directive("accordion", _sections(block.sections))
        case Steps():
            return _directive("steps", _sections(block.steps), title=block.title)
        case Comparison():
            sides = _sections((block.left, block.right))
            return _directive("comparison", sides, title=block.title)
        case ContentNote():
            return _directive("content-note", to_markdown(block.html))
        case SelfCheck() | TrueOrFalse():
            return _directive("self-check", dump(_check(block)).rstrip("\n"))
        case Reflection():
            text = plain_markdown(block.question)
            return _directive("reflection", text, key=block.key)
        case Video():
            return _directive(
                "video",
                to_markdown(block.html),
                file=block.file,
                title=block.title,
                poster=block.poster,
                captions=" ".join(
                    f"{one.language}={one.file}" for one in block.captions
                ),
            )
        case Audio():
            text = to_markdown(block.html)
            return _directive("audio", text, file=block.file, title=block.title)
        case Embed():
            text = to_markdown(block.html)
            return _directive("embed", text, url=block.url, title=block.title)


def _directive(name: str, text: str, /, **attributes: str) -> str:
    given = "".join(
        f" {key}={_attribute(value)}" for key, value in attributes.items() if value
    )
    inner = f"{text}\n" if text else ""
    return f"::: {name}{given}\n{inner}:::"


def _attribute(value: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9_./-]+", value):
        return value
    inner = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'


def _plain_list(texts: tuple[str, ...]) -> str:
    return "\n".join(f"- {plain_markdown(text)}" for text in texts)


def _table(table: Table) -> str:
    rows = [table.header, ("---",) * len(table.header), *table.rows]
    return "\n".join(
        "| " + " | ".join(cells) + " |"
        for cells in (
            [cell if row is rows[1] else _cell(cell) for cell in row] for row in rows
        )
    )


def _cell(text: str) -> str:
    return plain_markdown(text).replace("|", "\\|")


def _reference(source: Reference) -> dict[str, Any]:
    found: dict[str, Any] = {
        "title": source.title,
        "authors": source.authors,
        "year": source.year,
        "source": source.source,
        "url": Word(source.url),
        "supports": source.supports,
        "review_by": Word(source.review_by.isoformat()),
        "tag": Word(source.tag),
    }
    return {key: value for key, value in found.items() if value not in ("", None)}


def _sections(sections: tuple[Section, ...]) -> str:
    return "\n\n".join(
        f"### {_heading(section.heading)}\n\n{to_markdown(section.html)}".rstrip()
        for section in sections
    )


def _heading(text: str) -> str:
    # Number signs at the end would be read as the end of the heading.
    return re.sub(r"#+$", lambda found: "\\" + found.group(), escaped(text))


def _check(check: SelfCheck | TrueOrFalse) -> dict[str, Any]:
    found: dict[str, Any]
    if isinstance(check, TrueOrFalse):
        found = {"statement": check.statement, "answer": check.is_true}
    else:
        found = {
            "question": check.question,
            "options": [_option(option) for option in check.options],
        }
    if check.explanation:
        found["explanation"] = check.explanation
    return found


def _option(option: CheckOption) -> dict[str, Any]:
    right = {"right": True} if option.is_right else {}
    return {"text": option.text, **right, "feedback": option.feedback}
