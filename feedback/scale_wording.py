"""What the page of a run says of statements that are declared to measure one thing.

docs/methods/reliability.md, "How to read alpha", gives the limits and why they stand.
"""

import dataclasses
from fractions import Fraction

from django.utils.translation import gettext as _

from . import wording
from .report import RunReport, ScaleFigures

# Below, the statements do not carry a common score; above, they repeat each other.
LOOSE_BELOW = Fraction(70, 100)
REPEATS_ABOVE = Fraction(95, 100)
# Below so many people the interval of alpha is usually wider than a tenth either way.
FEW_PEOPLE = 100


@dataclasses.dataclass(frozen=True)
class ScaleOnPage:
    """The score of a declared scale in words; without alpha only why there is none."""

    # Of the score; all "" where it may not be shown.
    mean: str = ""
    interval: str = ""
    sd: str = ""
    n_scored: int | None = None
    # How many points the scale has.
    points: int = 0
    alpha: str = ""
    alpha_interval: str = ""
    n_complete: int | None = None
    # How many statements.
    k: int = 0
    # What alpha says of this score, in sentences.
    reading: tuple[str, ...] = ()


def scale_of_page(report: RunReport) -> ScaleOnPage | None:
    """Return what is said of the run's scale; None where none was declared.

    Figures come with alpha only: a score without it is one that nobody has checked.
    """
    if not report.run.survey_version.is_one_scale or not report.is_released:
        return None
    found = report.scale
    if found is None or found.alpha is None or found.alpha_ci95 is None:
        return ScaleOnPage()
    shown = ScaleOnPage(
        alpha=wording.decimal(Fraction(found.alpha)),
        alpha_interval=_interval(found.alpha_ci95),
        n_complete=found.n_complete,
        k=found.k,
        points=len(report.labels),
        reading=tuple(_reading(found)),
    )
    if found.mean is None or found.sd is None:
        return shown
    return dataclasses.replace(
        shown,
        mean=wording.decimal(Fraction(found.mean)),
        sd=wording.decimal(Fraction(found.sd)),
        interval=_interval(found.mean_ci95),
        n_scored=found.n_scored,
    )


def _interval(limits: tuple[str, str] | None) -> str:
    if limits is None:
        return ""
    low, high = limits
    return wording.interval((float(low), float(high)))


def _reading(found: ScaleFigures) -> list[str]:
    """Return how alpha is to be read, and that it is rough where few have answered."""
    reading = [_of_alpha(found)]
    if found.n_complete is not None and found.n_complete < FEW_PEOPLE:
        reading.append(
            _(
                "With fewer than a hundred people alpha is rough: look at its range "
                "rather than at the figure."
            )
        )
    return reading


def _of_alpha(found: ScaleFigures) -> str:
    alpha, lowest = Fraction(found.alpha or 0), Fraction((found.alpha_ci95 or "0")[0])
    if alpha < 0:
        return _(
            "Alpha is below 0: the statements pull in opposite directions. Most often "
            "one is reverse-worded and not marked so. Do not use the score."
        )
    if alpha < LOOSE_BELOW:
        return _(
            "Alpha is below 0.7: the statements hang together loosely, and one score "
            "hides what differs between them. Read them one by one."
        )
    if alpha > REPEATS_ABOVE:
        return _(
            "Alpha is above 0.95: the statements say nearly the same several times. "
            "Fewer would measure as much."
        )
    if lowest < LOOSE_BELOW:
        return _(
            "The range of alpha reaches below 0.7, so it is open whether the "
            "statements hang together well enough for one score."
        )
    return _(
        "The statements hang together well enough to be read as one score. That does "
        "not show that they measure what the title says."
    )
