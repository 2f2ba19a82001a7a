"""A report as it is read on paper: words and written numbers in their places.

HTML and PDF are made from this, so they have the same texts, tables and order. Nothing
is computed here; `wording` and `charts` serve the page in the same way.
"""

import dataclasses
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from feedback import comparison_wording, findings, trend_wording, wording
from feedback.charts import Chart, diverging_chart
from feedback.definitions import definitions
from feedback.groups import OTHERS, Dimension
from feedback.methods_sentence import methods_text
from feedback.report import GroupReport, ItemReport, RunReport, ScaleBlock
from feedback.trends import TrendPoint

from .lines import without_hidden


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
    # Below the rows and as wide as the table; "" as a rule.
    note: str = ""


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
class Bars:
    """The bars of the statements on one scale."""

    chart: Chart
    # Over each bar: its number and its statement.
    heads: tuple[str, ...]
    # Instead of a bar that is hidden; "" where it is not.
    reasons: tuple[str, ...]
    # What a bar says, for those who do not see it; "" where it is hidden.
    sentences: tuple[str, ...]
    # What they show together; may be "".
    finding: str = ""


@dataclasses.dataclass(frozen=True)
class Document:
    """A whole report in the order in which it is read."""

    title: str
    subtitle: str
    # What has to be known before any figure; "" as a rule.
    notice: str
    # Who answered, and what that means for what follows.
    lead: str
    # What stands out; "" where nothing does.
    finding: str
    facts: tuple[tuple[str, str], ...]
    methods: str
    # One table for each scale, and the bars of the same statements.
    ratings: tuple[PrintedTable, ...]
    bars: tuple["Bars", ...]
    # By group, and against another run.
    others: tuple[PrintedTable, ...]
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
        finding=findings.extremes(report),
        facts=tuple(wording.facts(report)),
        methods=methods_text(report),
        ratings=tuple(_ratings(report, items, block) for block in report.blocks),
        bars=tuple(_bars(items, block, threshold) for block in report.blocks),
        others=(
            *(
                _groups(report, items, dimension, groups, block)
                for dimension, groups in report.groups.items()
                for block in report.blocks
            ),
            *_comparison(report),
            *_trend(report),
        ),
        definitions=tuple(definitions(threshold)),
    )


def _ratings(
    report: RunReport, items: tuple[ItemReport, ...], block: ScaleBlock
) -> PrintedTable:
    """Return the evaluation table of the statements on one scale."""
    labels = block.labels
    caption = _(
        "Ratings by statement. The points count from 1, “%(first)s”, to %(points)s, "
        "“%(last)s”."
    ) % {"first": labels[0], "points": len(labels), "last": labels[-1]}
    rows = _of_block(wording.rows(items, report.run.threshold), block)
    return PrintedTable(
        caption=_marked(caption, report),
        notes=(),
        heads=_heads(pgettext("of a survey", "Statement"), len(labels)),
        blocks=(Block("", tuple(_row(row, _statement(row)) for row in rows)),),
        footnote=wording.provisional_note(items[place] for place in block.places),
    )


def _bars(items: tuple[ItemReport, ...], block: ScaleBlock, threshold: int) -> Bars:
    own = [items[place] for place in block.places]
    rows = _of_block(wording.rows(items, threshold), block)
    return Bars(
        chart=diverging_chart(own),
        heads=tuple(map(_statement, rows)),
        reasons=tuple("" if row["shown"] else row["reason"] for row in rows),
        sentences=tuple(map(wording.sentence, own)),
        finding=findings.span(own),
    )


def _of_block(rows: list[wording.Row], block: ScaleBlock) -> list[wording.Row]:
    return [rows[place] for place in block.places]


def _groups(
    report: RunReport,
    items: tuple[ItemReport, ...],
    dimension: str,
    groups: tuple[GroupReport, ...],
    block: ScaleBlock,
) -> PrintedTable:
    """Return the groups of one dimension, for the statements on one scale."""
    threshold = report.run.threshold
    # Small groups that were put together stand last.
    ordered = sorted(groups, key=lambda group: group.key == OTHERS)
    rows = wording.rows(items, threshold)
    by_group = [
        (group.label, wording.rows(without_hidden(group.items), threshold))
        for group in ordered
    ]
    blocks = tuple(
        Block(
            _statement(rows[place]),
            (
                _row(rows[place], _("All together")),
                *(_row(own[place], label) for label, own in by_group),
            ),
        )
        for place in block.places
    )
    return PrintedTable(
        caption=_marked(
            _("By group: %(dimension)s") % {"dimension": Dimension(dimension).label},
            report,
        ),
        notes=(*map(_note, ordered), wording.groups_note(report)),
        heads=_heads(_("Statement and group"), len(block.labels)),
        # One group alone is everybody once more.
        blocks=blocks if len(groups) > 1 else (),
        footnote=wording.provisional_note(
            item for group in ordered for item in without_hidden(group.items)
        ),
    )


def _comparison(report: RunReport) -> Iterator[PrintedTable]:
    """Yield how the run stands to another: a table for each scale."""
    if report.comparison is None:
        return
    this, other = comparison_wording.names(report)
    by_scale: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in comparison_wording.comparison_rows(report):
        by_scale.setdefault(row["scale"], []).append(row)
    notes = (
        *findings.verdict_lines(report),
        *comparison_wording.introduction(report),
    )
    for labels, rows in by_scale.items() or [((), [])]:
        yield PrintedTable(
            caption=_marked(
                _("“%(this)s” against “%(other)s”") % {"this": this, "other": other},
                report,
            ),
            notes=notes,
            heads=_heads(_("Statement and run"), len(labels)),
            blocks=tuple(_compared(row, this, other) for row in rows),
            footnote=wording.provisional_note(
                side["item"]
                for row in rows
                for side in (row["this"], row["other"])
                if row["has_rows"]
            ),
        )
        # Once, above the first table.
        notes = ()


def _compared(row: dict[str, Any], this: str, other: str) -> Block:
    """Return one statement in both runs, and the difference in words."""
    title = f"{row['number']}. {row['wording']}" if row["number"] else row["wording"]
    if row["earlier_wording"]:
        title = _("%(statement)s (in “%(run)s”: %(wording)s)") % {
            "statement": title,
            "run": other,
            "wording": row["earlier_wording"],
        }
    sides = (
        (_row(row["this"], this), _row(row["other"], other)) if row["has_rows"] else ()
    )
    words = f"{row['verdict']} {row['effect']}".rstrip()
    return Block(title, sides, words)


def _trend(report: RunReport) -> Iterator[PrintedTable]:
    """Yield how the figures went from run to run, if there is more than one."""
    trend = report.trend
    if trend is None:
        return
    lines = enumerate((trend.overall, *trend.items))
    yield PrintedTable(
        caption=_marked(_("Over the runs"), report),
        notes=(
            *filter(None, [findings.over_runs(trend)]),
            trend_wording.reading_note(),
        ),
        heads=(
            _("Statement and run"),
            pgettext("number of ratings", "n"),
            pgettext("of ratings", "Mean"),
            _("Plausible range"),
            pgettext("share of ratings", "Favourable"),
        ),
        blocks=tuple(
            Block(
                f"{number}. {line.wording}" if number else _("Mean of all ratings"),
                tuple(_in_run(point) for point in line.points),
                " ".join(trend_wording.earlier_wordings(line)),
            )
            for number, line in lines
        ),
    )


def _in_run(point: TrendPoint) -> Row:
    cell = trend_wording.cell(point)
    if cell["n"] is None:
        return Row(cell["run"], (), _("Hidden or not asked."))
    return Row(
        cell["run"],
        (str(cell["n"]), cell["mean"], cell["interval"], cell["favourable"]),
    )


def _marked(caption: str, report: RunReport) -> str:
    """Return the title of a table, which goes with it when it is copied alone."""
    if not report.run.is_illustrative:
        return caption
    return _("%(caption)s (illustrative figures)") % {"caption": caption}


def _note(group: GroupReport) -> str:
    """Return how many a group is."""
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
