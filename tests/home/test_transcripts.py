"""The record of learning: the same figures as on the pages, as a table and on paper."""

import csv
import datetime
import io

import pypdf
import pytest

from assessments.actions import start_attempt, submit_attempt
from assessments.models import Aspect
from courses.actions import complete_step
from courses.certificates.actions import put_name
from courses.models import Certificate
from home.transcripts.reporting import transcript_of
from tests.factories.assessments import AssessmentFactory
from tests.factories.courses import build_course, enrolled
from tests.factories.people import UserFactory

NOON = datetime.datetime(2026, 10, 5, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture
def learner(site):
    return UserFactory(first_name="Noora", last_name="Nurmi")


@pytest.fixture
def completed(learner):
    """A completed course of two lessons, with a certificate."""
    built = build_course(title="=Work", lessons=2)
    enrolment = enrolled(learner, built.course)
    for page in built.lessons:
        complete_step(enrolment=enrolment, step=built.step(page), at=NOON)
    put_name(enrolment=enrolment, name="Noora Nurmi", at=NOON)
    return built


def try_quiz(learner, built):
    enrolment = enrolled(learner, built.course)
    attempt = start_attempt(
        enrolment=enrolment,
        step=built.step(built.quiz),
        assessment=built.quiz.assessment,
        start_key="k",
        at=NOON,
    )
    submit_attempt(attempt=attempt, at=NOON)


@pytest.fixture
def in_progress(learner):
    """A course with a quiz that was submitted empty."""
    built = build_course(title="Talk", lessons=1, assessment=AssessmentFactory())
    try_quiz(learner, built)
    return built


def rows(client):
    text = client.get("/learn/record-of-learning.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_table_holds_courses_and_quizzes(client, learner, completed, in_progress):
    client.force_login(learner)
    work, talk, quiz = rows(client)

    assert work["title"] == "'=Work"
    assert (work["started_on"], work["completed_on"]) == ("2026-10-01", "2026-10-05")
    assert (work["planned_minutes"], work["required_steps"]) == ("10", "2")
    assert work["certificate_code"] == Certificate.objects.get().written_code
    assert (talk["completed_on"], talk["planned_minutes"]) == ("", "0")
    assert (quiz["kind"], quiz["title"]) == ("quiz", "Knowledge check")
    assert (quiz["points"], quiz["points_possible"], quiz["passed"]) == ("0", "3", "no")


def test_points_that_the_quiz_does_not_show_are_not_told(client, learner, in_progress):
    assessment = in_progress.quiz.assessment
    assessment.show_after = []
    assessment.show_later = [Aspect.MARK]
    assessment.save()
    client.force_login(learner)

    *_others, quiz = rows(client)
    assert (quiz["points"], quiz["points_possible"], quiz["passed"]) == ("", "", "no")


def test_the_pdf_is_tagged_and_says_the_same(client, learner, completed, in_progress):
    client.force_login(learner)
    response = client.get("/learn/record-of-learning.pdf")
    file = pypdf.PdfReader(io.BytesIO(response.content))
    text = " ".join(page.extract_text() for page in file.pages)

    assert file.root_object["/MarkInfo"]["/Marked"]
    for shown in (
        "Noora Nurmi",
        "=Work",
        "5 October 2026",
        Certificate.objects.get().written_code,
        "1 course completed",
        "10 minutes",
        "0 of 3",
        "Not passed",
    ):
        assert shown in text
    assert learner.email not in text


def test_it_says_nothing_of_anybody_else(client, learner, completed):
    client.force_login(UserFactory())
    assert rows(client) == []
    assert client.get("/learn/record-of-learning.pdf").status_code == 200


def test_more_courses_cost_no_more_queries(
    learner, completed, in_progress, django_assert_max_num_queries
):
    for number in range(2):
        try_quiz(
            learner,
            build_course(title=f"C{number}", lessons=1, assessment=AssessmentFactory()),
        )
    transcript_of(learner, at=NOON)
    with django_assert_max_num_queries(5):
        assert len(transcript_of(learner, at=NOON).courses) == 4
