"""A course made from another one: its pages in all languages, and its quizzes.

The copy is a course of its own. It has new keys, so nobody's progress, answers or
ratings belong to it, and quizzes of its own, so that its rules can change. Questions
and surveys stay those of the bank: what is corrected there is corrected in both, and
their figures go on adding up.
"""

import uuid

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from assessments.models import Assessment, AssessmentEntry, QuizPage
from courses.models import Course, CoursePage, Step
from courses.outline import sync_afterwards, sync_course
from people.models import User

from .creating import MayNotAdd, made_before
from .permissions import may_add_to, may_make_quizzes
from .questions import free_key


def duplicate_course(
    *, page: CoursePage, title: str, by: User, key: uuid.UUID | None = None
) -> CoursePage:
    """Copy the course of `page` in all its languages, as drafts; return the copy.

    What is copied is the latest draft. A key that was used before gives the copy that
    it made. Raises MayNotAdd.
    """
    key = key or uuid.uuid4()
    try:
        with transaction.atomic():
            return made_before(key, by) or _duplicate(page, title, by, key)
    except IntegrityError:
        # A parallel request was first; its copy is there now.
        made = made_before(key, by)
        if made is None:
            raise
        return made


def _duplicate(page: CoursePage, title: str, by: User, key: uuid.UUID) -> CoursePage:
    versions = list(
        CoursePage.objects.filter(translation_key=page.translation_key).order_by("path")
    )
    if not may_make_quizzes(by) or not all(
        may_add_to(by, version.get_parent()) for version in versions
    ):
        raise MayNotAdd
    copying = _Copying(by, {page.translation_key: key})
    copies = {}
    with sync_afterwards():
        for version in versions:
            copies[version.pk] = copying.tree(version, _title(version, page, title))
    copy = CoursePage.objects.get(pk=copies[page.pk].pk)
    copying.point_to_copied_lessons(copy)
    return copy


def _title(version: CoursePage, page: CoursePage, title: str) -> str:
    if version.pk == page.pk:
        return title
    with translation.override(version.locale.language_code):
        return _("%(title)s (copy)") % {"title": version.draft_title}


class _Copying:
    """One course being copied; the languages share what is copied."""

    def __init__(self, by: User, keys: dict[uuid.UUID, uuid.UUID]):
        self.by = by
        self.keys = keys
        self.quizzes: dict[int, Assessment] = {}

    def tree(self, page: CoursePage, title: str) -> Page:
        """Copy one language of the course, its pages in their order."""
        tree = Page.objects.descendant_of(page, inclusive=True)
        tree = tree.select_related("latest_revision").specific().order_by("path")
        made = {page.path[: -Page.steplen]: page.get_parent()}
        for one in tree:
            parent = made[one.path[: -Page.steplen]]
            made[one.path] = self._page(
                one, parent, title if one.pk == page.pk else None
            )
        return made[page.path]

    def _page(self, page: Page, parent: Page, title: str | None) -> Page:
        revision = page.latest_revision
        draft = page.with_content_json(revision.content) if revision else page
        key = self.keys.setdefault(page.translation_key, uuid.uuid4())
        values = {"translation_key": key, "owner": self.by, "live": False}
        if title is not None:
            values |= {"title": title[:255], "draft_title": title[:255], "slug": ""}
        if isinstance(draft, QuizPage):
            values["assessment"] = self._quiz(draft.assessment)
        copy = type(draft)(**(_own_fields(draft) | values))
        copy.locale = parent.locale
        copy.has_unpublished_changes = True
        Page.objects.get(pk=parent.pk).add_child(instance=copy)
        copy.save_revision(user=self.by, log_action="wagtail.copy", clean=False)
        return copy

    def _quiz(self, quiz: Assessment) -> Assessment:
        if quiz.pk in self.quizzes:
            return self.quizzes[quiz.pk]
        key = free_key(Assessment, f"{quiz.key}-copy")
        name = _("%(title)s (copy)") % {"title": quiz.name}
        copy = Assessment(**_own_fields(quiz), key=key, name=name[:200])
        copy.save()
        for entry in quiz.entries.order_by("sort_order", "pk"):
            values = _own_fields(entry) | {"assessment": copy}
            AssessmentEntry.objects.create(**values)
        self.quizzes[quiz.pk] = copy
        return copy

    def point_to_copied_lessons(self, course_page: CoursePage) -> None:
        """Let the copied quizzes name the lessons of the copy, and no others.

        Nobody takes the copy yet, so its steps are not there. Those that are named are
        made ahead, outside of the outline, and become part of it when published.
        """
        entries = list(
            AssessmentEntry.objects.filter(assessment__in=self.quizzes.values())
            .exclude(revisit=None)
            .select_related("revisit")
        )
        if not entries:
            return
        course = sync_course(course_page)
        copied: dict[int, Step | None] = {}
        for entry in entries:
            former = entry.revisit
            if former.pk not in copied:
                copied[former.pk] = self._step(former, course)
            entry.revisit = copied[former.pk]
            entry.save(update_fields=["revisit"])

    def _step(self, former: Step, course: Course) -> Step | None:
        if former.key not in self.keys:
            # A lesson of another course, which learners of the copy may not take.
            return None
        values = {
            field.attname: getattr(former, field.attname)
            for field in Step._meta.concrete_fields
            if field.name not in {"id", "key", "course"}
        }
        module_key = former.module_key and self.keys.get(former.module_key)
        values |= {"module_key": module_key, "is_live": False}
        return Step.objects.create(course=course, key=self.keys[former.key], **values)


# What makes a page or a record the one that it is, or says how far it got.
IDENTITY = {
    "id", "page_ptr", "path", "depth", "numchild", "translation_key", "owner", "live",
    "url_path", "locale", "latest_revision", "live_revision", "first_published_at",
    "last_published_at", "latest_revision_created_at", "has_unpublished_changes",
    "locked", "locked_at", "locked_by", "go_live_at", "expire_at", "expired",
    "alias_of", "content_type", "key", "name",
}  # fmt: skip


def _own_fields(record: Page | Assessment | AssessmentEntry) -> dict:
    """Return the values of what a record says, without what makes it this one."""
    return {
        field.name: getattr(record, field.name)
        for field in record._meta.concrete_fields
        if field.name not in IDENTITY
    }
