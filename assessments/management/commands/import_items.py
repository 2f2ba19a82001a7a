"""manage.py import_items QUIZ FILE: questions from a file into the bank and a quiz."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments import actions
from assessments.bank_files import languages
from assessments.formats import Format, Reading, format_of, read_questions
from assessments.formats.files import ENCODINGS, MAX_BYTES
from assessments.models import Assessment


class Command(BaseCommand):
    help = (
        "Makes or updates the questions of a GIFT, Moodle XML or CSV file, and adds "
        "them to a quiz. Everything that cannot be carried is listed by line. Nothing "
        "is written unless all questions can be carried, or --keep-good is given."
    )

    def add_arguments(self, parser):
        parser.add_argument("quiz", help="the short name of the quiz; - for no quiz")
        parser.add_argument("file", type=Path, help="the file with the questions")
        parser.add_argument(
            "--format",
            choices=list(Format),
            help="by default what the ending of the file says",
        )
        parser.add_argument(
            "--encoding",
            choices=sorted(ENCODINGS),
            default="",
            help="for text that is not in Unicode, like windows-1252",
        )
        parser.add_argument(
            "--language",
            help="the language of texts that do not say theirs; by default the site's",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="check the file, write nothing"
        )
        parser.add_argument(
            "--keep-good",
            action="store_true",
            help="take the good questions although others cannot be carried",
        )
        publication = parser.add_mutually_exclusive_group()
        publication.add_argument(
            "--publish",
            action="store_true",
            default=True,
            help="learners get the questions at once (the usual way)",
        )
        publication.add_argument(
            "--draft",
            action="store_false",
            dest="publish",
            help="keep the questions as drafts",
        )

    def handle(self, *args, **options):
        quiz = self._quiz(options["quiz"])
        reading = self._reading(options)
        dry_run = options["dry_run"]
        try:
            report = actions.import_items(
                reading=reading,
                assessment=quiz,
                at=timezone.now(),
                publish=options["publish"],
                keep_good_rows=options["keep_good"],
                dry_run=dry_run,
            )
        except actions.ImportRefused as refused:
            self._report(refused.report)
            raise CommandError(_refusal(refused.report)) from refused
        self._report(report)
        if dry_run:
            if report.errors and not options["keep_good"]:
                raise CommandError(_refusal(report))
            self.stdout.write(f"Dry run: {_summary(report)} Nothing was written.")
        elif not report.items:
            raise CommandError("No question can be carried. Nothing was written.")
        else:
            self.stdout.write(_summary(report))

    def _quiz(self, key: str) -> Assessment | None:
        if key == "-":
            return None
        quiz = Assessment.objects.filter(key=key).first()
        if quiz is None:
            keys = Assessment.objects.order_by("key").values_list("key", flat=True)
            known = ", ".join(keys) or "none"
            raise CommandError(
                f"There is no quiz “{key}”. There are: {known}. Write - to import "
                "questions without a quiz."
            )
        return quiz

    def _reading(self, options) -> Reading:
        path = options["file"]
        form = options["format"] or format_of(path.name)
        if form is None:
            raise CommandError(
                f"The ending of {path.name} does not tell its format. Name it with "
                f"--format: {', '.join(Format)}."
            )
        codes = languages()
        language = options["language"] or codes[0]
        if language not in codes:
            raise CommandError(
                f"The site has no texts in “{language}”. It has: {', '.join(codes)}."
            )
        try:
            with path.open("rb") as file:
                # One byte more is enough to see that it is too large.
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        codes = (language, *(code for code in codes if code != language))
        return read_questions(data, Format(form), codes, options["encoding"])

    def _report(self, report: actions.ImportReport) -> None:
        for finding in report.findings:
            self.stderr.write(str(finding))
        for item in report.items:
            if item.state != actions.ImportState.UNCHANGED:
                self.stdout.write(f"{item.state}: {item.read.key}")


def _summary(report: actions.ImportReport) -> str:
    counts = {state: report.count(state) for state in actions.ImportState}
    return (
        f"{counts['new']} new, {counts['changed']} changed, {counts['unchanged']} "
        f"unchanged; {len(report.errors)} not carried."
    )


def _refusal(report: actions.ImportReport) -> str:
    more = (
        " Correct the file, or take the other questions with --keep-good."
        if report.items
        else ""
    )
    return f"{len(report.errors)} problems. Nothing was written.{more}"
