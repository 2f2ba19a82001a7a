"""Figures for lists: one line for each item of the bank, and for each quiz."""

import dataclasses
from collections.abc import Iterable
from fractions import Fraction

from django.conf import settings
from django.db.models import Count

from psychometrics.bands import Band, QuizBands, quiz_bands
from psychometrics.classical import facility_index, item_rest_correlation
from psychometrics.intervals import Interval, fisher_ci95

from .models import Assessment, Item
from .sheets import Column, Sheet, counted_attempts, sheets


@dataclasses.dataclass(frozen=True)
class ItemFigures:
    """How the current version of an item worked, where most people have had it."""

    assessment_key: str
    n: int
    bands: QuizBands
    facility: Fraction | None
    discrimination: float | None
    discrimination_ci95: Interval | None


def item_figures(items: Iterable[Item]) -> dict[int, ItemFigures]:
    """Return the figures of the items that have any, by the item's number.

    The same figures as in the report of the quiz, in two queries for all items.
    """
    threshold = settings.ELEARN_MINIMUM_GROUP
    versions = {
        item.current_version_id: item.pk for item in items if item.current_version_id
    }
    quizzes = dict(
        Assessment.objects.filter(entries__item__in=versions.values()).values_list(
            "pk", "key"
        )
    )
    found: dict[int, ItemFigures] = {}
    for assessment, sheet in sheets(quizzes.keys(), threshold).items():
        for column, n in sheet.counts.items():
            item = versions.get(column.version)
            if item is None or n == 0 or (item in found and found[item].n >= n):
                continue
            found[item] = _figures(quizzes[assessment], column, sheet, threshold)
    return found


def _figures(key: str, column: Column, sheet: Sheet, threshold: int) -> ItemFigures:
    rows = [row for row in sheet.rows if column in row.cells]
    marks = [row.cells[column].mark for row in rows]
    bands = quiz_bands(len(rows), threshold)
    discrimination = (
        item_rest_correlation(marks, [row.total for row in rows])
        if bands.discrimination is not Band.HIDDEN
        else None
    )
    return ItemFigures(
        assessment_key=key,
        n=len(rows),
        bands=bands,
        facility=facility_index(marks, column.max_mark),
        discrimination=discrimination,
        discrimination_ci95=fisher_ci95(discrimination, len(rows)),
    )


@dataclasses.dataclass(frozen=True)
class QuizInList:
    """One quiz in the list of those whose analysis can be read."""

    assessment: Assessment
    finished: int


def quizzes() -> list[QuizInList]:
    """Return all quizzes by name, with how many people have finished each."""
    finished = dict(
        counted_attempts()
        .values("assessment")
        .annotate(people=Count("pk"))
        .values_list("assessment", "people")
    )
    return [
        QuizInList(assessment, finished.get(assessment.pk, 0))
        for assessment in Assessment.objects.order_by("name", "pk")
    ]
