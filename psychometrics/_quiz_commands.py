"""The command for quizzes: from JSON object to JSON object, formulas elsewhere."""

from fractions import Fraction
from typing import Any

from . import _output as out
from . import _payload as read
from ._payload import Payload, PayloadError, Result
from .classical import ItemStatistics, QuizStatistics, analyse
from .options import OptionRow, option_table
from .reliability import feldt_ci95


def run_items(payload: Payload) -> Result:
    """A quiz and its items from a table of marks."""
    maxima = [
        read.number(value, f'"max_marks"[{j}]')
        for j, value in enumerate(
            read.array(read.required(payload, "max_marks"), '"max_marks"')
        )
    ]
    if any(maximum < 0 for maximum in maxima):
        raise PayloadError('"max_marks" must not be negative.')
    rows = read.table(payload, "marks")
    for i, row in enumerate(rows):
        if len(row) != len(maxima):
            raise PayloadError(
                f'"marks"[{i}] must have one mark for each of the {len(maxima)}'
                f' "max_marks", not {len(row)}.'
            )
        for j, (mark, maximum) in enumerate(zip(row, maxima, strict=True)):
            if mark is not None and mark > maximum:
                raise PayloadError(f'"marks"[{i}][{j}] is above its maximum mark.')
    analysis = analyse(rows, maxima)
    items = [_item_result(item) for item in analysis.items]
    if "choices" in payload:
        for j, options in enumerate(
            _option_tables(payload["choices"], rows, len(maxima))
        ):
            items[j]["options"] = options
    return {"test": _quiz_result(analysis.quiz), "items": items}


def _quiz_result(quiz: QuizStatistics) -> Result:
    maximum = quiz.max_score
    return {
        "n": quiz.n,
        "k": quiz.k,
        "max_score": out.number(maximum),
        "mean": out.number(quiz.mean),
        "mean_percent": out.percent(quiz.mean, maximum),
        "median": out.number(quiz.median),
        "median_percent": out.percent(quiz.median, maximum),
        "sd": quiz.sd,
        "sd_percent": None
        if quiz.sd is None or not maximum
        else 100 * quiz.sd / float(maximum),
        "skewness": quiz.skewness,
        "kurtosis": quiz.kurtosis,
        "cic_percent": out.percent(quiz.internal_consistency),
        "cic_ci95_percent": out.limits(
            feldt_ci95(quiz.internal_consistency, quiz.n, quiz.k), 100
        ),
        "error_ratio_percent": out.hundredfold(quiz.error_ratio),
        "standard_error": quiz.standard_error_of_measurement,
    }


def _item_result(item: ItemStatistics) -> Result:
    return {
        "n": item.n,
        "max_mark": out.number(item.max_mark),
        "facility": out.number(item.facility_index),
        "facility_percent": out.percent(item.facility_index),
        "sd": item.sd,
        "sd_percent": out.hundredfold(item.sd_share),
        "discrimination_index_percent": out.hundredfold(item.item_rest_correlation),
        "discrimination_ci95_percent": out.limits(item.item_rest_ci95, 100),
        "discriminative_efficiency_percent": out.hundredfold(
            item.discriminative_efficiency
        ),
        "upper_lower_index": out.number(item.upper_lower_index),
        "covariance_with_total": out.number(item.covariance_with_total),
        "effective_weight_percent": out.hundredfold(item.effective_weight),
        "intended_weight_percent": out.percent(item.intended_weight),
        "quarters": [
            {"n": quarter.n, "facility": out.number(quarter.facility)}
            for quarter in item.quarters
        ],
    }


def _option_tables(
    value: Any, rows: list[list[Fraction | None]], k: int
) -> list[list[Result]]:
    """Return the option table of each item; an item that was not seen is left out."""
    choices = read.array(value, '"choices"')
    if len(choices) != len(rows):
        raise PayloadError('"choices" must have one row for each row of "marks".')
    columns: list[list[tuple[frozenset[str], Fraction]]] = [[] for _ in range(k)]
    for i, (chosen_row, row) in enumerate(zip(choices, rows, strict=True)):
        chosen = read.array(chosen_row, f'"choices"[{i}]')
        if len(chosen) != len(row):
            raise PayloadError(f'"choices"[{i}] must be as long as "marks"[{i}].')
        total = sum((mark for mark in row if mark is not None), Fraction())
        for j, (labels, mark) in enumerate(zip(chosen, row, strict=True)):
            where = f'"choices"[{i}][{j}]'
            given = labels if isinstance(labels, list) else [labels]
            options = frozenset(
                read.text(label, where) for label in given if label is not None
            )
            if mark is not None:
                columns[j].append((options, total - mark))
    return [[_option_result(row) for row in _option_rows(column)] for column in columns]


def _option_rows(
    column: list[tuple[frozenset[str], Fraction]],
) -> tuple[OptionRow, ...]:
    names = sorted({name for options, _ in column for name in options})
    return option_table(
        [options for options, _ in column], [rest for _, rest in column], names
    )


def _option_result(row: OptionRow) -> Result:
    return {
        "option": row.option,
        "count": row.count,
        "share": out.number(row.share),
        "mean_rest": out.number(row.mean_rest),
        "r_with_rest": row.correlation_with_rest,
    }
