"""Which wordings of a statement ask the same, so that their ratings may be compared.

One statement keeps its short name over the years while its wording may change. Ratings
of two wordings are comparable when the wordings differ in case, white space or final
punctuation only. Other points, labels or direction are another question, whatever an
author thinks of it. docs/methods/comparison.md, "Wordings that changed".
"""

import re
from collections.abc import Mapping

from .models import SurveyItemVersion

_SPACE = re.compile(r"\s+")


def asks_the_same(one: SurveyItemVersion, other: SurveyItemVersion) -> bool:
    """Tell whether ratings of two versions of a statement may stand side by side."""
    if one.pk is not None and one.pk == other.pk:
        return True
    return (
        one.item_id == other.item_id
        and one.is_reverse_keyed == other.is_reverse_keyed
        and same_points(one.points, other.points)
        and _same_text(one.wording, other.wording)
    )


def same_points(one: list[Mapping[str, str]], other: list[Mapping[str, str]]) -> bool:
    """Tell whether two scales have the same number of points with the same labels."""
    return len(one) == len(other) and all(
        _same_text(mine, theirs) for mine, theirs in zip(one, other, strict=True)
    )


def _same_text(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Tell whether two texts agree in every language that both have.

    A translation that was added later changes nothing for those who answered before.
    """
    shared = one.keys() & other.keys()
    return bool(shared) and all(
        normalised(one[language]) == normalised(other[language]) for language in shared
    )


def normalised(text: str) -> str:
    """Return a text without what no respondent notices."""
    return _SPACE.sub(" ", text).strip().rstrip(".!?…:; ").casefold()
