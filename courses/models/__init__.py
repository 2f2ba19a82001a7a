"""Authored content and learner records, apart because they live differently long."""

from .base import ReadOnlyPage
from .certificate import Certificate, Withdrawal
from .changes import ChangeLevel, CourseChange
from .enrolment import (
    Cohort,
    Course,
    Enrolment,
    Step,
    StepCompletion,
    UnlockRule,
)
from .glossary import GlossaryTerm
from .pages import (
    CatalogPage,
    CoursePage,
    LessonPage,
    ModulePage,
    StepPage,
)
from .reflection import ReflectionNote
from .reviews import ReviewCredit, ReviewKind, ReviewTask

__all__ = [
    "CatalogPage",
    "Certificate",
    "ChangeLevel",
    "Cohort",
    "Course",
    "CourseChange",
    "CoursePage",
    "Enrolment",
    "GlossaryTerm",
    "LessonPage",
    "ModulePage",
    "ReadOnlyPage",
    "ReflectionNote",
    "ReviewCredit",
    "ReviewKind",
    "ReviewTask",
    "Step",
    "StepCompletion",
    "StepPage",
    "UnlockRule",
    "Withdrawal",
]
