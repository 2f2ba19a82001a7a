"""The instrument that is authored, and the collection of answers to it."""

from .codes import CodeBatch, SurveyCode
from .collection import (
    Answer,
    AnswerState,
    Comment,
    CommentState,
    RatingCell,
    Receipt,
    Response,
    RunGroup,
    RunSnapshot,
)
from .confidential import ConfidentialAnswer, ConfidentialResponse, Pseudonym
from .follow_ups import FollowUp
from .instrument import ResponseScale, Survey
from .oversight import CommentDecision, ReportView
from .pages import FeedbackPage
from .reminders import ReminderMail, ReminderRound
from .runs import InterimPolicy, RunKind, RunMode, RunState, SurveyRun
from .versions import (
    ItemKind,
    SameMeaning,
    SurveyItem,
    SurveyItemVersion,
    SurveyVersion,
    SurveyVersionItem,
)

__all__ = [
    "Answer",
    "AnswerState",
    "CodeBatch",
    "Comment",
    "CommentDecision",
    "CommentState",
    "ConfidentialAnswer",
    "ConfidentialResponse",
    "FeedbackPage",
    "FollowUp",
    "InterimPolicy",
    "ItemKind",
    "Pseudonym",
    "RatingCell",
    "Receipt",
    "ReminderMail",
    "ReminderRound",
    "ReportView",
    "Response",
    "ResponseScale",
    "RunGroup",
    "RunKind",
    "RunMode",
    "RunSnapshot",
    "RunState",
    "SameMeaning",
    "Survey",
    "SurveyCode",
    "SurveyItem",
    "SurveyItemVersion",
    "SurveyRun",
    "SurveyVersion",
    "SurveyVersionItem",
]
