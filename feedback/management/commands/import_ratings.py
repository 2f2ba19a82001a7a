"""manage.py import_ratings COURSE FILE.csv: count answers that were given on paper."""

import datetime
import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone

from courses.models import Course
from feedback import actions
from feedback.answering import versions_asked
from feedback.importing import Column, Reading, read_ratings
from feedback.models import FeedbackPage, ItemKind, Survey, SurveyVersion
from people.models import Organisation


class Command(BaseCommand):
    help = (
        "Counts answers from paper questionnaires as a survey run of their own. The "
        "file has one row per respondent and one column per statement (its short "
        "name), with a point of the scale, NA or nothing in each cell; columns "
        "organisation, profession, language and comment are optional. Nothing is "
        "written unless the whole file is good, or --skip-bad-rows is given."
    )

    def add_arguments(self, parser):
        parser.add_argument("course", help="the short name of the course")
        parser.add_argument("file", type=Path, help="the CSV file, in UTF-8")
        parser.add_argument(
            "--eligible", type=int, help="how many people were asked to answer"
        )
        parser.add_argument(
            "--survey",
            help="the short name of the survey; by default the one of the course",
        )
        parser.add_argument(
            "--run", help="a name for the run; by default the name of the file"
        )
        parser.add_argument(
            "--organisation",
            help="the short name of the organisation whose coordinators may read it; "
            "by default the site's only one",
        )
        parser.add_argument(
            "--date",
            type=datetime.date.fromisoformat,
            help="the day of the survey, as 2026-10-01; by default today",
        )
        parser.add_argument(
            "--illustrative",
            action="store_true",
            help="say wherever the figures are shown that they are made up",
        )
        parser.add_argument(
            "--skip-bad-rows",
            action="store_true",
            help="count the good rows although others are not",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="check the file, write nothing"
        )

    def handle(self, *args, **options):
        course = self._course(options["course"])
        version = self._survey_version(course, options["survey"])
        content = self._content(options["file"])
        reading = self._read(content, version)
        self._report(reading, options["skip_bad_rows"])
        eligible = options["eligible"]
        if eligible is not None and eligible < len(reading.submissions):
            raise CommandError(
                f"--eligible is {eligible}, but {len(reading.submissions)} people "
                "answered. Give the number of people who were asked."
            )
        organisation = self._organisation(options["organisation"])
        if options["dry_run"]:
            self.stdout.write(
                f"Dry run: {len(reading.submissions)} answers would be counted. "
                "Nothing was written."
            )
            return
        day = options["date"] or timezone.localdate()
        if day > timezone.localdate():
            raise CommandError("--date lies in the future.")
        try:
            run = actions.import_run(
                course=course,
                survey_version=version,
                name=options["run"] or options["file"].stem,
                submissions=reading.submissions,
                dimensions=reading.dimensions,
                eligible=eligible,
                organisation=organisation,
                source_checksum=hashlib.sha256(content).hexdigest(),
                opened_on=day,
                at=timezone.now(),
                is_illustrative=options["illustrative"],
            )
        except actions.FileAlreadyImported as error:
            raise CommandError(
                "A file with the same content was imported before. Nothing was written."
            ) from error
        except IntegrityError as error:
            raise CommandError(
                "The course already has a run of this name. Choose another with --run. "
                "Nothing was written."
            ) from error
        self.stdout.write(
            f"Counted {len(reading.submissions)} answers as the run “{run.name}” of "
            f"“{course}”."
        )
        given = sum(len(one.comments) for one in reading.submissions)
        if given and not run.comments.exists():
            self.stdout.write(
                f"{given} comment{' was' if given == 1 else 's were'} not kept: fewer "
                f"than {settings.ELEARN_MINIMUM_FOR_COMMENTS} people answered."
            )

    def _course(self, slug: str) -> Course:
        course = Course.objects.filter(slug=slug).first()
        if course is None:
            known = ", ".join(Course.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no course “{slug}”. There are: {known}.")
        return course

    def _survey_version(self, course: Course, key: str | None) -> SurveyVersion:
        if key:
            survey = Survey.objects.filter(key=key).first()
            if survey is None:
                known = ", ".join(Survey.objects.values_list("key", flat=True))
                raise CommandError(f"There is no survey “{key}”. There are: {known}.")
        else:
            keys = course.steps.in_outline().values("key")
            page = FeedbackPage.objects.live().filter(translation_key__in=keys).first()
            if page is None:
                raise CommandError(
                    "The course has no feedback page. Name the survey with --survey."
                )
            survey = page.survey
        if survey.current_version is None:
            raise CommandError(f"The survey “{survey.key}” was never published.")
        return survey.current_version

    def _organisation(self, slug: str | None) -> Organisation | None:
        if not slug:
            # On a site of one organisation there is no doubt whose answers they are.
            only = list(Organisation.objects.all()[:2])
            return only[0] if len(only) == 1 else None
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation is None:
            known = ", ".join(Organisation.objects.values_list("slug", flat=True))
            raise CommandError(
                f"There is no organisation “{slug}”. There are: {known or 'none'}."
            )
        return organisation

    def _content(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error

    def _read(self, content: bytes, version: SurveyVersion) -> Reading:
        asked = versions_asked(version)
        columns = {
            v.item.key: Column(v.pk, len(v.points), v.condition)
            for v in asked
            if v.item.kind == ItemKind.LIKERT
        }
        open_question = next((v for v in asked if v.item.kind == ItemKind.OPEN), None)
        return read_ratings(
            content, columns, open_question.pk if open_question else None
        )

    def _report(self, reading: Reading, skip_bad_rows: bool) -> None:
        for problem in reading.problems:
            self.stderr.write(str(problem))
        if not reading.problems:
            return
        if reading.is_unreadable or not skip_bad_rows:
            raise CommandError(
                f"{len(reading.problems)} problems, in {reading.bad_rows} rows. "
                "Nothing was written."
                + (
                    ""
                    if reading.is_unreadable
                    else " Correct the file, or count the other rows with "
                    "--skip-bad-rows."
                )
            )
        if not reading.submissions:
            raise CommandError("No row is good. Nothing was written.")
        self.stdout.write(f"Left out {reading.bad_rows} rows.")
