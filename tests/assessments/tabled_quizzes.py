"""Quizzes taken as tables say: a row for a person, a column for a question."""

import datetime

from assessments.models import AssessmentEntry
from assessments.reporting import analysis_report
from tests.factories.assessments import AssessmentFactory, ItemFactory
from tests.factories.attempts import sit
from tests.factories.courses import build_course

ONE_HOUR = datetime.timedelta(hours=1)


def quiz_of(*contents, points=None):
    """Return a course with a quiz of items "q1", "q2", … with these contents."""
    quiz = AssessmentFactory(
        key="the-quiz",
        items=[
            ItemFactory(key=f"q{number}", content=content)
            for number, content in enumerate(contents, 1)
        ],
    )
    for entry, worth in zip(
        quiz.entries.order_by("sort_order"), points or (), strict=False
    ):
        AssessmentEntry.objects.filter(pk=entry.pk).update(max_mark=worth)
    return build_course(lessons=0, assessment=quiz)


def take(built, table, at):
    """Let one person after the other choose what a row of the table says."""
    for number, row in enumerate(table):
        choices = {f"q{place}": choice for place, choice in enumerate(row, 1)}
        sit(built, choices, at=at + number * ONE_HOUR)


def report_of(built):
    return analysis_report(built.quiz.assessment)
