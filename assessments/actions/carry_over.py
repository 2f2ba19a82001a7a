"""Writing what django-quiz-app kept: quizzes, questions, sittings, progress."""

import dataclasses
import datetime
import secrets
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import transaction
from wagtail.models import Page

from assessments.blocks import stored_content
from assessments.carrying_over.records import (
    Loss,
    OldCategory,
    OldQuestion,
    OldQuiz,
    OldSite,
    OldSitting,
)
from assessments.content import FreeTextContent
from assessments.models import (
    Assessment,
    AssessmentEntry,
    Attempt,
    Behaviour,
    CarriedProgress,
    Category,
    EndedBy,
    Item,
    ItemTag,
    ItemVersion,
    Mark,
    Practice,
    QuizPage,
    Response,
)
from assessments.models.rules import Aspect
from courses.actions import enrol
from courses.models import Course, CoursePage, Step
from courses.outline import sync_course
from people.models import User

from .attempts import settle_score
from .bank import freeze_item

REASON = "Carried over from django-quiz-app."


class SomethingLost(Exception):
    """Not everything can be carried, and nobody said that the rest will do."""

    def __init__(self, losses: Iterable[Loss]) -> None:
        super().__init__()
        self.losses = tuple(losses)


@dataclasses.dataclass
class CarriedOver:
    """What was made, what was there before, and what stayed behind."""

    questions: int = 0
    quizzes: int = 0
    pages: int = 0
    sittings: int = 0
    progress: int = 0
    losses: list[Loss] = dataclasses.field(default_factory=list)


def carry_over(
    *,
    site: OldSite,
    course_page: CoursePage | None,
    at: datetime.datetime,
    by: User | None = None,
    keeps_good: bool = False,
    is_dry_run: bool = False,
) -> CarriedOver:
    """Make or update what the old site had; everything, or nothing.

    Quizzes get a page below `course_page`; without one, sittings have nowhere to go.
    People are found by their e-mail address. Doing it again updates questions and
    quizzes and adds no sitting twice. Raises SomethingLost when anything as a whole
    stays behind, unless `keeps_good`. A dry run changes nothing.
    """
    with transaction.atomic():
        writer = _Writer(site, course_page, at, by)
        done = writer.write()
        behind = [loss for loss in done.losses if loss.is_left_behind]
        if behind and not keeps_good and not is_dry_run:
            raise SomethingLost(done.losses)
        if is_dry_run:
            transaction.set_rollback(True)
    return done


class _Writer:
    """One writing: what the old site had, and what was made of it so far."""

    def __init__(
        self,
        site: OldSite,
        course_page: CoursePage | None,
        at: datetime.datetime,
        by: User | None,
    ) -> None:
        self.site = site
        self.course_page = course_page
        self.at = at
        self.by = by
        self.done = CarriedOver(losses=list(site.losses))
        self.users = {
            user.email.lower(): user
            for user in User.objects.filter(
                email__in={s.email for s in site.sittings}
                | {s.email.lower() for s in site.sittings}
                | {p.email.lower() for p in site.progress}
            )
        }

    def _lose(self, where: str, sentence: str, *, whole: bool = True) -> None:
        self.done.losses.append(Loss(where, sentence, whole))

    def write(self) -> CarriedOver:
        categories = self._categories(self.site.categories)
        versions = {
            number: self._question(question, categories)
            for number, question in self.site.questions.items()
        }
        quizzes = {
            number: self._quiz(quiz, categories, versions)
            for number, quiz in self.site.quizzes.items()
        }
        self._records(quizzes, versions, categories)
        return self.done

    # Authored things ------------------------------------------------------------------

    def _categories(self, old: Iterable[OldCategory]) -> dict[str, Category]:
        made: dict[str, Category] = {}
        # Sub-categories after what they are part of.
        for category in sorted(old, key=lambda one: bool(one.parent)):
            made[category.key], _is_new = Category.objects.update_or_create(
                key=category.key,
                defaults={
                    "name": {"en": category.name},
                    "parent": made.get(category.parent),
                },
            )
        return made

    def _question(
        self, question: OldQuestion, categories: Mapping[str, Category]
    ) -> ItemVersion:
        item = Item.objects.filter(key=question.key).first() or Item(key=question.key)
        item.content = stored_content(question.content, key=question.key)
        item.category = categories.get(question.category)
        item.save()
        # As from the database: the stored form is what the blocks read.
        item.refresh_from_db()
        self.done.questions += 1
        return freeze_item(item=item, at=self.at, by=self.by)

    def _quiz(
        self,
        quiz: OldQuiz,
        categories: Mapping[str, Category],
        versions: Mapping[int, ItemVersion],
    ) -> Assessment:
        everything = list(Aspect)
        assessment, _is_new = Assessment.objects.update_or_create(
            key=quiz.key,
            defaults={
                "name": quiz.title,
                "category": categories.get(quiz.category),
                "pass_mark": quiz.pass_mark,
                "attempts_allowed": quiz.attempts_allowed,
                "shuffle_items": quiz.shuffle,
                "behaviour": Behaviour.DEFERRED
                if quiz.is_told_at_end
                else Behaviour.IMMEDIATE,
                "practice": Practice.NEVER if quiz.is_recorded else Practice.ALWAYS,
                # There, answers were shown whether or not one might try again.
                "show_during": everything,
                "show_after": everything,
                "show_later": everything,
                "passed_text": {"en": quiz.passed_text} if quiz.passed_text else {},
                "failed_text": {"en": quiz.failed_text} if quiz.failed_text else {},
            },
        )
        assessment.entries.all().delete()
        items = [versions[number].item for number in quiz.questions]
        if quiz.draw_count is None:
            AssessmentEntry.objects.bulk_create(
                AssessmentEntry(assessment=assessment, item=item, sort_order=order)
                for order, item in enumerate(items)
            )
        else:
            tag, _is_new = ItemTag.objects.get_or_create(
                slug=quiz.key, defaults={"name": quiz.key}
            )
            for item in items:
                item.tags.add(tag)
                item.save()
            AssessmentEntry.objects.create(
                assessment=assessment,
                draw_count=quiz.draw_count,
                draw_tag=tag,
                sort_order=0,
            )
        self.done.quizzes += 1
        if self.course_page is not None and not quiz.is_draft:
            self._page(quiz, assessment)
        return assessment

    def _page(self, quiz: OldQuiz, assessment: Assessment) -> None:
        parent: Page = self.course_page
        if QuizPage.objects.child_of(parent).filter(assessment=assessment).exists():
            return
        page = QuizPage(
            title=quiz.title,
            slug=quiz.key,
            assessment=assessment,
            introduction="",
            minutes=max(1, len(quiz.questions)),
            locale=parent.locale,
        )
        parent.add_child(instance=page)
        page.save_revision(user=self.by, log_action=True).publish(user=self.by)
        self.done.pages += 1

    # Records --------------------------------------------------------------------------

    def _records(
        self,
        quizzes: Mapping[int, Assessment],
        versions: Mapping[int, ItemVersion],
        categories: Mapping[str, Category],
    ) -> None:
        carried: dict[tuple[int, str], list[int]] = {}
        steps = self._steps(quizzes)
        for sitting in self.site.sittings:
            where = f"quiz.sitting {sitting.number}"
            user = self.users.get(sitting.email.lower())
            step = steps.get(sitting.quiz)
            if user is None:
                self._lose(where, "Nobody here has the e-mail address of its owner.")
            elif step is None:
                self._lose(where, "Its quiz has no page. Name a course to put it into.")
            else:
                self._sitting(sitting, user, step, quizzes[sitting.quiz], versions)
                self._count(carried, sitting, user)
        for progress in self.site.progress:
            user = self.users.get(progress.email.lower())
            if user is None:
                self._lose(
                    f"quiz.progress of {progress.category}",
                    "Nobody here has the e-mail address of its owner.",
                )
                continue
            # What is there as attempts is counted as attempts.
            score, possible = carried.get((user.pk, progress.category), [0, 0])
            rest = max(0, progress.possible - possible)
            CarriedProgress.objects.update_or_create(
                user=user,
                category=categories[progress.category],
                defaults={
                    "score": min(rest, max(0, progress.score - score)),
                    "possible": rest,
                },
            )
            self.done.progress += 1

    def _steps(self, quizzes: Mapping[int, Assessment]) -> dict[int, Step]:
        if self.course_page is None:
            return {}
        course: Course = sync_course(self.course_page)
        pages = {
            page.assessment_id: page.translation_key
            for page in QuizPage.objects.child_of(self.course_page)
        }
        steps = {step.key: step for step in Step.objects.filter(course=course)}
        return {
            number: steps[pages[assessment.pk]]
            for number, assessment in quizzes.items()
            if pages.get(assessment.pk) in steps
        }

    def _sitting(
        self,
        sitting: OldSitting,
        user: User,
        step: Step,
        assessment: Assessment,
        versions: Mapping[int, ItemVersion],
    ) -> None:
        started = sitting.started_at or self.at
        enrolment = enrol(user=user, course=step.course, at=started)
        start_key = f"django-quiz-{sitting.number}"
        mine = Attempt.objects.filter(enrolment=enrolment, step=step)
        if mine.filter(start_key=start_key).exists():
            return
        numbers = [number for number in sitting.questions if number in versions]
        where = f"quiz.sitting {sitting.number}"
        if not numbers:
            self._lose(where, "None of its questions can be carried.")
            return
        if not sitting.is_complete and mine.open().exists():
            self._lose(where, "An attempt at the same quiz is already in progress.")
            return
        if len(numbers) < len(sitting.questions):
            self._lose(where, "Some of its questions cannot be carried.", whole=False)
        ended = (sitting.ended_at or started) if sitting.is_complete else None
        attempt = Attempt.objects.create(
            enrolment=enrolment,
            step=step,
            assessment=assessment,
            number=mine.count() + 1,
            start_key=start_key,
            started_at=started,
            submitted_at=ended,
            ended_by="" if ended is None else EndedBy.LEARNER,
            behaviour=assessment.behaviour,
            penalty=assessment.penalty,
            layout=assessment.layout,
            item_count=len(numbers),
            max_score=Decimal(len(numbers)),
            pass_mark=assessment.pass_mark,
        )
        responses = Response.objects.bulk_create(
            self._response(attempt, place, number, sitting, versions[number])
            for place, number in enumerate(numbers, start=1)
        )
        self.done.sittings += 1
        if ended is None:
            return
        Mark.objects.bulk_create(
            Mark(
                response=response,
                value=Decimal(
                    number not in sitting.wrong and number in sitting.answers
                ),
                reason=REASON,
                marked_at=ended,
            )
            for number, response in zip(numbers, responses, strict=True)
        )
        settle_score(attempt, ended)
        if attempt.score != sitting.score:
            self._lose(
                where,
                f"It had {sitting.score} points; its answers give {attempt.score}.",
                whole=False,
            )

    def _response(
        self,
        attempt: Attempt,
        place: int,
        number: int,
        sitting: OldSitting,
        version: ItemVersion,
    ) -> Response:
        question = self.site.questions[number]
        given = sitting.answers.get(number)
        content = version.plain_content
        return Response(
            attempt=attempt,
            position=place,
            item_version=version,
            option_order=content.arrangement(secrets.SystemRandom()),
            max_mark=Decimal(1),
            answer=None if given is None else question.answer(given),
            saved_at=None if given is None else attempt.started_at,
            revision=0 if given is None else 1,
        )

    def _count(
        self,
        carried: dict[tuple[int, str], list[int]],
        sitting: OldSitting,
        user: User,
    ) -> None:
        """Add what a sitting contributed to the progress of its categories."""
        for number in sitting.answers:
            question = self.site.questions.get(number)
            if question is None or isinstance(question.content, FreeTextContent):
                continue
            counted = carried.setdefault((user.pk, question.category), [0, 0])
            counted[0] += number not in sitting.wrong
            counted[1] += 1
