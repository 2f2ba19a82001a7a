"""manage.py import_people FILE.csv: accounts, memberships, roles and enrolments."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from courses.admission import ListRefused, admit
from people.importing import COLUMNS, MAX_BYTES, read_people

HEADINGS = ("line", "account", "organisation", "course")
# More than anybody reads; the file has to be looked at as a whole then.
MOST_PROBLEMS = 100


class Command(BaseCommand):
    help = (
        "Brings people in from a CSV file: accounts, memberships with their roles, and "
        "enrolments. Columns, in any order, all but the first optional: "
        f"{', '.join(COLUMNS)}. Everything is taken or nothing; a second time changes "
        "nothing. Lines are told by their number, never by a name or an address."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the CSV file, in UTF-8")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="show what would change, line by line, and change nothing",
        )
        parser.add_argument(
            "--lower-roles",
            action="store_true",
            help="let the file take a role from people who have a higher one",
        )

    def handle(self, *args, **options):
        reading = read_people(self._content(options["file"]))
        if reading.problems:
            raise self._refusal(reading.problems)
        try:
            changes = admit(
                entries=reading.entries,
                at=timezone.now(),
                lower_roles=options["lower_roles"],
                dry_run=options["dry_run"],
            )
        except ListRefused as refused:
            raise self._refusal(refused.problems) from None
        except IntegrityError:
            # Its text would repeat what the line says.
            raise CommandError(
                "Somebody changed the same people at the same moment. Nothing was "
                "changed; run the command again."
            ) from None
        self._tell(changes, options["dry_run"])

    def _content(self, path):
        try:
            with path.open("rb") as file:
                # One byte more than is allowed is enough to know.
                return file.read(MAX_BYTES + 1)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error

    def _refusal(self, problems):
        for problem in problems[:MOST_PROBLEMS]:
            self.stderr.write(str(problem))
        more = len(problems) - MOST_PROBLEMS
        if more > 0:
            self.stderr.write(f"… and {more} more.")
        count = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
        return CommandError(f"{count}. Nothing was changed.")

    def _tell(self, changes, dry_run):
        changing = [change for change in changes if change.is_one]
        left = [change for change in changes if change.left]
        if dry_run and changing:
            self._table(changing)
        for change in left:
            self.stdout.write(
                f"Line {change.line}: this person {change.left}, and is left so."
            )
        new = sum(change.account == "new" for change in changing)
        same = len(changes) - len(changing)
        said = (
            f"{len(changes)} lines: {new} new accounts, {len(changing)} lines with "
            f"something new, {same} without."
        )
        if dry_run:
            self.stdout.write(f"Dry run, nothing was changed. {said}")
            return
        self.stdout.write(said)
        if new:
            address = settings.WAGTAILADMIN_BASE_URL + reverse("account_reset_password")
            self.stdout.write(
                "New accounts have no password. Tell the people to choose one at "
                f"{address}, with the address of the list."
            )

    def _table(self, changes):
        rows = [
            HEADINGS,
            *((str(c.line), c.account, c.membership, c.enrolment) for c in changes),
        ]
        widths = [max(len(row[n]) for row in rows) for n in range(len(HEADINGS))]
        for row in rows:
            cells = (cell.ljust(w) for cell, w in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())
