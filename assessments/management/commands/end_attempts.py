"""manage.py end_attempts: end the attempts whose time is up."""

import sys

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone

from assessments.actions import end_overdue_attempts
from assessments.models import Attempt


class Command(BaseCommand):
    help = (
        "Ends every attempt whose time is up and that nobody has opened since: marks "
        "what was saved in time, or sets it aside, as the quiz has it. Run it every "
        "minute, for instance from cron; several at once do no harm. Attempts without "
        "a time limit stay open."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="only say how many are overdue"
        )

    def handle(self, *args, **options):
        now = timezone.now()
        overdue = Attempt.objects.overdue(now).order_by("pk")
        if options["dry_run"]:
            self._say(overdue.count(), "overdue", options)
            return
        ended, failed = 0, 0
        for attempt in list(overdue):
            try:
                ended += end_overdue_attempts(at=now, attempt=attempt)
            except DatabaseError as error:
                # The others are not kept waiting; the next run tries this one again.
                failed += 1
                self.stderr.write(f"Attempt {attempt.pk} could not be ended: {error}")
        self._say(ended, "ended", options)
        if failed:
            sys.exit(1)

    def _say(self, count, done, options):
        """Print a sentence; without verbosity only when something was done."""
        if options["verbosity"] or count:
            self.stdout.write(f"{count} attempt{'' if count == 1 else 's'} {done}.")
