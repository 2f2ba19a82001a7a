"""How much the same people changed between two measurements.

Of complete pairs only: whoever answered once says nothing of a change. Derrick and
White found Student's t on the differences robust for items of five points.
Method: docs/methods/comparison.md, "The same people twice".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf, sqrt

from .comparison import FEWEST_FOR_VERDICT, Grade, Verdict, VerdictWord, holm
from .distributions import t_quantile, t_two_sided_p
from .intervals import Interval


@dataclass(frozen=True)
class PairedDifference:
    """The differences "after minus before" of `n` people. None is "not known"."""

    n: int
    mean: Fraction | None
    # The sample standard deviation of the differences, squared.
    variance: Fraction | None
    # 95 %, of the mean difference; a point where all changed alike.
    ci95: Interval | None
    # Two-sided; None where nobody differs from the others and t does not exist.
    p_two_sided: float | None
    # Cohen's d_z: the mean difference in standard deviations of the differences.
    d_z: float | None


def paired_difference(differences: Iterable[int | Fraction]) -> PairedDifference:
    """Return what the differences of complete pairs say of the mean change.

    Interval, test and d_z are None for fewer than two pairs; test and d_z also where
    all differences are equal.
    Method: docs/methods/comparison.md, "The same people twice".
    """
    n, total, squares = 0, Fraction(0), Fraction(0)
    for difference in differences:
        n += 1
        total += difference
        squares += Fraction(difference) ** 2
    if n == 0:
        return PairedDifference(0, None, None, None, None, None)
    mean = total / n
    if n == 1:
        return PairedDifference(1, mean, None, None, None, None)
    variance = (squares - total * mean) / (n - 1)
    error = sqrt(variance / n)
    half = t_quantile(0.975, n - 1) * error
    interval = (float(mean) - half, float(mean) + half)
    if variance == 0:
        return PairedDifference(n, mean, variance, interval, None, None)
    t = float(mean) / error if error else inf
    return PairedDifference(
        n=n,
        mean=mean,
        variance=variance,
        ci95=interval,
        p_two_sided=t_two_sided_p(t, n - 1),
        d_z=float(mean) / sqrt(variance),
    )


# Cohen's conventions for a small and a medium difference.
SMALL, MEDIUM = 0.2, 0.5


def judge_pairs(
    pairs: Sequence[tuple[int, float | None, float | None]],
) -> tuple[Verdict, ...]:
    """Return the verdicts of all changes of one view, which form one family.

    Each is n, p and d_z; x is what d_z is positive for. A change is established where
    p, adjusted by Holm, is below 0.05.
    Method: docs/methods/comparison.md, "The same people twice".
    """
    adjusted = holm([p for _n, p, _d_z in pairs])
    return tuple(
        _verdict(n, p, d_z) for (n, _p, d_z), p in zip(pairs, adjusted, strict=True)
    )


def _verdict(n: int, p: float | None, d_z: float | None) -> Verdict:
    is_displayable = n >= FEWEST_FOR_VERDICT
    if p is None or d_z is None or p >= 0.05:
        return Verdict(VerdictWord.NO_CLEAR_DIFFERENCE, None, is_displayable)
    if abs(d_z) < SMALL:
        return Verdict(VerdictWord.PRACTICALLY_EQUAL, None, is_displayable)
    word = VerdictWord.X_HIGHER if d_z > 0 else VerdictWord.Y_HIGHER
    grade = Grade.CLEARLY if abs(d_z) >= MEDIUM else Grade.SOMEWHAT
    return Verdict(word, grade, is_displayable)
