"""Which statements of a survey are rated on the same scale.

Points of two scales do not add up, even where they are as many: a mean over "agree" and
"often" means nothing. So whatever is made of several statements is made of those of one
scale; the main one is that of most statements.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Protocol

from .models import SurveyItemVersion


class Rated(Protocol):
    """Whatever has points to be rated on: a statement, published or a draft."""

    @property
    def points(self) -> Sequence[Mapping[str, str]]: ...


def scale_of(version: Rated) -> Hashable:
    """Return what is the same for statements that offer the same points."""
    return tuple(tuple(sorted(point.items())) for point in version.points)


def main_scale(scales: Iterable[Hashable]) -> Hashable:
    """Return the scale of most statements, of several the first; None without any.

    `scales` has that of each statement that was asked, hidden ones included, so that
    what is hidden does not change what is added up.
    """
    found = Counter(scales).most_common(1)
    return found[0][0] if found else None


def on_main_scale(versions: Iterable[SurveyItemVersion]) -> list[SurveyItemVersion]:
    """Return the statements on the main scale that everybody is asked.

    What only some are asked, after a low rating for example, would pull a mean of all
    ratings towards those people.
    """
    versions = [version for version in versions if not version.asked_if_key]
    main = main_scale(map(scale_of, versions))
    return [version for version in versions if scale_of(version) == main]
