"""A reviewer's answer to a whole course: every page that waits for them, at once.

One page at a time, as in Wagtail's own screens, a course of eight pages and two reviews
would be sixteen answers.
"""

from django.db import transaction
from wagtail.models import TaskState

from courses.models import ReviewTask
from courses.outline import sync_afterwards
from people.models import User

from .outline import DeskCourse


class NothingWaits(Exception):
    """No page of the course waits for this person's review any more."""


def reviews_for(*, course: DeskCourse, user: User) -> list[TaskState]:
    """Return the reviews of the course's pages that the person may answer."""
    waiting = []
    may_answer: dict[int, bool] = {}
    for part in course.in_review:
        review = part.review
        if review is None:
            continue
        task_id = review.task_id
        if task_id not in may_answer:
            # The same review asks the same people for every page of the course.
            actions = review.task.specific.get_actions(part.page, user)
            may_answer[task_id] = any(name == "approve" for name, *_rest in actions)
        if may_answer[task_id]:
            waiting.append(review)
    return waiting


@transaction.atomic
def approve_all(
    *, course: DeskCourse, by: User, comment: str, is_credited: bool
) -> int:
    """Approve all pages that wait for the person; return how many. Raises NothingWaits.

    Whose last review this was is published.
    """
    waiting = reviews_for(course=course, user=by)
    if not waiting:
        raise NothingWaits
    with sync_afterwards():
        for state in waiting:
            task, state = state.task.specific, state.specific
            # Wagtail's own kinds of review name nobody.
            naming = {"is_credited": is_credited} if type(task) is ReviewTask else {}
            task.on_action(state, by, "approve", comment=comment, **naming)
    return len(waiting)


@transaction.atomic
def ask_for_changes(*, course: DeskCourse, by: User, comment: str) -> int:
    """Send all pages that wait for the person back to the author, with the comment."""
    waiting = reviews_for(course=course, user=by)
    if not waiting:
        raise NothingWaits
    for state in waiting:
        state.task.specific.on_action(state.specific, by, "reject", comment=comment)
    return len(waiting)
