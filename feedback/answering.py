"""What a respondent sees of a survey: a learner, or somebody with a code."""

import dataclasses
from enum import StrEnum

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from courses.study import Study
from people.models import User

from .confidential import keeps_answers
from .forms import SurveyForm
from .models import (
    FeedbackPage,
    Receipt,
    RunMode,
    SurveyItemVersion,
    SurveyVersion,
)
from .paging import VERSION, Pages, begin_again, turn


class FeedbackState(StrEnum):
    """What a learner can do at a survey."""

    OPEN = "open"
    ANSWERED = "answered"
    NOT_READY = "not_ready"


@dataclasses.dataclass(frozen=True)
class Sheet:
    """A survey in somebody's hands: its form, opened at a page."""

    form: SurveyForm
    pages: Pages
    # Of the version that the form asks: a later one may ask something else.
    version_id: int


@dataclasses.dataclass(frozen=True)
class FeedbackStep:
    """A survey as it stands for one person."""

    state: FeedbackState
    # None unless the survey can be answered.
    sheet: Sheet | None
    minutes: int
    # From how many answers on a figure, and a comment, is shown to anybody.
    threshold: int
    comment_threshold: int
    # Whether answers are, or were, kept under a pseudonym.
    is_confidential: bool = False


def versions_asked(survey_version: SurveyVersion) -> list[SurveyItemVersion]:
    """Return the statements and questions of a survey's version in their order.

    Each says as `page` which page it is on.
    """
    versions = []
    entries = survey_version.entries.select_related("item_version__item")
    for entry in entries.order_by("position"):
        entry.item_version.page = entry.page
        versions.append(entry.item_version)
    return versions


def survey_sheet(version: SurveyVersion, data: QueryDict | None = None) -> Sheet:
    """Return the survey at the page that was asked for; `data` is what was sent.

    The same for everybody who answers one. Nothing is stored before `pages.is_ready`.
    """
    form = SurveyForm(data, versions=versions_asked(version))
    return Sheet(form=form, pages=_pages(form, version, data), version_id=version.pk)


def feedback_step(
    *,
    page: FeedbackPage,
    study: Study | None,
    user: User,
    data: QueryDict | None = None,
) -> FeedbackStep:
    """Return what the page of a survey shows to a person; `data` is what was sent."""
    survey = page.survey
    version = survey.current_version
    sheet = None
    is_confidential = False
    if version is None:
        state = FeedbackState.NOT_READY
    elif (
        study is not None
        and study.enrolment is not None
        and has_answered(user=user, study=study)
    ):
        state = FeedbackState.ANSWERED
        # Not what the survey promises today, but what was promised then.
        is_confidential = keeps_answers(user, run__step__key=page.translation_key)
    else:
        state = FeedbackState.OPEN
        sheet = survey_sheet(version, data)
        is_confidential = version.mode == RunMode.CONFIDENTIAL
    return FeedbackStep(
        state=state,
        sheet=sheet,
        minutes=survey.minutes_needed,
        threshold=settings.ELEARN_MINIMUM_GROUP,
        comment_threshold=settings.ELEARN_MINIMUM_FOR_COMMENTS,
        is_confidential=is_confidential,
    )


def _pages(form: SurveyForm, version: SurveyVersion, data: QueryDict | None) -> Pages:
    """Turn to the page that was asked for, unless the survey is another one now."""
    asked = data.get(VERSION) if data else None
    if asked and asked != str(version.pk):
        form.forget_problems()
        form.add_error(
            None,
            _(
                "The survey has been changed since you opened it. Your answers are "
                "kept where they still fit. Look through them once more."
            ),
        )
        return begin_again(form, version)
    return turn(form, version, data or QueryDict())


def has_answered(*, user: User, study: Study) -> bool:
    """Answer whether the person has given the feedback of the current step."""
    if study.current is None:
        return False
    return (
        study.current.is_completed
        or Receipt.objects.filter(user=user, run__step=study.current.step.id).exists()
    )
