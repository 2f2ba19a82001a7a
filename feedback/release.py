"""What may be shown of a run: disclosure control, applied once, at each release.

The outcome is a plain value that is stored with the release:

    {"responded": 58,
     "items": [{"version": 7, "shown": true, "counts": [1, 2, 8, 20, 27],
                "not_applicable": 0, "skipped": 0},
               {"version": 8, "shown": false}],
     "overall_ci95": [4.01, 4.33],
     "scale": {"k": 8, "n_complete": 58, "alpha": "0.84", …},
     "pairs": {"run": 3, "items": [{"version": 7, "n": 23, "difference": "0.52", …}]},
     "straight_lining": {"flagged": 6, "n": 58, "mean_without": "4.12"},
     "groups": {"profession": [{"key": "nurse", "responded": 31, "items": […]}]}}

A key that is missing or None is not computed: older releases have fewer of them.
Whatever is hidden is not in it, so no page, chart, export or mail made from it can show
it. That holds for the names of groups too: whoever is in a group that is named has
answered. Counts are as given, before reverse-worded statements are turned. Groups are
shown when the run has closed, once: two breakdowns of a growing run could be compared.
docs/methods/disclosure.md explains the rules with numbers.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.db.models import Avg, Case, F, FloatField, Value, When

from psychometrics.disclosure import suppress
from psychometrics.intervals import clustered_ci95

from .confidential import answers_of
from .groups import EVERYBODY, OTHERS
from .models import (
    AnswerState,
    ItemKind,
    RatingCell,
    RunGroup,
    SurveyItemVersion,
    SurveyRun,
)
from .paired import pairs_of
from .respondents import respondent_figures
from .scales import on_main_scale


class Reason(StrEnum):
    """Why a figure is not shown."""

    # Fewer answers than the threshold; the same for none at all.
    FEWER_THAN_THRESHOLD = "fewer_than_threshold"
    # Of a statement within a group: it has few ratings there, or those of few people
    # could be computed from it. One reason for both: told apart, they would narrow down
    # how many the few are.
    PROTECTS_SMALL_GROUPS = "protects_small_groups"
    # Nothing is released yet.
    NOT_RELEASED = "not_released"


# Item version → value → how many.
Cells = Mapping[int, Mapping[int, int]]


def responded_as_told(run: SurveyRun, responded: int) -> int | None:
    """Return how many answered, as far as anybody may be told; None while too few.

    Of a closed run all of them. Of an open one the last full step, the smallest group
    being a step, as in releases: a number that grows with every answer says, to whoever
    hears "I have just answered", whose answer it was. So it means "at least". Of a
    confidential one as many as its release is of: who has taken answers back since must
    not be missed in it.
    """
    if run.is_confidential and not run.is_open:
        last = run.snapshots.latest_released()
        responded = last.responded if last is not None else responded
    if responded < run.threshold:
        return None
    return responded - responded % run.threshold if run.is_open else responded


def hidden_groups(run: SurveyRun, dimension: str) -> list[str]:
    """Return the groups of a dimension that may not be shown."""
    groups = {
        group.key: group.responded
        for group in RunGroup.objects.filter(run=run, dimension=dimension)
    }
    return list(suppress(threshold=run.threshold, groups=groups).hidden)


def payload_of(run: SurveyRun, last: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what may be shown of the run's counts as they are now.

    `last` is the release before this one, if there is one. A statement that gained
    fewer ratings than the threshold since then stays as it was shown: the difference
    of two releases must not be the rating of one person either.
    """
    versions = rated_versions(run)
    groups = list(RunGroup.objects.filter(run=run).order_by("dimension", "key"))
    cells = _cells(run)
    everybody = next((g for g in groups if g.dimension == EVERYBODY), None)
    responded = everybody.responded if everybody else 0
    all_cells = cells[everybody.pk] if everybody else {}
    shown = {
        version.pk
        for version in versions
        if responded >= run.threshold and _valid(all_cells, version.pk) >= run.threshold
    }
    items = [_item(all_cells, version, shown) for version in versions]
    kept = _kept_from(last, items, run.threshold)
    return {
        "responded": responded,
        "items": [kept.get(item["version"], item) for item in items],
        # Computed over people: it would tell of the ratings that are held back.
        "overall_ci95": last["overall_ci95"]
        if last and kept
        else _overall_ci95(run, versions, shown),
        # Once, when nothing is held back: of a few people more it would tell of them.
        **(
            {}
            if run.is_open or kept
            else respondent_figures(
                run, [v for v in on_main_scale(versions) if v.pk in shown], responded
            )
        ),
        **(
            {"pairs": pairs_of(run, versions, items)}
            if run.is_confidential and not run.is_open
            else {}
        ),
        # Two breakdowns of a growing run could be compared.
        "groups": {}
        if run.is_open
        else {
            dimension: _groups(
                run,
                dimension,
                [group for group in groups if group.dimension == dimension],
                cells,
                versions,
                # Groups of newer answers beside a total of older ones would differ by
                # just those that are held back.
                shown - kept.keys(),
            )
            for dimension in run.dimensions
        },
    }


def _kept_from(
    last: Mapping[str, Any] | None, items: list[dict[str, Any]], threshold: int
) -> dict[int, dict[str, Any]]:
    """Return the statements that stay as they were shown last, by version."""
    before = {entry["version"]: entry for entry in (last or {}).get("items", [])}
    kept = {}
    for item in items:
        earlier = before.get(item["version"])
        if earlier is None or not earlier["shown"] or not item["shown"]:
            continue
        gained = sum(item["counts"]) - sum(earlier["counts"])
        if gained < threshold and item != earlier:
            kept[item["version"]] = earlier
    return kept


def rated_versions(run: SurveyRun) -> list[SurveyItemVersion]:
    """Return the statements that the run asked, in their order."""
    return list(
        SurveyItemVersion.objects.filter(
            survey_versions=run.survey_version_id, item__kind=ItemKind.LIKERT
        )
        .select_related("item")
        .order_by("entries__position")
        .filter(entries__survey_version=run.survey_version_id)
    )


def _groups(
    run: SurveyRun,
    dimension: str,
    groups: list[RunGroup],
    cells: Mapping[uuid.UUID, Cells],
    versions: list[SurveyItemVersion],
    shown_items: set[int],
) -> list[dict[str, Any]]:
    """Return the groups of one dimension that may be shown, with what they may show.

    The others are not named, nor counted. They stand in none of the lists, so that
    nothing tells a group that is too small from one of which nobody answered.
    """
    hidden = hidden_groups(run, dimension)
    visible = [group for group in groups if group.key not in hidden]
    if [group.key for group in visible] == [OTHERS]:
        # That would be everybody under another name.
        visible = []
    shown_by_group: dict[uuid.UUID, set[int]] = {group.pk: set() for group in visible}
    for version in versions:
        # How many of a hidden group were asked would tell what they answered before.
        if version.pk not in shown_items or version.asked_if_key:
            continue
        # An item may have few answers in a group that is large enough as a whole.
        outcome = suppress(
            threshold=run.threshold,
            groups={g.key: _valid(cells[g.pk], version.pk) for g in groups},
            withheld=[g.key for g in groups if g not in visible],
        )
        for group in visible:
            if group.key in outcome.shown:
                shown_by_group[group.pk].add(version.pk)
    return [
        {
            "key": group.key,
            "responded": group.responded,
            "items": [
                _item(
                    cells[group.pk],
                    version,
                    shown_by_group[group.pk],
                    Reason.PROTECTS_SMALL_GROUPS,
                )
                for version in versions
            ],
        }
        for group in visible
    ]


def _item(
    cells: Cells,
    version: SurveyItemVersion,
    shown: set[int],
    reason: Reason = Reason.FEWER_THAN_THRESHOLD,
) -> dict[str, Any]:
    if version.pk not in shown:
        return {"version": version.pk, "shown": False, "reason": str(reason)}
    values = cells.get(version.pk, {})
    return {
        "version": version.pk,
        "shown": True,
        "counts": [values.get(p, 0) for p in range(1, len(version.points) + 1)],
        "not_applicable": values.get(AnswerState.NOT_APPLICABLE, 0),
        "skipped": values.get(AnswerState.SKIPPED, 0),
    }


def _valid(cells: Cells, version_id: int) -> int:
    """Return how many rated an item: neither skipped nor "not applicable"."""
    return sum(n for value, n in cells.get(version_id, {}).items() if value > 0)


def _cells(run: SurveyRun) -> dict[uuid.UUID, dict[int, dict[int, int]]]:
    """Return all counts of the run: group → item version → value → n."""
    cells: dict = defaultdict(lambda: defaultdict(dict))
    for group_id, version_id, value, n in RatingCell.objects.filter(
        group__run=run
    ).values_list("group", "item_version", "value", "n"):
        cells[group_id][version_id][value] = n
    return cells


def _overall_ci95(
    run: SurveyRun, versions: list[SurveyItemVersion], shown: set[int]
) -> list[float] | None:
    """Return the interval of the mean of all ratings of the shown items.

    Computed over respondents, because the ratings of one person resemble each other;
    of the statements on the main scale, as the mean itself.
    """
    kept = [version for version in on_main_scale(versions) if version.pk in shown]
    if not kept:
        return None
    points = len(kept[0].points)
    reversed_ids = [version.pk for version in kept if version.is_reverse_keyed]
    means = list(
        answers_of(run)
        .filter(item_version__in=kept, value__gte=1)
        .values("response")
        .annotate(
            mean=Avg(
                Case(
                    When(
                        item_version__in=reversed_ids,
                        then=Value(points + 1) - F("value"),
                    ),
                    default=F("value"),
                    output_field=FloatField(),
                )
            )
        )
        .values_list("mean", flat=True)
    )
    interval = clustered_ci95(means, lowest=1, highest=points)
    return list(interval) if interval else None
