"""A report as JSON: for scripts, and for recomputing a figure elsewhere."""

import dataclasses
import json
from typing import Any

from django.utils.translation import get_language

from feedback.methods_sentence import methods_text
from feedback.report import GroupReport, ItemReport, RunReport
from feedback.wording import groups_note

from .compared import comparison_as_json
from .lines import without_hidden
from .over_runs import trend_as_json
from .values import display, number


def report_as_json_text(report: RunReport) -> str:
    """Return the report as the text of a JSON file."""
    return json.dumps(report_as_json(report), ensure_ascii=False, indent=2) + "\n"


def report_as_json(report: RunReport) -> dict[str, Any]:
    """Return the report as plain values; what is hidden or unknown is None."""
    run = report.run
    return {
        "course": report.course.slug,
        "course_title": report.title,
        "survey": run.survey_version.survey.key,
        "survey_version": run.survey_version.number,
        "run": {
            "name": run.name,
            "opened": run.opened_on.isoformat(),
            "closed": run.closed_on.isoformat() if run.closed_on else None,
            "mode": run.mode,
            "status": report.status,
            "threshold": run.threshold,
            "illustrative": run.is_illustrative,
        },
        "language": get_language(),
        "methods": methods_text(report) or None,
        "eligible": report.eligible,
        "responded": report.responded,
        "response_rate": number(report.response_rate),
        "released": {
            "responded": report.released,
            "on": report.released_on.isoformat() if report.released_on else None,
            "number": report.release,
        },
        "overall": {
            "mean": number(report.overall_mean),
            "mean_display": display(report.overall_mean, 2),
            "ci95": list(report.overall_ci95) if report.overall_ci95 else None,
            "n_ratings": report.overall_n,
        },
        "items": [_item(item) for item in without_hidden(report.items)],
        "groups": {
            dimension: [_group(group) for group in groups]
            for dimension, groups in report.groups.items()
        },
        "groups_note": groups_note(report) or None,
        "comparison": comparison_as_json(report.comparison),
        "trend": trend_as_json(report),
        "scale": dataclasses.asdict(report.scale) if report.scale else None,
        "straight_lining": dataclasses.asdict(report.straight_lines)
        if report.straight_lines
        else None,
    }


def _item(item: ItemReport) -> dict[str, Any]:
    summary = item.summary
    return {
        "key": item.key,
        "version": item.version,
        "wording": item.wording,
        "labels": list(item.labels),
        "reversed": item.is_reversed,
        "favourable_from": item.lowest_favourable,
        "counts": list(item.counts) if item.counts is not None else None,
        "n": summary.n if summary else None,
        "mean": number(summary.mean) if summary else None,
        "mean_display": display(summary.mean, 2) if summary else None,
        "mean_ci95": list(summary.db_ci95) if summary and summary.db_ci95 else None,
        "t_ci95": list(summary.t_ci95) if summary and summary.t_ci95 else None,
        "sd": summary.sd if summary else None,
        "median": number(summary.median) if summary else None,
        "favourable": {
            "k": summary.favourable_count if summary else None,
            "n": summary.n if summary else None,
            "share": number(summary.favourable_share) if summary else None,
            "wilson95": list(summary.wilson95)
            if summary and summary.wilson95
            else None,
        },
        "not_applicable": item.not_applicable,
        "skipped": item.skipped,
        "shown": item.shown,
        "reason": item.reason,
    }


def _group(group: GroupReport) -> dict[str, Any]:
    return {
        "key": group.key,
        "label": group.label,
        # Always: a group that is hidden is not in the list.
        "shown": True,
        "reason": None,
        "responded": group.responded,
        "items": [_item(item) for item in without_hidden(group.items)],
    }
