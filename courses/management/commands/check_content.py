"""Checks the texts of a course: sentences, headings, pictures, links, words."""

from django.core.management import BaseCommand, CommandError

from courses.checks.pages import findings_of_course
from courses.models import Course, CoursePage


class Command(BaseCommand):
    help = (
        "Check the texts of a course in all its languages: length of sentences, order "
        "of headings, text alternatives, captions, words of links, words that hurt. "
        "Ends with 1 when something is found."
    )

    def add_arguments(self, parser):
        parser.add_argument("course", help="short name of the course")
        parser.add_argument("--language", help="only this language, as en, fi or sv")
        parser.add_argument(
            "--drafts", action="store_true", help="the latest drafts, not what is live"
        )

    def handle(self, *, course, language, drafts, **options):
        known = Course.objects.filter(slug=course).first()
        if known is None:
            names = ", ".join(Course.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(
                f"There is no course “{course}”. The site has: {names}.", returncode=2
            )
        versions = CoursePage.objects.filter(translation_key=known.key)
        if language:
            versions = versions.filter(locale__language_code=language)
        if not versions:
            raise CommandError(
                f"The course “{course}” has no pages in the language “{language}”.",
                returncode=2,
            )
        count = sum(
            self._report(version, drafts=drafts)
            for version in versions.select_related("locale").order_by("locale__pk")
        )
        if count:
            raise CommandError(f"{count} findings.", returncode=1)
        self.stdout.write("Nothing to look at again.")

    def _report(self, version, *, drafts) -> int:
        count = 0
        for found in findings_of_course(version, drafts=drafts):
            for finding in found.findings:
                count += 1
                quote = f" «{finding.quote}»" if finding.quote else ""
                self.stdout.write(
                    f"{found.page.url_path} [{finding.subject}] "
                    f"{finding.message}{quote}"
                )
        return count
