"""The bank of items, the attempts of learners, and the page that joins them."""

from .attempts import Attempt, Mark, Response
from .bank import Assessment, AssessmentEntry, Item, ItemVersion
from .pages import QuizPage

__all__ = [
    "Assessment",
    "AssessmentEntry",
    "Attempt",
    "Item",
    "ItemVersion",
    "Mark",
    "QuizPage",
    "Response",
]
