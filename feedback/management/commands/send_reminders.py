"""manage.py send_reminders: remind those who have not answered a survey."""

import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from feedback.reminders import due_rounds, prepare_round, send_waiting


class Command(BaseCommand):
    help = (
        "Sends the reminders that are due before a survey run closes. Says of which "
        "runs, and neither to whom nor to how many. Run it once a day or more often; "
        "each person gets each reminder once. Exit code 1: some wait for the next time."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="only say which runs are due"
        )

    def handle(self, *args, **options):
        now = timezone.now()
        count = 0
        for run, number in due_rounds(at=now):
            if not options["dry_run"]:
                prepare_round(run=run, number=number, at=now)
            count += 1
            place = f", {run.organisation}" if run.organisation else ""
            self.stdout.write(f"{run}{place}: reminder {number}")
        sent = options["dry_run"] or send_waiting(at=now)
        self.stdout.write(f"{count} survey run{'' if count == 1 else 's'} due.")
        if not sent:
            self.stderr.write(
                "Some reminders could not be sent. They wait for the next time; look "
                "at the mail server."
            )
            sys.exit(1)
