"""What stands out in a report, in a sentence: what a drawing or a table is headed by.

Nothing is said here that the figures beside it do not show, and nothing of what is
hidden. A sentence names figures; only a comparison judges.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from psychometrics.comparison import FEWEST_FOR_VERDICT

from . import comparison_wording
from .comparing import ItemComparison
from .report import ItemReport, RunReport, main_items
from .trends import Trend
from .wording import decimal, favourable


def extremes(report: RunReport) -> str:
    """Return which statement has the highest mean and which the lowest.

    Of those on the main scale, all of them where several share it. "" where fewer than
    two are shown, all means are equal, or one rests on fewer ratings than a verdict
    needs: an order of so few people is chance.
    """
    rated = [
        (item.summary.mean, item)
        for item in main_items(report.items)
        if item.summary is not None and item.summary.mean is not None
    ]
    means = [mean for mean, _item in rated]
    if not means or min(means) == max(means):
        return ""
    if any((item.n or 0) < FEWEST_FOR_VERDICT for _mean, item in rated):
        return ""
    highest = [item for mean, item in rated if mean == max(means)]
    lowest = [item for mean, item in rated if mean == min(means)]
    return _(
        "Rated highest: %(highest)s (mean %(high_mean)s, n = %(high_n)s). Rated "
        "lowest: %(lowest)s (mean %(low_mean)s, n = %(low_n)s)."
    ) % {
        "highest": _named(highest),
        "high_mean": decimal(max(means)),
        "high_n": _numbers(highest),
        "lowest": _named(lowest),
        "low_mean": decimal(min(means)),
        "low_n": _numbers(lowest),
    }


def _named(items: Sequence[ItemReport]) -> str:
    return ", ".join(_("“%(wording)s”") % {"wording": item.wording} for item in items)


def _numbers(items: Sequence[ItemReport]) -> str:
    """Return the n of several statements, each number once."""
    return ", ".join(dict.fromkeys(str(item.n) for item in items))


def span(items: Sequence[ItemReport]) -> str:
    """Return from which to which favourable share statements on one scale reach.

    "" where fewer than two are shown, or all have the same share.
    """
    shares = [
        (item.summary.favourable_share, place)
        for place, item in enumerate(items)
        if item.summary is not None and item.summary.favourable_share is not None
    ]
    if not shares or min(shares)[0] == max(shares)[0]:
        return ""
    return _("Favourable by statement: from %(least)s to %(most)s.") % {
        "least": favourable(items[min(shares)[1]]),
        "most": favourable(items[max(shares)[1]]),
    }


def over_runs(trend: Trend) -> str:
    """Return how the mean of all ratings went from the first run drawn to the last.

    "" where the two are not of the same statements, or less than two runs show it.
    """
    points = trend.overall.points
    shown = [place for place, point in enumerate(points) if point.is_shown]
    if len(shown) < 2:
        return ""
    first, last = points[shown[0]], points[shown[-1]]
    if not all(point.continues for point in points[shown[0] + 1 : shown[-1] + 1]):
        return ""
    if first.mean is None or last.mean is None:
        return ""
    values = {
        "first": first.run.name,
        "from": decimal(first.mean),
        "last": last.run.name,
        "to": decimal(last.mean),
    }
    if first.interval is None or last.interval is None:
        return (
            _(
                "The mean of all ratings went from %(from)s in “%(first)s” to %(to)s "
                "in “%(last)s”."
            )
            % values
        )
    if first.interval[1] < last.interval[0] or last.interval[1] < first.interval[0]:
        return (
            _(
                "The mean of all ratings went from %(from)s in “%(first)s” to %(to)s "
                "in “%(last)s”; their plausible ranges do not overlap."
            )
            % values
        )
    return (
        _(
            "The mean of all ratings went from %(from)s in “%(first)s” to %(to)s in "
            "“%(last)s”; their plausible ranges overlap, so that chance alone may have "
            "moved it."
        )
        % values
    )


def verdicts(report: RunReport) -> list[dict[str, Any]]:
    """Return each verdict of a comparison with its statements, in their order.

    A verdict that tells of a difference stands before one that does not.
    """
    comparison = report.comparison
    if comparison is None or not comparison.other.is_released:
        return []
    this, other = comparison_wording.names(report)
    found: dict[str, list[ItemComparison]] = {}
    for item in comparison.items:
        verdict = comparison_wording.verdict(item, this, other)
        found.setdefault(verdict, []).append(item)
    return [
        {"verdict": verdict, "items": items, "differs": _differs(items[0])}
        for verdict, items in sorted(
            found.items(), key=lambda entry: not _differs(entry[1][0])
        )
    ]


def verdict_lines(report: RunReport) -> list[str]:
    """Return the same as sentences: "Clearly higher in “Autumn”. 2. The pace. …"."""
    return [
        " ".join(
            [
                entry["verdict"],
                *(
                    map(_numbered, entry["items"])
                    if entry["differs"]
                    else [_counted(len(entry["items"]))]
                ),
            ]
        )
        for entry in verdicts(report)
    ]


def _numbered(item: ItemComparison) -> str:
    return f"{item.number}. {item.wording}" if item.number else item.wording


def _counted(count: int) -> str:
    return ngettext("%(n)s statement.", "%(n)s statements.", count) % {"n": count}


def _differs(item: ItemComparison) -> bool:
    return item.verdict is not None and item.verdict.graded not in {
        None,
        "no_clear_difference",
        "practically_equal",
    }
