"""The commands for surveys: from JSON object to JSON object, formulas elsewhere."""

import re
from collections.abc import Sequence
from fractions import Fraction
from math import sqrt
from typing import Any

from . import _output as out
from . import _payload as read
from ._payload import Payload, PayloadError, Result
from .bands import display_band
from .comparison import compare, judge
from .disclosure import pool_items, release_ledger, suppress
from .likert import overall_mean, summarise
from .moments import mean, variance
from .paired import judge_pairs, paired_difference
from .participation import response_rate
from .reliability import (
    alpha_displayable,
    alpha_if_deleted,
    cronbach_alpha,
    feldt_ci95,
    item_rest_correlations,
    moments_of,
    omega_triads,
    scale_scores,
)
from .rounding import is_reachable_mean, round_half_up

_EXACT = re.compile(r"-?[0-9]{1,40}(?:[./][0-9]{1,40})?")
_MEAN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")


def run_likert(payload: Payload) -> Result:
    """One item from its counts; also display rounding and reachable means."""
    result: Result = {}
    if "values" in payload:
        result["display"] = [
            _rounded(value, f'"values"[{i}]')
            for i, value in enumerate(read.array(payload["values"], '"values"'))
        ]
    if "pairs" in payload:
        result["possible"] = [
            _reachable(value, f'"pairs"[{i}]')
            for i, value in enumerate(read.array(payload["pairs"], '"pairs"'))
        ]
    if "counts" in payload or not result:
        result |= _item(payload)
    if "eligible" in payload:
        result |= _response_rate(payload)
    return result


def _item(payload: Payload) -> Result:
    counts = read.counts(payload, "counts")
    size = payload.get("top_box_size")
    item = summarise(
        counts,
        lowest=read.scale(payload)[0],
        top_box_size=None
        if size is None
        else read.whole(size, '"top_box_size"', lowest=1, highest=len(counts)),
    )
    return {
        "n": item.n,
        "sum": item.total,
        "mean": out.number(item.mean),
        "mean_display": item.mean_display,
        "sd": item.sd,
        "sd_display": item.sd_display,
        "median": out.number(item.median),
        "q1": out.number(item.q1),
        "q3": out.number(item.q3),
        "iqr": out.number(item.iqr),
        "interpolated_median": out.number(item.interpolated_median),
        "top_box_size": item.top_box_size,
        "top_box_count": item.favourable_count,
        "top_box": out.number(item.favourable_share),
        "top_box_percent_display": item.favourable_percent_display,
        "bottom_box_count": item.unfavourable_count,
        "bottom_box": out.number(item.unfavourable_share),
        "bottom_box_percent_display": item.unfavourable_percent_display,
        "top_box_wilson95": out.limits(item.wilson95),
        "t_ci95": out.limits(item.t_ci95),
        "t_ci95_displayable": item.is_t_ci95_displayable,
        "db_ci95": out.limits(item.db_ci95),
        "db_ci95_display": item.db_ci95_display,
        "percent_display": item.percent_display,
        "band": display_band(item.n),
    }


def _response_rate(payload: Payload) -> Result:
    eligible = read.whole(payload["eligible"], '"eligible"')
    completed = read.whole(read.required(payload, "completed"), '"completed"')
    partial = read.whole(payload.get("partial", 0), '"partial"')
    if completed + partial > eligible:
        raise PayloadError('"eligible" must be at least "completed" plus "partial".')
    rate = response_rate(completed, eligible)
    return {
        "response_rate": out.number(rate),
        "response_rate_rr2": out.number(
            response_rate(completed, eligible, partial=partial)
        ),
        "response_rate_display": None
        if rate is None
        else f"{completed} of {eligible} ({round_half_up(rate * 100, 0)}%)",
    }


def _rounded(value: Any, where: str) -> str:
    entry = read.mapping(value, where)
    above = read.required(entry, "numerator")
    below = read.whole(entry.get("denominator", 1), f'{where} "denominator"', lowest=1)
    decimals = read.whole(
        read.required(entry, "decimals"), f'{where} "decimals"', highest=20
    )
    if not isinstance(above, str):
        return round_half_up(
            read.number(above, f'{where} "numerator"') / below, decimals
        )
    try:
        if not _EXACT.fullmatch(above):
            raise ValueError
        return round_half_up(Fraction(above) / below, decimals)
    except (ValueError, ZeroDivisionError):
        raise PayloadError(
            f'{where} "numerator" must be an exact number such as "33" or "75/2".'
        ) from None


def _reachable(value: Any, where: str) -> bool:
    entry = read.mapping(value, where)
    printed = read.text(read.required(entry, "mean"), f'{where} "mean"')
    if not _MEAN.fullmatch(printed):
        raise PayloadError(f'{where} "mean" must be a text such as "4.35".')
    return is_reachable_mean(
        printed, read.whole(read.required(entry, "n"), f'{where} "n"')
    )


def run_alpha(payload: Payload) -> Result:
    """A declared scale from its answers."""
    rows = read.table(payload, "matrix")
    if not rows or not rows[0]:
        raise PayloadError('"matrix" must have at least one row with one answer.')
    for i, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise PayloadError(
                f'"matrix"[{i}] must have {len(rows[0])} answers as the first row has,'
                f" not {len(row)}."
            )
    moments = moments_of(rows)
    alpha, total = cronbach_alpha(moments), moments.total_mean()
    parts, with_rest = moments.item_variances(), item_rest_correlations(moments)
    scores = scale_scores(rows)
    given = [score for score in scores if score is not None]
    return {
        "n_complete": moments.n,
        "k": moments.k,
        "alpha": out.number(alpha),
        "alpha_ci95": out.limits(feldt_ci95(alpha, moments.n, moments.k)),
        "alpha_displayable": alpha_displayable(moments.n, moments.k),
        "item_rest_r": with_rest,
        "check_reversed_items": [
            i for i, r in enumerate(with_rest) if r is not None and r < 0
        ],
        "alpha_if_item_deleted": [
            out.number(value) for value in alpha_if_deleted(moments)
        ],
        "total_mean": out.number(total),
        "total_variance": out.number(moments.total_variance()),
        "sum_item_variances": None
        if parts is None
        else out.number(sum(parts, Fraction())),
        "scale_mean_of_items": None if total is None else out.number(total / moments.k),
        "omega_triads": omega_triads(moments),
        "scale_scores": [out.number(score) for score in scores],
        "n_scale_scores": len(given),
        "scale_score_mean": out.number(mean(given)),
        "scale_score_sd": out.root(variance(given)),
    }


def run_compare(payload: Payload) -> Result:
    """Two independent groups of ratings of one item."""
    low, _ = read.scale(payload)
    counts_x, counts_y = (read.counts(payload, f"counts_{side}") for side in "xy")
    outcome = compare(counts_x, counts_y)
    (verdict,) = judge([outcome])
    mean_x, mean_y = (
        overall_mean([(sum(c * s for s, c in enumerate(counts, low)), sum(counts))])
        for counts in (counts_x, counts_y)
    )
    return {
        "n_x": outcome.n_x,
        "n_y": outcome.n_y,
        "mean_x": out.number(mean_x),
        "mean_y": out.number(mean_y),
        "pairs_x_greater": outcome.pairs_x_greater,
        "pairs_y_greater": outcome.pairs_y_greater,
        "pairs_tied": outcome.pairs_tied,
        "cliffs_delta": out.number(outcome.cliffs_delta),
        "prob_superiority": out.number(outcome.prob_superiority),
        "brunner_munzel_t": outcome.brunner_munzel_t,
        "df": outcome.df,
        "p_two_sided": outcome.p_two_sided,
        "permutation_p_two_sided": out.number(outcome.permutation_p_two_sided),
        "prob_superiority_ci95": out.limits(outcome.prob_superiority_ci95),
        "cliffs_delta_ci95": out.limits(outcome.cliffs_delta_ci95),
        "verdict": verdict.word,
        "verdict_graded": verdict.graded,
        "verdict_displayable": verdict.is_displayable,
    }


def run_paired(payload: Payload) -> Result:
    """The same people measured twice on one item."""
    before, after = (
        [
            read.number_or_null(value, f'"{key}"[{i}]')
            for i, value in enumerate(
                read.array(read.required(payload, key), f'"{key}"')
            )
        ]
        for key in ("before", "after")
    )
    if len(before) != len(after):
        raise PayloadError(
            '"before" and "after" must be equally long: one entry per person.'
        )
    found = paired_difference(
        y - x
        for x, y in zip(before, after, strict=True)
        if x is not None and y is not None
    )
    (verdict,) = judge_pairs([(found.n, found.p_two_sided, found.d_z)])
    return {
        "n": found.n,
        "n_before_only": sum(y is None for y in after) - _neither(before, after),
        "n_after_only": sum(x is None for x in before) - _neither(before, after),
        "mean_difference": out.number(found.mean),
        "sd_difference": None if found.variance is None else sqrt(found.variance),
        "mean_difference_ci95": out.limits(found.ci95),
        "p_two_sided": found.p_two_sided,
        "d_z": found.d_z,
        "verdict": verdict.word if found.n else None,
        "verdict_graded": verdict.graded if found.n else None,
        "verdict_displayable": verdict.is_displayable,
    }


def _neither(before: Sequence[object], after: Sequence[object]) -> int:
    return sum(x is None and y is None for x, y in zip(before, after, strict=True))


def run_suppress(payload: Payload) -> Result:
    """Which groups, or which items, may be shown."""
    threshold = _threshold(payload)
    result = _items_shown(payload, threshold) if "questions" in payload else {}
    if "groups" in payload or not result:
        result |= _groups_shown(payload, threshold)
    return result


def _threshold(payload: Payload) -> int:
    return read.whole(read.required(payload, "threshold"), '"threshold"', lowest=1)


def _groups_shown(payload: Payload, threshold: int) -> Result:
    groups = {
        name: read.whole(n, f'"groups" {read.shown(name)}')
        for name, n in read.mapping(
            read.required(payload, "groups"), '"groups"'
        ).items()
    }
    withheld = [
        read.text(name, f'"withheld"[{i}]')
        for i, name in enumerate(read.array(payload.get("withheld", []), '"withheld"'))
    ]
    for name in withheld:
        if name not in groups:
            raise PayloadError(f'"withheld" names {read.shown(name)}, not in "groups".')
    outcome = suppress(
        threshold=threshold,
        groups=groups,
        parent_shown=read.boolean(payload.get("parent_shown", True), '"parent_shown"'),
        withheld=withheld,
    )
    return {
        "total": outcome.total,
        "total_shown": outcome.total_shown,
        "primary": outcome.primary,
        "secondary": outcome.secondary,
        "withheld": outcome.withheld,
        "hidden": outcome.hidden,
        "shown": outcome.shown,
    }


def _items_shown(payload: Payload, threshold: int) -> Result:
    items: dict[str, tuple[int, int]] = {}
    limit = read.LARGEST_COUNT
    for name, value in read.mapping(payload["questions"], '"questions"').items():
        where = f'"questions" {read.shown(name)}'
        entry = read.mapping(value, where)
        items[name] = (
            read.whole(read.required(entry, "sum"), f'{where} "sum"', lowest=-limit),
            read.whole(read.required(entry, "n"), f'{where} "n"'),
        )
    respondents = read.whole(read.required(payload, "respondents"), '"respondents"')
    pooled = pool_items(threshold=threshold, respondents=respondents, items=items)
    leak = sum(items[name][0] for name in pooled.hidden)
    return {
        "shown_questions": pooled.shown,
        "hidden_questions": pooled.hidden,
        "overall_n_ratings": pooled.n_ratings,
        "overall_mean_ratings": out.number(pooled.mean),
        "overall_if_leaking": out.number(overall_mean(items.values())),
        "sum_recoverable_if_leaking": leak if pooled.hidden else None,
    }


def run_release(payload: Payload) -> Result:
    """The releases of a run, replayed."""
    threshold = _threshold(payload)
    numbers = read.wholes(payload, "n_at_check")
    windows = [
        read.boolean(value, f'"window_open"[{i}]')
        for i, value in enumerate(
            read.array(read.required(payload, "window_open"), '"window_open"')
        )
    ]
    if len(windows) != len(numbers):
        raise PayloadError('"n_at_check" and "window_open" must be equally long.')
    entries = release_ledger(
        threshold=threshold, checks=zip(numbers, windows, strict=True)
    )
    return {
        "released_n": [entry.released_n for entry in entries],
        "new_release": [entry.is_new_release for entry in entries],
        "late_not_included": [entry.late_not_included for entry in entries],
    }
