"""The people, courses and ratings of a demonstration site, made through the actions.

Because nothing is written past the actions, the demonstration obeys every rule that a
real site obeys: it cannot show what could not happen. Each part is made once, so that a
site that was loaded before gets what is missing, and keeps what people did with it.
"""

import datetime
from pathlib import Path

from wagtail.models import Site

from courses.models import CatalogPage, Course
from home.course_import import import_package
from home.models import SiteSettings
from home.packages.reader import read_package
from home.setup import set_up_site
from people.models import User

from .learning import make_classmates, make_learner_story
from .people import PASSWORD, PEOPLE, make_people, sign_ins
from .ratings import import_runs, plan_runs

__all__ = ["COURSE", "COURSES", "PASSWORD", "PEOPLE", "STARTER", "load", "sign_ins"]

STARTER = Path(__file__).parent.parent / "starter"
COURSE = "ips-in-practice"
COURSES = [COURSE, "engaging-people"]


def load(*, at: datetime.datetime) -> None:
    """Build the demonstration, or whatever is missing of it."""
    site = set_up_site()
    _mark_as_demonstration(site)
    organisation = make_people(at=at)
    trainer = User.objects.get(email="trainer@example.org")
    for slug in COURSES:
        if not Course.objects.filter(slug=slug).exists():
            import_package(
                package=read_package(STARTER / slug),
                catalogue=CatalogPage.objects.child_of(site.root_page).get(),
                by=trainer,
            )
    course = Course.objects.get(slug=COURSE)
    import_runs(STARTER / "ratings", by=trainer, at=at)
    make_learner_story(course, at)
    plan_runs(course, organisation, at)
    make_classmates(course, organisation, at)


def _mark_as_demonstration(site: Site) -> None:
    named = SiteSettings.for_site(site)
    if not named.contact_email:
        named.contact_email = "help@example.org"
        named.is_demonstration = True
        named.help_now = {
            "en": "Emergency number in the European Union: 112.",
            "fi": "Hätänumero Euroopan unionissa: 112.",
            "sv": "Nödnumret i Europeiska unionen: 112.",
        }
        named.save()
