"""What follows from a set of equations: the tool of the attacks on released figures."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction

Row = dict[Hashable, Fraction]


class Knowledge:
    """Linear equations over whole numbers of people, none of them below 0.

    `determined` says which of the numbers can have one value only. Two ways are taken:
    elimination, which finds what any subtraction could find, and bounds, which find
    what follows from the fact that no number of people is negative.
    """

    def __init__(self) -> None:
        self.equations: list[tuple[Row, Fraction]] = []
        self._names: list[Hashable] = []

    def tell(self, terms: Iterable[Hashable] | Mapping, value: int | Fraction) -> None:
        """Add that these numbers together are `value`."""
        row: Row = defaultdict(Fraction)
        if isinstance(terms, Mapping):
            row.update({name: Fraction(c) for name, c in terms.items()})
        else:
            for name in terms:
                row[name] += 1
        self.equations.append((dict(row), Fraction(value)))

    def ask(self, name: Hashable, terms: Iterable[Hashable]) -> None:
        """Give a sum of numbers a name, so that `determined` tells about it."""
        row: Row = defaultdict(Fraction)
        for term in terms:
            row[term] += 1
        row[name] -= 1
        self.equations.append((dict(row), Fraction(0)))
        self._names.append(name)

    def determined(self) -> dict[Hashable, Fraction]:
        """Return the named numbers that can have one value only, with that value."""
        reduced = self._eliminated()
        low, high = self._bounds([*self.equations, *reduced])
        return {
            name: low[name]
            for name in self._names
            if name in high and low[name] == high[name]
        }

    def _eliminated(self) -> list[tuple[Row, Fraction]]:
        """Return the equations solved for one number each, named ones last."""
        named = set(self._names)
        solved: dict[Hashable, tuple[Row, Fraction]] = {}
        for row, value in self.equations:
            left, right = dict(row), value
            for pivot in [name for name in left if name in solved]:
                factor = left[pivot]
                other, constant = solved[pivot]
                _subtract(left, other, factor)
                right -= factor * constant
            if not left:
                assert right == 0, "The observations contradict each other."
                continue
            pivot = min(left, key=lambda name: (name in named, repr(name)))
            scale = left[pivot]
            left = {name: c / scale for name, c in left.items()}
            right /= scale
            for name, (other, constant) in list(solved.items()):
                if pivot in other:
                    factor = other[pivot]
                    _subtract(other, left, factor)
                    solved[name] = (other, constant - factor * right)
            solved[pivot] = (left, right)
        return list(solved.values())

    @staticmethod
    def _bounds(equations: list[tuple[Row, Fraction]]) -> tuple[dict, dict]:
        """Return the least and the largest value that each number can have."""
        low: dict[Hashable, Fraction] = defaultdict(Fraction)
        high: dict[Hashable, Fraction] = {}
        for _round in range(30):
            changed = False
            for row, value in equations:
                for name, c in row.items():
                    rest = [(o, k) for o, k in row.items() if o != name]
                    ends = []
                    for side in (1, -1):
                        # The other terms at their smallest, then at their largest.
                        parts = [
                            k * low[o] if k * side > 0 else _times(k, high.get(o))
                            for o, k in rest
                        ]
                        ends.append(None if None in parts else (value - sum(parts)) / c)
                    upper, lower = ends if c > 0 else ends[::-1]
                    if upper is not None and (name not in high or upper < high[name]):
                        high[name], changed = upper, True
                    if lower is not None and lower > low[name]:
                        low[name], changed = lower, True
            if not changed:
                break
        return low, high


def _times(factor: Fraction, value: Fraction | None) -> Fraction | None:
    return None if value is None else factor * value


def _subtract(row: Row, other: Row, factor: Fraction) -> None:
    for name, c in other.items():
        left = row.get(name, Fraction(0)) - factor * c
        if left:
            row[name] = left
        else:
            row.pop(name, None)
