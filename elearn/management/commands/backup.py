"""manage.py backup [FOLDER]: the whole site as one archive."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from elearn.backups import BackupProblem, reason
from elearn.backups.making import make_backup


class Command(BaseCommand):
    help = (
        "Writes database and uploads into one archive, while the site runs, and reads "
        "it again. Overwrites nothing. The secret key and passwords are not in it. "
        "Exit code 0: written and read again; 1: there is no new backup."
    )
    # A backup is wanted most where something is wrong.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            help="where to; by default ELEARN_BACKUP_DIR",
        )
        parser.add_argument(
            "--keep",
            type=int,
            metavar="N",
            help="afterwards delete all backups of the folder but the newest N",
        )

    def handle(self, *args, **options):
        folder = (options["folder"] or settings.ELEARN_BACKUP_DIR).resolve()
        keep = options["keep"]
        if keep is not None and keep < 1:
            raise CommandError("--keep must be 1 or more.")
        try:
            made = make_backup(folder=folder, at=timezone.now(), keep=keep)
        except BackupProblem as problem:
            raise CommandError(f"There is no new backup. {problem}") from problem
        except (OSError, DatabaseError) as error:
            raise CommandError(f"There is no new backup. {reason(error)}") from error
        self.stdout.write(
            f"{made.path}: {made.rows} rows of {made.tables} tables, {made.files} "
            f"files, {made.size / 1_000_000:.1f} MB. Read again and found whole."
        )
        if not made.has_media:
            self.stdout.write(
                "Uploads lie in a service of their own and are not in it. Back them up "
                "there."
            )
        if made.deleted:
            self.stdout.write(f"{len(made.deleted)} older ones were deleted.")
        self.stdout.write(
            "Not in it: ELEARN_SECRET_KEY, and the passwords in DATABASE_URL, "
            "EMAIL_URL and REDIS_URL. Keep those elsewhere."
        )
