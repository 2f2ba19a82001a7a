"""manage.py export_course COURSE: write a course as a package."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from courses.models import Course
from home.course_export import CannotExport, export_course
from home.packages.writer import write_zip


class Command(BaseCommand):
    help = (
        "Writes what is published of a course as a package: text files in Markdown and "
        "YAML with its questions, surveys and pictures, in all languages. The same "
        "course gives the same bytes. import_course reads it on this site or another."
    )

    def add_arguments(self, parser):
        parser.add_argument("course", help="the short name of the course")
        parser.add_argument(
            "-o",
            "--output",
            type=Path,
            required=True,
            help="a .zip file, or a folder that is empty or not there yet",
        )

    def handle(self, *args, **options):
        course = Course.objects.filter(slug=options["course"]).first()
        if course is None:
            known = ", ".join(Course.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(
                f"There is no course “{options['course']}”. There are: {known}."
            )
        try:
            exported = export_course(course)
        except CannotExport as error:
            for reason in error.reasons:
                self.stderr.write(reason)
            raise CommandError(
                f"{len(error.reasons)} things of the course cannot be carried. Nothing "
                "was written."
            ) from error
        path = options["output"]
        try:
            if path.suffix == ".zip":
                path.write_bytes(write_zip(exported.files, exported.package.slug))
            else:
                self._write_folder(path, exported.files)
        except OSError as error:
            raise CommandError(
                f"{path} cannot be written: {error.strerror}. Check the path."
            ) from error
        for note in exported.notes:
            self.stderr.write(note)
        self.stdout.write(f"{len(exported.files)} files are in {path}.")

    def _write_folder(self, folder: Path, files) -> None:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(
                f"{folder} is there already. Name an empty folder, or delete it first; "
                "files of an older export would stay in it."
            )
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
