"""How one run stands to another, statement by statement.

Both sides are reports, made of what is released: whoever may read both could compute
all of this. Formulas are in `psychometrics.comparison`. Statements whose wording has
changed are named and not compared, unless `feedback.pooling` counts them together.
"""

import dataclasses
from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction

from psychometrics.comparison import (
    FEWEST_FOR_VERDICT,
    Comparison,
    Verdict,
    compare,
    holm,
    judge,
)
from psychometrics.paired import judge_pairs

from .models import SurveyRun
from .pooling import hindrance
from .report import ItemReport, PairedItem, PairedRun, RunReport


class NotCompared(StrEnum):
    """Why a statement has no comparison."""

    # Other words, other points, other labels or the other direction.
    WORDING_CHANGED = "wording_changed"
    # Asked in this run and not in the other, and the other way round.
    ONLY_IN_THIS_RUN = "only_in_this_run"
    ONLY_IN_THE_OTHER = "only_in_the_other"
    # Not shown in one of both.
    HIDDEN = "hidden"
    # Shown in both, with fewer than ten ratings in one of them; or of fewer than ten
    # people who answered both.
    TOO_FEW = "too_few"
    # The same people may have answered both, and their changes may not be shown. A test
    # for different people would be wrong.
    SAME_PEOPLE = "same_people"


@dataclasses.dataclass(frozen=True)
class ItemComparison:
    """One statement in both runs; `this` or `other` is None where it was not asked."""

    this: ItemReport | None
    other: ItemReport | None
    # Its place in this run, counted from 1; None for a statement of the other run only.
    number: int | None
    reason: NotCompared | None = None
    # What follows is None where `reason` says why.
    pairs: Comparison | None = None
    # Adjusted by Holm over all statements that are compared.
    p_holm: float | None = None
    verdict: Verdict | None = None
    # Of the same people, in two confidential runs: their change from the other run on.
    paired: PairedItem | None = None

    @property
    def key(self) -> str:
        return self._any.key

    @property
    def wording(self) -> str:
        return self._any.wording

    @property
    def mean_difference(self) -> Fraction | None:
        """By how much the mean of this run is higher; None where one is not shown.

        None as well where the two are not the same question.
        """
        if self.reason not in (None, NotCompared.TOO_FEW, NotCompared.SAME_PEOPLE):
            return None
        this, other = self.this, self.other
        if not this or not other or not this.summary or not other.summary:
            return None
        if this.summary.mean is None or other.summary.mean is None:
            return None
        return this.summary.mean - other.summary.mean

    @property
    def _any(self) -> ItemReport:
        found = self.this or self.other
        if found is None:
            raise ValueError("A statement was asked in at least one of the runs.")
        return found


@dataclasses.dataclass(frozen=True)
class RunComparison:
    """Two runs of one survey, statement by statement in the order of this run."""

    # The run compared with.
    other: RunReport
    items: tuple[ItemComparison, ...]
    # Whether the same people may have answered both.
    is_of_same_people: bool = False

    @property
    def compared(self) -> tuple[ItemComparison, ...]:
        """The statements with a verdict: the family that Holm's procedure is over."""
        return tuple(item for item in self.items if item.reason is None)

    def of(self, item: ItemReport) -> ItemComparison | None:
        """Return the comparison of a statement of this run."""
        return next((c for c in self.items if c.this and c.this.key == item.key), None)


def comparable_runs(run: SurveyRun, runs: Iterable[SurveyRun]) -> list[SurveyRun]:
    """Return the runs among `runs` that the run may be compared with.

    Of the same survey: two surveys have no statement in common.
    """
    survey = run.survey_version.survey_id
    return [
        other
        for other in runs
        if other.pk != run.pk
        and other.course_id == run.course_id
        and other.survey_version.survey_id == survey
    ]


def with_comparison(report: RunReport, other: RunReport) -> RunReport:
    """Return the report of a run with how it stands to another."""
    return dataclasses.replace(report, comparison=compare_runs(report, other))


def compare_runs(report: RunReport, other: RunReport) -> RunComparison:
    """Compare all statements of two runs; together they are one family of tests."""
    theirs = {item.key: item for item in other.items}
    own = {item.key for item in report.items}
    is_of_same_people = report.run.is_confidential and other.run.is_confidential
    changes = _changes(report, other)
    items = [
        _same_people(number, item, theirs.get(item.key), changes.get(item.key))
        if is_of_same_people
        else _side_by_side(number, item, theirs.get(item.key))
        for number, item in enumerate(report.items, start=1)
    ]
    items += [
        ItemComparison(None, item, None, NotCompared.ONLY_IN_THE_OTHER)
        for item in other.items
        if item.key not in own
    ]
    return RunComparison(
        other=other, items=tuple(_judged(items)), is_of_same_people=is_of_same_people
    )


def _changes(report: RunReport, other: RunReport) -> dict[str, PairedItem]:
    """Return the changes of the same people by statement: this run minus the other.

    They are stored with the run that was closed later, whichever that is.
    """
    if report.paired is not None and report.paired.run == other.run.pk:
        return _by_key(report, report.paired)
    if other.paired is not None and other.paired.run == report.run.pk:
        found = _by_key(other, other.paired)
        return {key: change.turned() for key, change in found.items()}
    return {}


def _by_key(report: RunReport, paired: PairedRun) -> dict[str, PairedItem]:
    return {
        item.key: paired.items[item.asked.pk]
        for item in report.items
        if item.asked is not None and item.asked.pk in paired.items
    }


def ask_the_same(one: ItemReport, other: ItemReport) -> bool:
    """Tell whether two statements of one short name ask the same."""
    if one.asked is None or other.asked is None:
        # Of no database, so there is but one wording.
        return one.version == other.version and one.wording == other.wording
    if one.asked.pool is None or other.asked.pool is None:
        return hindrance(one.asked, other.asked) is None
    return one.asked.pool == other.asked.pool


def _hindered(this: ItemReport, other: ItemReport | None) -> NotCompared | None:
    """Return why two statements cannot stand beside each other, whoever rated them."""
    if other is None:
        return NotCompared.ONLY_IN_THIS_RUN
    if not ask_the_same(this, other):
        return NotCompared.WORDING_CHANGED
    if not this.shown or not other.shown:
        return NotCompared.HIDDEN
    return None


def _same_people(
    number: int, this: ItemReport, other: ItemReport | None, change: PairedItem | None
) -> ItemComparison:
    reason = _hindered(this, other)
    if reason is None and change is None:
        reason = NotCompared.SAME_PEOPLE
    elif reason is None and change is not None and change.n < FEWEST_FOR_VERDICT:
        reason = NotCompared.TOO_FEW
    return ItemComparison(this, other, number, reason, paired=change)


def _side_by_side(
    number: int, this: ItemReport, other: ItemReport | None
) -> ItemComparison:
    reason, pairs = _hindered(this, other), None
    if reason is not None or other is None:
        return ItemComparison(this, other, number, reason)
    if min(this.n or 0, other.n or 0) < FEWEST_FOR_VERDICT:
        reason = NotCompared.TOO_FEW
    else:
        pairs = compare(this.counts or (), other.counts or ())
    return ItemComparison(this, other, number, reason, pairs)


def _judged(items: list[ItemComparison]) -> list[ItemComparison]:
    """Return the statements, those that are compared with their place in the family."""
    tested = [item for item in items if item.reason is None]
    tests = [item.pairs for item in tested if item.pairs is not None]
    changes = [_test_of(item.paired) for item in tested if item.paired is not None]
    # A view has one of both kinds only.
    outcomes = iter(
        zip(
            (*judge(tests), *judge_pairs(changes)),
            holm([*(pairs.p for pairs in tests), *(p for _n, p, _d in changes)]),
            strict=True,
        )
    )
    judged = []
    for item in items:
        if item.reason is None:
            verdict, p_holm = next(outcomes)
            item = dataclasses.replace(item, verdict=verdict, p_holm=p_holm)
        judged.append(item)
    return judged


def _test_of(change: PairedItem) -> tuple[int, float | None, float | None]:
    return change.n, change.p, None if change.d_z is None else float(change.d_z)
