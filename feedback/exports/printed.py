"""A report as it is read on paper: words and written numbers in their places.

HTML and PDF are made from this, so they have the same texts, tables and order. Nothing
is computed here; `wording` and `charts` serve the page in the same way.
"""

import dataclasses

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from feedback import wording
from feedback.charts import Chart, diverging_chart
from feedback.groups import OTHERS, Dimension
from feedback.methods_sentence import methods_text
from feedback.reporting import GroupReport, ItemReport, RunReport

from .lines import items_of, without_hidden


@dataclasses.dataclass(frozen=True)
class Row:
    """One row: its head, and either all its cells or why there are none."""

    head: str
    cells: tuple[str, ...]
    reason: str = ""


@dataclasses.dataclass(frozen=True)
class Block:
    """Rows that belong together, below their title if they have one."""

    title: str
    rows: tuple[Row, ...]


@dataclasses.dataclass(frozen=True)
class PrintedTable:
    """A table with its title, notes above it, and the heads of its columns."""

    caption: str
    notes: tuple[str, ...]
    # The first stands over the heads of the rows; all others over numbers.
    heads: tuple[str, ...]
    blocks: tuple[Block, ...]
    # Below the table; "" as a rule.
    footnote: str = ""


@dataclasses.dataclass(frozen=True)
class Document:
    """A whole report in the order in which it is read."""

    title: str
    subtitle: str
    # What has to be known before any figure; "" as a rule.
    notice: str
    # Who answered, and what that means for what follows.
    lead: str
    facts: tuple[tuple[str, str], ...]
    methods: str
    ratings: PrintedTable
    groups: tuple[PrintedTable, ...]
    chart: Chart
    # What a bar says, for those who do not see it; "" where it is hidden.
    sentences: tuple[str, ...]
    definitions: tuple[tuple[str, str], ...]


def document(report: RunReport) -> Document:
    """Return the report as it is printed, in the active language."""
    items = without_hidden(report.items)
    threshold = report.run.threshold
    lead = [wording.participation(report), wording.state(report)]
    if not report.is_released and not report.run.is_open:
        lead.append(_("So few people answered that no figure is shown."))
    return Document(
        title=report.title,
        subtitle=_("Ratings of participants: %(run)s") % {"run": report.run.name},
        notice=wording.notice(report),
        lead=" ".join(sentence for sentence in lead if sentence),
        facts=tuple(wording.facts(report)),
        methods=methods_text(report),
        ratings=_ratings(report, items),
        groups=tuple(
            _groups(report, items, dimension, groups)
            for dimension, groups in report.groups.items()
        ),
        chart=diverging_chart(items),
        sentences=tuple(wording.sentence(item) for item in items),
        definitions=tuple(wording.definitions(threshold)),
    )


def _ratings(report: RunReport, items: tuple[ItemReport, ...]) -> PrintedTable:
    labels = report.labels
    caption = _("Ratings by statement")
    if labels:
        caption = _(
            "Ratings by statement. The points count from 1, “%(first)s”, to "
            "%(points)s, “%(last)s”."
        ) % {"first": labels[0], "points": len(labels), "last": labels[-1]}
    rows = wording.rows(items, report.run.threshold)
    return PrintedTable(
        caption=_marked(caption, report),
        notes=(),
        heads=_heads(pgettext("of a survey", "Statement"), len(labels)),
        blocks=(Block("", tuple(_row(row, _statement(row)) for row in rows)),),
        footnote=wording.provisional_note(items),
    )


def _groups(
    report: RunReport,
    items: tuple[ItemReport, ...],
    dimension: str,
    groups: tuple[GroupReport, ...],
) -> PrintedTable:
    """Return the groups of one dimension, statement by statement."""
    threshold = report.run.threshold
    # Small groups that were put together stand last.
    ordered = sorted(groups, key=lambda group: group.key == OTHERS)
    shown = [group for group in ordered if group.shown]
    rows = wording.rows(items, threshold)
    by_group = [
        (group.label, wording.rows(items_of(group, report), threshold))
        for group in shown
    ]
    blocks = tuple(
        Block(
            _statement(row),
            (
                _row(row, _("All together")),
                *(_row(own[index], label) for label, own in by_group),
            ),
        )
        for index, row in enumerate(rows)
    )
    return PrintedTable(
        caption=_marked(
            _("By group: %(dimension)s") % {"dimension": Dimension(dimension).label},
            report,
        ),
        notes=tuple(_note(group, threshold) for group in ordered),
        heads=_heads(_("Statement and group"), len(report.labels)),
        # One group alone is everybody once more.
        blocks=blocks if shown and len(groups) > 1 else (),
        footnote=wording.provisional_note(
            item for group in shown for item in items_of(group, report)
        ),
    )


def _marked(caption: str, report: RunReport) -> str:
    """Return the title of a table, which goes with it when it is copied alone."""
    if not report.run.is_illustrative:
        return caption
    return _("%(caption)s (illustrative figures)") % {"caption": caption}


def _note(group: GroupReport, threshold: int) -> str:
    """Return how many a group is, or why that is hidden."""
    if not group.shown or group.responded is None:
        what = wording.reason(group.reason, threshold)
    else:
        what = ngettext(
            "%(responded)s person answered.",
            "%(responded)s people answered.",
            group.responded,
        ) % {"responded": group.responded}
    return _("%(group)s: %(what)s") % {"group": group.label, "what": what}


def _heads(first: str, points: int) -> tuple[str, ...]:
    return (
        first,
        pgettext("number of ratings", "n"),
        pgettext("of ratings", "Mean"),
        _("Plausible range"),
        _("SD"),
        pgettext("share of ratings", "Favourable"),
        *(str(point) for point in range(1, points + 1)),
        pgettext("not applicable", "N/A"),
        pgettext("no answer", "Skipped"),
    )


def _statement(row: wording.Row) -> str:
    item = row["item"]
    text = f"{row['number']}. {item.wording}"
    if item.is_reversed:
        text = _("%(statement)s (reversed)") % {"statement": text}
    return text


def _row(row: wording.Row, head: str) -> Row:
    item = row["item"]
    if not row["shown"] or item.counts is None:
        return Row(head, (), row["reason"])
    return Row(
        head,
        (
            str(row["n"]),
            row["mean"],
            row["interval"],
            row["sd"],
            wording.favourable(item, is_marked=True),
            *(str(count) for count in item.counts),
            str(item.not_applicable),
            str(item.skipped),
        ),
    )
