"""How the questions of a quiz worked: from the attempts in the database to figures.

What must not be shown is left out or None before it comes here or is made None here, so
that page, files and command cannot show more than each other. Formulas are in
`psychometrics`; this module only brings them to the marks.
Method: docs/methods/item-analysis.md.
"""

import dataclasses
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import sqrt

from django.conf import settings

from courses.translated import in_language
from psychometrics.bands import Band, QuizBands, quiz_bands
from psychometrics.classical import (
    ItemStatistics,
    Quarter,
    analyse,
)
from psychometrics.intervals import Interval, wilson_ci95
from psychometrics.moments import kurtosis, mean, median, skewness, variance
from psychometrics.options import (
    ItemKind,
    random_guess_share,
)
from psychometrics.reliability import feldt_ci95

from .content import (
    ChoiceContent,
    FreeTextContent,
    ItemContent,
    ItemType,
    MatchingContent,
)
from .flags import Flag, flags
from .models import Assessment, AssessmentEntry, ItemVersion, Purpose
from .option_reporting import OptionReport, extremes, option_reports
from .sheets import Column, Sheet, sheets

KINDS = {
    ItemType.SINGLE_CHOICE: ItemKind.SINGLE_CHOICE,
    ItemType.MULTIPLE_CHOICE: ItemKind.MULTIPLE_CHOICE,
    ItemType.TRUE_FALSE: ItemKind.TRUE_FALSE,
}


@dataclasses.dataclass(frozen=True)
class ItemReport:
    """How one version of an item worked. Hidden and unknown figures are None."""

    item_id: int
    key: str
    version: int
    # Whether the quiz asks this today.
    is_current: bool
    stem: str
    type: ItemType
    max_mark: Decimal
    shown: bool
    bands: QuizBands
    n: int | None = None
    # How many got all the points.
    right_count: int | None = None
    facility: Fraction | None = None
    sd: float | None = None
    sd_share: float | None = None
    discrimination: float | None = None
    discrimination_ci95: Interval | None = None
    discriminative_efficiency: float | None = None
    upper_lower_index: Fraction | None = None
    intended_weight: Fraction | None = None
    effective_weight: float | None = None
    random_guess: Fraction | None = None
    unanswered: int | None = None
    # From the weakest quarter to the best; empty while one is too small.
    quarters: tuple[Quarter, ...] = ()
    options: tuple[OptionReport, ...] = ()
    flags: tuple[Flag, ...] = ()


@dataclasses.dataclass(frozen=True)
class QuizReport:
    """How a quiz worked as a whole. Scores in points where all could get the same."""

    n: int
    # How many questions an attempt had, and their points; None if not always the same.
    k: int | None
    max_score: Fraction | None
    mean: Fraction | None
    median: Fraction | None
    sd: float | None
    mean_share: Fraction | None
    median_share: Fraction | None
    sd_share: float | None
    skewness: float | None
    kurtosis: float | None
    passed: int
    pass_rate: Fraction
    pass_rate_ci95: Interval | None
    # Unknown where attempts had different questions.
    internal_consistency: Fraction | None
    internal_consistency_ci95: Interval | None
    error_ratio: float | None
    standard_error_of_measurement: float | None


@dataclasses.dataclass(frozen=True)
class AnalysisReport:
    """Everything that may be shown of how a quiz worked."""

    assessment: Assessment
    threshold: int
    # People who have finished the quiz, of whom `left_out` are in no figure.
    finished: int
    left_out: int
    # Whether all attempts had the same questions.
    is_one_form: bool
    bands: QuizBands
    # None while nothing may be shown.
    quiz: QuizReport | None
    items: tuple[ItemReport, ...]

    @property
    def flagged(self) -> tuple[ItemReport, ...]:
        """The items that are worth a look."""
        return tuple(item for item in self.items if item.flags)


def analysis_report(assessment: Assessment) -> AnalysisReport:
    """Return the item analysis of a quiz, in a constant number of queries."""
    threshold = settings.ELEARN_MINIMUM_GROUP
    sheet = sheets([assessment.pk], threshold).get(assessment.pk) or Sheet((), 0, {})
    today = _given_today(assessment)
    draws = assessment.entries.filter(draw_count__isnull=False).exists()
    versions = ItemVersion.objects.select_related("item").in_bulk(
        {column.version for column in {*today, *sheet.counts}}
    )
    columns = _in_order(today, sheet.counts, versions)
    shown = [column for column in columns if sheet.counts.get(column)]
    analysis = analyse(sheet.marks(shown), [column.max_mark for column in shown])
    statistics = dict(zip(shown, analysis.items, strict=True))
    return AnalysisReport(
        assessment=assessment,
        threshold=threshold,
        finished=sheet.finished,
        left_out=sheet.left_out,
        is_one_form=sheet.is_one_form,
        bands=quiz_bands(len(sheet.rows), threshold),
        quiz=_quiz_report(sheet, analysis.quiz.internal_consistency, threshold)
        if sheet.rows
        else None,
        items=tuple(
            _item_report(
                column,
                versions[column.version],
                sheet,
                statistics.get(column),
                is_current=column in today
                or (draws and _is_on_offer(versions[column.version])),
                is_selection=assessment.purpose == Purpose.SELECTION,
                threshold=threshold,
            )
            for column in columns
        ),
    )


def _given_today(assessment: Assessment) -> list[Column]:
    """Return what the quiz asks today, in its order."""
    return [
        Column(version, max_mark)
        for version, max_mark in AssessmentEntry.objects.filter(
            assessment=assessment, item__current_version__isnull=False
        )
        .order_by("sort_order", "pk")
        .values_list("item__current_version_id", "max_mark")
    ]


def _is_on_offer(version: ItemVersion) -> bool:
    """Answer whether a draw of today could give this version."""
    item = version.item
    return item.current_version_id == version.pk and not item.is_retired


def _in_order(
    today: Sequence[Column], given: Iterable[Column], versions: dict[int, ItemVersion]
) -> list[Column]:
    """Return all versions in the order of the quiz.

    Of one question first what is asked today, also if nobody has had it yet, then the
    former versions, the newest first. Questions that were taken out come last.
    """
    places = {versions[c.version].item_id: place for place, c in enumerate(today)}

    def place(column: Column) -> tuple[int, str, bool, int, Decimal]:
        version = versions[column.version]
        return (
            places.get(version.item_id, len(places)),
            version.item.key,
            column not in today,
            -version.number,
            column.max_mark,
        )

    return sorted({*today, *given}, key=place)


def _quiz_report(sheet: Sheet, alpha: Fraction | None, threshold: int) -> QuizReport:
    rows = sheet.rows
    bands = quiz_bands(len(rows), threshold)
    maxima = {row.maximum for row in rows}
    # Points cannot be compared where not everybody could get the same; shares can.
    whole = Fraction(maxima.pop()) if len(maxima) == 1 else None
    scores = [Fraction(row.total) / Fraction(row.maximum) for row in rows]
    average, middle, spread = mean(scores), median(scores), variance(scores)
    sd = None if spread is None else sqrt(spread)
    lengths = {len(row.cells) for row in rows}
    k = lengths.pop() if len(lengths) == 1 else None
    reliable = bands.reliability is not Band.HIDDEN and sheet.is_one_form
    alpha = alpha if reliable else None
    error_ratio = None if alpha is None else sqrt(1 - alpha)
    passed = sum(row.passed for row in rows)
    is_shaped = bands.discrimination is not Band.HIDDEN
    return QuizReport(
        n=len(rows),
        k=k,
        max_score=whole,
        mean=None if whole is None or average is None else average * whole,
        median=None if whole is None or middle is None else middle * whole,
        sd=None if whole is None or sd is None else sd * float(whole),
        mean_share=average,
        median_share=middle,
        sd_share=sd,
        skewness=skewness(scores) if is_shaped else None,
        kurtosis=kurtosis(scores) if is_shaped else None,
        passed=passed,
        pass_rate=Fraction(passed, len(rows)),
        pass_rate_ci95=wilson_ci95(passed, len(rows)),
        internal_consistency=alpha,
        internal_consistency_ci95=feldt_ci95(alpha, len(rows), k) if k else None,
        error_ratio=error_ratio,
        standard_error_of_measurement=None
        if error_ratio is None or sd is None or whole is None
        else error_ratio * sd * float(whole),
    )


def _item_report(
    column: Column,
    version: ItemVersion,
    sheet: Sheet,
    statistics: ItemStatistics | None,
    *,
    is_current: bool,
    is_selection: bool,
    threshold: int,
) -> ItemReport:
    content = version.plain_content
    n = statistics.n if statistics else 0
    bands = quiz_bands(n, threshold)
    hidden = ItemReport(
        item_id=version.item_id,
        key=version.item.key,
        version=version.number,
        is_current=is_current,
        stem=in_language(content.stem),
        type=content.type,
        max_mark=column.max_mark,
        shown=False,
        bands=bands,
    )
    if statistics is None:
        return hidden
    rows = [row for row in sheet.rows if column in row.cells]
    cells = [row.cells[column] for row in rows]
    options = option_reports(content, rows, cells, bands, threshold)
    unanswered = sum(cell.answer is None for cell in cells)
    guess = _random_guess(content)
    judged = bands.discrimination is not Band.HIDDEN
    interval = statistics.item_rest_ci95 if judged else None
    return dataclasses.replace(
        hidden,
        shown=True,
        n=n,
        right_count=sum(cell.mark == column.max_mark for cell in cells),
        facility=statistics.facility_index,
        sd=statistics.sd,
        sd_share=statistics.sd_share,
        discrimination=statistics.item_rest_correlation if judged else None,
        discrimination_ci95=interval,
        discriminative_efficiency=statistics.discriminative_efficiency
        if judged
        else None,
        upper_lower_index=statistics.upper_lower_index
        if extremes(rows, threshold) is not None
        else None,
        # Shares of a quiz that was always the same.
        intended_weight=statistics.intended_weight if sheet.is_one_form else None,
        effective_weight=statistics.effective_weight
        if judged and sheet.is_one_form
        else None,
        random_guess=guess,
        unanswered=unanswered,
        quarters=statistics.quarters
        if all(
            quarter.n == 0 or quarter.n >= threshold for quarter in statistics.quarters
        )
        else (),
        options=options,
        flags=flags(
            n=n,
            facility=statistics.facility_index,
            discrimination_ci95=interval,
            guess=guess,
            unanswered=unanswered,
            # Of other types the options belong to different prompts or gaps.
            options=[(o.count, o.is_key) for o in options if o.key is not None]
            if isinstance(content, ChoiceContent)
            else (),
            is_essential=version.item.is_essential,
            is_selection=is_selection,
        ),
    )


def _random_guess(content: ItemContent) -> Fraction | None:
    match content:
        case ChoiceContent():
            return random_guess_share(
                KINDS[content.type], fractions=[int(o.is_key) for o in content.options]
            )
        case MatchingContent():
            return random_guess_share(ItemKind.MATCHING, choices=len(content.choices))
        case FreeTextContent():
            return random_guess_share(ItemKind.FREE_TEXT)
    return None
