"""Which wordings of a statement are counted together.

Ratings add up over versions of a statement when people were asked the same: the same
points with the same labels, the same direction, the same people asked, and a wording
that differs in nothing but capitals, white space and the punctuation at its end. A
wording that differs in more is counted apart, unless its author says, with a reason,
that it means the same. docs/methods/likert.md gives the rule with examples.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum

from .models import SurveyItemVersion


class Hindrance(StrEnum):
    """What keeps the ratings of two versions of a statement from being added up."""

    # In the order in which they are named: the first one that applies.
    OTHER_ITEM = "other_item"
    OPEN_QUESTION = "open_question"
    POINTS = "points"
    DIRECTION = "direction"
    CONDITION = "condition"
    # The only one that a person may overrule.
    WORDING = "wording"
    # Of a choice that somebody wants to make.
    SAME_ALREADY = "same_already"
    JOINED_ALREADY = "joined_already"
    NO_REASON = "no_reason"


def normalised(text: str) -> str:
    """Return a wording without what nobody reads: case, white space, final stops."""
    text = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    return re.sub(r"[\s.,:;!?…]+$", "", text)


def hindrance(version: SurveyItemVersion, other: SurveyItemVersion) -> Hindrance | None:
    """Return what keeps two versions apart, None if their ratings add up."""
    if version.item_id != other.item_id:
        return Hindrance.OTHER_ITEM
    if not version.points or not other.points:
        return Hindrance.OPEN_QUESTION
    if not same_points(version.points, other.points):
        return Hindrance.POINTS
    if version.is_reverse_keyed != other.is_reverse_keyed:
        return Hindrance.DIRECTION
    if version.condition != other.condition:
        return Hindrance.CONDITION
    if not _agree(version.wording, other.wording):
        return Hindrance.WORDING
    return None


def same_points(one: list[dict[str, str]], other: list[dict[str, str]]) -> bool:
    """Answer whether two scales have the same number of points with the same labels."""
    return len(one) == len(other) and all(
        _agree(mine, theirs) for mine, theirs in zip(one, other, strict=True)
    )


def _agree(texts: Mapping[str, str], others: Mapping[str, str]) -> bool:
    """Answer whether two texts say the same in every language that both have.

    A translation that is added changes nothing for those who read another language.
    """
    shared = texts.keys() & others.keys()
    return bool(shared) and all(
        normalised(texts[code]) == normalised(others[code]) for code in shared
    )


def pools(
    versions: Iterable[SurveyItemVersion], choices: Mapping[int, int] | None = None
) -> dict[int, int]:
    """Return each version's pool: the id of the first version it is counted with.

    `choices` are the reasoned ones: version id → id of the earlier version. A choice
    that names a version which is not among `versions` joins nothing.
    """
    ordered = sorted(versions, key=lambda version: (version.item_id, version.number))
    parent = {version.pk: version.pk for version in ordered}

    def root(pk: int) -> int:
        while parent[pk] != pk:
            pk = parent[pk]
        return pk

    rank = {version.pk: number for number, version in enumerate(ordered)}

    def join(one: int, two: int) -> None:
        first, later = sorted((root(one), root(two)), key=rank.__getitem__)
        parent[later] = first

    by_id = {version.pk: version for version in ordered}
    for number, version in enumerate(ordered):
        for earlier in ordered[:number]:
            if hindrance(version, earlier) is None:
                join(version.pk, earlier.pk)
        other = by_id.get((choices or {}).get(version.pk, 0))
        if other is not None and hindrance(version, other) is Hindrance.WORDING:
            join(version.pk, other.pk)
    return {pk: root(pk) for pk in parent}


def pools_of(item_ids: Iterable[int]) -> dict[int, int]:
    """Return the pools of all versions of some items, in one query."""
    versions = list(
        SurveyItemVersion.objects.filter(item__in=set(item_ids)).select_related(
            "same_meaning"
        )
    )
    return pools(
        versions,
        {
            version.pk: version.same_meaning.earlier_id
            for version in versions
            if hasattr(version, "same_meaning")
        },
    )
