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

    Groups that are hidden are in no report, so they have no line.
    """
    for number, item in enumerate(without_hidden(report.items), start=1):
        yield Line(report, None, number, item)
    for groups in report.groups.values():
        for group in groups:
            for number, item in enumerate(without_hidden(group.items), start=1):
                yield Line(report, group, number, item)


def without_hidden(items: tuple[ItemReport, ...]) -> tuple[ItemReport, ...]:
    """Return the statements, those that are not shown without any figure."""
    return tuple(item if item.shown else _hidden(item) for item in items)


def _hidden(item: ItemReport) -> ItemReport:
    return dataclasses.replace(
        item,
        shown=False,
        labels=item.offered_labels,
        counts=None,
        not_applicable=None,
        skipped=None,
        summary=None,
        band=Band.HIDDEN,
    )
