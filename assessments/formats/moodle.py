"""What GIFT and Moodle XML have in common, because both are written by Moodle."""

import re
from collections.abc import Sequence

from assessments.content import GAP

from .records import CategoryName, first_text

# The places of Moodle where a category may lie; no part of its name.
_CONTEXTS = re.compile(r"\$(?:course|cat|category|module|system)[0-9]*\$/?")

# Files of other systems have the text with its gaps only.
TASKS = {
    "en": "Choose the right words.",
    "fi": "Valitse oikeat sanat.",
    "sv": "Välj rätt ord.",
}


def default_task(language: str) -> dict[str, str]:
    """Return what to do with a text with gaps whose author did not say it."""
    return {language: TASKS.get(language, TASKS["en"])}


def category_path(path: str) -> list[str]:
    """Return the names in a path of Moodle's. A slash in a name is written twice."""
    plain = _CONTEXTS.sub("", path.strip()[:2000], count=1)
    names = [name.replace("\0", "/") for name in plain.replace("//", "\0").split("/")]
    stripped = [name.strip() for name in names if name.strip()]
    return stripped[1:] if stripped[:1] == ["top"] else stripped


def path_of(category: Sequence[CategoryName], languages: Sequence[str]) -> str:
    """Return the path of a category as Moodle writes it."""
    names = [
        " ".join((first_text(name.name, languages) or name.key).split())
        for name in category
    ]
    return "/".join(["$course$/top", *(name.replace("/", "//") for name in names)])


def divided(stem: dict[str, str]) -> dict[str, dict[str, str]]:
    """Return a text as a task and a text with gaps, where it has gaps.

    The task is what stands before the paragraph with the first gap.
    """
    tasks, texts = {}, {}
    for code, text in stem.items():
        paragraphs = text.split("\n\n")
        first = next((n for n, p in enumerate(paragraphs) if GAP.search(p)), None)
        if first is None:
            return {"stem": stem}
        texts[code] = "\n\n".join(paragraphs[first:])
        if first:
            tasks[code] = "\n\n".join(paragraphs[:first])
    return {"stem": tasks, "text": texts} if texts else {"stem": stem}
