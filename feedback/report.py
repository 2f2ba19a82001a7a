"""What a report of ratings is made of: values that hold nothing that is hidden.

`reporting` makes them of what is released; page, chart and files read nothing else.
"""

import dataclasses
import datetime
from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from courses.models import Course
from psychometrics.bands import Band
from psychometrics.likert import LikertSummary, default_top_box_size

from .models import SurveyItemVersion, SurveyRun
from .scales import main_scale, scale_of

if TYPE_CHECKING:
    from .comparing import RunComparison
    from .trends import Trend


@dataclasses.dataclass(frozen=True)
class ItemReport:
    """The ratings of one statement, everything or nothing."""

    key: str
    wording: str
    labels: tuple[str, ...]
    is_reversed: bool
    shown: bool
    reason: str | None = None
    # Which wording of the statement it is, counted from 1.
    version: int = 1
    # The lowest favourable point; None leaves it to the number of points.
    favourable_from: int | None = None
    # From the least to the most favourable point; reverse-worded ones are turned.
    counts: tuple[int, ...] | None = None
    not_applicable: int | None = None
    skipped: int | None = None
    summary: LikertSummary | None = None
    band: Band = Band.HIDDEN
    # The wording that was asked, in all languages; None where it is in no database.
    asked: SurveyItemVersion | None = dataclasses.field(default=None, repr=False)

    @property
    def n(self) -> int | None:
        return self.summary.n if self.summary else None

    @property
    def scale(self) -> Hashable:
        """Which scale it is rated on: the same for statements with the same points."""
        return self.offered_labels if self.asked is None else scale_of(self.asked)

    @property
    def is_asked_of_everybody(self) -> bool:
        return self.asked is None or not self.asked.asked_if_key

    @property
    def offered_labels(self) -> tuple[str, ...]:
        """The points as they were offered, the lowest first.

        Where a reverse-worded statement is shown its labels are turned, like its
        counts.
        """
        is_turned = self.is_reversed and self.shown
        return self.labels[::-1] if is_turned else self.labels

    @property
    def lowest_favourable(self) -> int:
        """The lowest point that counts as favourable."""
        points = len(self.labels)
        default = points - default_top_box_size(points) + 1
        return default if self.favourable_from is None else self.favourable_from


@dataclasses.dataclass(frozen=True)
class ScaleBlock:
    """The statements that are rated on one scale."""

    # The points as they were offered, the lowest first.
    labels: tuple[str, ...]
    # The places of the statements among all, from 0.
    places: tuple[int, ...]


def main_items(items: Sequence[ItemReport]) -> list[ItemReport]:
    """Return the statements that the mean of all ratings is of, hidden ones too.

    Those on the main scale that everybody is asked, as `feedback.scales` has it.
    """
    asked = [item for item in items if item.is_asked_of_everybody]
    main = main_scale(item.scale for item in asked)
    return [item for item in asked if item.scale == main]


def scale_blocks(items: Sequence[ItemReport]) -> tuple[ScaleBlock, ...]:
    """Return the statements by their scale, in the order of each scale's first one."""
    places: dict[Hashable, list[int]] = {}
    for place, item in enumerate(items):
        places.setdefault(item.scale, []).append(place)
    return tuple(
        ScaleBlock(items[found[0]].offered_labels, tuple(found))
        for found in places.values()
    )


@dataclasses.dataclass(frozen=True)
class GroupReport:
    """The ratings of one group of respondents. Groups that are hidden have none."""

    dimension: str
    key: str
    label: str
    responded: int
    items: tuple[ItemReport, ...] = ()


@dataclasses.dataclass(frozen=True)
class ScaleFigures:
    """The statements of the main scale taken as one, over respondents.

    All figures are as they are printed, with a point; None is "not computed".
    """

    # How many statements.
    k: int
    n_complete: int | None = None
    alpha: str | None = None
    alpha_ci95: tuple[str, str] | None = None
    n_scored: int | None = None
    mean: str | None = None
    sd: str | None = None
    mean_ci95: tuple[str, str] | None = None


@dataclasses.dataclass(frozen=True)
class StraightLines:
    """How many gave the same answer to everything, and the mean without them."""

    flagged: int
    n: int
    mean_without: str


@dataclasses.dataclass(frozen=True)
class PairedItem:
    """How much the same people changed on one statement: this run minus the other.

    Figures are as they are printed, with a point; None is "not computed".
    """

    n: int
    difference: str
    ci95: tuple[str, str]
    p: float | None
    d_z: str | None

    def turned(self) -> "PairedItem":
        """Return the change in the other direction."""
        low, high = self.ci95
        return dataclasses.replace(
            self,
            difference=_negated(self.difference),
            ci95=(_negated(high), _negated(low)),
            d_z=None if self.d_z is None else _negated(self.d_z),
        )


def _negated(number: str) -> str:
    if not float(number):
        return number.lstrip("-")
    return number[1:] if number.startswith("-") else f"-{number}"


@dataclasses.dataclass(frozen=True)
class PairedRun:
    """The earlier run that the same people answered, and their changes since."""

    run: int
    # By the version of the statement in this run.
    items: Mapping[int, PairedItem]


@dataclasses.dataclass(frozen=True)
class RunReport:
    """Everything that may be shown of one run."""

    run: SurveyRun
    course: Course
    status: str
    # Of today for an open run, of the closing for a closed one; None when not known.
    eligible: int | None
    # None while fewer than the threshold have answered. Of an open run "at least so
    # many", in steps of the threshold.
    responded: int | None
    # How many answers the figures rest on, when that is fewer than have answered.
    released: int | None
    released_on: datetime.date | None
    items: tuple[ItemReport, ...]
    overall_mean: Fraction | None
    overall_n: int
    overall_ci95: tuple[float, float] | None
    groups: dict[str, tuple[GroupReport, ...]]
    # The course's title in the language of whoever reads.
    title: str = ""
    # Which release it is, counted from 1; None while nothing is released.
    release: int | None = None
    # How it stands to another run, when somebody asked for that.
    comparison: "RunComparison | None" = None
    # The runs before it, when somebody asked for that.
    trend: "Trend | None" = None
    # None where they are not computed or may not be told.
    scale: ScaleFigures | None = None
    straight_lines: StraightLines | None = None
    # Of a confidential run whose people answered an earlier one as well.
    paired: PairedRun | None = None

    @property
    def blocks(self) -> tuple[ScaleBlock, ...]:
        """The statements by the scale they are rated on."""
        return scale_blocks(self.items)

    @property
    def labels(self) -> tuple[str, ...]:
        """The points of the main scale as they were offered, the lowest first.

        The mean of all ratings is of the statements on this scale.
        """
        return next((item.offered_labels for item in main_items(self.items)), ())

    @property
    def is_released(self) -> bool:
        return self.released is not None

    @property
    def response_rate(self) -> Fraction | None:
        """Responded by eligible; None when either is not known, or they disagree.

        Of an open run the least that it can be, as `responded` is.
        """
        if self.responded is None or not self.eligible:
            return None
        if self.eligible < self.responded:
            return None
        return Fraction(self.responded, self.eligible)
