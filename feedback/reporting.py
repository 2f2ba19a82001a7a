"""The ratings of runs as figures.

Figures are computed from the released payload alone (`feedback.release`), so a hidden
count cannot reach a page, a chart or a file. Formulas are in `psychometrics`; this
module only brings them to the counts.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import OuterRef, Subquery

from psychometrics.bands import display_band
from psychometrics.likert import (
    overall_mean,
    summarise,
)

from .eligibility import count_eligible
from .groups import EVERYBODY, group_label
from .models import (
    Comment,
    CommentState,
    ItemKind,
    RunGroup,
    RunSnapshot,
    SurveyItemVersion,
    SurveyRun,
    SurveyVersionItem,
)
from .pooling import pools_of
from .release import Reason, responded_as_told
from .report import (
    GroupReport,
    ItemReport,
    PairedItem,
    PairedRun,
    RunReport,
    ScaleFigures,
    StraightLines,
    main_items,
)


def status_of(run: SurveyRun, is_released: bool) -> str:
    """Return where a run stands: open, closed, or closed with its results released."""
    if run.is_open:
        return "open"
    return "released" if is_released else "closed"


def run_report(run: SurveyRun, *, title: str = "") -> RunReport:
    """Return the report of one run, made from its latest release.

    `title` is what the course is called in the active language, where that is known.
    """
    return run_reports([run], titles={run.course_id: title})[0]


def run_reports(
    runs: Sequence[SurveyRun],
    *,
    titles: Mapping[int, str] | None = None,
    counts_eligible: bool = True,
) -> list[RunReport]:
    """Return the reports of several runs with as few queries as that of one.

    `titles` names courses by their key. The eligible of open runs are counted one run
    after the other; where nobody reads them, `counts_eligible` leaves that out.
    """
    snapshots = released_snapshots(runs)
    versions = versions_asked_in(runs)
    everybody = {
        group.run_id: group.responded
        for group in RunGroup.objects.filter(run__in=runs, dimension=EVERYBODY)
    }
    return [
        _report(
            run,
            snapshots.get(run.pk),
            versions[run.survey_version_id],
            everybody.get(run.pk, 0),
            (titles or {}).get(run.course_id) or run.course.title,
            _eligible(run, counts_eligible),
        )
        for run in runs
    ]


def released_snapshots(runs: Iterable[SurveyRun]) -> dict[int, RunSnapshot]:
    """Return the latest release of each run that has one, by the run's key."""
    latest = (
        RunSnapshot.objects.released().filter(run=OuterRef("run")).order_by("-number")
    )
    snapshots = RunSnapshot.objects.released().filter(
        run__in=list(runs), number=Subquery(latest.values("number")[:1])
    )
    return {snapshot.run_id: snapshot for snapshot in snapshots}


def versions_asked_in(
    runs: Iterable[SurveyRun],
) -> dict[int, list[SurveyItemVersion]]:
    """Return the statements of each survey version that was asked, in their order."""
    found: dict[int, list[SurveyItemVersion]] = defaultdict(list)
    for entry in (
        SurveyVersionItem.objects.filter(
            survey_version__in={run.survey_version_id for run in runs},
            item_version__item__kind=ItemKind.LIKERT,
        )
        .select_related("item_version__item")
        .order_by("survey_version", "position")
    ):
        found[entry.survey_version_id].append(entry.item_version)
    asked = [version for versions in found.values() for version in versions]
    pools = pools_of(version.item_id for version in asked)
    for version in asked:
        version.pool = pools[version.pk]
    return found


def _report(
    run: SurveyRun,
    snapshot: RunSnapshot | None,
    versions: list[SurveyItemVersion],
    responded: int,
    title: str,
    eligible: int | None,
) -> RunReport:
    items = items_of_payload(snapshot.payload["items"] if snapshot else [], versions)
    if snapshot is None:
        reason = (
            Reason.NOT_RELEASED
            if run.is_open and responded >= run.threshold
            else Reason.FEWER_THAN_THRESHOLD
        )
        items = tuple(dataclasses.replace(item, reason=str(reason)) for item in items)
    ratings = [item.summary for item in main_items(items) if item.summary]
    interval = snapshot.payload["overall_ci95"] if snapshot else None
    return RunReport(
        run=run,
        course=run.course,
        status=status_of(run, snapshot is not None),
        eligible=eligible,
        responded=responded_as_told(run, responded),
        released=snapshot.responded if snapshot else None,
        released_on=snapshot.released_on if snapshot else None,
        items=items,
        overall_mean=overall_mean((s.total, s.n) for s in ratings),
        overall_n=sum(summary.n for summary in ratings),
        overall_ci95=tuple(interval) if interval else None,
        groups=_groups(snapshot, versions),
        title=title,
        release=snapshot.number if snapshot else None,
        scale=_scale(snapshot.payload if snapshot else {}),
        straight_lines=_straight_lines(snapshot.payload if snapshot else {}),
        paired=_paired(snapshot.payload if snapshot else {}),
    )


def _eligible(run: SurveyRun, counts_eligible: bool) -> int | None:
    if not run.is_open:
        return run.eligible
    return count_eligible(run) if counts_eligible else None


def _scale(payload: Mapping[str, Any]) -> ScaleFigures | None:
    """Return the scale as it is stored; releases of earlier days have none."""
    stored = payload.get("scale")
    if not stored:
        return None
    values = dict(stored)
    for name in ("alpha_ci95", "mean_ci95"):
        if values.get(name):
            values[name] = tuple(values[name])
    known = {field.name for field in dataclasses.fields(ScaleFigures)}
    return ScaleFigures(**{k: v for k, v in values.items() if k in known})


def _straight_lines(payload: Mapping[str, Any]) -> StraightLines | None:
    stored = payload.get("straight_lining")
    return StraightLines(**stored) if stored else None


def _paired(payload: Mapping[str, Any]) -> PairedRun | None:
    stored = payload.get("pairs")
    if not stored:
        return None
    return PairedRun(
        run=stored["run"],
        items={
            item["version"]: PairedItem(
                n=item["n"],
                difference=item["difference"],
                ci95=tuple(item["ci95"]),
                p=item["p"],
                d_z=item["d_z"],
            )
            for item in stored["items"]
        },
    )


def items_of_payload(
    payload: list[dict], versions: list[SurveyItemVersion]
) -> tuple[ItemReport, ...]:
    """Return the reports of all statements asked, hidden ones included."""
    by_version = {entry["version"]: entry for entry in payload}
    return tuple(
        _item(version, by_version.get(version.pk, {"shown": False}))
        for version in versions
    )


def _item(version: SurveyItemVersion, entry: dict) -> ItemReport:
    labels = version.point_labels
    if not entry["shown"]:
        return ItemReport(
            key=version.item.key,
            wording=version.text,
            labels=tuple(labels),
            is_reversed=version.is_reverse_keyed,
            shown=False,
            reason=_item_reason(entry),
            version=version.number,
            favourable_from=version.favourable_from,
            asked=version,
        )
    counts = entry["counts"]
    if version.is_reverse_keyed:
        counts, labels = counts[::-1], labels[::-1]
    summary = summarise(counts, top_box_size=_top_box_size(version))
    return ItemReport(
        key=version.item.key,
        wording=version.text,
        labels=tuple(labels),
        is_reversed=version.is_reverse_keyed,
        shown=True,
        version=version.number,
        favourable_from=version.favourable_from,
        counts=tuple(counts),
        not_applicable=entry["not_applicable"],
        skipped=entry["skipped"],
        summary=summary,
        band=display_band(summary.n),
        asked=version,
    )


def _top_box_size(version: SurveyItemVersion) -> int | None:
    """Return how many points are favourable; None leaves it to the number of points."""
    if version.favourable_from is None:
        return None
    return len(version.points) - version.favourable_from + 1


def _item_reason(entry: dict) -> str:
    return str(entry.get("reason") or Reason.FEWER_THAN_THRESHOLD)


def _groups(
    snapshot: RunSnapshot | None, versions: list[SurveyItemVersion]
) -> dict[str, tuple[GroupReport, ...]]:
    if snapshot is None:
        return {}
    return {
        dimension: tuple(
            GroupReport(
                dimension=dimension,
                key=entry["key"],
                label=group_label(dimension, entry["key"]),
                responded=entry["responded"],
                items=items_of_payload(entry["items"], versions),
            )
            for entry in entries
            # Releases of earlier days named what they hid.
            if entry.get("shown", True)
        )
        for dimension, entries in snapshot.payload["groups"].items()
    }


def released_comments(run: SurveyRun, threshold: int) -> list[tuple[str, list[str]]]:
    """Return the comments that may be read, by question, in an order that says nothing.

    Only after closing, from `threshold` respondents on, and each one released by a
    person who has read it.
    """
    snapshot = run.snapshots.latest_released()
    if run.is_open or snapshot is None or snapshot.responded < threshold:
        return []
    # The keys are random, so this order is, and it is the same at every visit.
    comments = (
        Comment.objects.filter(run=run, state=CommentState.RELEASED)
        .select_related("item_version")
        .order_by("id")
    )
    by_question: dict[str, list[str]] = {}
    for comment in comments:
        by_question.setdefault(comment.item_version.text, []).append(comment.text)
    return list(by_question.items())
