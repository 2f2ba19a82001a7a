"""What a learner sees of a survey."""

import dataclasses
from enum import StrEnum

from django.conf import settings
from django.http import QueryDict

from courses.study import Study
from people.models import User

from .forms import SurveyForm
from .models import FeedbackPage, Receipt, SurveyItemVersion, SurveyVersion


class FeedbackState(StrEnum):
    """What a learner can do at a survey."""

    OPEN = "open"
    ANSWERED = "answered"
    NOT_READY = "not_ready"


@dataclasses.dataclass(frozen=True)
class FeedbackStep:
    """A survey as it stands for one person."""

    state: FeedbackState
    form: SurveyForm | None
    minutes: int
    # From how many answers on a figure, and a comment, is shown to anybody.
    threshold: int
    comment_threshold: int


def versions_asked(survey_version: SurveyVersion) -> list[SurveyItemVersion]:
    """Return the statements and questions of a survey's version in their order."""
    return [
        entry.item_version
        for entry in survey_version.entries.select_related(
            "item_version__item"
        ).order_by("position")
    ]


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
    form = None
    if version is None:
        state = FeedbackState.NOT_READY
    elif (
        study is not None
        and study.enrolment is not None
        and has_answered(user=user, study=study)
    ):
        state = FeedbackState.ANSWERED
    else:
        state = FeedbackState.OPEN
        form = SurveyForm(data, versions=versions_asked(version))
    return FeedbackStep(
        state=state,
        form=form,
        minutes=survey.minutes,
        threshold=settings.ELEARN_MINIMUM_GROUP,
        comment_threshold=settings.ELEARN_MINIMUM_FOR_COMMENTS,
    )


def has_answered(*, user: User, study: Study) -> bool:
    """Answer whether the person has given the feedback of the current step."""
    if study.current is None:
        return False
    return (
        study.current.is_completed
        or Receipt.objects.filter(user=user, run__step=study.current.step.id).exists()
    )
