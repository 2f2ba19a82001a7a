"""An item analysis as JSON: for scripts, and for recomputing a figure elsewhere.

The names of figures are those of `python -m psychometrics items`.
"""

from fractions import Fraction
from typing import Any

from assessments.option_reporting import OptionReport
from assessments.reporting import AnalysisReport, ItemReport, QuizReport


def analysis_as_json(report: AnalysisReport) -> dict[str, Any]:
    """Return the analysis as plain values; what is hidden or unknown is None."""
    return {
        "quiz": report.assessment.key,
        "name": report.assessment.name,
        "attempts": {
            "counted": "first finished attempt of each person",
            "finished": report.finished,
            "left_out": report.left_out,
            "same_questions": report.is_one_form,
        },
        "threshold": report.threshold,
        "shown": report.quiz is not None,
        "bands": {
            "facility": str(report.bands.facility),
            "discrimination": str(report.bands.discrimination),
            "reliability": str(report.bands.reliability),
        },
        "test": _test(report.quiz) if report.quiz else None,
        "items": [_item(item) for item in report.items],
    }


def _test(quiz: QuizReport) -> dict[str, Any]:
    return {
        "n": quiz.n,
        "k": quiz.k,
        "max_score": _number(quiz.max_score),
        "mean": _number(quiz.mean),
        "mean_percent": _percent(quiz.mean_share),
        "median": _number(quiz.median),
        "median_percent": _percent(quiz.median_share),
        "sd": quiz.sd,
        "sd_percent": _percent(quiz.sd_share),
        "skewness": quiz.skewness,
        "kurtosis": quiz.kurtosis,
        "cic_percent": _percent(quiz.internal_consistency),
        "cic_ci95_percent": _limits(quiz.internal_consistency_ci95),
        "error_ratio_percent": _percent(quiz.error_ratio),
        "standard_error": quiz.standard_error_of_measurement,
        "passed": quiz.passed,
        "pass_rate_percent": _percent(quiz.pass_rate),
        "pass_rate_ci95_percent": _limits(quiz.pass_rate_ci95),
    }


def _item(item: ItemReport) -> dict[str, Any]:
    return {
        "key": item.key,
        "version": item.version,
        "asked_today": item.is_current,
        "type": str(item.type),
        "question": item.stem,
        "max_mark": float(item.max_mark),
        "shown": item.shown,
        "n": item.n,
        "right": item.right_count,
        "facility": _number(item.facility),
        "facility_percent": _percent(item.facility),
        "sd": item.sd,
        "sd_percent": _percent(item.sd_share),
        "discrimination_index_percent": _percent(item.discrimination),
        "discrimination_ci95_percent": _limits(item.discrimination_ci95),
        "discriminative_efficiency_percent": _percent(item.discriminative_efficiency),
        "upper_lower_index": _number(item.upper_lower_index),
        "intended_weight_percent": _percent(item.intended_weight),
        "effective_weight_percent": _percent(item.effective_weight),
        "random_guess_percent": _percent(item.random_guess),
        "unanswered": item.unanswered,
        "quarters": [
            {"n": quarter.n, "facility": _number(quarter.facility)}
            for quarter in item.quarters
        ]
        or None,
        "options": [_option(option) for option in item.options] or None,
        "flags": [str(flag) for flag in item.flags],
    }


def _option(option: OptionReport) -> dict[str, Any]:
    return {
        # None is "no answer".
        "option": option.text if option.key is not None else None,
        "is_right": option.is_key if option.key is not None else None,
        "count": option.count,
        "share": _number(option.share),
        "share_top": _number(option.top_share),
        "share_bottom": _number(option.bottom_share),
        "r_with_rest": option.correlation_with_rest,
        "is_functional": option.is_functional,
    }


def _number(value: Fraction | float | None) -> float | None:
    return None if value is None else float(value)


def _percent(value: Fraction | float | None) -> float | None:
    return None if value is None else float(100 * value)


def _limits(limits: tuple[float, float] | None) -> list[float] | None:
    return None if limits is None else [100 * limit for limit in limits]
