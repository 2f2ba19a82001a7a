"""What files are made of: one line per statement and group, as on the page.

Here, and nowhere else in this package, what is hidden is taken out. A release holds no
hidden figure anyway; a file must not show one even if it did.
"""

import dataclasses
from collections.abc import Iterator

from feedback.report import GroupReport, ItemReport, RunReport
from psychometrics.bands import Band


@dataclasses.dataclass(frozen=True)
class Line:
    """One statement in one group, or among all respondents; its place counts from 1."""

    report: RunReport
    group: GroupReport | None
    number: int
    item: ItemReport


def lines(report: RunReport) -> Iterator[Line]:
    """Yield every line of a report: those of all together first, then group by group.

    A hidden group has its lines as well, each with the reason.
    """
    for number, item in enumerate(without_hidden(report.items), start=1):
        yield Line(report, None, number, item)
    for groups in report.groups.values():
        for group in groups:
            for number, item in enumerate(items_of(group, report), start=1):
                yield Line(report, group, number, item)


def items_of(group: GroupReport, report: RunReport) -> tuple[ItemReport, ...]:
    """Return the statements of a group, all of them hidden where the group is."""
    if group.shown:
        return without_hidden(group.items)
    return tuple(_hidden(item, group.reason) for item in report.items)


def without_hidden(items: tuple[ItemReport, ...]) -> tuple[ItemReport, ...]:
    """Return the statements, those that are not shown without any figure."""
    return tuple(item if item.shown else _hidden(item, item.reason) for item in items)


def _hidden(item: ItemReport, reason: str | None) -> ItemReport:
    return dataclasses.replace(
        item,
        shown=False,
        reason=reason,
        labels=item.offered_labels,
        counts=None,
        not_applicable=None,
        skipped=None,
        summary=None,
        band=Band.HIDDEN,
    )
