"""The editor's preview as a learner: the drafts of a course, with the rules in force.

Nothing is enrolled for it. The learner of a preview has the number 0, which no row has:
whatever a page asks of their records is answered with nothing, and a form that is sent
from a preview finds no step.
"""

import datetime
import secrets

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from .contents import Outline, OutlineModule, OutlineStep
from .drafts import with_drafts
from .models import Course, CoursePage, Enrolment, LessonPage, ModulePage, StepPage
from .study import Study, study_from

# No step has such a number, so a form of a preview changes nobody's record.
FIRST_FAKE_ID = 9_000_000_000_000


def study_of_preview(*, page: Page, request: HttpRequest, learner: str) -> Study | None:
    """Return how the course would stand for such a learner, from its drafts.

    None for a page that is in no course yet.
    """
    from .outline import course_page_above

    course_page = course_page_above(page) if page.path else None
    if course_page is None or not request.user.is_authenticated:
        return None
    outline = _outline(course_page, page)
    done: dict[int, datetime.datetime] = {}
    now = timezone.now()
    if learner == "arrived":
        for step in outline.steps:
            if step.key == page.translation_key:
                break
            if page.path and isinstance(page, StepPage):
                done[step.id] = now
    # Never the fragments that were cached for real learners, nor theirs for it.
    course = Course(
        pk=0,
        key=course_page.translation_key,
        slug="preview-of-a-draft",
        title=outline.title,
        outline_version=secrets.randbits(30),
    )
    enrolment = Enrolment(pk=0, user=request.user, course=course, enrolled_at=now)
    return study_from(course, outline, enrolment, done, page.translation_key)


def _outline(course_page: CoursePage, shown: Page) -> Outline:
    """Return the outline of the drafts, in the language of the course page."""
    modules: dict[str, tuple[Page, list[OutlineStep]]] = {}
    tree = Page.objects.descendant_of(course_page)
    for number, (page, stored) in enumerate(with_drafts(tree)):
        draft = shown if page.pk == shown.pk else stored
        if isinstance(draft, StepPage):
            parent = page.path[: -Page.steplen]
            group = modules.setdefault(parent, (course_page, []))
            group[1].append(_step(draft, FIRST_FAKE_ID + number))
        elif isinstance(draft, ModulePage):
            modules[page.path] = (draft, [])
    return Outline(
        course_id=0,
        title=course_page.draft_title,
        url=_url(course_page),
        summary=course_page.summary,
        language=course_page.locale.language_code,
        modules=tuple(
            OutlineModule(
                key=page.translation_key if isinstance(page, ModulePage) else None,
                title=page.title if isinstance(page, ModulePage) else "",
                url=_url(page) if isinstance(page, ModulePage) else "",
                steps=tuple(steps),
                mark=page.content_mark if isinstance(page, ModulePage) else None,
            )
            for page, steps in modules.values()
            if steps
        ),
    )


def _step(page: StepPage, number: int) -> OutlineStep:
    return OutlineStep(
        id=number,
        key=page.translation_key,
        kind=page._meta.label_lower,
        icon=page.step_icon,
        title=page.title,
        url=_url(page),
        language=page.locale.language_code,
        minutes=page.minutes,
        is_required=page.is_required,
        unlock_rule=page.unlock_rule,
        mark=page.content_mark if isinstance(page, LessonPage) else None,
    )


def _url(page: Page) -> str:
    # The draft, whose preview goes on in the same way.
    return reverse("wagtailadmin_pages:view_draft", args=[page.pk])
