"""How the options of an item were used: the option table of the item analysis."""

import dataclasses
from collections.abc import Iterable, Sequence
from fractions import Fraction

from courses.translated import in_language
from psychometrics.bands import Band, QuizBands
from psychometrics.classical import extreme_groups
from psychometrics.options import OptionRow, option_table

from .content import ItemContent
from .sheets import Cell, Row


@dataclasses.dataclass(frozen=True)
class OptionReport:
    """How often one option was chosen, and by whom: the best, the weakest."""

    # None in the row of those who answered nothing.
    key: str | None
    # "" there, and for written answers that are none of the accepted ones.
    text: str
    is_key: bool
    count: int
    share: Fraction
    # None while one of the two groups is smaller than the threshold.
    top_share: Fraction | None
    bottom_share: Fraction | None
    # None while fewer than the threshold chose the option, or did not.
    correlation_with_rest: float | None
    # Of a distractor; None where the correlation is.
    is_functional: bool | None


def extremes(
    rows: Sequence[Row], threshold: int
) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Return the weakest and the best; None while either group is too small."""
    groups = extreme_groups([row.total for row in rows])
    if groups is None or min(len(group) for group in groups) < threshold:
        return None
    return groups


def option_reports(
    content: ItemContent,
    rows: Sequence[Row],
    cells: Sequence[Cell],
    bands: QuizBands,
    threshold: int,
) -> tuple[OptionReport, ...]:
    """Return one report per option, and a last one for "no answer".

    An option is whatever answers can choose: of a matching item each pair of a prompt
    and an answer, of a written one each accepted form, and all others together. None
    for free text.
    """
    options = {option.name: option for option in content.choosable()}
    if not options:
        return ()
    chosen = [content.chosen(cell.answer) for cell in cells]
    table = option_table(
        chosen,
        [row.total - cell.mark for row, cell in zip(rows, cells, strict=True)],
        list(options),
    )
    groups = extremes(rows, threshold)
    n = len(cells)

    def share_among(group: Iterable[int], option: OptionRow) -> Fraction:
        theirs = [chosen[place] for place in group]
        return Fraction(
            sum(
                (not keys) if option.option is None else option.option in keys
                for keys in theirs
            ),
            len(theirs),
        )

    reports = []
    for row in table:
        # With one person on a side, the correlation would tell that person's score.
        told = (
            bands.discrimination is not Band.HIDDEN
            and min(row.count, n - row.count) >= threshold
        )
        option = options[row.option] if row.option is not None else None
        is_key = option is not None and option.is_key
        is_distractor = option is not None and not is_key
        reports.append(
            OptionReport(
                key=row.option,
                text=""
                if option is None
                else " → ".join(in_language(texts) for texts in option.wording),
                is_key=is_key,
                count=row.count,
                share=Fraction(row.count, n),
                top_share=share_among(groups[1], row) if groups else None,
                bottom_share=share_among(groups[0], row) if groups else None,
                correlation_with_rest=row.correlation_with_rest if told else None,
                is_functional=row.is_functional if told and is_distractor else None,
            )
        )
    return tuple(reports)
