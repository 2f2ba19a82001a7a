"""manage.py close_runs: end the collections whose window is over."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from feedback.actions import close_run
from feedback.models import SurveyRun


class Command(BaseCommand):
    help = (
        "Closes every survey run whose window is over: releases its figures, stores "
        "its answers in a new random order and folds groups too small to be shown. Run "
        "it once a day, for instance from cron."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="only say which runs are due"
        )

    def handle(self, *args, **options):
        now = timezone.now()
        due = SurveyRun.objects.due(timezone.localdate(now)).select_related(
            "course", "organisation"
        )
        count = 0
        for run in due:
            if not options["dry_run"]:
                close_run(run=run, at=now)
            count += 1
            place = f", {run.organisation}" if run.organisation else ""
            self.stdout.write(f"{run}{place}")
        done = "due" if options["dry_run"] else "closed"
        if options["verbosity"] or count:
            self.stdout.write(f"{count} survey run{'' if count == 1 else 's'} {done}.")
