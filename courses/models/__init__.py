"""Authored content and learner records, apart because they live differently long."""

from .base import ReadOnlyPage
from .changes import ChangeLevel, CourseChange
from .enrolment import (
    Cohort,
    Course,
    Enrolment,
    Step,
    StepCompletion,
    UnlockRule,
)
from .pages import (
    CatalogPage,
    CoursePage,
    LessonPage,
    ModulePage,
    StepPage,
)
from .reviews import ReviewCredit, ReviewKind, ReviewTask

__all__ = [
    "CatalogPage",
    "ChangeLevel",
    "Cohort",
    "Course",
    "CourseChange",
    "CoursePage",
    "Enrolment",
    "LessonPage",
    "ModulePage",
    "ReadOnlyPage",
    "ReviewCredit",
    "ReviewKind",
    "ReviewTask",
    "Step",
    "StepCompletion",
    "StepPage",
    "UnlockRule",
]
