"""Who may take a whole course along. Each rule answers; a view acts on it."""

from wagtail.models import Page

from courses.permissions import can_edit
from people.models import User

# A package holds right answers and surveys; being shown the pages is not enough.
NEEDED = ("assessments.view_item", "feedback.view_survey")


def may_export(*, user: User, page: Page) -> bool:
    """Answer whether `user` may export the course of `page` as a package."""
    return user.has_perms(NEEDED) and can_edit(user=user, page=page)
