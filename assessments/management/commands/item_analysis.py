"""manage.py item_analysis QUIZ: how the questions of a quiz worked."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string

from assessments.analysis_views import report_context
from assessments.exports.csv import analysis_as_csv
from assessments.exports.json import analysis_as_json
from assessments.exports.text import analysis_as_text
from assessments.models import Assessment
from assessments.reporting import AnalysisReport, analysis_report


class Command(BaseCommand):
    help = (
        "Prints how a quiz and its questions worked. The first finished attempt of "
        "each person counts; nothing is shown that too few people have had."
    )

    def add_arguments(self, parser):
        parser.add_argument("quiz", help="the short name of the quiz")
        parser.add_argument(
            "--format", choices=["json", "csv", "html", "text"], default="json"
        )
        parser.add_argument(
            "-o", "--output", type=Path, help="a file to write instead of printing"
        )

    def handle(self, *args, **options):
        report = analysis_report(self._quiz(options["quiz"]))
        text = _as(options["format"], report)
        if options["output"]:
            try:
                options["output"].write_text(text, encoding="utf-8", newline="")
            except OSError as error:
                raise CommandError(
                    f"{options['output']} cannot be written: {error.strerror}."
                ) from error
        else:
            self.stdout.write(text, ending="" if text.endswith("\n") else "\n")

    def _quiz(self, key: str) -> Assessment:
        quiz = Assessment.objects.filter(key=key).first()
        if quiz is None:
            keys = Assessment.objects.order_by("key").values_list("key", flat=True)
            known = ", ".join(keys) or "none"
            raise CommandError(f"There is no quiz “{key}”. There are: {known}.")
        return quiz


def _as(form: str, report: AnalysisReport) -> str:
    match form:
        case "csv":
            return analysis_as_csv(report)
        case "html":
            return render_to_string(
                "assessments/analysis_file.html", report_context(report)
            )
        case "text":
            return analysis_as_text(report)
        case _json:
            return json.dumps(analysis_as_json(report), ensure_ascii=False, indent=2)
