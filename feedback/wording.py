"""Figures in words: the same on the page, in its chart and read aloud."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, get_language_info, ngettext, pgettext
from django.utils.translation import gettext as _

from psychometrics.bands import Band
from psychometrics.rounding import exact, round_half_up

from .models import InterimPolicy, SurveyRun
from .release import Reason
from .report import ItemReport, RunReport

Number = int | float | Fraction
# What a table says of one statement; `rows` lists the keys.
Row = dict[str, Any]


def decimal(value: Number, places: int = 2) -> str:
    """Return a number rounded half up, written as the active language writes it."""
    return number_format(round_half_up(exact(value), places))


def _or_dash(value: Number | None, places: int = 2) -> str:
    """Return a number, or the dash that stands for one that does not exist."""
    return "–" if value is None else decimal(value, places)


def percent(share: Fraction) -> str:
    """Return a share as whole per cent: "81%", in Finnish and Swedish "81 %"."""
    return _("%(number)s%%") % {"number": round_half_up(100 * share, 0)}


def favourable(item: ItemReport, *, is_marked: bool = False) -> str:
    """Return "47 of 58 (81%)"; no per cent below 10 answers, provisional below 30.

    In a table a mark says the latter, and `provisional_note` what the mark means.
    """
    summary, share = item.summary, favourable_share(item)
    if summary is None or not share:
        return favourable_count(item)
    values = {"k": summary.favourable_count, "n": summary.n, "share": share}
    if item.band is not Band.PROVISIONAL:
        return _("%(k)s of %(n)s (%(share)s)") % values
    if is_marked:
        values["share"] = f"{share}*"
        return _("%(k)s of %(n)s (%(share)s)") % values
    return _("%(k)s of %(n)s (%(share)s, provisional)") % values


def favourable_count(item: ItemReport) -> str:
    """Return "47 of 58", "" where there is nothing to count."""
    summary = item.summary
    if summary is None or summary.favourable_share is None:
        return ""
    return _("%(k)s of %(n)s") % {"k": summary.favourable_count, "n": summary.n}


def favourable_share(item: ItemReport) -> str:
    """Return "81%"; "" where the number of answers carries no percentage."""
    summary = item.summary
    if (
        summary is None
        or summary.favourable_share is None
        or item.band not in (Band.PROVISIONAL, Band.PERCENT)
    ):
        return ""
    return percent(summary.favourable_share)


def provisional_note(items: Iterable[ItemReport]) -> str:
    """Return what the mark in a table means; "" for a table without one."""
    if any(item.band is Band.PROVISIONAL for item in items):
        return _("* Provisional: fewer than 30 answers.")
    return ""


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
            return _("Not shown yet: the survey is open.")
        case _other:
            return _("Fewer than %(threshold)s answers.") % {"threshold": threshold}


def groups_note(report: RunReport) -> str:
    """Return what is left out of the groups; "" for a report without any breakdown.

    The same whether something is left out or not: how many groups are hidden, and
    whether any is, would say who answered.
    """
    if not report.groups:
        return ""
    return _("Groups that are too small, or that protect a small one, are not shown.")


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
    return answered(
        threshold=report.run.threshold,
        responded=report.responded,
        eligible=report.eligible,
        is_open=report.run.is_open,
    )


def answered(
    *, threshold: int, responded: int | None, eligible: int | None, is_open: bool
) -> str:
    """Return how many answered, of how many; `responded` is None while too few.

    Of an open run `responded` is what `release.responded_as_told` makes of it.
    """
    if responded is None:
        if eligible is None:
            return _("Fewer than %(threshold)s answers.") % {"threshold": threshold}
        if eligible < threshold:
            return _("Fewer than %(threshold)s people have been asked.") % {
                "threshold": threshold
            }
        return _("Fewer than %(threshold)s of %(eligible)s answered.") % {
            "threshold": threshold,
            "eligible": eligible,
        }
    if is_open:
        return so_far(responded, eligible)
    if not eligible:
        return ngettext(
            "%(responded)s person answered. How many were asked is not known.",
            "%(responded)s people answered. How many were asked is not known.",
            responded,
        ) % {"responded": responded}
    if eligible < responded:
        return _(
            "%(responded)s people answered. Fewer, %(eligible)s, are counted as asked, "
            "so there is no response rate."
        ) % {"responded": responded, "eligible": eligible}
    return _("%(responded)s of %(eligible)s answered (%(rate)s).") % {
        "responded": responded,
        "eligible": eligible,
        "rate": percent(Fraction(responded, eligible)),
    }


def so_far(responded: int, eligible: int | None) -> str:
    """Return how many have answered a run that goes on, at least."""
    # How many are asked may be known when it closes only; until then it changes.
    if not eligible or eligible < responded:
        return _("At least %(responded)s people have answered so far.") % {
            "responded": responded
        }
    return _(
        "At least %(responded)s of %(eligible)s have answered so far (%(rate)s)."
    ) % {
        "responded": responded,
        "eligible": eligible,
        "rate": percent(Fraction(responded, eligible)),
    }


def state(report: RunReport) -> str:
    """Return where the run stands and what its figures rest on."""
    if report.run.is_open and not report.is_released:
        if report.run.interim == InterimPolicy.STEPS:
            return _(
                "The survey is open. The first results are shown when so many have "
                "answered that no single answer can be seen."
            )
        return _("The survey is open. Results are shown after it has closed.")
    if report.run.is_open:
        return _(
            "The survey is open. The figures rest on the first %(released)s answers "
            "and are renewed in steps, so that no single answer can be seen."
        ) % {"released": report.released}
    return ""


def notice(report: RunReport) -> str:
    """Return what has to be known before a figure is read; "" as a rule."""
    if not report.run.is_illustrative:
        return ""
    return _(
        "These figures are illustrative. The answers were made up to show what a "
        "report looks like."
    )


def window(run: SurveyRun) -> str:
    """Return when answers were collected: "1 October 2026 to 5 November 2026"."""
    first = date_format(run.opened_on)
    if run.closed_on is None:
        return _("since %(first)s, still open") % {"first": first}
    if run.closed_on == run.opened_on:
        return first
    return _("%(first)s to %(last)s") % {
        "first": first,
        "last": date_format(run.closed_on),
    }


def facts(report: RunReport) -> list[tuple[str, str]]:
    """Return what a report is about, as names and values: the head of every file."""
    run, version = report.run, report.run.survey_version
    found = [
        (_("Course"), report.title),
        (
            pgettext("questionnaire", "Survey"),
            _("%(name)s, version %(number)s")
            % {"name": version.survey.name, "number": version.number},
        ),
        (_("Survey run"), run.name),
        (_("Collected"), window(run)),
        (_("Response rate"), f"{participation(report)} {state(report)}".rstrip()),
    ]
    if run.organisation is not None:
        found.insert(3, (_("Organisation"), run.organisation.name))
    if report.overall_mean is not None:
        found.append((_("Mean of all ratings"), overall(report)))
    if report.released_on is not None:
        found.append(
            (
                _("Released"),
                _("%(day)s, release %(number)s")
                % {"day": date_format(report.released_on), "number": report.release},
            )
        )
    found += scale(report)
    if told := straight_lines(report):
        found.append((_("Same answer to everything"), told))
    found += [
        (
            _("Smallest group shown"),
            _("%(threshold)s answers") % {"threshold": run.threshold},
        ),
        (
            _("Language of the report"),
            get_language_info(get_language() or "en")["name_local"],
        ),
    ]
    return found


def overall(report: RunReport) -> str:
    """Return the mean of all ratings with what it rests on; "" when there is none."""
    if report.overall_mean is None:
        return ""
    values = {
        "mean": decimal(report.overall_mean),
        "n": report.overall_n,
        "interval": interval(report.overall_ci95),
    }
    if not values["interval"]:
        return _("%(mean)s, of %(n)s ratings") % values
    return _("%(mean)s (%(interval)s), of %(n)s ratings") % values


def main_scale(report: RunReport) -> str:
    """Return which statements the mean of all ratings is of; "" when it is of all."""
    if len(report.blocks) < 2:
        return ""
    return _(
        "The mean of all ratings is of the statements rated from “%(first)s” to "
        "“%(last)s”."
    ) % {"first": report.labels[0], "last": report.labels[-1]}


def straight_lines(report: RunReport) -> str:
    """Return how many gave the same answer to everything; "" where nobody may know."""
    found = report.straight_lines
    if found is None:
        return ""
    return _(
        "%(flagged)s of %(n)s gave the same answer to every statement, including the "
        "reversed ones; without them the mean of all ratings would be %(mean)s."
    ) % {
        "flagged": found.flagged,
        "n": found.n,
        "mean": decimal(Fraction(found.mean_without)),
    }


def scale(report: RunReport) -> list[tuple[str, str]]:
    """Return the statements taken as one scale, as names and values; may be empty."""
    found = report.scale
    if found is None:
        return []
    told = []
    if found.mean is not None and found.sd is not None:
        told.append(
            (
                _("Scale score"),
                _(
                    "%(mean)s, SD %(sd)s, over %(n)s people who rated at least half of "
                    "the %(k)s statements"
                )
                % {
                    "mean": decimal(Fraction(found.mean)),
                    "sd": decimal(Fraction(found.sd)),
                    "n": found.n_scored,
                    "k": found.k,
                },
            )
        )
    if found.alpha is not None and found.alpha_ci95 is not None:
        low, high = (decimal(Fraction(limit)) for limit in found.alpha_ci95)
        told.append(
            (
                _("Cronbach’s alpha"),
                _(
                    "%(alpha)s (%(low)s to %(high)s), over %(n)s people who rated all "
                    "%(k)s statements; it says something only if these measure one "
                    "thing"
                )
                % {
                    "alpha": decimal(Fraction(found.alpha)),
                    "low": low,
                    "high": high,
                    "n": found.n_complete,
                    "k": found.k,
                },
            )
        )
    return told


def rows(items: tuple[ItemReport, ...], threshold: int) -> list[Row]:
    """Return what a table says of each statement, in words and written numbers."""
    return [
        {
            "item": item,
            "number": number,
            "shown": item.shown,
            "reason": reason(item.reason, threshold),
            "favourable": favourable(item),
            "counted": favourable_count(item),
            "share": favourable_share(item),
            "mean": _or_dash(item.summary.mean if item.summary else None),
            "interval": interval(item.summary.db_ci95) if item.summary else "",
            "sd": _or_dash(item.summary.sd if item.summary else None),
            "median": _or_dash(item.summary.median if item.summary else None, 1),
            "n": item.n,
            "sentence": sentence(item),
        }
        for number, item in enumerate(items, start=1)
    ]
