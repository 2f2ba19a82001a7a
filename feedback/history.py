"""A survey's published versions: what changed, what counts on, and who uses them."""

import dataclasses
import datetime
from collections import defaultdict
from collections.abc import Sequence
from enum import StrEnum

from courses.models import CoursePage

from .models import (
    FeedbackPage,
    FollowUp,
    SameMeaning,
    Survey,
    SurveyItemVersion,
    SurveyRun,
    SurveyVersion,
    SurveyVersionItem,
)
from .pooling import Hindrance, hindrance


class Change(StrEnum):
    """What became of a statement or question from one version to the next."""

    ADDED = "added"
    REMOVED = "removed"
    # Another wording that counts on, by the rule.
    SPELLING = "spelling"
    # Another wording that counts on, because somebody said that it means the same.
    SAME_MEANING = "same_meaning"
    # Another wording that is counted apart, until somebody says otherwise.
    REWORDED = "reworded"
    # Other points, direction or people asked: counted apart for good.
    REPLACED = "replaced"


@dataclasses.dataclass(frozen=True)
class ItemChange:
    """One statement or question that differs from the version before."""

    key: str
    change: Change
    now: SurveyItemVersion | None
    before: SurveyItemVersion | None
    # Why it is counted apart, where it is.
    hindrance: Hindrance | None = None
    # Why it is counted on, where somebody said so.
    choice: SameMeaning | None = None


@dataclasses.dataclass(frozen=True)
class PublishedVersion:
    """One version of a survey, with what changed and where it is asked."""

    number: int
    created_at: datetime.datetime
    created_by: str
    is_current: bool
    # Its author said that the statements measure one thing.
    is_one_scale: bool
    changes: tuple[ItemChange, ...]
    # Names of the courses and runs that asked it. Never how many answered.
    runs: tuple[SurveyRun, ...]


@dataclasses.dataclass(frozen=True)
class SurveyHistory:
    """Everything that was published of a survey, the newest first."""

    versions: tuple[PublishedVersion, ...]
    # The courses that ask it now, with the page that does.
    pages: tuple[tuple[str, FeedbackPage], ...]
    # And those that ask it some weeks after their completion.
    follow_ups: tuple[FollowUp, ...]


def history_of(survey: Survey) -> SurveyHistory:
    """Return the versions of a survey and where they are used, in few queries."""
    asked: dict[int, list[SurveyItemVersion]] = defaultdict(list)
    entries = SurveyVersionItem.objects.filter(survey_version__survey=survey)
    for entry in entries.select_related("item_version__item").order_by("position"):
        asked[entry.survey_version_id].append(entry.item_version)
    choices = {
        choice.version_id: choice
        for choice in SameMeaning.objects.filter(
            version__item__survey=survey
        ).select_related("decided_by")
    }
    runs: dict[int, list[SurveyRun]] = defaultdict(list)
    for run in (
        SurveyRun.objects.filter(survey_version__survey=survey)
        .select_related("course")
        .order_by("opened_on", "pk")
    ):
        runs[run.survey_version_id].append(run)
    found: list[PublishedVersion] = []
    before: SurveyVersion | None = None
    for version in survey.versions.select_related("created_by").order_by("number"):
        found.append(
            PublishedVersion(
                number=version.number,
                created_at=version.created_at,
                created_by=str(version.created_by or ""),
                is_current=version.pk == survey.current_version_id,
                is_one_scale=version.is_one_scale,
                changes=_changes(asked[before.pk], asked[version.pk], choices)
                if before
                else (),
                runs=tuple(runs[version.pk]),
            )
        )
        before = version
    return SurveyHistory(
        versions=tuple(reversed(found)),
        pages=_pages(survey),
        follow_ups=tuple(survey.follow_ups.select_related("course").order_by("pk")),
    )


def undecided_rewordings(survey: Survey) -> list[ItemChange]:
    """Return what the newest version words anew and is counted apart so far."""
    versions = history_of(survey).versions
    newest = versions[0].changes if versions else ()
    return [change for change in newest if change.change is Change.REWORDED]


def _changes(
    before: Sequence[SurveyItemVersion],
    now: Sequence[SurveyItemVersion],
    choices: dict[int, SameMeaning],
) -> tuple[ItemChange, ...]:
    old = {version.item_id: version for version in before}
    new = {version.item_id: version for version in now}
    changes = []
    for version in now:
        earlier = old.get(version.item_id)
        key = version.item.key
        if earlier is None:
            changes.append(ItemChange(key, Change.ADDED, version, None))
        elif earlier.pk != version.pk:
            changes.append(_change(key, version, earlier, choices))
    changes += [
        ItemChange(version.item.key, Change.REMOVED, None, version)
        for version in before
        if version.item_id not in new
    ]
    return tuple(changes)


def _change(
    key: str,
    now: SurveyItemVersion,
    before: SurveyItemVersion,
    choices: dict[int, SameMeaning],
) -> ItemChange:
    found = hindrance(now, before)
    choice = choices.get(now.pk)
    if choice is not None and choice.earlier_id != before.pk:
        choice = None
    if found is None:
        return ItemChange(key, Change.SPELLING, now, before)
    if found is not Hindrance.WORDING:
        return ItemChange(key, Change.REPLACED, now, before, found)
    if choice is not None:
        return ItemChange(key, Change.SAME_MEANING, now, before, choice=choice)
    return ItemChange(key, Change.REWORDED, now, before, found)


def _pages(survey: Survey) -> tuple[tuple[str, FeedbackPage], ...]:
    """Return the live pages that give the survey, each with the title of its course."""
    pages = list(FeedbackPage.objects.live().filter(survey=survey).order_by("path"))
    courses = CoursePage.objects.order_by("path").values_list("path", "title")
    by_path = dict(courses)
    return tuple(
        (
            next((t for path, t in by_path.items() if page.path.startswith(path)), ""),
            page,
        )
        for page in pages
    )
