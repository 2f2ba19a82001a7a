"""manage.py setup_site: first pages, languages and groups of a new site."""

from django.core.management.base import BaseCommand

from home.setup import set_up_site


class Command(BaseCommand):
    help = (
        "Makes what a site cannot do without: languages, home page, catalogue, plain "
        "pages, the groups of trainers and reviewers. Run it after each update; it "
        "adds what is missing and leaves what is there."
    )

    def handle(self, *args, **options):
        site = set_up_site()
        self.stdout.write(f"The site is set up, with “{site.root_page}” as home page.")
