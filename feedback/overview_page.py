"""What the overview of courses shows, in words and written numbers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import pgettext

from . import wording
from .overview import CourseRatings, Order, in_order, matching
from .trend_drawing import draw
from .trend_wording import sentence


def overview_of(
    entries: Sequence[CourseRatings], query: Mapping[str, str]
) -> dict[str, Any]:
    """Return the courses that `query` asks for, in the order that it asks for.

    `sort` is one of the orders, `q` words of the title, `organisation` a key; what is
    not known is taken for none.
    """
    wanted = query.get("sort", "")
    order = Order(wanted) if wanted in set(Order) else Order.TITLE
    organisations = {
        str(entry.latest.run.organisation_id): str(entry.latest.run.organisation)
        for entry in entries
        if entry.latest.run.organisation is not None
    }
    chosen = query.get("organisation", "")
    chosen = chosen if chosen in organisations else ""
    words = query.get("q", "").replace("\x00", "")[:100].strip()
    found = matching(entries, words=words, organisation=chosen)
    return {
        "entries": [_entry(entry) for entry in in_order(found, order)],
        "total": len(entries),
        "words": words,
        "order": order,
        "orders": _orders(),
        "organisation": chosen,
        "organisations": sorted(organisations.items(), key=lambda one: one[1])
        if len(organisations) > 1
        else [],
        # One course needs neither finding nor sorting.
        "can_choose": len(entries) > 1,
    }


def _orders() -> list[tuple[Order, str]]:
    return [
        (Order.TITLE, pgettext("order of courses", "Title")),
        (Order.NEWEST, pgettext("order of courses", "Newest run first")),
        (Order.LOWEST, pgettext("order of courses", "Lowest mean first")),
        (Order.RATE, pgettext("order of courses", "Lowest response rate first")),
        (Order.ANSWERS, pgettext("order of courses", "Most answers first")),
    ]


def _entry(entry: CourseRatings) -> dict[str, Any]:
    latest, line = entry.latest, entry.drawn
    return {
        "entry": entry,
        "participation": wording.participation(latest),
        "overall_mean": wording.decimal(latest.overall_mean)
        if latest.overall_mean is not None
        else "",
        "overall_interval": wording.interval(latest.overall_ci95),
        "reason": ""
        if latest.is_released
        else wording.reason(
            latest.items[0].reason if latest.items else None, latest.run.threshold
        ),
        "lowest": wording.rows(tuple(entry.lowest), latest.run.threshold),
        "drawing": draw(line) if line is not None else None,
        "trend": sentence(line) if line is not None else "",
    }
