"""Who may read ratings, and who may handle comments."""

import dataclasses
import datetime

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from people.models import Organisation, Role, User

from .models import SurveyRun


def may_read_ratings(user: User) -> bool:
    """Answer whether the person may open the ratings at all.

    Which runs they see there is `SurveyRun.objects.visible_to`.
    """
    return user.is_authenticated and (
        user.has_perm("feedback.view_all_ratings")
        or user.memberships.reading_ratings().exists()
    )


def may_close(user: User, run: SurveyRun, today: datetime.date) -> bool:
    """Answer whether the person, who may read the run, may close it.

    Coordinators when its window is over; who reads all ratings at any time.
    """
    if not run.is_open:
        return False
    return user.has_perm("feedback.view_all_ratings") or (
        run.closes_on is not None and run.closes_on <= today
    )


def may_moderate_comments(user: User) -> bool:
    """Answer whether the person reads comments before coordinators do.

    Which runs they see there is `feedback.moderation.runs_with_comments`.
    """
    return user.is_authenticated and user.has_perm("feedback.change_comment")


def may_read_report_views(user: User) -> bool:
    """Answer whether the person may read who looked at ratings.

    Administrators, of the runs of their organisation; who runs the site, of all.
    """
    return user.is_authenticated and (
        user.is_superuser or user.memberships.filter(role=Role.ADMINISTRATOR).exists()
    )


@dataclasses.dataclass(frozen=True)
class RatingsTools:
    """What somebody may do about ratings beside reading them."""

    moderates_comments: bool
    reads_views: bool


def ratings_tools(user: User) -> RatingsTools:
    """Return what the person may do about ratings beside reading them."""
    return RatingsTools(
        moderates_comments=may_moderate_comments(user),
        reads_views=may_read_report_views(user),
    )


def run_organisations(user: User) -> QuerySet[Organisation]:
    """Return the organisations for which the person may plan runs."""
    if user.has_perm("feedback.view_all_ratings"):
        return Organisation.objects.all()
    return Organisation.objects.filter(
        pk__in=user.memberships.reading_ratings().values("organisation")
    )


class ReadAndRelease(ModelPermissionPolicy):
    """Comments come from respondents: nobody writes or deletes one in the editor."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action in {"change", "view"} and super().user_has_permission(
            user, action
        )


def may_write_surveys(user: User) -> bool:
    """Answer whether the person may begin a new survey in the editor."""
    return user.is_authenticated and user.has_perm("feedback.add_survey")


def may_write_scales(user: User) -> bool:
    """Answer whether the person may add response scales."""
    return user.is_authenticated and user.has_perm("feedback.add_responsescale")


def may_read_surveys(user: User) -> bool:
    """Answer whether the person may see surveys in the editor, published or not."""
    return user.is_authenticated and any(
        user.has_perm(f"feedback.{verb}_survey") for verb in ("view", "change", "add")
    )


def may_publish_surveys(user: User) -> bool:
    """Answer whether the person decides what counts on: who may publish surveys."""
    return user.is_authenticated and user.has_perm("feedback.publish_survey")
