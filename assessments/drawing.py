"""Choosing items by chance for several draws at once. Pure.

Draws may want the same items: three of a category, two of a learning outcome in it. One
draw after the other could take what only a later one needs, and fail by bad luck where
there is enough for both. So the items are matched to all draws together: an item that
is taken moves to another draw when that makes room (augmenting paths).
"""

import dataclasses
from collections.abc import Collection, Sequence


@dataclasses.dataclass(frozen=True)
class Draw:
    """How many items, and which ones it may be."""

    count: int
    accepts: frozenset[int]


@dataclasses.dataclass(frozen=True)
class Shortage:
    """A draw for which there are too few items on offer.

    `place` is the number of its entry in the quiz, from 1. `found` is how many are left
    for it after the draws before it.
    """

    place: int
    wanted: int
    found: int
    # The outcome that lacks them, where each outcome gets as many; "" elsewhere.
    outcome: str = ""

    @property
    def missing(self) -> int:
        return self.wanted - self.found


def choose(draws: Sequence[Draw], order: Sequence[int]) -> list[list[int]]:
    """Return the items of each draw; no item twice, as many as there are in all.

    `order` says which items are preferred: an item that can be had together with those
    before it is had. So with all unknown items first, as many as possible are unknown.
    A draw gets fewer than it wants only if no choice could serve all draws.
    """
    chosen: list[list[int]] = [[] for _draw in draws]
    wanted = sum(draw.count for draw in draws)

    def place(item: int, tried: set[int]) -> bool:
        for index, draw in enumerate(draws):
            if index in tried or item not in draw.accepts:
                continue
            tried.add(index)
            if len(chosen[index]) < draw.count:
                chosen[index].append(item)
                return True
            for spot, other in enumerate(chosen[index]):
                if place(other, tried):
                    chosen[index][spot] = item
                    return True
        return False

    for item in order:
        if wanted == 0:
            break
        if place(item, set()):
            wanted -= 1
    return chosen


def found_counts(draws: Sequence[Draw]) -> list[int]:
    """Return how many items there are for each draw, the earlier draws served first.

    That does not depend on chance: where draws want the same items, the later one lacks
    what there is too little of.
    """
    every = sorted({item for draw in draws for item in draw.accepts})
    if all_served(draws, every):
        return [draw.count for draw in draws]
    served = [
        sum(map(len, choose(draws[:number], every))) for number in range(len(draws) + 1)
    ]
    return [after - before for before, after in zip(served, served[1:], strict=False)]


def all_served(draws: Sequence[Draw], items: Collection[int]) -> bool:
    """Answer whether there is enough for all draws together."""
    chosen = choose(draws, sorted(items))
    return all(len(got) == draw.count for got, draw in zip(chosen, draws, strict=True))
