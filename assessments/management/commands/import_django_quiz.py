"""manage.py import_django_quiz FILE: carry over what django-quiz-app kept."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.actions.carry_over import CarriedOver, SomethingLost, carry_over
from assessments.carrying_over.old import old_site
from assessments.carrying_over.records import Loss
from assessments.carrying_over.tables import NotReadable, read_tables
from courses.models import CoursePage


class Command(BaseCommand):
    help = (
        "Carries over quizzes, categories, questions, sittings and progress of "
        "django-quiz-app, from its SQLite database or a fixture of dumpdata. What "
        "cannot be carried is listed. All or nothing, unless --keep-good. Doing it "
        "again updates what it made before."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the database or the fixture")
        parser.add_argument(
            "--course",
            help="the short name of a course whose pages the quizzes become; sittings "
            "need one",
        )
        parser.add_argument(
            "--prefix", default="djq", help="how short names of what is made begin"
        )
        parser.add_argument(
            "--language",
            default=settings.LANGUAGE_CODE,
            choices=[code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES],
            help="the language that the questions are in",
        )
        parser.add_argument(
            "--keep-good", action="store_true", help="leave behind what must be"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done, do nothing"
        )

    def handle(self, *args, **options):
        if not options["prefix"].replace("-", "").isalnum():
            raise CommandError("A prefix is made of letters, digits and hyphens.")
        page = self._course_page(options["course"])
        try:
            tables = read_tables(options["file"].read_bytes())
        except OSError as error:
            raise CommandError(
                f"{options['file']} cannot be read: {error.strerror}."
            ) from error
        except NotReadable as error:
            raise CommandError(f"{error} Nothing was written.") from error
        site = old_site(tables, options["prefix"], options["language"])
        try:
            done = carry_over(
                site=site,
                course_page=page,
                at=timezone.now(),
                keeps_good=options["keep_good"],
                is_dry_run=options["dry_run"],
            )
        except SomethingLost as error:
            self._list(error.losses)
            raise CommandError(
                "Some of it cannot be carried. Nothing was written. Give --keep-good "
                "to carry the rest."
            ) from error
        self._list(done.losses)
        self.stdout.write(_summary(done))
        if options["dry_run"]:
            self.stdout.write("This was a trial. Nothing was written.")

    def _course_page(self, slug: str | None) -> CoursePage | None:
        if slug is None:
            return None
        page = CoursePage.objects.filter(slug=slug).order_by("pk").first()
        if page is None:
            slugs = CoursePage.objects.order_by("slug").values_list("slug", flat=True)
            known = ", ".join(dict.fromkeys(slugs)) or "none"
            raise CommandError(f"There is no course “{slug}”. There are: {known}.")
        return page

    def _list(self, losses: list[Loss] | tuple[Loss, ...]) -> None:
        for loss in losses:
            self.stderr.write(str(loss))


def _summary(done: CarriedOver) -> str:
    return (
        f"Questions: {done.questions}. Quizzes: {done.quizzes}. Pages: {done.pages}. "
        f"Sittings: {done.sittings}. Progress records: {done.progress}."
    )
