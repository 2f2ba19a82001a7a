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
from .notes import Bookmark, Note
from .pages import (
    CatalogPage,
    CoursePage,
    LessonPage,
    ModulePage,
    StepPage,
)
from .place import ReadingPlace
from .reflection import ReflectionNote
from .reviews import ReviewCredit, ReviewKind, ReviewTask
from .sensitive import SensitiveTopic
from .topic import Topic

__all__ = [
    "Bookmark",
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
    "Note",
    "ReadOnlyPage",
    "ReadingPlace",
    "ReflectionNote",
    "ReviewCredit",
    "ReviewKind",
    "ReviewTask",
    "SensitiveTopic",
    "Step",
    "StepCompletion",
    "StepPage",
    "Topic",
    "UnlockRule",
    "Withdrawal",
]
