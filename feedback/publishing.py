"""Publishing surveys: what respondents get is frozen, and says how it continues."""

import datetime
import hashlib
import json
from typing import Any

from django.db import transaction

from people.models import User

from .drafts import DraftItem, draft_items, page_titles
from .models import (
    ItemKind,
    SameMeaning,
    Survey,
    SurveyItem,
    SurveyItemVersion,
    SurveyVersion,
    SurveyVersionItem,
)
from .pooling import Hindrance, hindrance


class CannotPool(Exception):
    """The ratings of two wordings cannot be counted together; the argument says why."""

    def __init__(self, hindrance: Hindrance) -> None:
        super().__init__(hindrance)
        self.hindrance = hindrance


@transaction.atomic
def freeze_survey(
    *, survey: Survey, at: datetime.datetime, by: User | None = None
) -> SurveyVersion:
    """Return the version that asks what the survey asks now, made if there is none.

    Items that did not change keep their version, so their ratings go on adding up.
    Raises ScaleIsGone when a statement names a scale that does not exist.
    """
    # Two people may publish at the same moment.
    Survey.objects.select_for_update().filter(pk=survey.pk).first()
    frozen = [(_freeze_item(survey, item), item.page) for item in draft_items(survey)]
    titles = page_titles(survey)
    if titles == [{}]:
        titles = []
    latest = survey.versions.order_by("-number").first()
    asked = [(version.pk, page) for version, page in frozen]
    if (
        latest is None
        or asked != _asked(latest)
        or titles != latest.page_titles
        or survey.is_one_scale != latest.is_one_scale
        or survey.mode != latest.mode
    ):
        latest = SurveyVersion.objects.create(
            survey=survey,
            number=(latest.number if latest else 0) + 1,
            page_titles=titles,
            is_one_scale=survey.is_one_scale,
            mode=survey.mode,
            created_at=at,
            created_by=by,
        )
        SurveyVersionItem.objects.bulk_create(
            SurveyVersionItem(
                survey_version=latest,
                item_version=version,
                position=position,
                page=page,
            )
            for position, (version, page) in enumerate(frozen, start=1)
        )
    if survey.current_version_id != latest.pk:
        Survey.objects.filter(pk=survey.pk).update(current_version=latest)
        survey.current_version = latest
    return latest


def _asked(version: SurveyVersion) -> list[tuple[int, int]]:
    entries = version.entries.order_by("position")
    return list(entries.values_list("item_version", "page"))


def _freeze_item(survey: Survey, draft: DraftItem) -> SurveyItemVersion:
    """Return the version of one statement or question as it is worded now."""
    content: dict[str, Any] = {
        "wording": draft.wording,
        "points": list(draft.points),
        "favourable_from": draft.favourable_from,
        "is_reverse_keyed": draft.is_reverse_keyed,
    }
    # Written only where they say something, so that what was frozen before there were
    # such choices is still recognised.
    if not draft.offers_not_applicable:
        content["offers_not_applicable"] = False
    if draft.condition is not None:
        content["asked_if_key"] = draft.condition.key
        content["asked_if_values"] = list(draft.condition.values)
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False)
    checksum = hashlib.sha256(canonical.encode()).hexdigest()
    item, _made = SurveyItem.objects.get_or_create(
        survey=survey,
        key=draft.key,
        defaults={"kind": ItemKind.LIKERT if draft.is_likert else ItemKind.OPEN},
    )
    same = item.versions.filter(checksum=checksum).order_by("-number").first()
    if same is not None:
        return same
    latest = item.versions.order_by("-number").first()
    return SurveyItemVersion.objects.create(
        item=item,
        number=(latest.number if latest else 0) + 1,
        checksum=checksum,
        **content,
    )


@transaction.atomic
def pool_wording(
    *,
    version: SurveyItemVersion,
    earlier: SurveyItemVersion,
    reason: str,
    at: datetime.datetime,
    by: User | None,
) -> SameMeaning:
    """Have the ratings of two wordings of one item counted together, and say why.

    Choosing the same again keeps the first choice. Raises CannotPool for what differs
    in more than words, and for a wording that is joined with another one already.
    """
    if not reason.strip():
        raise CannotPool(Hindrance.NO_REASON)
    if version.pk == earlier.pk or (found := hindrance(version, earlier)) is None:
        # Nothing differs but spelling: they are counted together anyhow.
        raise CannotPool(Hindrance.SAME_ALREADY)
    if found is not Hindrance.WORDING:
        raise CannotPool(found)
    choice, is_new = SameMeaning.objects.get_or_create(
        version=version,
        defaults={
            "earlier": earlier,
            "reason": reason.strip()[:300],
            "decided_at": at,
            "decided_by": by,
        },
    )
    if not is_new and choice.earlier_id != earlier.pk:
        raise CannotPool(Hindrance.JOINED_ALREADY)
    return choice


@transaction.atomic
def part_wording(*, version: SurveyItemVersion) -> None:
    """Count the ratings of a wording apart again. Doing it twice changes nothing."""
    SameMeaning.objects.filter(version=version).delete()
