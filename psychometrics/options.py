"""How the options of a choice item were used, and what guessing would earn.

A distractor is an option that is not the key. Whether an option is the key is known to
the caller; nothing here needs it.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from .moments import correlation, mean
from .rounding import Number, exact


@dataclass(frozen=True)
class OptionRow:
    """How often one option was chosen, and by whom."""

    # None is the row of those who answered nothing.
    option: str | None
    count: int
    share: Fraction | None
    # Of those who chose it, on the other items.
    mean_rest: Fraction | None
    # Between choosing it and the score on the other items, -1 to 1.
    correlation_with_rest: float | None

    @property
    def is_functional(self) -> bool:
        """Of a distractor: at least 5 % chose it, rather the weaker learners."""
        return (
            self.share is not None
            and self.share >= Fraction(1, 20)
            and self.correlation_with_rest is not None
            and self.correlation_with_rest < 0
        )


def option_table(
    choices: Sequence[AbstractSet[str]],
    rests: Sequence[Number],
    options: Sequence[str],
) -> tuple[OptionRow, ...]:
    """Return one row per option, in order, and a last row for "no answer".

    `choices` holds the set of options of each attempt, empty for no answer, and `rests`
    the score of the same attempt on the other items.
    Method: docs/methods/item-analysis.md, "Option table".
    """
    known = set(options)
    for chosen in choices:
        if not chosen <= known:
            raise ValueError(f"{min(chosen - known)!r} is not an option of this item.")
    rows = [
        _row(option, [option in chosen for chosen in choices], rests)
        for option in options
    ]
    return (*rows, _row(None, [not chosen for chosen in choices], rests))


class ItemKind(StrEnum):
    """What a learner does with an item, as far as guessing is concerned."""

    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    TRUE_FALSE = "true_false"
    MATCHING = "matching"
    FREE_TEXT = "free_text"


def random_guess_share(
    kind: ItemKind, *, fractions: Sequence[Number] = (), choices: int = 0
) -> Fraction | None:
    """Return which share of the marks blind guessing would earn on average.

    `fractions` are what the options of a single choice are worth (1 for the key), and
    `choices` is the number of choices per part of a matching item. None for several
    right options and where there are no options.
    Method: docs/methods/item-analysis.md, "Random guess score".
    """
    match kind:
        case ItemKind.SINGLE_CHOICE:
            return mean(fractions)
        case ItemKind.TRUE_FALSE:
            return Fraction(1, 2)
        case ItemKind.MATCHING:
            return Fraction(1, choices) if choices > 0 else None
        case ItemKind.FREE_TEXT:
            return Fraction(0)
        case ItemKind.MULTIPLE_CHOICE:
            return None


def _row(
    option: str | None, is_chosen: Sequence[bool], rests: Sequence[Number]
) -> OptionRow:
    count = sum(is_chosen)
    return OptionRow(
        option=option,
        count=count,
        share=Fraction(count, len(is_chosen)) if is_chosen else None,
        mean_rest=mean(
            [exact(r) for r, chosen in zip(rests, is_chosen, strict=True) if chosen]
        ),
        correlation_with_rest=correlation([int(c) for c in is_chosen], rests),
    )
