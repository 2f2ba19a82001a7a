"""Builds a course from a package: pages, items, surveys and media, in one transaction.

What is read and checked is in `home.packages`; this module writes it through the same
publication as the editor, so versions and the outline follow by themselves. Importing
a package again updates what it made before, found by its short names.
"""

import dataclasses
from collections.abc import Mapping

from django.db import transaction
from wagtail.models import Locale, Page

from assessments.models import Assessment, AssessmentEntry, Item, QuizPage
from courses.models import CatalogPage, CoursePage, LessonPage, ModulePage, Step
from courses.outline import sync_course
from feedback.models import FeedbackPage, Survey
from people.models import User

from .media_import import MediaImport
from .packages import content as package_content
from .packages.content import CoursePackage, Texts
from .stored import package_id, stream_value
from .survey_import import import_surveys


@dataclasses.dataclass
class ImportSummary:
    """What an import made and what it found and updated."""

    course_page: CoursePage
    created: int = 0
    updated: int = 0


class MissingLocale(Exception):
    """The site has no such language of content."""


@transaction.atomic
def import_package(
    *, package: CoursePackage, catalogue: CatalogPage, by: User | None = None
) -> ImportSummary:
    """Build or update the course of `package` below `catalogue` and publish it.

    All or nothing. Raises MissingLocale when the site lacks a language of the package.
    """
    return _Import(package, catalogue, by).run()


class _Import:
    """One import: the package, where it goes, and what has been made so far."""

    def __init__(self, package: CoursePackage, catalogue: CatalogPage, by: User | None):
        self.package = package
        self.catalogue = catalogue
        self.by = by
        self.locale = catalogue.locale
        self.created = self.updated = 0
        self.media = MediaImport(package, by)
        self.lesson_pages: dict[str, LessonPage] = {}

    def run(self) -> ImportSummary:
        if self.locale.language_code != self.package.language:
            locale = Locale.objects.filter(language_code=self.package.language).first()
            if locale is None:
                raise MissingLocale(self.package.language)
        surveys = import_surveys(self.package, self.by)
        assessments = {
            quiz.address: self._assessment(quiz.assessment)
            for quiz in self.package.quizzes
        }
        course_page = self._page(
            self.catalogue,
            CoursePage,
            slug=self.package.slug,
            title=self._text(self.package.title),
            summary=self._text(self.package.summary),
            aim=self._text(self.package.aim),
            audience=self._text(self.package.audience),
            objectives=self._objectives(self.package.objectives),
            authors=self.package.authors,
        )
        for part in self.package.outline:
            if isinstance(part, package_content.Module):
                module = self._page(
                    course_page,
                    ModulePage,
                    slug=part.slug,
                    title=self._text(part.title),
                    summary=self._text(part.summary),
                    objectives=self._objectives(part.objectives),
                )
                for step in part.steps:
                    self._step(module, step, assessments, surveys)
            else:
                self._step(course_page, part, assessments, surveys)
        course = sync_course(course_page)
        for quiz in self.package.quizzes:
            self._revisits(assessments[quiz.address], quiz, course)
        return ImportSummary(course_page, self.created, self.updated)

    def _text(self, texts: Texts) -> str:
        return texts.get(self.package.language, "")

    def _id(self, *names: str) -> str:
        return package_id(self.package.slug, *names)

    # Pages ----------------------------------------------------------------------------

    def _page(self, parent: Page, model: type[Page], *, slug: str, **fields) -> Page:
        """Create or update the page `slug` below `parent`, and publish it."""
        page = model.objects.child_of(parent).filter(slug=slug).first()
        if page is None:
            page = parent.add_child(
                instance=model(slug=slug, locale=parent.locale, **fields)
            )
            self.created += 1
        else:
            for name, value in fields.items():
                setattr(page, name, value)
            self.updated += 1
        page.save_revision(user=self.by, log_action=True).publish(user=self.by)
        return page

    def _objectives(self, objectives: tuple[Texts, ...]) -> list[tuple[str, str]]:
        return [("objective", self._text(texts)) for texts in objectives]

    def _step(
        self,
        parent: Page,
        step: package_content.Step,
        assessments: Mapping[str, Assessment],
        surveys: Mapping[str, Survey],
    ) -> None:
        common = {
            "slug": step.slug,
            "title": self._text(step.title),
            "introduction": self._text(step.introduction),
            "minutes": step.minutes,
            "is_required": step.is_required,
            "unlock_rule": str(step.unlock),
        }
        match step:
            case package_content.Lesson():
                body = [
                    {
                        "type": block.kind,
                        "value": self._block(block),
                        "id": self._id(step.address, str(number)),
                    }
                    for number, block in enumerate(step.body[self.package.language])
                ]
                page = self._page(
                    parent,
                    LessonPage,
                    body=stream_value(LessonPage, "body", body),
                    **common,
                )
                self.lesson_pages[step.address] = page
            case package_content.Quiz():
                self._page(
                    parent, QuizPage, assessment=assessments[step.address], **common
                )
            case package_content.Feedback():
                self._page(parent, FeedbackPage, survey=surveys[step.survey], **common)

    def _block(self, block: package_content.Block):
        """Return the stored form of one block of a lesson."""
        match block:
            case package_content.Text():
                return block.html
            case package_content.Callout():
                return {
                    "tone": str(block.tone),
                    "title": block.title,
                    "text": block.html,
                }
            case package_content.KeyPoints():
                return {"points": _list(block.points)}
            case package_content.Case():
                return {
                    "title": block.title,
                    "story": block.html,
                    "questions": _list(block.questions),
                }
            case package_content.Table():
                return {
                    "table": {
                        "columns": [
                            {"type": "text", "heading": heading}
                            for heading in block.header
                        ],
                        "rows": [{"values": list(row)} for row in block.rows],
                        "caption": block.caption,
                    }
                }
            case package_content.Figure():
                return {
                    "image": {
                        "image": self.media.image(block.file, block.alt),
                        "decorative": False,
                        "alt_text": block.alt,
                    },
                    "caption": block.caption,
                }
            case package_content.Download():
                return {
                    "document": self.media.document(block.file, block.title),
                    "title": block.title,
                }
            case package_content.References():
                return {
                    "sources": _list(
                        {
                            "title": source.title,
                            "authors": source.authors,
                            "year": source.year,
                            "source": source.source,
                            "url": source.url,
                            "supports": source.supports,
                            "review_by": source.review_by.isoformat(),
                        }
                        for source in block.sources
                    )
                }

    # Quizzes --------------------------------------------------------------------------

    def _assessment(self, quiz: package_content.Assessment) -> Assessment:
        assessment = Assessment.objects.filter(key=quiz.key).first()
        is_new = assessment is None
        assessment = assessment or Assessment(key=quiz.key)
        assessment.name = quiz.name
        assessment.pass_mark = quiz.pass_mark
        assessment.attempts_allowed = quiz.attempts_allowed
        assessment.shuffle_items = quiz.shuffle_items
        assessment.save()
        self._count(is_new)
        kept = []
        for order, item in enumerate(quiz.items):
            entry, _made = AssessmentEntry.objects.update_or_create(
                assessment=assessment,
                item=self._item(item),
                defaults={"sort_order": order, "max_mark": item.points},
            )
            kept.append(entry.pk)
        assessment.entries.exclude(pk__in=kept).delete()
        return assessment

    def _item(self, item: package_content.Item) -> Item:
        record = Item.objects.filter(key=item.key).first()
        is_new = record is None
        record = record or Item(key=item.key)
        record.content = stream_value(Item, "content", [self._item_block(item)])
        record.save()
        record.save_revision(user=self.by).publish(user=self.by)
        self._count(is_new)
        return record

    def _item_block(self, item: package_content.Item) -> dict:
        value = {"stem": dict(item.stem), "feedback": dict(item.explanation)}
        match item:
            case package_content.ChoiceItem():
                value["shuffle"] = item.shuffle
                value["options"] = [
                    {
                        "type": "item",
                        "id": self._id("items", item.key, option.key),
                        "value": {
                            "text": dict(option.text),
                            "is_key": option.is_key,
                            "feedback": dict(option.feedback),
                        },
                    }
                    for option in item.options
                ]
            case package_content.TrueFalseItem():
                value["answer"] = "true" if item.answer else "false"
                value["feedback_true"] = dict(item.feedback_true)
                value["feedback_false"] = dict(item.feedback_false)
        return {
            "type": str(item.type),
            "value": value,
            "id": self._id("items", item.key),
        }

    def _revisits(self, assessment: Assessment, quiz: package_content.Quiz, course):
        """Point each item to the lesson that answers it, now that lessons are there."""
        steps = {step.key: step for step in Step.objects.filter(course=course)}
        for item in quiz.assessment.items:
            page = self.lesson_pages.get(item.revisit)
            if page is not None:
                assessment.entries.filter(item__key=item.key).update(
                    revisit=steps[page.translation_key]
                )

    def _count(self, is_new: bool) -> None:
        if is_new:
            self.created += 1
        else:
            self.updated += 1


def _list(values) -> list[dict]:
    """Return the stored form of a list block."""
    return [
        {"type": "item", "value": value, "id": package_id(repr(value))}
        for value in values
    ]
