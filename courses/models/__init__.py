"""Authored content and learner records, apart because they live differently long."""

from .base import ReadOnlyPage
from .certificate import Certificate, Withdrawal
from .enrolment import (
    Cohort,
    Course,
    Enrolment,
    Step,
    StepCompletion,
    UnlockRule,
)
from .notes import Bookmark, Note
from .pages import (
    CatalogPage,
    CoursePage,
    LessonPage,
    ModulePage,
    StepPage,
)
from .topic import Topic

__all__ = [
    "Bookmark",
    "CatalogPage",
    "Certificate",
    "Cohort",
    "Course",
    "CoursePage",
    "Enrolment",
    "LessonPage",
    "ModulePage",
    "Note",
    "ReadOnlyPage",
    "Step",
    "StepCompletion",
    "StepPage",
    "Topic",
    "UnlockRule",
    "Withdrawal",
]
