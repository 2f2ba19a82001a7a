"""The pages of a course package: one tree for each language, joined by their keys."""

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from assessments.models import Assessment, QuizPage
from courses.models import CatalogPage, CoursePage, LessonPage, ModulePage
from feedback.models import FeedbackPage, Survey
from people.models import User

from .block_import import stored_block
from .media_import import MediaImport
from .packages import content as package_content
from .packages.content import CoursePackage, Texts
from .stored import CannotImport, differs, package_id, stream_value

# Where the page of the course itself is in a tree.
COURSE = ""


class PageTree:
    """The pages of one course in one language, by their addresses in the course.

    `originals` are those of the language that the course is written in, by the same
    addresses; empty when this is that language.
    """

    def __init__(
        self,
        *,
        package: CoursePackage,
        catalogue: CatalogPage,
        by: User | None,
        media: MediaImport,
        assessments: Mapping[str, Assessment],
        surveys: Mapping[str, Survey],
        originals: Mapping[str, Page],
    ):
        self.package = package
        self.catalogue = catalogue
        self.locale = catalogue.locale
        self.language = catalogue.locale.language_code
        self.by = by
        self.media = media
        self.assessments = assessments
        self.surveys = surveys
        self.originals = originals
        self.pages: dict[str, Page] = {}
        self.created = self.updated = self.unchanged = 0
        self.changed: list[Page] = []

    def build(self) -> None:
        """Make or update every page, publish it, and put them into their order."""
        package = self.package
        course = self._page(
            COURSE,
            self.catalogue,
            CoursePage,
            slug=self._slug(package),
            title=self._text(package.title),
            summary=self._text(package.summary),
            aim=self._text(package.aim),
            audience=self._text(package.audience),
            objectives=self._objectives(CoursePage, package.objectives),
            authors=package.authors,
            topics=list(package.topics),
            professions=[str(one) for one in package.professions],
            catalogue_title=dict(package.catalogue_title),
            catalogue_summary=dict(package.catalogue_summary),
        )
        modules = []
        for part in package.outline:
            if not isinstance(part, package_content.Module):
                self._step(course, part)
                continue
            module = self._page(
                part.slug,
                course,
                ModulePage,
                slug=self._slug(part),
                title=self._text(part.title),
                summary=self._text(part.summary),
                objectives=self._objectives(ModulePage, part.objectives),
                **self._sensitive(part),
            )
            for step in part.steps:
                self._step(module, step)
            modules.append((module, [step.address for step in part.steps]))
        for module, addresses in modules:
            self._put_in_order(module, addresses)
        outline = [
            part.slug if isinstance(part, package_content.Module) else part.address
            for part in package.outline
        ]
        self._put_in_order(course, outline)

    def left_alone(self) -> list[Page]:
        """Return the published pages of the course that the package does not have."""
        pages = Page.objects.live().descendant_of(self.pages[COURSE]).order_by("path")
        known = [page.pk for page in self.pages.values()]
        return list(pages.exclude(pk__in=known))

    # One page -------------------------------------------------------------------------

    def _page(
        self, address: str, parent: Page, model: type[Page], *, slug: str, **fields: Any
    ) -> Page:
        """Create or update the page and publish it; leave one that says the same."""
        page = self._known(address, parent, model, slug)
        if page is None:
            page = self._add(address, parent, model(slug=slug, **fields))
            self.created += 1
        elif page.live and not differs(page, fields):
            self.unchanged += 1
            self.pages[address] = page
            return page
        else:
            for name, value in fields.items():
                setattr(page, name, value)
            self.updated += 1
        with _refusing(page, parent):
            page.save_revision(user=self.by, log_action=True).publish(user=self.by)
        self.changed.append(page)
        self.pages[address] = page
        return page

    def _known(
        self, address: str, parent: Page, model: type[Page], slug: str
    ) -> Page | None:
        """Return the page that the site has already; None where there is none."""
        original = self.originals.get(address)
        if original is None:
            return model.objects.child_of(parent).filter(slug=slug).first()
        return model.objects.filter(
            translation_key=original.translation_key, locale=self.locale
        ).first()

    def _add(self, address: str, parent: Page, page: Page) -> Page:
        page.locale = parent.locale
        original = self.originals.get(address)
        if original is not None:
            page.translation_key = original.translation_key
        page.live = False
        with _refusing(page, parent):
            return parent.add_child(instance=page)

    def _put_in_order(self, parent: Page, addresses: list[str]) -> None:
        """Bring the pages below `parent` into the order of the package."""
        wanted = [self.pages[address].pk for address in addresses]
        below = Page.objects.child_of(parent).filter(pk__in=wanted)
        if list(below.order_by("path").values_list("pk", flat=True)) == wanted:
            return
        for pk in wanted:
            page = Page.objects.filter(pk=pk).first()
            # Another page of the same key may have been moved elsewhere on purpose.
            if page is not None and page.is_child_of(parent):
                page.specific.move(Page.objects.get(pk=parent.pk), pos="last-child")

    # What pages say -------------------------------------------------------------------

    def _text(self, texts: Texts) -> str:
        """Return the text in the language of the page; "" where it is missing.

        A page is in one language, and says so to a screen reader.
        """
        return texts.get(self.language, "")

    def _slug(self, part: Any) -> str:
        """Return the end of the address that a new page of the part gets."""
        return part.addresses.get(self.language, part.slug)

    def _objectives(self, model: type[Page], objectives: tuple[Texts, ...]):
        raw = [
            {
                "type": "objective",
                "value": self._text(texts),
                "id": package_id(self.package.slug, "objectives", str(number)),
            }
            for number, texts in enumerate(objectives)
            if self._text(texts)
        ]
        return stream_value(model, "objectives", raw)

    def _step(self, parent: Page, step: package_content.Step) -> None:
        common = {
            "slug": self._slug(step),
            "title": self._text(step.title),
            "introduction": self._text(step.introduction),
            "minutes": step.minutes,
            "is_required": step.is_required,
            "unlock_rule": str(step.unlock),
        }
        match step:
            case package_content.Lesson():
                common |= {"body": self._body(step), **self._sensitive(step)}
                self._page(step.address, parent, LessonPage, **common)
            case package_content.Quiz():
                quiz = self.assessments[step.address]
                self._page(step.address, parent, QuizPage, assessment=quiz, **common)
            case package_content.Feedback():
                survey = self.surveys[step.survey]
                self._page(step.address, parent, FeedbackPage, survey=survey, **common)

    def _sensitive(self, part: package_content.Lesson | package_content.Module) -> dict:
        return {
            "sensitive_topics": [str(one) for one in part.sensitive],
            "sensitive_note": self._text(part.sensitive_note),
        }

    def _body(self, lesson: package_content.Lesson):
        blocks = [
            {
                "type": block.kind,
                "value": stored_block(block, self.media),
                "id": package_id(self.package.slug, lesson.address, str(number)),
            }
            for number, block in enumerate(lesson.body[self.language])
        ]
        return stream_value(LessonPage, "body", blocks)


@contextlib.contextmanager
def _refusing(page: Page, parent: Page) -> Iterator[None]:
    """Say in a sentence which page the site does not take, and why."""
    try:
        yield
    except ValidationError as error:
        raise CannotImport(
            _("The page “%(title)s” cannot be below “%(parent)s”: %(reason)s")
            % {
                "title": page.title,
                "parent": parent.title,
                "reason": " ".join(error.messages),
            }
        ) from error
