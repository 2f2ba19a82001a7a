"""What a table of figures is in this package, and the evaluation table as one.

A value is exact. Each kind of file writes it in its own way, but all from this one
definition: CSV and Data Package in full, a workbook with words for codes. How often
each answer was given stands in `answers`. docs/reference/ratings-files.md lists the
columns.
"""

import dataclasses
import datetime
import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from feedback.report import RunReport

from .lines import Line, lines

# None is "hidden" or "not known"; it is written as nothing, never as 0.
Value = str | int | float | Fraction | datetime.date | bool | None
Text = str | Promise

# Line breaks, and what no XML file may hold.
_BREAKS = re.compile(r"\s*[\r\n\t\v\f\x85\u2028\u2029]\s*")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Kind(StrEnum):
    """What a column holds, and so how a value of it is written."""

    TEXT = "text"
    # A short stable word of ours, such as "profession".
    CODE = "code"
    DAY = "day"
    COUNT = "count"
    # Two decimals.
    DECIMAL = "decimal"
    # A number with four decimals that is no part of a whole.
    MEASURE = "measure"
    # A part of a whole, 0 to 1, with four decimals.
    SHARE = "share"
    YES_NO = "yes_no"


@dataclasses.dataclass(frozen=True)
class Column:
    """One column: its stable name, its title and meaning for people, and its values."""

    name: str
    kind: Kind
    title: Text
    value: Callable[[Any], Value]
    meaning: Text = ""
    # The same in every line of a report: a workbook says it once.
    is_of_run: bool = False


@dataclasses.dataclass(frozen=True)
class Table:
    """One table with its rows; `name` is the stem of a file made of it."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


def table_of(
    name: str, title: Text, columns: Iterable[Column], entries: Iterable[Any]
) -> Table:
    """Return the table in which each entry is a row."""
    columns = tuple(columns)
    rows = tuple(tuple(c.value(entry) for c in columns) for entry in entries)
    return Table(name=name, title=str(title), columns=columns, rows=rows)


def one_line(text: str) -> str:
    """Return a text without line breaks and without what a file may not hold."""
    return _UNPRINTABLE.sub("", _BREAKS.sub(" ", text))


def ratings_table(report: RunReport) -> Table:
    """Return the evaluation table: one row per statement and group."""
    # It is made of lines and columns too.
    from .compared import compared_columns

    points = max((len(item.labels) for item in report.items), default=0)
    columns = (
        *RUN,
        *PLACE,
        *STATEMENT,
        *FIGURES,
        *map(_point, range(1, points + 1)),
        *compared_columns(report),
    )
    return table_of("table", _("Table"), columns, lines(report))


# The columns of the evaluation table --------------------------------------------------


def _of_run(
    name: str,
    kind: Kind,
    title: Text,
    value: Callable[[RunReport], Value],
    meaning: Text = "",
) -> Column:
    return Column(
        name, kind, title, lambda line: value(line.report), meaning, is_of_run=True
    )


def _figure(name: str) -> Callable[[Line], Value]:
    """Return what takes one figure from the summary of a line; None without one."""
    return lambda line: getattr(line.item.summary, name, None)


def _limit(name: str, index: int) -> Callable[[Line], Value]:
    """Return what takes one limit of an interval; None where there is no interval."""
    return lambda line: (getattr(line.item.summary, name, None) or (None, None))[index]


def _point(point: int) -> Column:
    """Return the column of how often one point of the scale was chosen."""

    def value(line: Line) -> Value:
        counts = line.item.counts
        return counts[point - 1] if counts and point <= len(counts) else None

    return Column(
        f"count_{point}",
        Kind.COUNT,
        gettext("Point %(point)s") % {"point": point},
        value,
        _("How many chose this point, 1 being the least favourable."),
    )


RUN = (
    _of_run("course", Kind.TEXT, _("Course"), lambda x: x.course.slug),
    _of_run(
        "survey",
        Kind.TEXT,
        pgettext_lazy("questionnaire", "Survey"),
        lambda x: x.run.survey_version.survey.key,
    ),
    _of_run(
        "survey_version",
        Kind.COUNT,
        _("Version of the survey"),
        lambda x: x.run.survey_version.number,
    ),
    _of_run("run", Kind.TEXT, _("Survey run"), lambda x: x.run.name),
    _of_run("opened", Kind.DAY, _("First day"), lambda x: x.run.opened_on),
    _of_run(
        "closed",
        Kind.DAY,
        _("Last day"),
        lambda x: x.run.closed_on,
        _("Empty while the survey is open."),
    ),
    _of_run(
        "status",
        Kind.CODE,
        _("State of the run"),
        lambda x: x.status,
        _("open; closed; released: closed with its results."),
    ),
    _of_run(
        "released",
        Kind.DAY,
        _("Released"),
        lambda x: x.released_on,
        _("The day from which these figures are shown."),
    ),
    _of_run(
        "illustrative",
        Kind.YES_NO,
        _("Illustrative"),
        lambda x: x.run.is_illustrative,
        _("Whether the answers were made up."),
    ),
    _of_run(
        "language",
        Kind.CODE,
        _("Language of the report"),
        lambda x: get_language(),
        _("Of the statements and labels in this file."),
    ),
    _of_run(
        "eligible",
        Kind.COUNT,
        _("Eligible"),
        lambda x: x.eligible,
        _("How many reached the survey or were asked on paper."),
    ),
    _of_run(
        "responded",
        Kind.COUNT,
        _("Answered"),
        lambda x: x.responded,
        _(
            "How many people answered; empty below the smallest group. While the "
            "survey is open: at least so many, in steps."
        ),
    ),
)
PLACE = (
    Column(
        "group_by",
        Kind.CODE,
        _("Grouped by"),
        lambda x: x.group.dimension if x.group else "",
        _("organisation, profession or language; empty for all together."),
    ),
    Column(
        "group",
        Kind.TEXT,
        _("Group"),
        lambda x: x.group.key if x.group else "",
        _(
            "The stable name of the group; * is small groups put together. Groups that "
            "are too small, or that protect a small one, are not shown."
        ),
    ),
    Column(
        "group_label",
        Kind.TEXT,
        _("Name of the group"),
        lambda x: x.group.label if x.group else str(_("All together")),
    ),
)
STATEMENT = (
    Column(
        "item_number",
        Kind.COUNT,
        _("Number"),
        lambda x: x.number,
        _("The place of the statement in the survey."),
    ),
    Column(
        "item",
        Kind.TEXT,
        _("Short name"),
        lambda x: x.item.key,
        _("The stable name of the statement."),
    ),
    Column(
        "wording",
        Kind.TEXT,
        pgettext_lazy("of a survey", "Statement"),
        lambda x: x.item.wording,
    ),
    Column(
        "reversed",
        Kind.YES_NO,
        _("Reverse-worded"),
        lambda x: x.item.is_reversed,
        _("Its counts are turned, so that the highest point is favourable."),
    ),
)
FIGURES = (
    Column("shown", Kind.YES_NO, _("Shown"), lambda x: x.item.shown),
    Column(
        "reason",
        Kind.CODE,
        _("Why it is hidden"),
        lambda x: None if x.item.shown else x.item.reason,
        _("fewer_than_threshold, protects_small_groups or not_released."),
    ),
    Column(
        "group_responded",
        Kind.COUNT,
        _("Answered in the group"),
        lambda x: x.group.responded if x.group else None,
        _("How many people of the group answered; empty for all together."),
    ),
    Column(
        "n",
        Kind.COUNT,
        pgettext_lazy("number of ratings", "n"),
        _figure("n"),
        _("How many ratings the figures of this row rest on."),
    ),
    Column(
        "mean",
        Kind.DECIMAL,
        pgettext_lazy("of ratings", "Mean"),
        _figure("mean"),
        _("The sum of the ratings by n."),
    ),
    Column(
        "mean_low",
        Kind.DECIMAL,
        _("Mean, from"),
        _limit("db_ci95", 0),
        _("Lower limit of the plausible range, the 95% Dirichlet-Beta interval."),
    ),
    Column(
        "mean_high",
        Kind.DECIMAL,
        _("Mean, to"),
        _limit("db_ci95", 1),
        _("Upper limit of the plausible range."),
    ),
    Column(
        "sd",
        Kind.DECIMAL,
        _("SD"),
        _figure("sd"),
        _("Standard deviation, with divisor n − 1."),
    ),
    Column("median", Kind.DECIMAL, _("Median"), _figure("median")),
    Column(
        "favourable",
        Kind.COUNT,
        pgettext_lazy("share of ratings", "Favourable"),
        _figure("favourable_count"),
        _("How many ratings are favourable."),
    ),
    Column(
        "favourable_share",
        Kind.SHARE,
        _("Favourable share"),
        _figure("favourable_share"),
        _("Favourable ratings by n."),
    ),
    Column(
        "favourable_low",
        Kind.SHARE,
        _("Favourable share, from"),
        _limit("wilson95", 0),
        _("Lower limit of the 95% Wilson interval."),
    ),
    Column(
        "favourable_high",
        Kind.SHARE,
        _("Favourable share, to"),
        _limit("wilson95", 1),
        _("Upper limit of the 95% Wilson interval."),
    ),
    Column(
        "band",
        Kind.CODE,
        _("What n can carry"),
        lambda x: str(x.item.band) if x.item.shown else None,
        _("counts: below ten, no percentage; provisional: below thirty; percent."),
    ),
    Column(
        "not_applicable",
        Kind.COUNT,
        _("Not applicable"),
        lambda x: x.item.not_applicable,
        _("How many said that the statement does not apply to them."),
    ),
    Column(
        "skipped",
        Kind.COUNT,
        pgettext_lazy("no answer", "Skipped"),
        lambda x: x.item.skipped,
        _("How many were asked and left the statement out."),
    ),
)
