"""manage.py reconcile: whether all counts agree with the answers behind them."""

import sys

from django.core.management.base import BaseCommand, CommandError

from feedback.models import SurveyRun
from feedback.reconciliation import differences


class Command(BaseCommand):
    help = (
        "Compares the counts of every survey run with its answers, and those of its "
        "groups with each other. Exit code 0: no difference; 1: some, listed."
    )

    def add_arguments(self, parser):
        parser.add_argument("--course", help="the short name of one course")

    def handle(self, *args, **options):
        runs = SurveyRun.objects.select_related("course").order_by("pk")
        if options["course"]:
            runs = runs.filter(course__slug=options["course"])
            if not runs.exists():
                raise CommandError(
                    f"The course “{options['course']}” has no survey runs, or there is "
                    "no such course."
                )
        found = 0
        for run in runs.iterator():
            for difference in differences(run):
                found += 1
                self.stdout.write(
                    f"{difference.run}, {difference.what}: counted "
                    f"{difference.counted}, should be {difference.should_be}"
                )
        count = runs.count()
        plural = "" if count == 1 else "s"
        if found:
            self.stderr.write(
                f"{found} differences in {count} survey run{plural}. Restore a backup "
                "or report this as a fault; the answers themselves are whole."
            )
            sys.exit(1)
        self.stdout.write(f"0 differences in {count} survey run{plural}.")
