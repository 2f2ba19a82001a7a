"""Figures in words: the same on the page, in its chart and read aloud."""

from fractions import Fraction
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from psychometrics.bands import Band
from psychometrics.rounding import exact, round_half_up

from .release import Reason
from .reporting import ItemReport, RunReport

Number = int | float | Fraction


def decimal(value: Number, places: int = 2) -> str:
    """Return a number rounded half up, written as the active language writes it."""
    return number_format(round_half_up(exact(value), places))


def _or_dash(value: Number | None, places: int = 2) -> str:
    """Return a number, or the dash that stands for one that does not exist."""
    return "–" if value is None else decimal(value, places)


def percent(share: Fraction) -> str:
    """Return a share as whole per cent: "81%", in Finnish and Swedish "81 %"."""
    return _("%(number)s%%") % {"number": round_half_up(100 * share, 0)}


def favourable(item: ItemReport) -> str:
    """Return "47 of 58 (81%)"; no per cent below 10 answers, provisional below 30."""
    summary = item.summary
    if summary is None or summary.favourable_share is None:
        return ""
    counts = {"k": summary.favourable_count, "n": summary.n}
    if item.band is Band.COUNTS:
        return _("%(k)s of %(n)s") % counts
    share = percent(summary.favourable_share)
    if item.band is Band.PROVISIONAL:
        return _("%(k)s of %(n)s (%(share)s, provisional)") % (
            counts | {"share": share}
        )
    return _("%(k)s of %(n)s (%(share)s)") % (counts | {"share": share})


def interval(limits: tuple[float, float] | None, places: int = 2) -> str:
    """Return "3.93 to 4.41", "" when there is no interval."""
    if limits is None:
        return ""
    low, high = limits
    return _("%(low)s to %(high)s") % {
        "low": decimal(low, places),
        "high": decimal(high, places),
    }


def reason(code: str | None, threshold: int) -> str:
    """Return why a figure is not shown."""
    match code:
        case Reason.PROTECTS_SMALL_GROUPS:
            return _("Hidden to protect small groups.")
        case Reason.NOT_RELEASED:
            return _("Shown after the survey has closed.")
        case _other:
            return _("Fewer than %(threshold)s answers.") % {"threshold": threshold}


def sentence(item: ItemReport) -> str:
    """Return the ratings of one statement as one sentence with its numbers."""
    summary = item.summary
    if summary is None or summary.mean is None:
        return ""
    middle = summary.n - summary.favourable_count - summary.unfavourable_count
    return _(
        "%(wording)s %(favourable)s rated it favourably, %(middle)s in the middle, "
        "%(unfavourable)s unfavourably. Mean %(mean)s of %(points)s, plausible "
        "%(interval)s."
    ) % {
        "wording": item.wording if item.wording[-1:] in ".!?" else f"{item.wording}.",
        "favourable": favourable(item),
        "middle": middle,
        "unfavourable": summary.unfavourable_count,
        "mean": decimal(summary.mean),
        "points": len(item.labels),
        "interval": interval(summary.db_ci95),
    }


def participation(report: RunReport) -> str:
    """Return who answered: "7 of 8 answered (88%)", or what of it may be said."""
    threshold = report.run.threshold
    if report.responded is None:
        if report.eligible is None:
            return _("Fewer than %(threshold)s answers.") % {"threshold": threshold}
        return _("Fewer than %(threshold)s of %(eligible)s answered.") % {
            "threshold": threshold,
            "eligible": report.eligible,
        }
    if report.response_rate is None:
        return ngettext(
            "%(responded)s person answered. How many were asked is not known.",
            "%(responded)s people answered. How many were asked is not known.",
            report.responded,
        ) % {"responded": report.responded}
    return _("%(responded)s of %(eligible)s answered (%(rate)s).") % {
        "responded": report.responded,
        "eligible": report.eligible,
        "rate": percent(report.response_rate),
    }


def state(report: RunReport) -> str:
    """Return where the run stands and what its figures rest on."""
    if report.run.is_open and not report.is_released:
        return _("The survey is open. Results are shown after it has closed.")
    if report.run.is_open:
        return _(
            "The survey is open. The figures rest on the first %(released)s answers "
            "and are renewed in steps, so that no single answer can be seen."
        ) % {"released": report.released}
    return ""


def rows(items: tuple[ItemReport, ...], threshold: int) -> list[dict[str, Any]]:
    """Return what a table says of each statement, in words and written numbers."""
    return [
        {
            "item": item,
            "number": number,
            "shown": item.shown,
            "reason": reason(item.reason, threshold),
            "favourable": favourable(item),
            "mean": _or_dash(item.summary.mean if item.summary else None),
            "interval": interval(item.summary.db_ci95) if item.summary else "",
            "sd": _or_dash(item.summary.sd if item.summary else None),
            "median": _or_dash(item.summary.median if item.summary else None, 1),
            "n": item.n,
            "sentence": sentence(item),
        }
        for number, item in enumerate(items, start=1)
    ]
