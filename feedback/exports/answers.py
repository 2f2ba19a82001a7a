"""How often each answer was given, and what the answers are.

One row per answer instead of one column per point: what statistics programs read. An
answer that is no rating has a code below zero, the same as in the database.
"""

import dataclasses
from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from feedback.models import AnswerState
from feedback.report import RunReport

from .lines import Line, lines, without_hidden
from .tables import PLACE, STATEMENT, Column, Kind, Table, table_of


def distribution_table(report: RunReport) -> Table:
    """Return how often each answer was given: one row per statement, group and answer.

    Statements that are hidden have no rows.
    """
    return table_of("distribution", _("Distribution"), DISTRIBUTION, _answers(report))


def codebook_table(report: RunReport) -> Table:
    """Return what the answers to each statement are: one row per statement and code."""
    return table_of("codebook", _("Codebook"), CODEBOOK, _codes(report))


@dataclasses.dataclass(frozen=True)
class Answers:
    """How often one answer was given to one statement in one group."""

    line: Line
    # As it was offered, and as it counts: turned where the statement is reverse-worded.
    answer: int
    score: int
    label: str
    count: int

    @property
    def share(self) -> Fraction | None:
        """The part of the ratings; None for what is no rating."""
        n = self.line.item.n
        return Fraction(self.count, n) if self.answer > 0 and n else None


def _answers(report: RunReport) -> Iterator[Answers]:
    for line in lines(report):
        item = line.item
        if item.counts is None:
            continue
        points = len(item.counts)
        for score, (count, label) in enumerate(
            zip(item.counts, item.labels, strict=True), start=1
        ):
            answer = points + 1 - score if item.is_reversed else score
            yield Answers(line, answer, score, label, count)
        for state, others in (
            (AnswerState.NOT_APPLICABLE, item.not_applicable),
            (AnswerState.SKIPPED, item.skipped),
        ):
            yield Answers(line, state.value, state.value, str(state.label), others or 0)


def _of_line(column: Column) -> Column:
    """Return a column of lines as one of what is in a line."""
    return dataclasses.replace(column, value=lambda x: column.value(x.line))


DISTRIBUTION = (
    *map(_of_line, (*PLACE, *STATEMENT)),
    Column(
        "answer",
        Kind.COUNT,
        _("Answer"),
        lambda x: x.answer,
        _("The point as it was offered; -97 is not applicable, -98 no answer."),
    ),
    Column(
        "score",
        Kind.COUNT,
        _("Score"),
        lambda x: x.score,
        _("The point as it counts: turned for a reverse-worded statement."),
    ),
    Column("label", Kind.TEXT, _("Label"), lambda x: x.label),
    Column(
        "count",
        Kind.COUNT,
        _("How many"),
        lambda x: x.count,
        _("How many gave this answer: the weight of the row."),
    ),
    Column(
        "n",
        Kind.COUNT,
        pgettext_lazy("number of ratings", "n"),
        lambda x: x.line.item.n,
        _("How many ratings the share is of."),
    ),
    Column(
        "share",
        Kind.SHARE,
        _("Share"),
        lambda x: x.share,
        _("Of the ratings; empty for what is no rating."),
    ),
)


@dataclasses.dataclass(frozen=True)
class Code:
    """One answer that can be given to one statement."""

    line: Line
    answer: int
    label: str

    @property
    def is_missing(self) -> bool:
        return self.answer < 0


def _codes(report: RunReport) -> Iterator[Code]:
    for number, item in enumerate(without_hidden(report.items), start=1):
        line = Line(report, None, number, item)
        for answer, label in enumerate(item.offered_labels, start=1):
            yield Code(line, answer, label)
        for state in AnswerState:
            yield Code(line, state.value, str(state.label))


CODEBOOK = (
    *map(_of_line, STATEMENT),
    Column(
        "item_version",
        Kind.COUNT,
        _("Version of the statement"),
        lambda x: x.line.item.version,
        _("Which wording it is. Ratings of one version add up over runs."),
    ),
    Column(
        "language", Kind.CODE, _("Language of the report"), lambda x: get_language()
    ),
    Column("points", Kind.COUNT, _("Points"), lambda x: len(x.line.item.labels)),
    Column(
        "favourable_from",
        Kind.COUNT,
        _("Favourable from"),
        lambda x: x.line.item.lowest_favourable,
        _("The lowest score that counts as favourable."),
    ),
    Column("answer", Kind.COUNT, _("Answer"), lambda x: x.answer),
    Column("label", Kind.TEXT, _("Label"), lambda x: x.label),
    Column(
        "missing",
        Kind.YES_NO,
        _("Missing"),
        lambda x: x.is_missing,
        _("Whether the answer is no rating and in no mean."),
    ),
)
