"""Courses as they are begun and completed on the trainer's desk."""

import datetime

from django.contrib.auth.models import Group
from wagtail.models import Locale

from assessments.content import ItemType
from courses.models import CoursePage, LessonPage, ModulePage
from home.desk.creating import CoursePlan, create_course
from home.desk.outline import DeskCourse, desk_course
from home.desk.patterns import PATTERNS
from home.setup import TRAINERS
from home.stored import stream_value
from people.models import User

from .assessments import multiple_choice, single_choice, true_false
from .people import UserFactory

WRITTEN = {
    ItemType.SINGLE_CHOICE: single_choice,
    ItemType.MULTIPLE_CHOICE: multiple_choice,
    ItemType.TRUE_FALSE: true_false,
}


def member_of(*groups: str) -> User:
    """Return a new member of the editor's groups."""
    user = UserFactory()
    user.groups.add(*(Group.objects.get(name=name) for name in groups))
    return user


def begun_course(by: User | None = None, **values) -> CoursePage:
    """Return a course right after its beginning: nothing is written yet."""
    values.setdefault("modules", ("Why work?", "How it is done"))
    plan = CoursePlan(
        title=values.pop("title", "Supported employment"),
        locale=Locale.objects.get(language_code=values.pop("language", "en")),
        pattern=PATTERNS[values.pop("pattern", "short")],
        **values,
    )
    return create_course(plan=plan, by=by or member_of(TRAINERS))


def written(page: CoursePage) -> DeskCourse:
    """Return the course with everything filled in that learners need, as drafts."""
    for part in desk_course(page).parts:
        draft = part.draft
        match draft:
            case CoursePage():
                draft.summary = "What helps somebody to a job."
                draft.audience = "Everybody in the team"
                draft.aim = "<p>You know what helps.</p>"
                draft.objectives = _objectives(CoursePage)
            case ModulePage():
                draft.objectives = _objectives(ModulePage)
            case LessonPage():
                draft.body = stream_value(LessonPage, "body", lesson_body())
        draft.save_revision(clean=False)
        for entry in part.entries:
            item = entry.item.get_latest_revision_as_object()
            kind = ItemType(item.content[0].block_type)
            item.content = stream_value(type(item), "content", WRITTEN[kind]())
            item.save_revision()
    return desk_course(CoursePage.objects.get(pk=page.pk))


def _objectives(model):
    raw = [{"type": "objective", "value": "Say what helps.", "id": "o1"}]
    return stream_value(model, "objectives", raw)


def lesson_body(text="<p>Work is part of recovery.</p>", review_by=None) -> list[dict]:
    """Return the stored form of a lesson with a text, key points and a source."""
    day = review_by or datetime.date(2030, 1, 1)
    source = {"title": "A trial", "review_by": day.isoformat()}
    return [
        {"type": "text", "value": text, "id": "b1"},
        {"type": "key_points", "value": {"points": ["Ask first."]}, "id": "b2"},
        {"type": "references", "value": {"sources": [source]}, "id": "b3"},
    ]
