"""Who is asked an item of a survey: everybody, or those who gave a certain answer.

Plain values, no database. An item that somebody was not asked has no answer of theirs:
neither "skipped" nor "not applicable", and it is in no count.
"""

import dataclasses
import re
from collections.abc import Iterable, Mapping

# Stored and exported for "not applicable"; `AnswerState` says so too.
NOT_APPLICABLE = -97
# How an author writes it.
NOT_APPLICABLE_WORDS = {"na", "n/a"}


class UnreadablePoints(ValueError):
    """What an author wrote names no points of a scale; `part` is what."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


@dataclasses.dataclass(frozen=True)
class Condition:
    """An item is asked of those who gave one of the values to an earlier one."""

    key: str
    # Points, the lowest is 1, and perhaps NOT_APPLICABLE.
    values: tuple[int, ...]


def asked_keys(
    conditions: Mapping[str, Condition | None], answers: Mapping[str, int | None]
) -> set[str]:
    """Return the items that somebody with these answers is asked.

    `conditions` are those of all items, in the order of the survey. The answer to an
    item that is itself not asked leads nowhere.
    """
    asked: set[str] = set()
    for key, condition in conditions.items():
        if condition is None or (
            condition.key in asked and answers.get(condition.key) in condition.values
        ):
            asked.add(key)
    return asked


def points_of(text: str) -> tuple[int, ...]:
    """Return the points that an author wrote: "1, 2", "1-3", "4 NA".

    In ascending order, each once, "not applicable" last. Raises UnreadablePoints.
    """
    points: set[int] = set()
    is_aside = False
    joined = re.sub(r"\s*[-–]\s*", "-", text.strip())
    for part in re.split(r"[\s,;]+", joined):
        span = re.fullmatch(r"([0-9]{1,2})(?:-([0-9]{1,2}))?", part)
        if span is not None:
            first, last = int(span[1]), int(span[2] or span[1])
            if not 1 <= first <= last:
                raise UnreadablePoints(part)
            points.update(range(first, last + 1))
        elif part.lower() in NOT_APPLICABLE_WORDS:
            is_aside = True
        elif part:
            raise UnreadablePoints(part)
    return (*sorted(points), *([NOT_APPLICABLE] if is_aside else []))


def written_points(values: Iterable[int]) -> str:
    """Return points as an author writes them; `points_of` reads them."""
    return ", ".join("NA" if v == NOT_APPLICABLE else str(v) for v in values)
