"""A comparison of two runs in words: the same on the page and in files."""

from fractions import Fraction
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from psychometrics.comparison import Grade, VerdictWord
from psychometrics.rounding import exact, round_half_up

from .comparing import ItemComparison, NotCompared
from .models import SurveyRun
from .report import PairedItem, RunReport
from .wording import Number, rows


def names(report: RunReport) -> tuple[str, str]:
    """Return what this run and the one compared with are called, told apart."""
    if report.comparison is None:
        return report.run.name, ""
    run, other = report.run, report.comparison.other.run
    if run.name != other.name:
        return run.name, other.name
    return full_name(run), full_name(other)


def full_name(run: SurveyRun) -> str:
    """Return the name of a run with the organisation that it belongs to."""
    if run.organisation is None:
        return run.name
    return f"{run.name} – {run.organisation}"


def signed(value: Number, places: int = 2) -> str:
    """Return a difference with its sign: "+0.26", "−0.26", "0.00"."""
    number = round_half_up(exact(value), places)
    if exact(number) == 0:
        return number_format(number)
    sign = "−" if number.startswith("-") else "+"
    return sign + number_format(number.lstrip("-"))


def signed_interval(limits: tuple[float, float]) -> str:
    """Return "−0.05 to +0.34"."""
    low, high = limits
    return _("%(low)s to %(high)s") % {"low": signed(low), "high": signed(high)}


def verdict(item: ItemComparison, this: str, other: str) -> str:
    """Return the verdict, or why there is none. The runs are called `this`, `other`."""
    if item.reason is not None or item.verdict is None:
        return not_compared(item.reason, this, other)
    word, grade = item.verdict.word, item.verdict.grade
    higher = {"run": this if word is VerdictWord.X_HIGHER else other}
    match word:
        case VerdictWord.X_HIGHER | VerdictWord.Y_HIGHER if grade is Grade.CLEARLY:
            return _("Clearly higher in “%(run)s”.") % higher
        case VerdictWord.X_HIGHER | VerdictWord.Y_HIGHER:
            return _("Somewhat higher in “%(run)s”.") % higher
        case VerdictWord.PRACTICALLY_EQUAL:
            return _("Practically equal.")
    return _("No clear difference.")


def not_compared(reason: NotCompared | None, this: str, other: str) -> str:
    """Return why a statement is not compared."""
    match reason:
        case NotCompared.WORDING_CHANGED:
            return _("Not compared: the statement or its scale has changed.")
        case NotCompared.ONLY_IN_THIS_RUN:
            return _("Not compared: not asked in “%(run)s”.") % {"run": other}
        case NotCompared.ONLY_IN_THE_OTHER:
            return _("Not compared: not asked in “%(run)s”.") % {"run": this}
        case NotCompared.HIDDEN:
            return _("Not compared: hidden in one of the runs.")
        case NotCompared.SAME_PEOPLE:
            return _(
                "Not compared: the same people may have answered both, and of too few "
                "of them it may be shown."
            )
    return _("No verdict: fewer than 10 ratings in one of the runs.")


def effect(item: ItemComparison, this: str, other: str) -> str:
    """Return how large the difference is, in one sentence; "" where it is unknown."""
    if item.paired is not None:
        return change(item.paired, this, other)
    difference = item.mean_difference
    if difference is None or item.reason is NotCompared.SAME_PEOPLE:
        return ""
    if difference == 0:
        means = _("The means are equal.")
    else:
        means = _("The mean is %(points)s points higher in “%(run)s”.") % {
            "points": number_format(round_half_up(abs(difference), 2)),
            "run": this if difference > 0 else other,
        }
    pairs = item.pairs
    if pairs is None or pairs.cliffs_delta is None or pairs.prob_superiority is None:
        return means
    values = {
        "means": means,
        "this": this,
        "share": round_half_up(100 * pairs.prob_superiority, 0),
        "delta": signed(pairs.cliffs_delta),
    }
    if pairs.cliffs_delta_ci95 is None:
        return (
            _(
                "%(means)s Of 100 pairs of one rating from each run, the one from "
                "“%(this)s” is higher in %(share)s, ties shared (Cliff’s delta "
                "%(delta)s)."
            )
            % values
        )
    values["interval"] = signed_interval(pairs.cliffs_delta_ci95)
    return (
        _(
            "%(means)s Of 100 pairs of one rating from each run, the one from "
            "“%(this)s” is higher in %(share)s, ties shared (Cliff’s delta %(delta)s, "
            "plausible %(interval)s)."
        )
        % values
    )


def change(paired: PairedItem, this: str, other: str) -> str:
    """Return how much the same people changed, in one sentence."""
    low, high = (signed(Fraction(limit)) for limit in paired.ci95)
    values = {
        "n": paired.n,
        "points": number_format(paired.difference.lstrip("-")),
        "run": this if Fraction(paired.difference) > 0 else other,
        "interval": _("%(low)s to %(high)s") % {"low": low, "high": high},
        "d_z": "" if paired.d_z is None else signed(Fraction(paired.d_z)),
    }
    if Fraction(paired.difference) == 0:
        text = _(
            "The %(n)s people who rated it both times did so equally on average "
            "(plausible %(interval)s)."
        )
    elif paired.d_z is None:
        text = _(
            "The %(n)s people who rated it both times did so %(points)s points higher "
            "in “%(run)s”, all of them alike."
        )
    else:
        text = _(
            "The %(n)s people who rated it both times did so %(points)s points higher "
            "in “%(run)s” on average (plausible %(interval)s, d_z %(d_z)s)."
        )
    return text % values


def introduction(report: RunReport) -> list[str]:
    """Return what a comparison is of and what it does not say, as sentences."""
    comparison = report.comparison
    if comparison is None:
        return []
    this, other = names(report)
    if not comparison.other.is_released:
        return [_("Nothing of “%(run)s” is released yet.") % {"run": other}]
    if comparison.is_of_same_people:
        sentences = _of_the_same_people()
    else:
        sentences = _of_different_people()
    if comparison.other.run.is_illustrative != report.run.is_illustrative:
        sentences.insert(
            0, _("One of the two runs is illustrative: its answers were made up.")
        )
    return sentences


def _of_the_same_people() -> list[str]:
    return [
        _(
            "Both runs keep answers under pseudonyms. Changes are those of the people "
            "who answered both times; the rows of each run are of everybody in it."
        ),
        _(
            "A verdict needs ten such people and takes into account that several "
            "statements are compared at once (Holm). It says that there was a change, "
            "not what made it. People who left early answered only once and are not "
            "in it."
        ),
    ]


def _of_different_people() -> list[str]:
    return [
        _(
            "A verdict needs ten ratings in each run and takes into account that "
            "several statements are compared at once (Holm). Looking at further pairs "
            "of runs is exploring, not testing."
        ),
        _(
            "“No clear difference” is not “no difference”, and a clear one does not "
            "say what made it. The runs are taken as answers of different people."
        ),
    ]


def comparison_rows(report: RunReport) -> list[dict[str, Any]]:
    """Return what a table of the comparison says of each statement."""
    comparison = report.comparison
    if comparison is None or not comparison.other.is_released:
        return []
    this, other = names(report)
    threshold = report.run.threshold
    mine = {row["item"].key: row for row in rows(report.items, threshold)}
    theirs = {
        row["item"].key: row
        for row in rows(comparison.other.items, comparison.other.run.threshold)
    }
    return [
        {
            "comparison": item,
            "number": item.number,
            "wording": item.wording,
            "scale": _scale(item),
            # Another scale would have other columns.
            "has_rows": item.reason
            in (
                None,
                NotCompared.TOO_FEW,
                NotCompared.HIDDEN,
                NotCompared.SAME_PEOPLE,
            ),
            "this": mine.get(item.key) if item.this else None,
            "other": theirs.get(item.key) if item.other else None,
            "earlier_wording": _other_wording(item),
            "verdict": verdict(item, this, other),
            "effect": effect(item, this, other),
        }
        for item in comparison.items
    ]


def _scale(item: ItemComparison) -> tuple[str, ...]:
    shown = item.this or item.other
    return shown.offered_labels if shown else ()


def _other_wording(item: ItemComparison) -> str:
    """Return how the other run worded a statement, where that differs."""
    if item.this is None or item.other is None:
        return ""
    return "" if item.this.wording == item.other.wording else item.other.wording
