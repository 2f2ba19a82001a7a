"""manage.py forget_report_views: delete what need not be known any longer."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from feedback.report_log import forget_views


class Command(BaseCommand):
    help = (
        "Deletes the notes of who looked at ratings that are older than "
        "ELEARN_REPORT_VIEW_DAYS. Run it once a day, for instance from cron."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="only say how many there are"
        )

    def handle(self, *args, **options):
        is_dry_run = options["dry_run"]
        count = forget_views(at=timezone.now(), is_dry_run=is_dry_run)
        done = "due" if is_dry_run else "forgotten"
        self.stdout.write(f"{count} view{'' if count == 1 else 's'} of ratings {done}.")
