"""manage.py restore ARCHIVE: the site as it was when the backup was made."""

import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from elearn.backups import BackupProblem, BrokenOff, reason
from elearn.backups.archive import opened
from elearn.backups.making import make_backup
from elearn.backups.restoring import check_fits, has_content, restore
from elearn.doctor import Level, examine, worst


class Command(BaseCommand):
    help = (
        "Restores database and uploads from an archive of `backup`, all or nothing, "
        "brings an older one up to date, erases whom the site has erased since, and "
        "makes the checks of `doctor`. Stop the site first. Exit code 0: restored and "
        "well; 1: nothing was changed; 2: something is wrong now."
    )
    # There may be no tables yet, or damaged ones.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("archive", type=Path, help="a file that `backup` wrote")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="unpack and check the archive, change nothing",
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="restore although there are people or uploads; they are backed up "
            "first",
        )
        parser.add_argument(
            "--no-backup",
            action="store_true",
            help="with --replace: give up what is there without a backup",
        )
        parser.add_argument(
            "--trust",
            action="store_true",
            help="take an archive that was made with another secret key",
        )

    def handle(self, *args, **options):
        now = timezone.now()
        try:
            with opened(options["archive"]) as reader:
                check_fits(reader, trusted=options["trust"])
                if not options["dry_run"]:
                    self._make_way(options, now)
                restored = restore(reader, at=now, dry_run=options["dry_run"])
        except BrokenOff as problem:
            raise CommandError(f"Broken off. {problem}", returncode=2) from problem
        except BackupProblem as problem:
            raise CommandError(f"Nothing was restored. {problem}") from problem
        except (OSError, DatabaseError) as error:
            raise CommandError(f"Nothing was restored. {reason(error)}") from error
        if options["dry_run"]:
            self._tell_of_trial(reader.manifest, restored)
            return
        self.stdout.write(
            f"Restored {restored.rows} rows and {restored.files} files of "
            f"{reader.manifest.made_at}."
        )
        if restored.erased:
            self.stdout.write(
                f"{restored.erased} accounts that were erased since are erased again."
            )
        self.stdout.write("Everybody has to sign in anew.")
        self._examine()

    def _make_way(self, options, now):
        if not has_content():
            return
        if not options["replace"]:
            raise BackupProblem(
                "This site has people or uploads. To replace them, add --replace; they "
                "are backed up first."
            )
        if not options["no_backup"]:
            try:
                made = make_backup(
                    folder=settings.ELEARN_BACKUP_DIR.resolve(), at=now, keep=None
                )
            except (BackupProblem, OSError, DatabaseError) as error:
                raise BackupProblem(
                    f"What is there could not be backed up. {reason(error)} With "
                    "--no-backup it is given up."
                ) from error
            self.stdout.write(f"What was there is kept in {made.path}.")

    def _tell_of_trial(self, manifest, restored):
        self.stdout.write(
            f"Dry run: the archive of {manifest.made_at} is whole: {restored.rows} "
            f"rows and {restored.files} files. Nothing was changed."
        )
        if connection.vendor == "postgresql":
            self.stdout.write(
                "The dump was read and not run; restore it into an empty database to "
                "be sure."
            )
        for name, value in manifest.settings.items():
            self.stdout.write(f"  made with {name}={value}")

    def _examine(self):
        found = [
            finding
            for result in examine()
            for finding in result.findings
            if finding.level in {Level.WARNING, Level.ERROR}
        ]
        for finding in found:
            self.stdout.write(f"{finding.sentence}\n  → {finding.advice}")
        if worst(finding.level for finding in found) is Level.ERROR:
            self.stderr.write("Restored, but something is wrong.")
            sys.exit(2)
        self.stdout.write("The checks of doctor were made.")
