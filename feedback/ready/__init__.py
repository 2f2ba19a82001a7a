"""Scales and surveys that are ready to be taken: the files beside this one.

They are written as in a course package (docs/reference/course-package.md), so that
whoever knows one knows the other.
"""

import dataclasses
import functools
from pathlib import Path
from typing import Any

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FOLDER = Path(__file__).parent

# Key → what it is called and for, in the order of the list.
TITLES: dict[str, tuple[str | Promise, str | Promise]] = {
    "closing": (
        _("Closing survey of a course"),
        _(
            "For the last step of a course: whether it was clear, useful and good, "
            "what people take to work, and what to change."
        ),
    ),
    "follow-up": (
        _("Follow-up after eight weeks"),
        _(
            "Whether what was learned is used, what is in the way, and what has "
            "changed. Begins with how often, on a scale of its own."
        ),
    ),
    "ips-integration": (
        _("Working together with IPS"),
        _(
            "For care professionals who work with an IPS service: information, "
            "communication, meetings, shared space and systems."
        ),
    ),
}


@dataclasses.dataclass(frozen=True)
class ReadySurvey:
    """One survey to take and adapt."""

    key: str
    title: str | Promise
    purpose: str | Promise
    # The key of a ready scale.
    scale: str
    items: tuple[dict[str, Any], ...]
    is_one_scale: bool = False

    @property
    def scales(self) -> list[str]:
        """All scales that it uses, its own first."""
        others = [item["scale"] for item in self.items if item.get("scale")]
        return list(dict.fromkeys([self.scale, *others]))

    @property
    def statement_count(self) -> int:
        return sum("statement" in item for item in self.items)

    @property
    def question_count(self) -> int:
        return sum("question" in item for item in self.items)

    @property
    def asked(self) -> list[dict[str, str]]:
        """The statements and questions by language, in their order."""
        texts = [item.get("statement") or item.get("question") for item in self.items]
        return [text for text in texts if text]

    @property
    def page_count(self) -> int:
        # The first page begins anyhow.
        return 1 + sum("new_page" in item for item in self.items[1:])


@dataclasses.dataclass(frozen=True)
class ReadyScale:
    """One scale to take."""

    key: str
    name: str
    favourable_from: int
    # The label of each point by language, the lowest first.
    points: tuple[dict[str, str], ...]


@functools.cache
def ready_scales() -> dict[str, ReadyScale]:
    """Return the scales by key, in the order of their names."""
    found = [
        ReadyScale(
            key=data["key"],
            name=data["name"],
            favourable_from=data["favourable_from"],
            points=tuple(data["points"]),
        )
        for data in _files("scales")
    ]
    return {scale.key: scale for scale in found}


@functools.cache
def ready_surveys() -> dict[str, ReadySurvey]:
    """Return the surveys by key, in the order of `TITLES`."""
    by_key = {data["key"]: data for data in _files("surveys")}
    return {
        key: ReadySurvey(
            key=key,
            title=title,
            purpose=purpose,
            scale=by_key[key]["scale"],
            items=tuple(by_key[key]["items"]),
            is_one_scale=by_key[key].get("one_scale", False),
        )
        for key, (title, purpose) in TITLES.items()
    }


def _files(folder: str) -> list[dict[str, Any]]:
    paths = sorted((FOLDER / folder).glob("*.yaml"))
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths]
