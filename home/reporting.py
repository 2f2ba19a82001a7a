"""What the front page and My learning show."""

import dataclasses
import datetime

from django.http import HttpRequest
from django.utils import timezone

from courses.models import CatalogPage
from courses.reporting import CatalogueEntry, catalogue, studies_of
from courses.study import Study
from feedback.follow_ups import FollowUpTask, waiting_for
from people.models import User

from .models import HomePage


@dataclasses.dataclass(frozen=True)
class FrontPage:
    """The front page for one visitor."""

    catalogue_url: str
    entries: list[CatalogueEntry]
    # Where a signed-in learner goes on, None when nothing is open.
    continue_study: Study | None


@dataclasses.dataclass(frozen=True)
class MyLearning:
    """One person's courses: the one to continue, the others, those completed."""

    current: Study | None
    others: list[Study]
    completed: list[Study]
    # Surveys some weeks after a course.
    follow_ups: list[FollowUpTask]

    @property
    def has_any(self) -> bool:
        return bool(self.current or self.completed)


def my_learning(user: User) -> MyLearning:
    """Return the person's courses, the one to continue first.

    To continue: among the courses not completed, the one where something was done most
    recently: a step completed, a section read, or the course begun.
    """
    studies = studies_of(user)
    completed = [study for study in studies if study.is_completed]
    open_ones = [study for study in studies if not study.is_completed]
    open_ones.sort(key=_recent, reverse=True)
    return MyLearning(
        current=open_ones[0] if open_ones else None,
        others=open_ones[1:],
        completed=completed,
        follow_ups=waiting_for(user, at=timezone.now()),
    )


def _recent(study: Study) -> datetime.datetime:
    """Return when something was last done in a course that the person takes."""
    return study.last_activity or datetime.datetime.min.replace(tzinfo=datetime.UTC)


def front_page(*, page: HomePage, request: HttpRequest) -> FrontPage:
    """Return what the home page shows besides its own text."""
    catalog = CatalogPage.objects.child_of(page).live().first()
    entries = catalogue(page=catalog, request=request) if catalog else []
    current = None
    if request.user.is_authenticated:
        mine = [e.study for e in entries if e.study and not e.study.is_completed]
        current = max(mine, key=_recent, default=None)
    return FrontPage(
        catalogue_url=catalog.get_url() if catalog else "",
        entries=entries,
        continue_study=current,
    )
