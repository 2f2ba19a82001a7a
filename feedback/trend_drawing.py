"""Where the points of a trend lie in its small drawing. Whole numbers, no library.

The drawing is `WIDTH` by `HEIGHT`; the vertical range is the whole scale, the same for
every statement, so that drawings can be compared with each other.
"""

import dataclasses
from fractions import Fraction

from psychometrics.rounding import round_half_up

from .trends import TrendLine

WIDTH, HEIGHT = 240, 96
# Room for the marks at the edges, and for the ends of the scale at the left.
INSET, LEFT = 8, 24


@dataclasses.dataclass(frozen=True)
class DrawnPoint:
    """One point: where it is, and from where to where its range goes."""

    x: int
    y: int
    top: int
    bottom: int


@dataclasses.dataclass(frozen=True)
class Drawing:
    """What is drawn of one line; gaps have a place and nothing in it."""

    points: tuple[DrawnPoint, ...]
    # From point to point where the line is not broken: x1, y1, x2, y2.
    strokes: tuple[tuple[int, int, int, int], ...]
    # Where a figure is hidden or was not asked for.
    gaps: tuple[int, ...]
    # Where a line is broken although both ends are there.
    breaks: tuple[int, ...]
    # The heights of the ends of the scale and of its points between, from the lowest.
    grid: tuple[int, ...]
    # The highest point of the scale.
    highest: int
    width: int = WIDTH
    height: int = HEIGHT


def draw(line: TrendLine) -> Drawing:
    """Return the drawing of one figure over the runs."""
    count = len(line.points)
    places = [_across(index, count) for index in range(count)]
    points, strokes, gaps, breaks = [], [], [], []
    before: DrawnPoint | None = None
    for x, point in zip(places, line.points, strict=True):
        if point.mean is None:
            gaps.append(x)
            before = None
            continue
        low, high = point.interval or (point.mean, point.mean)
        drawn = DrawnPoint(
            x=x,
            y=_down(point.mean, line.highest),
            top=_down(Fraction(high), line.highest),
            bottom=_down(Fraction(low), line.highest),
        )
        if before is not None and point.continues:
            strokes.append((before.x, before.y, drawn.x, drawn.y))
        elif before is not None:
            breaks.append((before.x + drawn.x) // 2)
        points.append(drawn)
        before = drawn
    return Drawing(
        points=tuple(points),
        strokes=tuple(strokes),
        gaps=tuple(gaps),
        breaks=tuple(breaks),
        grid=tuple(
            _down(Fraction(at), line.highest) for at in range(1, line.highest + 1)
        ),
        highest=line.highest,
    )


def _across(index: int, count: int) -> int:
    room = WIDTH - LEFT - INSET
    return LEFT + (room // 2 if count < 2 else room * index // (count - 1))


def _down(value: Fraction, highest: int) -> int:
    """Return the height of a point of the scale, counted from the top."""
    room = HEIGHT - 2 * INSET
    return int(round_half_up(INSET + room * (highest - value) / (highest - 1), 0))
