"""Whether people gave the same answer to every statement, also to the reversed ones.

Reported, never a reason to delete anybody. Without a reverse-worded statement in the
block it cannot be judged: all fives may then be an opinion.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

# Fewer equal answers than this are no pattern.
FEWEST_ANSWERS = 4


def is_assessable(reversed_items: Sequence[bool]) -> bool:
    """Tell whether straight lines can be told from opinions in a block of statements.

    Needs four statements, normal and reverse-worded ones among them.
    Method: docs/methods/reliability.md, "Straight-lining".
    """
    return len(reversed_items) >= FEWEST_ANSWERS and len(set(reversed_items)) == 2


def is_straight_line(
    ratings: Sequence[int | None], reversed_items: Sequence[bool]
) -> bool:
    """Tell whether one respondent gave the same rating to everything.

    `ratings` are as given, not turned, None where there is none. At least four are
    needed, of a normal and of a reverse-worded statement.
    Method: docs/methods/reliability.md, "Straight-lining".
    """
    given = [
        (rating, is_reversed)
        for rating, is_reversed in zip(ratings, reversed_items, strict=True)
        if rating is not None
    ]
    return (
        len(given) >= FEWEST_ANSWERS
        and len({rating for rating, _is_reversed in given}) == 1
        and len({is_reversed for _rating, is_reversed in given}) == 2
    )


@dataclass(frozen=True)
class StraightLining:
    """How many gave the same answer to everything, and the mean without them."""

    n: int
    flagged: int
    mean_without: Fraction

    @property
    def share(self) -> Fraction:
        return Fraction(self.flagged, self.n)


def straight_lining(
    *, flagged: int, n: int, total_without: int, ratings_without: int, threshold: int
) -> StraightLining | None:
    """Return what may be said of straight lines among `n` respondents.

    `total_without` is the sum of the `ratings_without` turned ratings of the others.
    None unless those who are flagged and the others are at least the threshold each:
    the two means would otherwise give the few away. So is "nobody", which must look
    like "a few".
    Method: docs/methods/reliability.md, "Straight-lining".
    """
    if not 0 <= flagged <= n:
        raise ValueError("Not more people can be flagged than answered.")
    if min(flagged, n - flagged) < max(threshold, 1) or not ratings_without:
        return None
    return StraightLining(n, flagged, Fraction(total_without, ratings_without))
