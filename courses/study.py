"""One person's way through one course: what is done, what is open, what comes next."""

import dataclasses
import datetime
import uuid
from collections.abc import Collection, Mapping
from enum import StrEnum
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from wagtail.models import Page

from people.models import User

from .contents import Outline, OutlineStep
from .contents import outline_of as outline_of
from .models import Course, CoursePage, Enrolment, Step, UnlockRule
from .progress import Place, Progress, progress_of
from .sensitive import ContentMark


class StepState(StrEnum):
    """How a step stands for one person."""

    COMPLETED = "completed"
    OPEN = "open"
    LOCKED = "locked"


@dataclasses.dataclass(frozen=True)
class StudyStep:
    """A step as it stands for one person."""

    step: OutlineStep
    state: StepState
    # Where the person stopped in it; only while it is open.
    place: Place | None = None

    @property
    def url(self) -> str:
        """Its address, with the section that the person had come to."""
        return f"{self.step.url}#{self.place.section}" if self.place else self.step.url

    @property
    def is_completed(self) -> bool:
        return self.state is StepState.COMPLETED

    @property
    def is_locked(self) -> bool:
        return self.state is StepState.LOCKED


@dataclasses.dataclass(frozen=True)
class StudyModule:
    """A module as it stands for one person."""

    key: uuid.UUID | None
    title: str
    url: str
    steps: tuple[StudyStep, ...]
    mark: ContentMark | None = None

    @property
    def minutes(self) -> int:
        return sum(item.step.minutes for item in self.steps)

    @property
    def minutes_left(self) -> int:
        """The planned time of the steps that are not completed."""
        return sum(i.step.minutes for i in self.steps if not i.is_completed)

    @property
    def is_completed(self) -> bool:
        return all(item.is_completed for item in self.steps if item.step.is_required)


@dataclasses.dataclass(frozen=True)
class Study:
    """One person's way through one course."""

    course: Course
    outline: Outline
    enrolment: Enrolment | None
    modules: tuple[StudyModule, ...]
    # When something was last completed or read, else when the person enrolled.
    last_activity: datetime.datetime | None = None
    # When the last of its steps was completed.
    last_completed: datetime.datetime | None = None
    # The step whose page is shown, None on other pages.
    current: StudyStep | None = None

    @cached_property
    def steps(self) -> tuple[StudyStep, ...]:
        return tuple(item for module in self.modules for item in module.steps)

    @property
    def fingerprint(self) -> str:
        """What a list of the course's steps depends on, besides the language.

        People who stand at the same place see the same list, so it is rendered once.
        """
        states = "".join(item.state[0] for item in self.steps)
        current = self.current.step.id if self.current else ""
        resume = self.resume.step.id if self.resume else ""
        return (
            f"{self.course.pk}.{self.course.outline_version}."
            f"{'e' if self.enrolment else 'v'}.{states}.{current}.{resume}"
        )

    @property
    def required_count(self) -> int:
        return sum(item.step.is_required for item in self.steps)

    @property
    def done_count(self) -> int:
        """How many of the required steps are completed."""
        return sum(item.step.is_required and item.is_completed for item in self.steps)

    @property
    def is_completed(self) -> bool:
        return self.enrolment is not None and self.enrolment.is_completed

    @property
    def is_started(self) -> bool:
        return any(item.is_completed or item.place for item in self.steps)

    @property
    def has_unlock_rules(self) -> bool:
        """Whether some step opens only after others."""
        rules = (item.step.unlock_rule for item in self.steps)
        return UnlockRule.AFTER_REQUIRED in rules

    @property
    def missing(self) -> list[StudyStep]:
        """The required steps that are not completed yet."""
        return [i for i in self.steps if i.step.is_required and not i.is_completed]

    @property
    def next_step(self) -> StudyStep | None:
        """The first step that is open and not done, None when nothing is left."""
        return next((item for item in self.steps if item.state is StepState.OPEN), None)

    @cached_property
    def resume(self) -> StudyStep | None:
        """Where the person goes on: in the lesson they were reading, else next_step.

        What was completed after they stopped there has led them elsewhere.
        """
        reading = [(item.place.at, item) for item in self.steps if item.place]
        at, latest = max(reading, key=lambda pair: pair[0], default=(None, None))
        if at is None or (self.last_completed and at < self.last_completed):
            return self.next_step
        return latest

    @property
    def following(self) -> StudyStep | None:
        """The step after the current one."""
        return self._beside_current(+1)

    @property
    def previous(self) -> StudyStep | None:
        """The step before the current one."""
        return self._beside_current(-1)

    @property
    def current_module(self) -> StudyModule | None:
        """The module that the current step belongs to."""
        return next((m for m in self.modules if self.current in m.steps), None)

    def module(self, key: uuid.UUID) -> StudyModule | None:
        """Return the module with this key, None when the course has no such one."""
        return next((m for m in self.modules if m.key == key), None)

    def _beside_current(self, offset: int) -> StudyStep | None:
        if self.current is None:
            return None
        index = self.steps.index(self.current) + offset
        return self.steps[index] if 0 <= index < len(self.steps) else None

    @property
    def missing_before_current(self) -> list[StudyStep]:
        """The required steps that keep the current one locked."""
        if self.current is None:
            return []
        before = self.steps[: self.steps.index(self.current)]
        return [i for i in before if i.step.is_required and not i.is_completed]


def step_states(
    steps: tuple[OutlineStep, ...], completed: Collection[int]
) -> dict[int, StepState]:
    """Return the state of each step, by id. The unlock rule in one place.

    A step with the rule "after the required steps before it" is locked until those are
    completed. A completed step stays open for reading, whatever came before it since.
    """
    states = {}
    all_done = True
    for step in steps:
        if step.id in completed:
            states[step.id] = StepState.COMPLETED
        elif step.unlock_rule == UnlockRule.AFTER_REQUIRED and not all_done:
            states[step.id] = StepState.LOCKED
        else:
            states[step.id] = StepState.OPEN
        if step.is_required and step.id not in completed:
            all_done = False
    return states


def study(
    *,
    course: Course,
    user: User | AnonymousUser,
    enrolment: Enrolment | None = None,
    current_key: uuid.UUID | None = None,
) -> Study:
    """Return how the course stands for the person, or for a visitor."""
    outline = outline_of(course)
    if enrolment is None and isinstance(user, User):
        enrolment = Enrolment.objects.active().of(user).filter(course=course).first()
    progress = Progress()
    if enrolment is not None:
        progress = progress_of([enrolment])[enrolment.pk]
    return study_from(
        course, outline, enrolment, progress.completed, current_key, progress.places
    )


def study_from(
    course: Course,
    outline: Outline,
    enrolment: Enrolment | None,
    completed: Mapping[int, datetime.datetime],
    current_key: uuid.UUID | None = None,
    places: Mapping[int, Place] | None = None,
) -> Study:
    """Put an outline and one person's completed steps and places together."""
    places = places or {}
    states = step_states(outline.steps, completed.keys())
    current = None
    modules = []
    for module in outline.modules:
        items = tuple(
            StudyStep(
                step,
                states[step.id],
                places.get(step.id) if states[step.id] is StepState.OPEN else None,
            )
            for step in module.steps
        )
        modules.append(
            StudyModule(module.key, module.title, module.url, items, module.mark)
        )
        current = current or next((i for i in items if i.step.key == current_key), None)
    began = [enrolment.enrolled_at] if enrolment else []
    return Study(
        course=course,
        outline=outline,
        enrolment=enrolment,
        modules=tuple(modules),
        last_activity=max(
            [*completed.values(), *(place.at for place in places.values()), *began],
            default=None,
        ),
        last_completed=max(completed.values(), default=None),
        current=current,
    )


def study_course(*, page: Page, request: HttpRequest) -> Study | None:
    """Return the study of the course that a course or module page belongs to.

    None while the course has never been published, as in the preview of a new one.
    """
    from .outline import course_page_above

    if (kept := getattr(request, "study", None)) is not None:
        # Of a preview.
        return kept
    if not isinstance(page, CoursePage):
        page = course_page_above(page) if page.path else None
    course = Course.objects.filter(key=page.translation_key).first() if page else None
    return study(course=course, user=request.user) if course else None


def study_step(*, page: Page, request: HttpRequest) -> Study | None:
    """Return the study around one step's page, None while it was never published.

    The gate computes it before the page is served and leaves it on the request.
    """
    kept = getattr(request, "study", None)
    if (
        kept is not None
        and kept.current
        and kept.current.step.key == page.translation_key
    ):
        return kept
    step = (
        Step.objects.in_outline()
        .select_related("course")
        .filter(key=page.translation_key)
        .first()
    )
    if step is None:
        return None
    key = page.translation_key
    return study(course=step.course, user=request.user, current_key=key)
