"""manage.py import_course PATH: build a course from a package."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from courses.models import CatalogPage
from home.course_import import MissingLocale, import_package
from home.packages.problems import PackageError
from home.packages.reader import read_package
from home.setup import set_up_site


class Command(BaseCommand):
    help = (
        "Builds a course from a package: a folder or a .zip of Markdown and YAML, as "
        "docs/reference/course-package.md describes. A package that was imported "
        "before updates its course. All or nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, help="the folder or .zip file")
        parser.add_argument(
            "--dry-run", action="store_true", help="check the package, write nothing"
        )

    def handle(self, *args, **options):
        try:
            package = read_package(options["path"])
        except PackageError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(
                f"{len(error.problems)} problems in the package. Nothing was written."
            ) from error
        steps = len(package.steps)
        if options["dry_run"]:
            self.stdout.write(
                f"The package is good: {len(package.modules)} modules, {steps} steps. "
                "Nothing was written."
            )
            return
        site = set_up_site()
        catalogue = CatalogPage.objects.child_of(site.root_page).first()
        try:
            summary = import_package(package=package, catalogue=catalogue)
        except MissingLocale as error:
            raise CommandError(
                f"The site has no content in the language “{error}”. Add it in the "
                "editor under Settings › Locales."
            ) from error
        self.stdout.write(
            f"“{summary.course_page}” is published: {summary.created} things made, "
            f"{summary.updated} updated."
        )
