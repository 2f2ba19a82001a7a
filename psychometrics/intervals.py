"""The plausible ranges that stand beside a mean, a share or a correlation.

All are two-sided 95 % intervals. Which one is printed, and with how many decimals, is
the business of the page.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import atanh, sqrt, tanh

from .distributions import Z_95, beta_quantile, t_quantile
from .moments import mean as mean_of
from .moments import variance as variance_of
from .rounding import Number

Interval = tuple[float, float]


def wilson_ci95(successes: int, n: int) -> Interval | None:
    """Return the Wilson score interval of a share, 0 to 1; None for n = 0.

    No continuity correction.
    Method: docs/methods/likert.md, "Interval of a share".
    """
    if not 0 <= successes <= n:
        raise ValueError(
            "There cannot be more successes than answers, or fewer than 0."
        )
    if n == 0:
        return None
    square = Z_95 * Z_95
    centre = successes + square / 2
    spread = Z_95 * sqrt(successes * (n - successes) / n + square / 4)
    # At 0 and n one limit is the end of the range itself, without a rounding error.
    low = (centre - spread) / (n + square) if successes else 0.0
    high = (centre + spread) / (n + square) if successes < n else 1.0
    return low, high


def t_ci95(
    mean: Fraction | None,
    variance: Fraction | None,
    n: int,
    lowest: Number,
    highest: Number,
) -> Interval | None:
    """Return Student's interval of a mean, clipped to the scale; None for n < 2.

    `variance` is the sample variance. Without any spread it collapses to a point, which
    is not to be displayed.
    Method: docs/methods/likert.md, "Student's interval".
    """
    if n < 2 or mean is None or variance is None:
        return None
    half = t_quantile(0.975, n - 1) * sqrt(variance / n)
    centre = float(mean)
    return max(centre - half, float(lowest)), min(centre + half, float(highest))


def dirichlet_beta_ci95(counts: Sequence[int], lowest: int = 1) -> Interval | None:
    """Return the Dirichlet-Beta interval of the mean of one item; None without ratings.

    Stays within the scale, contains the observed mean, and has a width also when
    everybody gave the same rating.
    Method: docs/methods/likert.md, "Interval of a mean".
    """
    n, points = sum(counts), len(counts)
    if n == 0:
        return None
    # On 0 .. points-1 instead of lowest .. highest, in units of 1 / points / (n + 1).
    weights = [count * points + 1 for count in counts]
    unit = points * (n + 1)
    centre = Fraction(sum(w * s for s, w in enumerate(weights)), unit)
    square = Fraction(sum(w * s * s for s, w in enumerate(weights)), unit)
    width = points - 1
    m = centre / width
    w = (square - centre**2) / (n + 2) / width**2
    kappa = m * (1 - m) / w - 1
    a, b = float(m * kappa), float((1 - m) * kappa)
    observed = float(Fraction(sum(c * s for s, c in enumerate(counts)), n) + lowest)
    return (
        min(lowest + width * beta_quantile(0.025, a, b), observed),
        max(lowest + width * beta_quantile(0.975, a, b), observed),
    )


def clustered_ci95(
    respondent_means: Iterable[Number], lowest: Number, highest: Number
) -> Interval | None:
    """Return the interval of an overall mean, computed over people, not over ratings.

    One mean per respondent goes in; Student's interval clipped to the scale comes out.
    None for fewer than two respondents.
    Method: docs/methods/likert.md, "Interval of the mean of all ratings".
    """
    means = list(respondent_means)
    return t_ci95(mean_of(means), variance_of(means), len(means), lowest, highest)


def fisher_ci95(correlation: float | None, n: int) -> Interval | None:
    """Return the interval of a correlation by Fisher's z; None for n <= 3 or r = ±1.

    None also where the correlation is.
    Method: docs/methods/item-analysis.md, "Interval of a correlation".
    """
    if correlation is None or n <= 3 or abs(correlation) >= 1:
        return None
    half = Z_95 / sqrt(n - 3)
    centre = atanh(correlation)
    return tanh(centre - half), tanh(centre + half)
