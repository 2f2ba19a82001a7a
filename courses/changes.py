"""What has changed since somebody completed a course or a step of it."""

import dataclasses
import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from .models import ChangeLevel, CourseChange, StepCompletion
from .outline import course_page_above
from .study import Study

# Who comes back after longer than this reads the course as a new one anyway.
SHOWN_FOR = datetime.timedelta(days=365)


@dataclasses.dataclass(frozen=True)
class Change:
    """One change since the learner completed what it is about."""

    title: str
    url: str
    language: str
    note: str
    is_substantial: bool
    published_at: datetime.datetime | None


@transaction.atomic
def announce(*, page: Page, level: str, note: str) -> None:
    """Keep what the author says of the change until the page is published.

    A small change without a note is nothing to tell; neither is the first publication.
    """
    course_page = course_page_above(page)
    waiting = CourseChange.objects.filter(
        page_key=page.translation_key,
        language=page.locale.language_code,
        published_at=None,
    )
    note = note.strip()
    if course_page is None or (level == ChangeLevel.SMALL and not note):
        waiting.delete()
        return
    values = {
        "course_key": course_page.translation_key,
        "title": page.title[:255],
        "level": level,
        "note": note,
    }
    if not waiting.update(**values):
        CourseChange.objects.create(
            page_key=page.translation_key,
            language=page.locale.language_code,
            **values,
        )


def waiting_change(page: Page) -> CourseChange | None:
    """Return what was said of the change that is not published yet."""
    return CourseChange.objects.filter(
        page_key=page.translation_key,
        language=page.locale.language_code,
        published_at=None,
    ).first()


def take_effect(*, page: Page, at: datetime.datetime) -> None:
    """Let what was said of the page's change count from now on."""
    CourseChange.objects.filter(
        page_key=page.translation_key,
        language=page.locale.language_code,
        published_at=None,
    ).update(published_at=at)


def on_page_published(sender: type, instance: Page, **kwargs: object) -> None:
    """Follow a publication, wherever it happens."""
    take_effect(page=instance, at=timezone.now())


def changes_of_course(study: Study | None, at: datetime.datetime) -> list[Change]:
    """Return the changes to what the learner has completed, the latest first."""
    if study is None or not study.is_started or study.enrolment is None:
        return []
    completed = dict(
        StepCompletion.objects.filter(enrolment=study.enrolment).values_list(
            "step__key", "completed_at"
        )
    )
    if study.enrolment.completed_at is not None:
        completed[study.course.key] = study.enrolment.completed_at
    urls = {item.step.key: item.step.url for item in study.steps}
    rows = CourseChange.objects.filter(
        course_key=study.course.key, published_at__gt=at - SHOWN_FOR
    ).order_by("-published_at", "pk")
    return [
        _change(row, urls.get(row.page_key, ""))
        for row in rows
        if _is_after(row.published_at, completed.get(row.page_key))
    ]


def changes_of_step(study: Study | None, at: datetime.datetime) -> list[Change]:
    """Return the substantial changes since the learner completed the current step."""
    if (
        study is None
        or study.enrolment is None
        or study.current is None
        or not study.current.is_completed
    ):
        return []
    key = study.current.step.key
    done_at = StepCompletion.objects.filter(
        enrolment=study.enrolment, step__key=key
    ).values("completed_at")[:1]
    rows = CourseChange.objects.filter(
        page_key=key,
        level=ChangeLevel.SUBSTANTIAL,
        published_at__gt=done_at,
    ).filter(published_at__gt=at - SHOWN_FOR)
    return [_change(row, "") for row in rows.order_by("-published_at", "pk")]


def _is_after(
    published_at: datetime.datetime | None, completed_at: datetime.datetime | None
) -> bool:
    return bool(published_at and completed_at and published_at > completed_at)


def _change(row: CourseChange, url: str) -> Change:
    return Change(
        title=row.title,
        url=url,
        language=row.language,
        note=row.note,
        is_substantial=row.level == ChangeLevel.SUBSTANTIAL,
        published_at=row.published_at,
    )
