"""The ratings of a run as figures, and of courses as an overview.

Figures are computed from the released payload alone (`feedback.release`), so a hidden
count cannot reach a page, a chart or a file. Formulas are in `psychometrics`; this
module only brings them to the counts.
"""

import dataclasses
import datetime
from collections.abc import Sequence
from fractions import Fraction

from django.utils import timezone

from courses.models import Course
from people.models import User
from psychometrics.bands import Band, display_band
from psychometrics.likert import (
    LikertSummary,
    default_top_box_size,
    overall_mean,
    summarise,
)

from .eligibility import count_eligible
from .groups import group_label
from .models import (
    Comment,
    CommentState,
    RunGroup,
    RunSnapshot,
    SurveyItemVersion,
    SurveyRun,
)
from .release import Reason, rated_versions


@dataclasses.dataclass(frozen=True)
class ItemReport:
    """The ratings of one statement, everything or nothing."""

    key: str
    wording: str
    labels: tuple[str, ...]
    is_reversed: bool
    shown: bool
    reason: str | None = None
    # Which wording of the statement it is, counted from 1.
    version: int = 1
    # The lowest favourable point; None leaves it to the number of points.
    favourable_from: int | None = None
    # From the least to the most favourable point; reverse-worded ones are turned.
    counts: tuple[int, ...] | None = None
    not_applicable: int | None = None
    skipped: int | None = None
    summary: LikertSummary | None = None
    band: Band = Band.HIDDEN

    @property
    def n(self) -> int | None:
        return self.summary.n if self.summary else None

    @property
    def offered_labels(self) -> tuple[str, ...]:
        """The points as they were offered, the lowest first.

        Where a reverse-worded statement is shown its labels are turned, like its
        counts.
        """
        is_turned = self.is_reversed and self.shown
        return self.labels[::-1] if is_turned else self.labels

    @property
    def lowest_favourable(self) -> int:
        """The lowest point that counts as favourable."""
        points = len(self.labels)
        default = points - default_top_box_size(points) + 1
        return default if self.favourable_from is None else self.favourable_from


@dataclasses.dataclass(frozen=True)
class GroupReport:
    """The ratings of one group of respondents."""

    dimension: str
    key: str
    label: str
    shown: bool
    reason: str | None = None
    responded: int | None = None
    items: tuple[ItemReport, ...] = ()


@dataclasses.dataclass(frozen=True)
class RunReport:
    """Everything that may be shown of one run."""

    run: SurveyRun
    course: Course
    status: str
    # Of today for an open run, of the closing for a closed one; None when not known.
    eligible: int | None
    # None while fewer than the threshold have answered.
    responded: int | None
    # How many answers the figures rest on, when that is fewer than have answered.
    released: int | None
    released_on: datetime.date | None
    items: tuple[ItemReport, ...]
    overall_mean: Fraction | None
    overall_n: int
    overall_ci95: tuple[float, float] | None
    groups: dict[str, tuple[GroupReport, ...]]
    # The course's title in the language of whoever reads.
    title: str = ""
    # Which release it is, counted from 1; None while nothing is released.
    release: int | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """The points of the scale as they were offered, the lowest first."""
        return scale_labels(self.items)

    @property
    def is_released(self) -> bool:
        return self.released is not None

    @property
    def response_rate(self) -> Fraction | None:
        """Responded by eligible; None when either is not known, or they disagree."""
        if self.responded is None or not self.eligible:
            return None
        if self.eligible < self.responded:
            return None
        return Fraction(self.responded, self.eligible)


def scale_labels(items: Sequence[ItemReport]) -> tuple[str, ...]:
    """Return the points of the scale as they were offered, the lowest first.

    A survey has one scale; statements of one with several are named by the first.
    """
    return items[0].offered_labels if items else ()


def status_of(run: SurveyRun, is_released: bool) -> str:
    """Return where a run stands: open, closed, or closed with its results released."""
    if run.is_open:
        return "open"
    return "released" if is_released else "closed"


def run_report(run: SurveyRun, *, title: str = "") -> RunReport:
    """Return the report of one run, made from its latest release.

    `title` is what the course is called in the active language, where that is known.
    """
    snapshot = run.snapshots.latest_released()
    versions = rated_versions(run)
    everybody = RunGroup.objects.filter(run=run, dimension="").first()
    responded = everybody.responded if everybody else 0
    eligible = count_eligible(run) if run.is_open else run.eligible
    items = _items(snapshot.payload["items"] if snapshot else [], versions)
    if snapshot is None:
        reason = (
            Reason.NOT_RELEASED
            if run.is_open and responded >= run.threshold
            else Reason.FEWER_THAN_THRESHOLD
        )
        items = tuple(dataclasses.replace(item, reason=str(reason)) for item in items)
    ratings = [item.summary for item in items if item.summary is not None]
    interval = snapshot.payload["overall_ci95"] if snapshot else None
    return RunReport(
        run=run,
        course=run.course,
        status=status_of(run, snapshot is not None),
        eligible=eligible,
        responded=responded if responded >= run.threshold else None,
        released=snapshot.responded if snapshot else None,
        released_on=snapshot.released_on if snapshot else None,
        items=items,
        overall_mean=overall_mean((s.total, s.n) for s in ratings),
        overall_n=sum(summary.n for summary in ratings),
        overall_ci95=tuple(interval) if interval else None,
        groups=_groups(snapshot, versions),
        title=title or run.course.title,
        release=snapshot.number if snapshot else None,
    )


def _items(
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
                shown=entry["shown"],
                reason=entry.get("reason"),
                responded=entry.get("responded"),
                items=_items(entry["items"], versions) if entry["shown"] else (),
            )
            for entry in entries
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


@dataclasses.dataclass(frozen=True)
class CourseRatings:
    """One course in the overview: its latest run and how many there are."""

    course: Course
    title: str
    latest: RunReport
    run_count: int

    @property
    def lowest(self) -> list[ItemReport]:
        """The three statements with the lowest mean, of those that are shown."""
        rated = [
            (item.summary.mean, number, item)
            for number, item in enumerate(self.latest.items)
            if item.summary is not None and item.summary.mean is not None
        ]
        return [item for _mean, _number, item in sorted(rated)[:3]]


def ratings_overview(user: User) -> list[CourseRatings]:
    """Return the courses whose ratings the person may read, by title."""
    from courses.study import outline_of

    runs: dict[int, list[SurveyRun]] = {}
    for run in (
        SurveyRun.objects.visible_to(user)
        .begun(timezone.localdate())
        .select_related("course", "survey_version__survey")
        .order_by("-opened_on", "-pk")
    ):
        runs.setdefault(run.course_id, []).append(run)
    entries = []
    for mine in runs.values():
        reports = (run_report(run) for run in mine)
        # The newest that has something to show, else the newest.
        latest = next((r for r in reports if r.is_released), None)
        entries.append(
            CourseRatings(
                course=mine[0].course,
                title=outline_of(mine[0].course).title,
                latest=latest or run_report(mine[0]),
                run_count=len(mine),
            )
        )
    return sorted(entries, key=lambda entry: entry.title)
