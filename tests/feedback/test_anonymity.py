"""No path leads from a person to an anonymous answer.

The first tests walk the schema and fail for a new field or key that would make a path.
The last one plays the attacker, with the whole database in hand.
"""

import datetime
import random
import uuid

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, models

from feedback import actions, writer
from feedback.models import (
    Answer,
    Comment,
    RatingCell,
    Receipt,
    Response,
    RunGroup,
    RunSnapshot,
    SurveyRun,
)
from people.models import Profession, User
from tests.factories.people import UserFactory

WHAT = {Response, Answer, Comment, RatingCell, RunGroup, RunSnapshot}
# What both sides may know of: the run, and what is the same for everybody in it.
COMMON = {SurveyRun}


def neighbours(model):
    """Return the models that one row of `model` names, or is named by."""
    found = set()
    for field in model._meta.get_fields():
        if field.is_relation and field.related_model not in (None, model):
            found.add(field.related_model)
    return found


def test_no_chain_of_keys_joins_a_person_to_an_answer():
    """Walk from the answers along every key, not through the run, and never meet User.

    Item versions lead to the survey, whose author is a person; an author is not a
    respondent, so the walk stops where the instrument begins.
    """
    stops = COMMON | set(apps.get_app_config("feedback").get_models()) - WHAT
    reached, waiting = set(), list(WHAT)
    while waiting:
        model = waiting.pop()
        if model in reached or model in stops:
            continue
        reached.add(model)
        waiting += neighbours(model)

    assert User not in reached
    assert Receipt not in reached
    assert reached == WHAT


@pytest.mark.parametrize("model", sorted(WHAT - {RunSnapshot}, key=str), ids=str)
def test_answers_carry_no_time_no_address_and_no_person(model):
    allowed = {
        "id",
        "run",
        "response",
        "group",
        "item_version",
        "value",
        "n",
        "text",
        "state",
        "dimension",
        "key",
        "responded",
    }
    names = {field.name for field in model._meta.fields}

    assert names <= allowed
    for field in model._meta.fields:
        assert not isinstance(
            field, models.DateField | models.TimeField | models.GenericIPAddressField
        )


@pytest.mark.parametrize(
    "model", [Receipt, Response, Answer, Comment, RunGroup, RatingCell], ids=str
)
def test_keys_are_random_and_say_no_order(model):
    key = model._meta.pk

    assert isinstance(key, models.UUIDField)
    assert key.default is uuid.uuid4


def test_a_receipt_says_no_more_than_that(db):
    assert {field.name for field in Receipt._meta.fields} == {"id", "user", "run"}


def test_no_two_groups_of_a_respondent_are_stored_together(run, submissions):
    """An organisation together with a profession would often be one person."""
    writer.store(run=run, submissions=submissions(1))

    assert {field.name for field in Response._meta.fields} == {"id", "run"}
    dimensions = RunGroup.objects.exclude(dimension="").values_list("key", flat=True)
    assert sorted(dimensions) == ["A", "en", "nurse"]


def test_no_key_of_a_response_stands_anywhere_else(respondent, noon):
    """Read every column of every other table and look for the random keys."""
    for _number in range(3):
        respondent.answer(at=noon)
    secret = {
        variant
        for model in (Response, Answer)
        for key in model.objects.values_list("pk", flat=True)
        for variant in (str(key), key.hex)
    }

    for model in apps.get_models(include_auto_created=True):
        if model in (Response, Answer):
            continue
        for row in model.objects.values_list():
            assert not {str(value) for value in row} & secret, model


def stored_order(model, column):
    """Return one column in the order in which the rows lie in the database's files."""
    place = {"sqlite": "rowid", "postgresql": "ctid"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} ORDER BY {place}")
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "open (control)"])
def test_the_order_of_rows_tells_nothing_after_closing(
    respondent, versions, noon, closed
):
    """Sixty people answer in a known order, each with an answer that names them.

    After closing, matching receipts to responses by the order of their rows, which is
    the best an attacker with the files can do, is right about as often as chance. While
    the run is open the order is there, which shows that the test can see it.
    """
    people = [UserFactory(profession=Profession.NURSE) for _number in range(60)]
    truth = {}
    rng = random.Random(7)
    vectors = [(a, b, c) for a in range(1, 5) for b in range(1, 5) for c in range(1, 5)]
    for minute, (person, vector) in enumerate(
        zip(people, rng.sample(vectors, 60), strict=True)
    ):
        at = noon + datetime.timedelta(minutes=minute)
        run = respondent.answer(vector, at=at, user=person)
        truth[person.pk] = vector
    if closed:
        actions.close_run(run=run, at=noon)

    # The completion of the survey's step has a time; that gives the order of people.
    from courses.models import StepCompletion

    order = list(
        StepCompletion.objects.filter(step=run.step)
        .order_by("completed_at")
        .values_list("enrolment__user", flat=True)
    )
    responses = [uuid.UUID(str(key)) for key in stored_order(Response, "id")]
    guesses = {}
    for user, key in zip(order, responses, strict=True):
        values = dict(
            Answer.objects.filter(response=key).values_list("item_version", "value")
        )
        guesses[user] = tuple(values[version.pk] for version in versions)
    hits = sum(guesses[user] == truth[user] for user in truth)

    # By chance one is right; six or more happen once in a thousand times.
    assert hits <= 6 if closed else hits > 30


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "open (control)"])
def test_the_order_of_counts_tells_nothing_after_closing(
    respondent, versions, noon, closed
):
    """Five values are chosen one after the other, each first by a known person.

    The rows of counts lie in the order in which somebody first chose them. After
    closing they do not, or else the first respondents could be told from the others.
    """
    chosen = [5, 3, 1, 4, 2]
    in_order = 0
    for number in range(8):
        for minute, value in enumerate(chosen):
            at = noon + datetime.timedelta(days=100 * number, minutes=minute)
            run = respondent.answer((value,) * 3, at=at)
        if closed:
            actions.close_run(run=run, at=noon + datetime.timedelta(days=900))
        cells = [
            cell
            for cell in stored_order(RatingCell, "id")
            if RatingCell.objects.filter(
                pk=cell, group__run=run, group__dimension="", item_version=versions[0]
            ).exists()
        ]
        values = [RatingCell.objects.get(pk=cell).value for cell in cells]
        in_order += values == chosen

    # By chance one of 120 orders is the right one.
    assert in_order <= 2 if closed else in_order == 8


def test_only_the_final_release_holds_groups(respondent, noon):
    """Two breakdowns of a growing run could be subtracted from each other."""
    for _number in range(15):
        run = respondent.answer(at=noon)

    def dimensions_held():
        snapshots = RunSnapshot.objects.filter(run=run).order_by("number")
        return [bool(snapshot.payload["groups"]) for snapshot in snapshots]

    assert dimensions_held() == [False, False, False]
    actions.close_run(run=run, at=noon)
    assert dimensions_held() == [False, False, True]


@pytest.mark.parametrize("responded", [6, 9, 11, 14, 17])
def test_after_closing_the_last_to_answer_cannot_be_subtracted(
    respondent, noon, responded
):
    """Whoever reads the database subtracts every release from the final counts."""
    for _number in range(responded):
        run = respondent.answer(at=noon)
    actions.close_run(run=run, at=noon)

    for snapshot in RunSnapshot.objects.filter(run=run):
        left = responded - snapshot.responded
        assert left == 0 or left >= run.threshold


def test_answering_leaves_nothing_in_the_session(client, respondent, built, noon):
    from courses.actions import complete_step
    from tests.factories.courses import enrolled
    from tests.factories.people import PASSWORD

    user = UserFactory()
    enrolment = enrolled(user, built.course)
    complete_step(enrolment=enrolment, step=built.step(built.lessons[0]), at=noon)
    assert client.login(username=user.email, password=PASSWORD)
    before = set(Session.objects.get().get_decoded())

    client.post(
        f"/learn/feedback/{built.step(built.feedback).pk}/",
        {"clarity": "5", "usefulness": "4", "pace": "na", "improve": "More."},
    )

    assert Response.objects.count() == 1
    assert set(Session.objects.get().get_decoded()) == before
