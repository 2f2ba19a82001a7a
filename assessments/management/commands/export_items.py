"""manage.py export_items QUIZ -o FILE: the questions of a quiz as a file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assessments.bank_files import Export, languages, questions_of_quiz
from assessments.formats import Format, format_of, write_questions
from assessments.models import Assessment


class Command(BaseCommand):
    help = (
        "Writes the questions of a quiz as GIFT, Moodle XML or CSV. Importing the file "
        "gives the same questions, also on another site."
    )

    def add_arguments(self, parser):
        parser.add_argument("quiz", help="the short name of the quiz")
        parser.add_argument(
            "-o", "--output", type=Path, required=True, help="the file to write"
        )
        parser.add_argument(
            "--format",
            choices=list(Format),
            help="by default what the ending of the file says",
        )

    def handle(self, *args, **options):
        path = options["output"]
        export = self._export(options["quiz"])
        form = options["format"] or format_of(path.name)
        if form is None:
            raise CommandError(
                f"The ending of {path.name} does not tell its format. Name it with "
                f"--format: {', '.join(Format)}."
            )
        for finding in export.findings:
            self.stderr.write(str(finding))
        data = write_questions(export.items, Format(form), languages())
        try:
            path.write_bytes(data)
        except OSError as error:
            raise CommandError(
                f"{path} cannot be written: {error.strerror}."
            ) from error
        self.stdout.write(f"Wrote {len(export.items)} questions to {path}.")

    def _export(self, key: str) -> Export:
        quiz = Assessment.objects.filter(key=key).first()
        if quiz is None:
            keys = Assessment.objects.order_by("key").values_list("key", flat=True)
            known = ", ".join(keys) or "none"
            raise CommandError(f"There is no quiz “{key}”. There are: {known}.")
        return questions_of_quiz(quiz)
