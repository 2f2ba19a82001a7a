"""The instrument that is authored, and the collection of answers to it."""

from .collection import (
    Answer,
    AnswerState,
    Comment,
    CommentState,
    InterimPolicy,
    RatingCell,
    Receipt,
    Response,
    RunGroup,
    RunMode,
    RunSnapshot,
    SurveyRun,
)
from .instrument import (
    ItemKind,
    ResponseScale,
    SameMeaning,
    Survey,
    SurveyItem,
    SurveyItemVersion,
    SurveyVersion,
    SurveyVersionItem,
)
from .pages import FeedbackPage

__all__ = [
    "Answer",
    "AnswerState",
    "Comment",
    "CommentState",
    "FeedbackPage",
    "InterimPolicy",
    "ItemKind",
    "RatingCell",
    "Receipt",
    "Response",
    "ResponseScale",
    "RunGroup",
    "RunMode",
    "RunSnapshot",
    "SameMeaning",
    "Survey",
    "SurveyItem",
    "SurveyItemVersion",
    "SurveyRun",
    "SurveyVersion",
    "SurveyVersionItem",
]
