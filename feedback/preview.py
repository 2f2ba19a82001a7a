"""What a trainer sees of a draft: the pages as a respondent would get them."""

import dataclasses

from django.utils.translation import gettext

from courses.translated import in_language

from .drafts import DraftItem, ScaleIsGone, draft_items, page_titles
from .forms import SurveyForm
from .models import ItemKind, Survey, SurveyItem, SurveyItemVersion


def preview_modes(survey: Survey):
    """Return the ways to look at a draft: as a whole, and each page for itself."""
    count = len(page_titles(survey))
    modes = [("", gettext("The whole survey"))]
    if count > 1:
        modes += [
            (
                f"page-{number}",
                gettext("Page %(number)s of %(count)s")
                % {"number": number, "count": count},
            )
            for number in range(1, count + 1)
        ]
    return modes


@dataclasses.dataclass(frozen=True)
class PreviewedPage:
    """One page of a draft, with everything that may be asked on it."""

    number: int
    count: int
    title: str
    form: SurveyForm


def preview_of(survey: Survey, mode: str) -> list[PreviewedPage]:
    """Return the pages of a draft that a way to look at it shows."""
    titles = page_titles(survey)
    pages = []
    for number, title in enumerate(titles, start=1):
        if mode in ("", f"page-{number}"):
            form = SurveyForm(versions=draft_versions(survey))
            form.show_everything_on(number)
            pages.append(PreviewedPage(number, len(titles), in_language(title), form))
    return pages


def draft_versions(survey: Survey) -> list[SurveyItemVersion]:
    """Return what publishing the draft would freeze, nothing of it stored.

    What is not worded yet is left out; so is everything while a scale is missing.
    """
    try:
        items = draft_items(survey)
    except ScaleIsGone:
        return []
    return [_version(item, number) for number, item in enumerate(items) if item.wording]


def _version(draft: DraftItem, number: int) -> SurveyItemVersion:
    version = SurveyItemVersion(
        pk=number + 1,
        item=SurveyItem(
            key=draft.key or f"item{number}",
            kind=ItemKind.LIKERT if draft.is_likert else ItemKind.OPEN,
        ),
        wording=draft.wording,
        points=list(draft.points),
        favourable_from=draft.favourable_from,
        is_reverse_keyed=draft.is_reverse_keyed,
        offers_not_applicable=draft.offers_not_applicable,
        asked_if_key=draft.condition.key if draft.condition else "",
        asked_if_values=list(draft.condition.values) if draft.condition else [],
    )
    version.page = draft.page
    return version
