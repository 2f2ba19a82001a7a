"""Authored content and learner records, apart because they live differently long."""

from .base import ReadOnlyPage
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

__all__ = [
    "CatalogPage",
    "Cohort",
    "Course",
    "CoursePage",
    "Enrolment",
    "GlossaryTerm",
    "LessonPage",
    "ModulePage",
    "ReadOnlyPage",
    "ReflectionNote",
    "Step",
    "StepCompletion",
    "StepPage",
    "UnlockRule",
]
