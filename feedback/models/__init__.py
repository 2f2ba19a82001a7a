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
    Survey,
    SurveyItem,
    SurveyItemVersion,
    SurveyVersion,
    SurveyVersionItem,
)
from .oversight import CommentDecision, ReportView
from .pages import FeedbackPage

__all__ = [
    "Answer",
    "AnswerState",
    "Comment",
    "CommentDecision",
    "CommentState",
    "FeedbackPage",
    "InterimPolicy",
    "ItemKind",
    "RatingCell",
    "Receipt",
    "ReportView",
    "Response",
    "ResponseScale",
    "RunGroup",
    "RunMode",
    "RunSnapshot",
    "Survey",
    "SurveyItem",
    "SurveyItemVersion",
    "SurveyRun",
    "SurveyVersion",
    "SurveyVersionItem",
]
