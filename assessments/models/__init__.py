"""The bank of items, the attempts of learners, and the page that joins them."""

from .accommodations import Accommodation
from .attempts import Attempt, EndedBy, Mark, Response, Try, VoidedItem
from .bank import (
    CaseVignette,
    Category,
    Item,
    ItemTag,
    ItemVersion,
    Outcome,
    Principle,
    TaggedItem,
    VersionPicture,
)
from .pages import QuizPage
from .progress import CarriedProgress
from .quizzes import Assessment, AssessmentEntry
from .rules import (
    Aspect,
    Behaviour,
    Counting,
    Layout,
    OverduePolicy,
    Practice,
    Purpose,
)

__all__ = [
    "Accommodation",
    "Aspect",
    "Assessment",
    "AssessmentEntry",
    "Attempt",
    "Behaviour",
    "CarriedProgress",
    "CaseVignette",
    "Category",
    "Counting",
    "EndedBy",
    "Item",
    "ItemTag",
    "ItemVersion",
    "Layout",
    "Mark",
    "Outcome",
    "OverduePolicy",
    "Practice",
    "Principle",
    "Purpose",
    "QuizPage",
    "Response",
    "TaggedItem",
    "Try",
    "VersionPicture",
    "VoidedItem",
]
