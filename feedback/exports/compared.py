"""How a run stands to another, as columns of the evaluation table and as JSON.

Only of all respondents together: groups of two runs are not compared.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from feedback.comparing import ItemComparison, NotCompared, RunComparison
from feedback.report import PairedItem, RunReport
from psychometrics.comparison import Verdict

from .lines import Line
from .tables import Column, Kind, Value
from .values import display, number


def compared_columns(report: RunReport) -> tuple[Column, ...]:
    """Return the columns of the comparison; none without one."""
    return COMPARED if report.comparison is not None else ()


def _of(get: Callable[[ItemComparison], Value]) -> Callable[[Line], Value]:
    """Return what takes one value from the comparison of a line's statement."""

    def value(line: Line) -> Value:
        comparison = line.report.comparison
        found = comparison.of(line.item) if comparison and not line.group else None
        return None if found is None else get(found)

    return value


def _pairs(name: str) -> Callable[[Line], Value]:
    return _of(lambda item: getattr(item.pairs, name, None))


def _limit(index: int) -> Callable[[Line], Value]:
    return _of(
        lambda item: (
            item.pairs.cliffs_delta_ci95[index]
            if item.pairs and item.pairs.cliffs_delta_ci95
            else None
        )
    )


def _p(item: ItemComparison) -> float | None:
    if item.paired is not None:
        return item.paired.p
    return item.pairs.p if item.pairs else None


def _paired(get: Callable[[PairedItem], Value]) -> Callable[[Line], Value]:
    """Return what takes one value from the change of the same people."""
    return _of(lambda item: None if item.paired is None else get(item.paired))


def _other(name: str) -> Callable[[Line], Value]:
    """Return what takes a figure of the other run, where it is of the same question."""
    return _of(
        lambda item: (
            getattr(item.other.summary, name, None)
            if item.other and item.reason is not NotCompared.WORDING_CHANGED
            else None
        )
    )


def verdict_code(verdict: Verdict | None) -> str | None:
    """Return a verdict as a stable word: "this_run_clearly_higher"."""
    if verdict is None or verdict.graded is None:
        return None
    for side, run in (("x_", "this_run_"), ("y_", "other_run_")):
        if verdict.graded.startswith(side):
            return run + verdict.graded.removeprefix(side)
    return verdict.graded


COMPARED = (
    Column(
        "compared_with",
        Kind.TEXT,
        _("Compared with"),
        lambda x: x.report.comparison.other.run.name if not x.group else None,
        _("The name of the other run."),
    ),
    Column(
        "other_n",
        Kind.COUNT,
        _("n of the other run"),
        _other("n"),
        _("How many ratings the figures of the other run rest on."),
    ),
    Column("other_mean", Kind.DECIMAL, _("Mean of the other run"), _other("mean")),
    Column(
        "mean_difference",
        Kind.DECIMAL,
        _("Difference of means"),
        _of(lambda item: item.mean_difference),
        _("The mean of this run minus that of the other."),
    ),
    Column(
        "cliffs_delta",
        Kind.MEASURE,
        _("Cliff’s delta"),
        _pairs("cliffs_delta"),
        _("From -1 to 1; positive where this run is higher."),
    ),
    Column(
        "delta_low",
        Kind.MEASURE,
        _("Cliff’s delta, from"),
        _limit(0),
        _("Lower limit of its 95% interval."),
    ),
    Column(
        "delta_high",
        Kind.MEASURE,
        _("Cliff’s delta, to"),
        _limit(1),
        _("Upper limit of its 95% interval."),
    ),
    Column(
        "p",
        Kind.MEASURE,
        _("p"),
        _of(_p),
        _(
            "Of the Brunner-Munzel test, or exact where that test does not exist; of "
            "Student's test of the changes where the same people answered both."
        ),
    ),
    Column(
        "p_holm",
        Kind.MEASURE,
        _("p, adjusted"),
        _of(lambda item: item.p_holm),
        _("By Holm's procedure, over all statements that are compared."),
    ),
    Column(
        "pairs",
        Kind.COUNT,
        _("People in both"),
        _paired(lambda change: change.n),
        _("Who rated it in both runs, where answers are kept under pseudonyms."),
    ),
    Column(
        "change",
        Kind.DECIMAL,
        _("Their change"),
        _paired(lambda change: Fraction(change.difference)),
        _("Their mean in this run minus that in the other."),
    ),
    Column(
        "change_low",
        Kind.DECIMAL,
        _("Their change, from"),
        _paired(lambda change: Fraction(change.ci95[0])),
        _("Lower limit of its 95% interval."),
    ),
    Column(
        "change_high",
        Kind.DECIMAL,
        _("Their change, to"),
        _paired(lambda change: Fraction(change.ci95[1])),
        _("Upper limit of its 95% interval."),
    ),
    Column(
        "d_z",
        Kind.DECIMAL,
        _("d_z"),
        _paired(lambda change: None if change.d_z is None else Fraction(change.d_z)),
        _("Their mean change in standard deviations of the changes."),
    ),
    Column(
        "verdict",
        Kind.CODE,
        _("Verdict"),
        _of(lambda item: verdict_code(item.verdict)),
        _(
            "this_run or other_run, clearly_higher or somewhat_higher; "
            "practically_equal; no_clear_difference."
        ),
    ),
    Column(
        "not_compared",
        Kind.CODE,
        _("Why it is not compared"),
        _of(lambda item: None if item.reason is None else str(item.reason)),
        _("wording_changed, only_in_this_run, hidden, too_few or same_people."),
    ),
)


def comparison_as_json(comparison: RunComparison | None) -> dict[str, Any] | None:
    """Return the comparison as plain values; None without one."""
    if comparison is None:
        return None
    other = comparison.other
    return {
        "run": other.run.name,
        "opened": other.run.opened_on.isoformat(),
        "closed": other.run.closed_on.isoformat() if other.run.closed_on else None,
        "released": {
            "responded": other.released,
            "on": other.released_on.isoformat() if other.released_on else None,
            "number": other.release,
        },
        "illustrative": other.run.is_illustrative,
        "items": [_item(item) for item in comparison.items],
    }


def _item(item: ItemComparison) -> dict[str, Any]:
    pairs, other = item.pairs, item.other
    is_shown = other is not None and other.shown
    summary = other.summary if other and is_shown else None
    interval = pairs.cliffs_delta_ci95 if pairs else None
    return {
        "key": item.key,
        "wording": item.this.wording if item.this else None,
        "other_wording": other.wording if other else None,
        "other_counts": list(other.counts or ()) if other and is_shown else None,
        "other_n": summary.n if summary else None,
        "other_mean": number(summary.mean) if summary else None,
        "mean_difference": number(item.mean_difference),
        "mean_difference_display": display(item.mean_difference, 2),
        "cliffs_delta": number(pairs.cliffs_delta) if pairs else None,
        "cliffs_delta_ci95": list(interval) if interval else None,
        "prob_superiority": number(pairs.prob_superiority) if pairs else None,
        "brunner_munzel_t": pairs.brunner_munzel_t if pairs else None,
        "df": pairs.df if pairs else None,
        "p": _p(item),
        "p_holm": item.p_holm,
        "same_people": None
        if item.paired is None
        else {
            "n": item.paired.n,
            "change": number(Fraction(item.paired.difference)),
            "change_ci95": [number(Fraction(limit)) for limit in item.paired.ci95],
            "d_z": None
            if item.paired.d_z is None
            else number(Fraction(item.paired.d_z)),
        },
        "verdict": verdict_code(item.verdict),
        "not_compared": None if item.reason is None else str(item.reason),
    }
