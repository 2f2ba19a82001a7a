"""manage.py load_demo: starter courses, demo people and their answers."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from home import demo


class Command(BaseCommand):
    help = (
        "Builds the demonstration: the starter courses, people to sign in as, and "
        "illustrative ratings. Adds what is missing and changes nothing that is there."
    )

    def handle(self, *args, **options):
        if not settings.ELEARN_DEMO_ALLOWED:
            raise CommandError(
                "This site is in production, and the demo's people have a password "
                "that everybody can read. Use a site of its own for the demo."
            )
        demo.load(at=timezone.now())
        if options["verbosity"]:
            self.stdout.write("The demonstration is loaded.")
