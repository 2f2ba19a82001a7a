"""The marks of a quiz as a table without people: what item analysis is computed from.

A row is one attempt, a column is one version of an item with what it was worth. Nothing
in a row says whose it is.
"""

import dataclasses
from collections import Counter
from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from django.db.models import QuerySet

from .content import Answer
from .models import Attempt, Mark
from .permissions import quiz_writers


class Column(NamedTuple):
    """One item version with its points; another version, or points, is another one."""

    version: int
    max_mark: Decimal


class Cell(NamedTuple):
    """What one response was worth, and the answer as it is stored; None for none."""

    mark: Decimal
    answer: Answer | None


@dataclasses.dataclass(frozen=True)
class Row:
    """One attempt: its cells, and whether it passed."""

    cells: dict[Column, Cell]
    passed: bool

    @property
    def total(self) -> Decimal:
        return sum((cell.mark for cell in self.cells.values()), start=Decimal(0))

    @property
    def maximum(self) -> Decimal:
        return sum((column.max_mark for column in self.cells), start=Decimal(0))


@dataclasses.dataclass(frozen=True)
class Sheet:
    """The attempts of one quiz that count: the first finished one of each person.

    `rows` are those that may be shown. `finished` counts all of them, `left_out` those
    that were given a version that fewer than the threshold were given.
    """

    rows: tuple[Row, ...]
    finished: int
    # Every version that was given, with the number of attempts that may be shown.
    counts: dict[Column, int]

    @property
    def left_out(self) -> int:
        return self.finished - len(self.rows)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The versions with figures, in no particular order."""
        return tuple(column for column, n in self.counts.items() if n)

    @property
    def is_one_form(self) -> bool:
        """Whether all attempts had the same questions, worth the same."""
        return all(n in (0, len(self.rows)) for n in self.counts.values())

    def marks(self, columns: Collection[Column]) -> list[list[Fraction | None]]:
        """Return a row of marks per attempt; None for what it was not given."""
        return [
            [
                Fraction(row.cells[column].mark) if column in row.cells else None
                for column in columns
            ]
            for row in self.rows
        ]


def counted_attempts() -> QuerySet[Attempt]:
    """Return the first finished attempt of each learner in each quiz.

    Without those of people who write quizzes: they try them out.
    """
    return Attempt.objects.first_per_learner().exclude(
        enrolment__user__in=quiz_writers().values("pk")
    )


def sheets(assessments: Collection[int] | QuerySet, threshold: int) -> dict[int, Sheet]:
    """Return the sheet of each of the assessments that somebody has finished.

    One query, however many quizzes, people and questions there are.
    """
    marks = (
        Mark.objects.latest()
        .filter(
            is_void=False,
            # A reflection earns nothing and says nothing of a score.
            response__max_mark__gt=0,
            response__attempt__in=counted_attempts().filter(assessment__in=assessments),
        )
        .values_list(
            "response__attempt__assessment_id",
            "response__attempt_id",
            "response__attempt__passed",
            "response__item_version_id",
            "response__max_mark",
            "value",
            "response__answer",
        )
    )
    rows: dict[int, dict[int, Row]] = {}
    for assessment, attempt, passed, version, max_mark, value, answer in marks:
        row = rows.setdefault(assessment, {}).setdefault(attempt, Row({}, passed))
        row.cells[Column(version, max_mark)] = Cell(value, answer)
    return {
        assessment: sheet(list(attempts.values()), threshold)
        for assessment, attempts in rows.items()
    }


def sheet(rows: list[Row], threshold: int) -> Sheet:
    """Return the sheet of these attempts, without those that must not be shown.

    An attempt with a version that fewer than `threshold` attempts have is left out as a
    whole. Hiding that version alone would not do: the score of the others, taken from
    the total, would give it away. What is left rests on enough attempts everywhere.
    Method: docs/methods/item-analysis.md, "What is left out".
    """
    given = Counter(column for row in rows for column in row.cells)
    kept, counts = rows, given
    while True:
        enough = [row for row in kept if all(counts[c] >= threshold for c in row.cells)]
        if len(enough) == len(kept):
            break
        kept = enough
        counts = Counter(column for row in kept for column in row.cells)
    return Sheet(
        rows=tuple(kept),
        finished=len(rows),
        counts={column: counts[column] for column in given},
    )
