"""What changes attempts and the bank.

Each function is one transaction, but `apply_in_batches`, which says why.
"""

from .accommodations import NothingGranted, grant_accommodation
from .answers import flag_response, save_response, save_responses
from .attempts import end_overdue_attempts, start_attempt, submit_attempt
from .bank import freeze_item, freeze_items_of_case
from .checking import check_response
from .importing import ImportRefused, ImportReport, ImportState, import_items
from .marking import MarkedMeanwhile, MarkOutOfRange, NotForHand, mark_response
from .problems import (
    AnswerSettled,
    AttemptClosed,
    AttemptOverdue,
    CheckingNotOffered,
    NoAttemptsLeft,
    NothingToCheck,
    QuizNotReady,
    ReasonMissing,
    StaleAnswer,
    TooSoon,
    UnreadableAnswer,
)
from .regrading import (
    Correction,
    CorrectionPlan,
    NoReason,
    PlanChanged,
    apply_correction,
    plan_regrade,
    plan_void,
)
from .regrading_in_batches import apply_in_batches, plan_in_batches

__all__ = [
    "AnswerSettled",
    "AttemptClosed",
    "AttemptOverdue",
    "CheckingNotOffered",
    "Correction",
    "CorrectionPlan",
    "ImportRefused",
    "ImportReport",
    "ImportState",
    "MarkOutOfRange",
    "MarkedMeanwhile",
    "NoAttemptsLeft",
    "NoReason",
    "NotForHand",
    "NothingGranted",
    "NothingToCheck",
    "PlanChanged",
    "QuizNotReady",
    "ReasonMissing",
    "StaleAnswer",
    "TooSoon",
    "UnreadableAnswer",
    "apply_correction",
    "apply_in_batches",
    "check_response",
    "end_overdue_attempts",
    "flag_response",
    "freeze_item",
    "freeze_items_of_case",
    "grant_accommodation",
    "import_items",
    "mark_response",
    "plan_in_batches",
    "plan_regrade",
    "plan_void",
    "save_response",
    "save_responses",
    "start_attempt",
    "submit_attempt",
]
