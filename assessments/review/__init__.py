"""What a learner sees of a quiz and of an attempt."""

from .answers import AnswerLine, answer_lines
from .checks import Check, as_seen, check, own_answer, shown_question
from .questions import (
    Moved,
    Place,
    Question,
    is_unreadable,
    kinds,
    moved,
    places,
    preview_question,
    question,
    questions,
)
from .results import Result, points_of, result, reviewed_all, reviewed_attempt, texts_of
from .reviewed import Marked, ReviewedQuestion, Verdict, reviewed
from .standing import Standing, standing
from .start import QuizStart, attempts_left, decide, quiz_start
from .time import TimeLeft, time_left
from .visibility import Moment, Shown, grid_of, moment_of, shown

__all__ = [
    "AnswerLine",
    "Check",
    "Marked",
    "Moment",
    "Moved",
    "Place",
    "Question",
    "QuizStart",
    "Result",
    "ReviewedQuestion",
    "Shown",
    "Standing",
    "TimeLeft",
    "Verdict",
    "answer_lines",
    "as_seen",
    "attempts_left",
    "check",
    "decide",
    "grid_of",
    "moment_of",
    "own_answer",
    "points_of",
    "is_unreadable",
    "kinds",
    "moved",
    "places",
    "preview_question",
    "question",
    "questions",
    "quiz_start",
    "result",
    "reviewed",
    "reviewed_all",
    "reviewed_attempt",
    "shown",
    "shown_question",
    "standing",
    "texts_of",
    "time_left",
]
