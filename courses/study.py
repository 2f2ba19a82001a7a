"""One person's way through one course: what is done, what is open, what comes next."""

import dataclasses
import datetime
import itertools
import uuid
from collections.abc import Collection, Mapping
from enum import StrEnum
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Locale, Page

from people.models import User

from .models import Course, CoursePage, Enrolment, Step, UnlockRule
from .translated import Wording, as_wording


class StepState(StrEnum):
    """How a step stands for one person."""

    COMPLETED = "completed"
    OPEN = "open"
    LOCKED = "locked"


@dataclasses.dataclass(frozen=True)
class OutlineStep:
    """A step of the outline with its page in one language; nobody's progress."""

    id: int
    key: uuid.UUID
    kind: str
    icon: str
    title: str
    url: str
    # Of the page; another than asked for where the step is not translated.
    language: str
    minutes: int
    is_required: bool
    unlock_rule: str


@dataclasses.dataclass(frozen=True)
class OutlineModule:
    """Steps that belong together; without a title those right below the course."""

    key: uuid.UUID | None
    title: str
    url: str
    steps: tuple[OutlineStep, ...]


@dataclasses.dataclass(frozen=True)
class Outline:
    """A course in one language: the same for everybody."""

    course_id: int
    # Both may be in another language than the pages: see `CoursePage.title_for`.
    title: Wording
    url: str
    summary: Wording
    language: str
    modules: tuple[OutlineModule, ...]

    @cached_property
    def steps(self) -> tuple[OutlineStep, ...]:
        return tuple(step for module in self.modules for step in module.steps)

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)


@dataclasses.dataclass(frozen=True)
class StudyStep:
    """A step as it stands for one person."""

    step: OutlineStep
    state: StepState

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
    # When the last of its steps was completed, else when the person enrolled.
    last_activity: datetime.datetime | None = None
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
        return (
            f"{self.course.pk}.{self.course.outline_version}."
            f"{'e' if self.enrolment else 'v'}.{states}.{current}"
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
        return any(item.is_completed for item in self.steps)

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


def outline_of(course: Course) -> Outline:
    """Return the course's outline in the active language, from the cache if it is new.

    A step without a page in that language is shown with the page it has.
    """
    language = get_language()
    key = f"outline.{course.pk}.{course.outline_version}.{language}"
    outline = cache.get(key)
    if outline is None:
        outline = _build_outline(course, language)
        cache.set(key, outline, timeout=3600)
    return outline


def _build_outline(course: Course, language: str) -> Outline:
    from .outline import step_page_models

    icons = {model._meta.label_lower: model.step_icon for model in step_page_models()}
    steps = list(course.steps.in_outline())
    keys = {course.key} | {step.key for step in steps}
    keys |= {step.module_key for step in steps if step.module_key}
    pages = _pages_by_key(keys, language)

    modules = []
    # Neighbours only: steps right below the course may stand before and after modules.
    for module_key, members in itertools.groupby(
        (step for step in steps if step.key in pages), key=lambda s: s.module_key
    ):
        module = pages.get(module_key)
        modules.append(
            OutlineModule(
                key=module_key,
                title=module.title if module else "",
                url=(module.get_url() or "") if module else "",
                steps=tuple(
                    OutlineStep(
                        id=step.pk,
                        key=step.key,
                        kind=step.kind,
                        icon=icons.get(step.kind, "lesson"),
                        title=pages[step.key].title,
                        url=pages[step.key].get_url() or "",
                        language=pages[step.key].locale.language_code,
                        minutes=step.minutes,
                        is_required=step.is_required,
                        unlock_rule=step.unlock_rule,
                    )
                    for step in members
                ),
            )
        )
    course_page = pages.get(course.key)
    specific = course_page.specific if course_page else None
    title, summary = course.title, ""
    if isinstance(specific, CoursePage):
        title, summary = specific.title_for(language), specific.summary_for(language)
    return Outline(
        course_id=course.pk,
        title=as_wording(title, language),
        url=(course_page.get_url() or "") if course_page else "",
        summary=as_wording(summary, language),
        language=course_page.locale.language_code if course_page else language,
        modules=tuple(modules),
    )


def _pages_by_key(keys: set, language: str) -> dict[uuid.UUID, Page]:
    """Return one live page per key: in `language`, else the site's first, else any."""
    default = Locale.get_default().language_code
    preference = {language: 0, default: 1}
    pages = (
        Page.objects.filter(translation_key__in=keys)
        .live()
        .select_related("locale", "content_type")
    )
    best: dict = {}
    for page in sorted(
        pages, key=lambda page: preference.get(page.locale.language_code, 2)
    ):
        best.setdefault(page.translation_key, page)
    return best


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
    completed: dict[int, datetime.datetime] = {}
    if enrolment is not None:
        completed = dict(enrolment.completions.values_list("step_id", "completed_at"))
    return study_from(course, outline, enrolment, completed, current_key)


def study_from(
    course: Course,
    outline: Outline,
    enrolment: Enrolment | None,
    completed: Mapping[int, datetime.datetime],
    current_key: uuid.UUID | None = None,
) -> Study:
    """Put an outline and one person's completed steps, with their times, together."""
    states = step_states(outline.steps, completed.keys())
    current = None
    modules = []
    for module in outline.modules:
        items = tuple(StudyStep(step, states[step.id]) for step in module.steps)
        modules.append(StudyModule(module.key, module.title, module.url, items))
        current = current or next((i for i in items if i.step.key == current_key), None)
    began = [enrolment.enrolled_at] if enrolment else []
    return Study(
        course=course,
        outline=outline,
        enrolment=enrolment,
        modules=tuple(modules),
        last_activity=max([*completed.values(), *began], default=None),
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
