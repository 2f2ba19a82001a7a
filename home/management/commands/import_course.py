"""manage.py import_course PATH: build a course from a package."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from home.course_import import CannotImport, MissingLocale, import_package
from home.packages.content import CoursePackage
from home.packages.languages import Translation, page_languages, translations
from home.packages.problems import PackageError
from home.packages.reader import read_package
from home.setup import set_up_site

# What is missing in one language, unless everything is asked for.
MOST_LINES = 20


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
        if options["dry_run"]:
            self.stdout.write(
                f"The package is good: {len(package.modules)} modules, "
                f"{len(package.steps)} steps. Nothing was written."
            )
            self._say_languages(package, options["verbosity"])
            return
        set_up_site()
        try:
            summary = import_package(package=package)
        except MissingLocale as error:
            raise CommandError(
                f"The site has no content in the language “{error}”. Add it in the "
                "editor under Settings › Locales."
            ) from error
        except CannotImport as error:
            raise CommandError(f"{error} Nothing was written.") from error
        self.stdout.write(
            f"“{summary.course_page}” is published: {summary.created} things made, "
            f"{summary.updated} updated, {summary.unchanged} unchanged."
        )
        self._say_languages(package, options["verbosity"])
        for language in summary.unknown_languages:
            self.stderr.write(
                f"The site has no content in the language “{language}”, so there are "
                "no pages in it. Add it in the editor under Settings › Locales, and "
                "import again."
            )
        for page in summary.left_alone:
            self.stderr.write(
                f"“{page}” is not in the package and was left alone. Delete it in the "
                "editor if it is no longer wanted."
            )

    def _say_languages(self, package: CoursePackage, verbosity: int) -> None:
        """Say which languages get pages, and what is missing in each."""
        self.stdout.write(f"Pages in: {', '.join(page_languages(package))}.")
        for translation in translations(package):
            if translation.missing:
                self._say_missing(translation, verbosity)

    def _say_missing(self, translation: Translation, verbosity: int) -> None:
        language, missing = translation.language, translation.missing
        if translation.is_complete:
            self.stderr.write(f"Missing translations, {language}: {len(missing)} texts")
        else:
            missing = translation.needed
            self.stderr.write(
                f"Missing translations, {language}: no pages yet, for want of "
                f"{len(missing)} titles and lessons"
            )
        shown = missing if verbosity > 1 else missing[:MOST_LINES]
        for text in shown:
            self.stderr.write(f"  {text}")
        if len(shown) < len(missing):
            rest = len(missing) - len(shown)
            self.stderr.write(f"  and {rest} more; --verbosity 2 lists them")
