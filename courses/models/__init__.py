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
    "Certificate",
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
    "Withdrawal",
]
