"""What participants thought: answers on paper, and the same counted once more.

The figures are checked against a count of the questionnaires made here, with nothing
but the standard library.
"""

import csv
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO

from django.core.management import call_command

from feedback.models import RunSnapshot, SurveyRun
from feedback.reconciliation import differences
from tests.factories.people import MembershipFactory

from . import starter
from .visitor import Journey

PILOT = starter.FOLDER / "ratings" / "closing-2026-autumn.csv"
REGIONS = starter.FOLDER / "ratings" / "ips-integration-2026.csv"
POINTS = "12345"

# Region E has four respondents; Region D is hidden with it, for the four could be
# computed from it. Both are in the figures of the other groups together, and named
# nowhere: that somebody of a region answered is told of large ones only.
HIDDEN = ("Region D", "Region E")
SHOWN = ("Region A", "Region B", "Region C")
GROUPING = {"organisation", "profession", "language", "comment"}


def counted(file, **group):
    """Return each statement's figures, of all questionnaires or of those of a group."""
    rows = [
        row
        for row in csv.DictReader(file.open(encoding="utf-8"))
        if group.items() <= row.items()
    ]
    return {
        column: figures_of(Counter(row[column] for row in rows))
        for column in rows[0]
        if column not in GROUPING
    }


def figures_of(cells):
    counts = [cells[point] for point in POINTS]
    n = sum(counts)
    total = sum(int(point) * cells[point] for point in POINTS)
    mean = (Decimal(total) / n).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return {
        "mean": str(mean),
        "counts": counts,
        "n": n,
        "not_applicable": cells["NA"],
        "skipped": cells[""],
        "favourable": counts[3] + counts[4],
    }


class RatingsJourney(Journey):
    """A coordinator of an organisation whose participants answered on paper."""

    def given_a_coordinator(self):
        membership = MembershipFactory(coordinating=True)
        self.coordinator, self.organisation = membership.user, membership.organisation

    def given_answers_on_paper(self, file, *, survey, run, **options):
        if not hasattr(self, "course"):
            self.course = starter.publish(starter.only_the_survey())
        call_command(
            "import_ratings",
            self.course.slug,
            file,
            survey=survey,
            run=run,
            organisation=self.organisation.slug,
            stdout=StringIO(),
            **options,
        )

    def given_the_pilot(self):
        self.given_answers_on_paper(PILOT, survey="closing", run="Pilot", eligible=8)

    def given_the_regions(self):
        self.given_answers_on_paper(REGIONS, survey="ips-integration", run="Regions")

    def when_they_open_the_ratings_of_the_course(self, **query):
        self.visitor.is_signed_in_as(self.coordinator)
        wanted = "&".join(f"{name}={value}" for name, value in query.items())
        self.visitor.opens(f"/ratings/{self.course.slug}/?{wanted}")
        self.visitor.sees(starter.TITLE)

    def rows_of(self, caption, heading=""):
        """Return the cells of the rows of a table, those with this heading or all."""
        table = self.visitor.main.get_by_role("table", name=caption)
        return [
            cells
            for row in table.get_by_role("row").all()
            if (cells := row.get_by_role("cell").all_inner_texts())
            and heading in row.get_by_role("rowheader").inner_text()
        ]

    def then_the_table_says(self, figures, caption, heading=""):
        rows = self.rows_of(caption, heading)
        assert len(rows) == len(figures)
        for cells, expected in zip(rows, figures.values(), strict=True):
            favourable, mean, *others = cells
            *counts, n, not_applicable, skipped = [int(cell) for cell in others]
            assert favourable.startswith(f"{expected['favourable']} of {expected['n']}")
            # Beside its range.
            assert mean.split()[0] == expected["mean"]
            assert counts == expected["counts"]
            assert n == expected["n"]
            assert not_applicable == expected["not_applicable"]
            assert skipped == expected["skipped"]

    def and_nothing_was_changed_by_reading(self):
        for run in SurveyRun.objects.all():
            assert not run.is_open
            assert differences(run) == []
            assert RunSnapshot.objects.filter(run=run).count() == 1
