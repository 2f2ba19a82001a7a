"""Who may open what in a course. Each rule answers; a view or hook acts on it."""

from enum import StrEnum

from wagtail.models import Page

from people.models import User

from .study import Study


class Access(StrEnum):
    """Whether a person may open a step, and if not, what is in the way."""

    OPEN = "open"
    SIGN_IN = "sign_in"
    ENROL = "enrol"
    LOCKED = "locked"


def step_access(*, user: User, study: Study | None, page: Page) -> Access:
    """Return whether `user` may open the step that `page` shows.

    Whoever may edit the page may read it, so that a trainer can look without enrolling.
    """
    if not user.is_authenticated:
        return Access.SIGN_IN
    if study is None or study.enrolment is None:
        return Access.OPEN if can_edit(user=user, page=page) else Access.ENROL
    if study.current is not None and study.current.is_locked:
        return Access.OPEN if can_edit(user=user, page=page) else Access.LOCKED
    return Access.OPEN


def can_edit(*, user: User, page: Page) -> bool:
    """Answer whether `user` may edit `page` in the editor."""
    return page.permissions_for_user(user).can_edit()
