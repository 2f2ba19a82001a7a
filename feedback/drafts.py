"""A survey as its author has it: plain values, what is wrong with them, how long it is.

Publishing, the preview and the editor's checks read a draft through this module, so
that they agree on what it asks.
"""

import dataclasses
import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from wagtail.blocks import StreamValue

from courses.translated import in_language, without_empty

from .conditions import NOT_APPLICABLE, Condition, UnreadablePoints, points_of

if TYPE_CHECKING:
    from .models import ResponseScale, Survey

# Seconds. Reading goes at 180 words a minute, somewhat slower than prose: every word of
# a statement counts. docs/how-to/write-a-survey.md gives the numbers.
SECONDS_PER_WORD = 60 / 180
SECONDS_PER_RATING = 5
SECONDS_PER_COMMENT = 40
# Of fewer statements neither a score nor alpha is computed (`feedback.respondents`).
FEWEST_OF_A_SCALE = 3


class ScaleIsGone(Exception):
    """A statement names a scale that does not exist; the message is its key."""


@dataclasses.dataclass(frozen=True)
class DraftItem:
    """One statement or question as it is worded now."""

    key: str
    is_likert: bool
    wording: dict[str, str]
    # Counted from 1.
    page: int
    # Labels of the points, the lowest first; none for an open question.
    points: tuple[dict[str, str], ...] = ()
    favourable_from: int | None = None
    is_reverse_keyed: bool = False
    offers_not_applicable: bool = True
    condition: Condition | None = None


def draft_items(survey: "Survey") -> list[DraftItem]:
    """Return what the survey asks now, in its order. Raises ScaleIsGone."""
    scales = _Scales(survey)
    return [
        _item(survey, child, number, scales) for number, child in _with_pages(survey)
    ]


def page_titles(survey: "Survey") -> list[dict[str, str]]:
    """Return the heading of each page, {} for one without."""
    titles: list[dict[str, str]] = [{}]
    for index, child in enumerate(survey.body):
        if child.block_type == "page":
            title = without_empty(child.value["title"])
            if index:
                titles.append(title)
            else:
                titles[0] = title
    return titles


def _with_pages(survey: "Survey") -> Iterator[tuple[int, StreamValue.StreamChild]]:
    """Yield each item with the number of its page."""
    number = 1
    for index, child in enumerate(survey.body):
        if child.block_type != "page":
            yield number, child
        elif index:
            # The first page begins anyhow; there the block only gives it a heading.
            number += 1


class _Scales:
    """The scales that one survey uses, each asked for once."""

    def __init__(self, survey: "Survey") -> None:
        self._survey = survey
        self._found: dict[str, ResponseScale] = {}

    def of(self, child: StreamValue.StreamChild) -> "ResponseScale":
        from .models import ResponseScale

        key = child.value.get("scale") or ""
        if not key:
            return self._survey.scale
        if key not in self._found:
            scale = ResponseScale.objects.filter(key=key).first()
            if scale is None:
                raise ScaleIsGone(key)
            self._found[key] = scale
        return self._found[key]


def _item(
    survey: "Survey", child: StreamValue.StreamChild, page: int, scales: _Scales
) -> DraftItem:
    value = child.value
    item = DraftItem(
        key=value["key"],
        is_likert=child.block_type == "likert",
        wording=without_empty(value["wording"]),
        page=page,
        condition=_condition(value),
    )
    if not item.is_likert:
        return item
    scale = scales.of(child)
    return dataclasses.replace(
        item,
        points=tuple(without_empty(point.value) for point in scale.points),
        favourable_from=scale.favourable_from,
        is_reverse_keyed=bool(value["is_reverse_keyed"]),
        offers_not_applicable={"yes": True, "no": False}.get(
            value.get("not_applicable") or "", survey.offers_not_applicable
        ),
    )


def _condition(value: Mapping[str, Any]) -> Condition | None:
    given = value.get("asked_if") or {}
    key, points = given.get("item") or "", given.get("points") or ""
    if not key:
        return None
    try:
        return Condition(key, points_of(points))
    except UnreadablePoints:
        # Only while somebody is still writing it: what is saved was checked.
        return Condition(key, ())


def problems_of(survey: "Survey") -> list[str]:
    """Return what is wrong with a draft beyond its single blocks, as sentences."""
    if survey.scale_id is None:
        return []
    try:
        items = draft_items(survey)
    except ScaleIsGone as error:
        return [
            gettext(
                "There is no response scale with the short name “%(key)s” any more. "
                "Choose another one for the statements that use it."
            )
            % {"key": error}
        ]
    by_key = {item.key: item for item in items}
    sentences = []
    for item in items:
        if item.condition is not None and item.condition.key in by_key:
            sentences += _value_problems(item, by_key[item.condition.key])
    return sentences + _kind_problems(survey, by_key)


def scale_problem(survey: "Survey") -> str:
    """Return why a survey cannot be one scale although its author says so; "" if not.

    Its score is made of the statements on its main scale that everybody is asked.
    """
    from .scales import main_scale, scale_of

    if not survey.is_one_scale or survey.scale_id is None:
        return ""
    asked = [
        scale_of(item)
        for item in draft_items(survey)
        if item.is_likert and item.condition is None
    ]
    if asked.count(main_scale(asked)) >= FEWEST_OF_A_SCALE:
        return ""
    return gettext(
        "A score needs at least %(fewest)s statements that everybody is asked and that "
        "are rated on the same points. Add statements, or do not tick this."
    ) % {"fewest": FEWEST_OF_A_SCALE}


def _value_problems(item: DraftItem, earlier: DraftItem) -> list[str]:
    """Return the answers that lead to an item although nobody can give them."""
    names = {"key": item.key, "earlier": earlier.key, "points": len(earlier.points)}
    sentences = []
    for value in item.condition.values if item.condition else ():
        if value == NOT_APPLICABLE and not earlier.offers_not_applicable:
            sentences.append(
                gettext(
                    "“%(key)s” is asked of those who chose “not applicable” for "
                    "“%(earlier)s”, which does not offer it."
                )
                % names
            )
        elif value > len(earlier.points) > 0:
            sentences.append(
                gettext(
                    "“%(key)s” is asked of those who gave “%(earlier)s” the point "
                    "%(value)s, but its scale has %(points)s points."
                )
                % {**names, "value": value}
            )
    return sentences


def _kind_problems(survey: "Survey", by_key: dict[str, DraftItem]) -> list[str]:
    """Return the short names that stood for something else in a former version."""
    from .models import ItemKind

    if survey.pk is None:
        return []
    sentences = []
    for key, kind in survey.items.filter(key__in=by_key).values_list("key", "kind"):
        if (kind == ItemKind.LIKERT) == by_key[key].is_likert:
            continue
        sentence = (
            gettext(
                "“%(key)s” was the short name of a statement. Give the open question "
                "another one; the ratings keep theirs."
            )
            if kind == ItemKind.LIKERT
            else gettext(
                "“%(key)s” was the short name of an open question. Give the statement "
                "another one; the comments keep theirs."
            )
        )
        sentences.append(sentence % {"key": key})
    return sentences


def estimated_minutes(survey: "Survey") -> int:
    """Return how long answering takes, in whole minutes, at least 1.

    Counted in the site's first language, with all that depends on an earlier answer.
    """
    seconds = 0.0
    for _page, child in _with_pages(survey):
        words = len(str(in_language(without_empty(child.value["wording"]))).split())
        seconds += words * SECONDS_PER_WORD
        seconds += (
            SECONDS_PER_RATING if child.block_type == "likert" else SECONDS_PER_COMMENT
        )
    return max(1, math.ceil(seconds / 60))
