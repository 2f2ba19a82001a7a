"""Where the bars of a ratings chart begin and end. One geometry for every drawing.

There are three forms. Diverging: unfavourable points to the left of zero, favourable
ones to the right, in the order of the scale; the middle point stands aside in a panel
of its own, because half a "neither" on each side would pretend to an opinion. Stacked:
all points from 0 to 100 per cent, where the outer shares are read best. Counts: the
same, as long as there are ratings. All bars of a chart share one range and one scale.
docs/methods/likert.md, "Charts", says more.
"""

import dataclasses
import html
import textwrap
from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from psychometrics.bands import Band
from psychometrics.rounding import round_half_up

from .report import ItemReport

# Percentage points between the bars and the panel of the middle: room for a total.
GAP = 12
# A segment narrower than this share has no room for a label.
LABEL_FROM = Fraction(6)
# Characters of a statement on one line beside the chart for exploring.
ROW_LABEL_WIDTH = 36


class Form(StrEnum):
    """How the same ratings are drawn."""

    DIVERGING = "diverging"
    STACKED = "stacked"
    COUNTS = "counts"


@dataclasses.dataclass(frozen=True)
class Segment:
    """One point of the scale in one bar.

    `left` and `width` are percentage points, in a chart of counts ratings.
    """

    point: int
    tone: str
    name: str
    count: int
    share: Fraction
    left: Fraction
    width: Fraction
    # "34%", or the count where percentages would mislead; "" where there is no room.
    label: str


@dataclasses.dataclass(frozen=True)
class Bar:
    """The bar of one statement; without segments where it is hidden or has no n."""

    item: ItemReport
    segments: tuple[Segment, ...]
    unfavourable: str
    favourable: str


@dataclasses.dataclass(frozen=True)
class Chart:
    """The bars of statements on one scale, in the units of their segments.

    Zero is at `zero`, the right end at `width`.
    """

    bars: tuple[Bar, ...]
    zero: int
    favourable_end: int
    neutral_start: int
    width: int
    has_neutral: bool
    legend: tuple[tuple[str, str], ...]
    form: Form = Form.DIVERGING
    # Where the axis has a number, and which; the diverging one has words instead.
    marks: tuple[tuple[int, str], ...] = ()


def tones(points: int) -> list[str]:
    """Return the name of the colour of each point, the least favourable first.

    Symmetric around the middle, with a neutral one for an odd number of points.
    """
    half = points // 2
    left = [f"unfavourable-{rank}" for rank in range(half, 0, -1)]
    right = [f"favourable-{rank}" for rank in range(1, half + 1)]
    return [*left, *(["neutral"] if points % 2 else []), *right]


def chart_of(items: Sequence[ItemReport], form: Form = Form.DIVERGING) -> Chart:
    """Return the bars of statements on one scale in one of the forms."""
    if form is Form.DIVERGING:
        return diverging_chart(items)
    return _whole_chart(items, form)


def diverging_chart(items: Sequence[ItemReport]) -> Chart:
    """Return the bars of statements on one scale, to both sides of zero."""
    shown = [item for item in items if item.counts and item.n]
    sides = [_sides(item) for item in shown]
    zero = _up_to_ten(max((left for left, _mid, _right in sides), default=Fraction(0)))
    reach = _up_to_ten(max((right for _l, _m, right in sides), default=Fraction(0)))
    middle = _up_to_ten(max((mid for _l, mid, _r in sides), default=Fraction(0)))
    has_neutral = any(len(item.labels) % 2 for item in shown)
    favourable_end = zero + reach
    neutral_start = favourable_end + GAP
    return Chart(
        bars=tuple(_bar(item, zero, neutral_start) for item in items),
        zero=zero,
        favourable_end=favourable_end,
        neutral_start=neutral_start,
        width=neutral_start + middle if has_neutral else favourable_end,
        has_neutral=has_neutral,
        legend=_legend(items),
    )


def _whole_chart(items: Sequence[ItemReport], form: Form) -> Chart:
    """Return bars that begin at zero: to 100 per cent each, or as long as n."""
    if form is Form.STACKED:
        width = 100
        marks = tuple((at, _("%(share)s%%") % {"share": at}) for at in (0, 50, 100))
    else:
        longest = max((item.n or 0 for item in items), default=0)
        width = max(10, -(-longest // 10) * 10)
        marks = tuple((at, str(at)) for at in (0, width // 2, width))
    return Chart(
        bars=tuple(_whole_bar(item, form, width) for item in items),
        zero=0,
        favourable_end=width,
        neutral_start=width,
        width=width,
        has_neutral=False,
        legend=_legend(items),
        form=form,
        marks=marks,
    )


def _legend(items: Sequence[ItemReport]) -> tuple[tuple[str, str], ...]:
    """Return the colour and the name of each point, the lowest first."""
    shown = [item for item in items if item.counts and item.n]
    labels = shown[0].offered_labels if shown else ()
    return tuple(zip(tones(len(labels)), labels, strict=True))


def _sides(item: ItemReport) -> tuple[Fraction, Fraction, Fraction]:
    """Return the shares left of zero, aside, and right of it, in percent."""
    counts, n = item.counts or (), item.n or 1
    half = len(counts) // 2
    middle = counts[half] if len(counts) % 2 else 0
    left, right = sum(counts[:half]), sum(counts[len(counts) - half :])
    return (
        Fraction(100 * left, n),
        Fraction(100 * middle, n),
        Fraction(100 * right, n),
    )


def _bar(item: ItemReport, zero: int, neutral_start: int) -> Bar:
    if not item.counts or not item.n:
        return Bar(item, (), "", "")
    left, _middle, right = _sides(item)
    half = len(item.counts) // 2
    position = zero - left
    segments = []
    for index, (count, tone, name) in enumerate(
        zip(item.counts, tones(len(item.counts)), item.labels, strict=True)
    ):
        share = Fraction(100 * count, item.n)
        if count == 0:
            continue
        is_neutral = tone == "neutral"
        segments.append(
            Segment(
                point=index + 1,
                tone=tone,
                name=name,
                count=count,
                share=share,
                left=Fraction(neutral_start) if is_neutral else position,
                width=share,
                label=_label(item, count, share) if share >= LABEL_FROM else "",
            )
        )
        if not is_neutral:
            position += share
    counts = item.counts
    return Bar(
        item=item,
        segments=tuple(segments),
        unfavourable=_label(item, sum(counts[:half]), left),
        favourable=_label(item, sum(counts[len(counts) - half :]), right),
    )


def _whole_bar(item: ItemReport, form: Form, width: int) -> Bar:
    if not item.counts or not item.n:
        return Bar(item, (), "", "")
    position = Fraction(0)
    segments = []
    for point, (count, tone, name) in enumerate(
        zip(item.counts, tones(len(item.counts)), item.labels, strict=True), start=1
    ):
        if count == 0:
            continue
        share = Fraction(100 * count, item.n)
        length = share if form is Form.STACKED else Fraction(count)
        label = _label(item, count, share) if form is Form.STACKED else str(count)
        has_room = 100 * length / width >= LABEL_FROM
        segments.append(
            Segment(
                point=point,
                tone=tone,
                name=name,
                count=count,
                share=share,
                left=position,
                width=length,
                label=label if has_room else "",
            )
        )
        position += length
    return Bar(item, tuple(segments), "", "")


def _label(item: ItemReport, count: int, share: Fraction) -> str:
    """Return a percentage, or the count where n is too small for percentages."""
    if item.band in (Band.PERCENT, Band.PROVISIONAL):
        return _("%(share)s%%") % {"share": round_half_up(share, 0)}
    return str(count)


def _up_to_ten(share: Fraction) -> int:
    """Return `share` rounded up to a full ten, at least 10."""
    return max(10, -(-share // 10) * 10)


def plotly_figure(chart: Chart) -> dict[str, Any]:
    """Return the same bars as a figure for plotly.js: plain values, no library.

    One trace per point of the scale; every segment brings its own base, so plotly lays
    nothing out by itself. Labels and hover texts are made here, with our rounding.
    """
    bars = [bar for bar in chart.bars if bar.segments]
    traces = []
    for point, (tone, name) in enumerate(chart.legend, start=1):
        found = [
            (bar, segment)
            for bar in bars
            for segment in bar.segments
            if segment.point == point
        ]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": name,
                "meta": {"tone": tone},
                "y": [bar.item.wording for bar, _segment in found],
                "x": [float(segment.width) for _bar, segment in found],
                "base": [float(segment.left) for _bar, segment in found],
                "text": [segment.label for _bar, segment in found],
                "hovertext": [
                    _("%(name)s: %(count)s of %(n)s")
                    % {"name": segment.name, "count": segment.count, "n": bar.item.n}
                    for bar, segment in found
                ],
            }
        )
    return {
        "traces": traces,
        "rows": [bar.item.wording for bar in bars],
        "labels": [_row_label(bar.item) for bar in bars],
        "zero": chart.zero,
        "favourable_end": chart.favourable_end,
        "neutral_start": chart.neutral_start,
        "width": chart.width,
        "has_neutral": chart.has_neutral,
        "marks": [list(mark) for mark in chart.marks],
    }


def _row_label(item: ItemReport) -> str:
    """Return a statement on short lines with its n; plotly reads tags in labels."""
    lines = textwrap.wrap(item.wording, ROW_LABEL_WIDTH)
    n = _("n = %(n)s") % {"n": item.n}
    return "<br>".join([*(html.escape(line, quote=False) for line in lines), n])
