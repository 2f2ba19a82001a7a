"""What is kept about a person is told to that person, all of it and to nobody else."""

import json

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import Attempt, Mark
from courses.actions import complete_step
from courses.models import Bookmark, Note
from elearn.doctor.anonymity import ANSWERS
from feedback import actions as survey_actions
from feedback.answering import versions_asked
from feedback.models import ItemKind
from feedback.report_log import PAGE, note_report
from feedback.reporting import run_report
from home.own_data.collecting import own_data, record_counts
from home.own_data.kept import KEPT
from home.own_data.left_out import LEFT_OUT
from people.models import User
from tests.factories.assessments import AssessmentFactory, ItemFactory
from tests.factories.attempts import sit
from tests.factories.courses import build_course, enrolled
from tests.factories.feedback import SurveyFactory
from tests.factories.people import MembershipFactory, UserFactory

BY_MODEL = {kept.model: kept for kept in KEPT}


# Every table --------------------------------------------------------------------------


def references() -> set[str]:
    """Return every column that refers to a person or to a record about one."""
    owned = {User, *(apps.get_model(model) for model in BY_MODEL)}
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.is_relation and field.related_model in owned
    }


def declared(kept=KEPT, left_out=LEFT_OUT) -> set[str]:
    """Return the columns that lead from what is told to the person, or are left out."""
    ways = {f"{one.model}.{one.person.split('__')[0]}" for one in kept}
    return (ways | set(left_out)) - {"people.User.pk"}


def test_every_table_that_refers_to_a_person_is_told_or_left_out_with_a_reason():
    """A new one stands in neither: put it into `KEPT`, or say in `LEFT_OUT` why not."""
    assert references() - declared() == set()
    assert all(LEFT_OUT.values())


def test_nothing_is_declared_that_is_not_there():
    assert declared() - references() == set()


def test_the_walk_finds_tables_at_any_distance():
    """A control: a direct one, one behind a record, and one of somebody else's code."""
    missing = references() - declared(kept=())

    assert {
        "courses.Note.user",
        "feedback.Receipt.user",
        "assessments.Mark.response",
        "account.EmailAddress.user",
        "wagtailcore.PageLogEntry.user",
    } <= missing


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.model)
def test_every_column_is_told_or_left_out_with_a_reason(kept):
    told = {name.split("__")[0] for name in (*kept.fields, kept.person)}
    columns = {f.name for f in apps.get_model(kept.model)._meta.local_concrete_fields}
    columns -= {"id"}

    assert columns - told == set(kept.without)
    assert all(kept.without.values())


def test_no_answer_of_a_survey_is_among_it():
    """None could be found; the list does not try either."""
    assert not {model._meta.label for model in ANSWERS} & set(BY_MODEL)


# One person's -------------------------------------------------------------------------


@pytest.fixture
def built(site):
    return build_course(
        lessons=1,
        assessment=AssessmentFactory(items=[ItemFactory(), ItemFactory()]),
        survey=SurveyFactory(),
    )


@pytest.fixture
def learner(built, noon):
    """Return a function that makes a learner with records of many kinds."""

    def make(word):
        user = UserFactory(first_name=word)
        step = built.step(built.lessons[0])
        enrolment = enrolled(user, built.course)
        Note.objects.create(user=user, step=step, text=f"{word} note", written_at=noon)
        Bookmark.objects.create(user=user, step=step, set_at=noon)
        complete_step(enrolment=enrolment, step=step, at=noon)
        sit(built, {}, user=user, at=noon)
        survey = built.feedback.survey
        asked = versions_asked(survey.current_version)
        run = survey_actions.submit_response(
            enrolment=enrolment,
            step=built.step(built.feedback),
            survey=survey,
            values={v.pk: 4 for v in asked if v.item.kind == ItemKind.LIKERT},
            comments={},
            language="en",
            at=noon,
        )
        note_report(report=run_report(run), form=PAGE, by=user, at=noon)
        return user

    return make


def kinds(data) -> dict:
    return {entry["kind"]: entry["records"] for entry in data["kept"]}


def test_the_file_holds_all_of_one_person_and_nothing_of_another(learner, client):
    user, other = learner("Mine"), learner("Theirs")
    client.force_login(user)
    response = client.get("/learn/my-data.json")
    told = kinds(json.loads(response.content))

    assert response["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert set(told) == set(BY_MODEL)
    assert told["people.User"][0]["email"] == user.email
    (note,) = told["courses.Note"]
    assert (note["text"], note["step.title"]) == ("Mine note", "Lesson 1")
    for kind, count in {
        "courses.Bookmark": 1,
        "courses.Enrolment": 1,
        "assessments.Response": 2,
        "feedback.Receipt": 1,
        "feedback.ReportView": 1,
    }.items():
        assert len(told[kind]) == count, kind
    text = response.content.decode()
    assert "Theirs" not in text
    assert other.email not in text
    assert user.password not in text


def test_the_page_says_what_why_how_long_and_how_many(learner, client):
    user = learner("Mine")
    client.force_login(user)
    page = " ".join(client.get("/learn/my-data/").content.decode().split())

    for title in (
        "Your notes on lessons",
        "Your bookmarks",
        "Certificates",
        "Receipts: that you answered a survey, and not what or when",
        "A reminder of a survey that waits to be sent to you",
        "Which ratings you looked at, when, and in which form",
    ):
        assert title in page
    assert "For 365 days." in page
    assert "2 records" in page
    # Nobody else than who decides on comments is told about that.
    assert "That you released, withheld" not in page
    assert "/learn/my-data/" in client.get("/people/profile/").content.decode()


def test_counts_are_those_of_the_file(learner):
    user = learner("Mine")
    learner("Theirs")
    told = kinds(own_data(user, at=timezone.now()))
    counts = record_counts(user)

    # Marks may wait for their quiz, and are there all the same.
    assert {k: len(r) for k, r in told.items() if r} == {
        k: n for k, n in counts.items() if told[k]
    }


def test_the_page_is_quick_however_much_is_kept(learner, client):
    user = learner("Mine")
    client.force_login(user)
    client.get("/learn/my-data/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/learn/my-data/")

    assert len(queries) <= 10


def test_marks_are_told_when_the_quiz_tells_them(built, learner):
    """Taking one's data along is no way to look into a quiz before its time."""
    assessment = built.quiz.assessment
    assessment.show_after, assessment.show_later = [], ["mark"]
    assessment.save()
    user = learner("Mine")
    Attempt.objects.update(passed=False, score=0)
    assert Mark.objects.exists()

    assert kinds(own_data(user, at=timezone.now()))["assessments.Mark"] == []
    Attempt.objects.update(passed=True)
    assert len(kinds(own_data(user, at=timezone.now()))["assessments.Mark"]) == 2


def test_whoever_works_on_the_site_is_told_about_that(site):
    coordinator = MembershipFactory(coordinating=True).user
    client = Client()
    client.force_login(coordinator)

    assert "Work on this site" not in client.get("/learn/my-data/").content.decode()
    told = kinds(own_data(coordinator, at=timezone.now()))
    assert told["people.Membership"][0]["role"] == "coordinator"
