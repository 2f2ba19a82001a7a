"""manage.py ratings_report COURSE: the evaluation table, after disclosure control."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from courses.models import Course
from courses.study import outline_of
from feedback.comparing import comparable_runs, with_comparison
from feedback.exports.formats import BY_KEY
from feedback.models import SurveyRun
from feedback.reporting import run_report, run_reports
from feedback.trends import series_of, with_trend


class Command(BaseCommand):
    help = (
        "Prints the ratings of a course: of the run named with --run, else of the "
        "newest one with released results."
    )

    def add_arguments(self, parser):
        parser.add_argument("course", help="the short name of the course")
        parser.add_argument("--run", help="the name of the run")
        parser.add_argument(
            "--compare",
            metavar="RUN",
            help="the name of another run of the same survey to compare with",
        )
        parser.add_argument("--format", choices=list(BY_KEY), default="json")
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
            help="of statements and words; by default the site's first",
        )
        parser.add_argument(
            "-o", "--output", type=Path, help="a file to write instead of printing"
        )

    def handle(self, *args, **options):
        kind = BY_KEY[options["format"]]
        run = self._run(options["course"], options["run"])
        with translation.override(options["language"]):
            report = run_report(run, title=outline_of(run.course).title)
            if options["compare"]:
                other = self._other(run, options["compare"])
                report = with_comparison(report, run_report(other, title=report.title))
            series = series_of(run, self._runs(run.course))
            report = with_trend(report, run_reports(series, counts_eligible=False))
            content = kind.write(report)
        if options["output"]:
            self._save(options["output"], content)
        elif isinstance(content, str):
            self.stdout.write(content, ending="" if content.endswith("\n") else "\n")
        else:
            self._print(content, kind.extension)

    def _save(self, path: Path, content: str | bytes) -> None:
        try:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        except OSError as error:
            raise CommandError(
                f"{path} cannot be written: {error.strerror}."
            ) from error

    def _print(self, content: bytes, extension: str) -> None:
        """Hand bytes on to another program; a terminal would only be upset by them."""
        out = getattr(self.stdout, "buffer", None)
        if out is None or self.stdout.isatty():
            raise CommandError(
                "A file of this format is not for a terminal. Name one to write, for "
                f"instance -o ratings.{extension}."
            )
        out.write(content)
        out.flush()

    def _other(self, run: SurveyRun, name: str) -> SurveyRun:
        """Return the run to compare with, by its name."""
        others = comparable_runs(run, self._runs(run.course))
        named = [other for other in others if other.name == name]
        if not named:
            known = ", ".join(f"“{other.name}”" for other in others) or "none"
            raise CommandError(
                f"“{run.name}” cannot be compared with “{name}”. Other runs of the "
                f"same survey: {known}."
            )
        if len(named) > 1:
            # Most likely the one of the same organisation is meant.
            own = [one for one in named if one.organisation_id == run.organisation_id]
            if len(own) != 1:
                raise CommandError(
                    f"{len(named)} organisations have a run “{name}”; give each a "
                    "name of its own."
                )
            return own[0]
        return named[0]

    def _runs(self, course: Course) -> list[SurveyRun]:
        return list(
            SurveyRun.objects.filter(course=course)
            .select_related("course", "survey_version__survey", "organisation")
            .order_by("-opened_on", "-pk")
        )

    def _run(self, slug: str, name: str | None) -> SurveyRun:
        course = Course.objects.filter(slug=slug).first()
        if course is None:
            known = ", ".join(Course.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no course “{slug}”. There are: {known}.")
        runs = self._runs(course)
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
