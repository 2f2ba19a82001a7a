"""manage.py ratings_report COURSE: the evaluation table, after disclosure control."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from courses.models import Course
from feedback.exports.csv import report_as_csv
from feedback.exports.json import report_as_json
from feedback.models import SurveyRun
from feedback.reporting import run_report


class Command(BaseCommand):
    help = (
        "Prints the ratings of a course: of the run named with --run, else of the "
        "newest one with released results."
    )

    def add_arguments(self, parser):
        parser.add_argument("course", help="the short name of the course")
        parser.add_argument("--run", help="the name of the run")
        parser.add_argument("--format", choices=["json", "csv"], default="json")
        parser.add_argument(
            "-o", "--output", type=Path, help="a file to write instead of printing"
        )

    def handle(self, *args, **options):
        report = run_report(self._run(options["course"], options["run"]))
        if options["format"] == "csv":
            text = report_as_csv(report)
        else:
            text = json.dumps(report_as_json(report), ensure_ascii=False, indent=2)
        if options["output"]:
            try:
                options["output"].write_text(text, encoding="utf-8", newline="")
            except OSError as error:
                raise CommandError(
                    f"{options['output']} cannot be written: {error.strerror}."
                ) from error
        else:
            self.stdout.write(text, ending="" if text.endswith("\n") else "\n")

    def _run(self, slug: str, name: str | None) -> SurveyRun:
        course = Course.objects.filter(slug=slug).first()
        if course is None:
            known = ", ".join(Course.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no course “{slug}”. There are: {known}.")
        runs = list(
            SurveyRun.objects.filter(course=course)
            .select_related("course", "survey_version__survey")
            .order_by("-opened_on", "-pk")
        )
        if name:
            named = [run for run in runs if run.name == name]
            if not named:
                known = ", ".join(f"“{run.name}”" for run in runs) or "none"
                raise CommandError(f"There is no run “{name}”. There are: {known}.")
            if len(named) > 1:
                raise CommandError(
                    f"{len(named)} organisations have a run “{name}”; give each a name "
                    "of its own."
                )
            return named[0]
        if not runs:
            raise CommandError("Nobody has been asked about this course yet.")
        released = [run for run in runs if run.snapshots.released().exists()]
        return (released or runs)[0]
