"""Who is named as a reviewer of a course: with their agreement, while it lasts."""

import datetime
import uuid

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Page

from people.models import User

from .models import ReviewCredit
from .outline import course_page_above


@transaction.atomic
def credit_review(*, page: Page, kind: str, by: User, at: datetime.datetime) -> None:
    """Name the reviewer on the course that `page` belongs to. Once is enough."""
    course_page = course_page_above(page)
    if course_page is None:
        return
    ReviewCredit.objects.get_or_create(
        course_key=course_page.translation_key,
        user=by,
        kind=kind,
        defaults={"credited_at": at},
    )


@transaction.atomic
def withdraw_credits(*, course_key: uuid.UUID, by: User) -> int:
    """Take the reviewer's name off the course; return how many times it was there."""
    count, _by_model = ReviewCredit.objects.filter(
        course_key=course_key, user=by
    ).delete()
    return count


def credits_of(course_key: uuid.UUID) -> QuerySet[ReviewCredit]:
    """Return whom the course names as its reviewers, subject experts first."""
    return (
        ReviewCredit.objects.filter(course_key=course_key, user__is_active=True)
        .select_related("user")
        .order_by("-kind", "credited_at", "pk")
    )
