"""From drafts to a course that learners take: reviewed, or at once."""

import dataclasses
import datetime

from django.db import transaction
from wagtail.models import Page

from assessments.models import Assessment
from courses.changes import announce, take_effect
from courses.outline import sync_afterwards
from people.models import User

from .gaps import Gap, gaps_of
from .outline import DeskCourse, Part
from .permissions import may_publish
from .questions import publish_drafts


class NotComplete(Exception):
    """The course lacks something that learners would miss; `gaps` say what."""

    def __init__(self, gaps: list[Gap]) -> None:
        super().__init__(gaps)
        self.gaps = gaps


class MayNotPublish(Exception):
    """The person may not publish a page or a question of the course."""


@dataclasses.dataclass(frozen=True)
class Change:
    """What learners who completed the course should know of a publication."""

    level: str
    note: str
    at: datetime.datetime


@transaction.atomic
def publish_course(
    *, course: DeskCourse, by: User, change: Change | None = None
) -> int:
    """Publish all that is not published, from the course page down; return how many.

    Questions that were never published are, too. All or nothing. Reviews that are
    under way end. The change is told of a course that was published before. Raises
    NotComplete and MayNotPublish.
    """
    _check_complete(course)
    pages = [part.page for part in course.unpublished]
    if not all(may_publish(by, page) for page in pages):
        raise MayNotPublish
    with sync_afterwards():
        _publish_questions(course.parts, by)
        for page in pages:
            _publish(page, by)
    if change is not None and pages and course.page.first_published_at is not None:
        announce(page=course.page, level=change.level, note=change.note)
        take_effect(page=course.page, at=change.at)
    return len(pages)


@transaction.atomic
def submit_course(*, course: DeskCourse, by: User) -> int:
    """Send all that is not published to its reviewers; return how many pages.

    What waits for a review already goes on waiting; what was sent back goes to the
    reviewer who did. Raises NotComplete.
    """
    _check_complete(course)
    new = [
        part
        for part in course.unpublished
        if not part.waits_for and may_submit(by, part.page)
    ]
    # Nobody can meet these questions before the page of their quiz is published.
    _publish_questions([part for part in new if not part.page.live], by)
    for part in new:
        _submit(part, by)
    return len(new)


def may_submit_some(user: User, course: DeskCourse) -> bool:
    """Answer whether there is a page that the person may send to a review."""
    waiting = (part.page for part in course.unpublished if not part.waits_for)
    return any(may_submit(user, page) for page in waiting)


def may_submit(user: User, page: Page) -> bool:
    """Answer whether the person may send the page to a review."""
    return page.permissions_for_user(user).can_submit_for_moderation()


def _submit(part: Part, by: User) -> None:
    state = part.page.current_workflow_state
    if state is not None:
        state.resume(user=by)
        return
    part.page.get_workflow().start(part.page, by)


def _check_complete(course: DeskCourse) -> None:
    blocking = [gap for gap in gaps_of(course) if gap.is_blocking]
    if blocking:
        raise NotComplete(blocking)


def _publish(page: Page, by: User) -> None:
    revision = page.latest_revision or page.save_revision(user=by)
    revision.publish(user=by)


def _publish_questions(parts: list[Part], by: User) -> None:
    quizzes = {
        part.draft.assessment_id: part.draft.assessment
        for part in parts
        if part.is_quiz
    }
    drafts = {quiz_id: quiz for quiz_id, quiz in quizzes.items() if _has_drafts(quiz)}
    if drafts and not by.has_perm("assessments.publish_item"):
        raise MayNotPublish
    for quiz in drafts.values():
        publish_drafts(assessment=quiz, by=by)


def _has_drafts(quiz: Assessment) -> bool:
    return quiz.entries.filter(item__isnull=False, item__current_version=None).exists()
