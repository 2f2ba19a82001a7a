"""An item analysis as CSV: one row per question and option, as on the page."""

import csv
import io
from fractions import Fraction

from assessments.option_reporting import OptionReport
from assessments.reporting import AnalysisReport, ItemReport
from courses.spreadsheet import cell_text
from psychometrics.rounding import exact, round_half_up

COLUMNS = [
    "quiz",
    "finished",
    "left_out",
    "item",
    "version",
    "asked_today",
    "type",
    "question",
    "points",
    "shown",
    "n",
    "right",
    "facility",
    "sd",
    "discrimination",
    "discrimination_low",
    "discrimination_high",
    "discriminative_efficiency",
    "upper_lower_index",
    "intended_weight",
    "effective_weight",
    "random_guess",
    "quarter_1",
    "quarter_2",
    "quarter_3",
    "quarter_4",
    "flags",
    "option",
    "option_is_right",
    "option_count",
    "option_share",
    "option_share_top",
    "option_share_bottom",
    "option_correlation_with_rest",
]


def analysis_as_csv(report: AnalysisReport) -> str:
    """Return the analysis as CSV text: RFC 4180, a point as the decimal sign.

    A question has a row without an option, and then one for each option and for no
    answer. Hidden and unknown figures are empty. Begins with a byte order mark, without
    which Excel spoils ä and ö.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for item in report.items:
        beginning = _beginning(report, item)
        writer.writerow([*beginning, *_figures(item), *[""] * 7])
        for option in item.options:
            writer.writerow([*beginning, *[""] * 17, *_option(option)])
    return "\ufeff" + out.getvalue()


def _beginning(report: AnalysisReport, item: ItemReport) -> list[object]:
    return [
        cell_text(report.assessment.key),
        report.finished,
        report.left_out,
        cell_text(item.key),
        item.version,
        _yes(item.is_current),
        str(item.type),
        cell_text(item.stem),
        round_half_up(exact(item.max_mark), 2),
        _yes(item.shown),
    ]


def _figures(item: ItemReport) -> list[object]:
    low, high = item.discrimination_ci95 or (None, None)
    quarters = [quarter.facility for quarter in item.quarters] or [None] * 4
    return [
        _count(item.n),
        _count(item.right_count),
        _decimals(item.facility),
        _decimals(item.sd),
        _decimals(item.discrimination),
        _decimals(low),
        _decimals(high),
        _decimals(item.discriminative_efficiency),
        _decimals(item.upper_lower_index),
        _decimals(item.intended_weight),
        _decimals(item.effective_weight),
        _decimals(item.random_guess),
        *map(_decimals, quarters),
        " ".join(item.flags),
    ]


def _option(option: OptionReport) -> list[object]:
    return [
        "(no answer)" if option.key is None else cell_text(option.text),
        "" if option.key is None else _yes(option.is_key),
        option.count,
        _decimals(option.share),
        _decimals(option.top_share),
        _decimals(option.bottom_share),
        _decimals(option.correlation_with_rest),
    ]


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _count(value: int | None) -> int | str:
    return "" if value is None else value


def _decimals(value: int | float | Fraction | None) -> str:
    return "" if value is None else round_half_up(exact(value), 4)
