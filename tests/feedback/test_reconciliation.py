"""Whatever is done to a run, its counts agree with its answers.

An error of one is seen.

What parallel writers do to a run is in test_concurrency.py, and what `reconcile` prints
in test_closing.py.
"""

import datetime
import json
import signal
import subprocess
import sys

import pytest
from django.db import connection

from courses.models import StepCompletion
from feedback import actions, writer
from feedback.models import Answer, RatingCell, Receipt, Response, RunGroup
from feedback.reconciliation import differences
from people.models import Profession
from tests.factories.courses import CohortFactory, build_course, enrolled
from tests.factories.feedback import (
    SurveyFactory,
    SurveyRunFactory,
    open_question,
    statement,
)
from tests.factories.people import UserFactory
from tests.factories.site import ensure_site


def counts(run) -> dict:
    """Return every count of a run, to see whether one changed."""
    cells = RatingCell.objects.filter(group__run=run).values_list(
        "group__dimension", "group__key", "item_version", "value", "n"
    )
    groups = RunGroup.objects.filter(run=run).values_list(
        "dimension", "key", "responded"
    )
    return {tuple(row[:-1]): row[-1] for row in (*cells, *groups)}


@pytest.fixture
def answered(respondent, noon):
    """A run that seven people answered, and one of them."""
    user = UserFactory(profession=Profession.PHYSICIAN)
    run = respondent.answer((1, 2, -97), at=noon, user=user)
    for _number in range(6):
        respondent.answer((5, 4, -98), at=noon)
    return run, user


def test_sending_again_changes_no_count(answered, respondent, noon):
    run, user = answered
    before = counts(run)
    with pytest.raises(actions.AlreadyAnswered):
        respondent.answer((3, 3, 3), at=noon, user=user)

    assert counts(run) == before
    assert differences(run) == []


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_erasing_a_learner_leaves_anonymous_answers_counted(answered, noon, closed):
    """Nobody knows which answers were theirs; the receipt is theirs, and goes."""
    run, user = answered
    if closed:
        run = actions.close_run(run=run, at=noon)
    before = counts(run)
    user.delete()

    assert Receipt.objects.filter(run=run).count() == 6
    assert not StepCompletion.objects.filter(enrolment__user=user.pk).exists()
    assert Response.objects.filter(run=run).count() == 7
    assert counts(run) == before
    assert differences(run) == []


def test_correcting_a_cohort_moves_no_answer(respondent, built, noon):
    """Somebody was entered into the wrong cohort and answered there."""
    wrong, right = (CohortFactory(course=built.course) for _number in range(2))
    user = UserFactory()
    enrolment = enrolled(user, built.course)
    enrolment.cohort = wrong
    enrolment.save()
    run = respondent.answer((5, 5, 5), at=noon, user=user)
    assert run.cohort == wrong
    enrolment.cohort = right
    enrolment.save()
    later = respondent.answer((4, 4, 4), at=noon)

    assert Response.objects.filter(run=run).count() == 1
    assert later != run
    assert differences(run) == differences(later) == []
    # Nor do they answer again in the other one.
    with pytest.raises(actions.AlreadyAnswered):
        respondent.answer((1, 1, 1), at=noon, user=user)


def test_a_hundred_thousand_imported_answers_reconcile(site, noon):
    """Ten thousand sheets of paper with ten statements, in four professions."""
    body = [*(statement(f"q{n}") for n in range(10)), open_question()]
    survey = SurveyFactory(body=body)
    course = build_course(lessons=0, survey=survey).course
    asked = survey.current_version.entries.order_by("position")
    versions = list(asked.values_list("item_version", flat=True))[:10]
    codes = (1, 2, 3, 4, 5, 5, 4, -97, -98)
    professions = ("nurse", "coach", "student", "")
    run = actions.import_run(
        course=course,
        survey_version=survey.current_version,
        name="On paper",
        submissions=[
            writer.Submission(
                values={v: codes[(n * 7 + i) % 9] for i, v in enumerate(versions)},
                groups={"profession": professions[n % 4]},
            )
            for n in range(10_000)
        ],
        dimensions=["profession"],
        eligible=12_000,
        organisation=None,
        source_checksum="0" * 64,
        opened_on=datetime.date(2026, 9, 1),
        at=noon,
    )

    assert Answer.objects.filter(response__run=run).count() == 100_000
    assert differences(run) == []
    # One of a hundred thousand is changed behind the writer's back.
    one = Answer.objects.filter(response__run=run, value=5).first()
    Answer.objects.filter(pk=one.pk).update(value=4)
    assert len(differences(run)) == 4


# Begins to store one answer and is killed after the answer, before its counts.
KILLED_IN_THE_MIDDLE = """
import json, os, signal, sys
import django
from django.conf import settings

database, run, versions, is_guarded = json.loads(sys.argv[1])
settings.DATABASES["default"]["NAME"] = database
django.setup()
from feedback import writer
from feedback.models import SurveyRun
from django.db import transaction

writer._add_people = lambda *args: os.kill(os.getpid(), signal.SIGKILL)
store = writer.store if is_guarded else writer.store.__wrapped__
store(
    run=SurveyRun.objects.get(pk=run),
    submissions=[writer.Submission(values={version: 5 for version in versions})],
)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_guarded", [True, False], ids=["", "control"])
def test_a_process_killed_between_answer_and_count_leaves_nothing(is_guarded):
    """The control stores without a transaction, and leaves answers without counts."""
    ensure_site()
    survey = SurveyFactory()
    course = build_course(lessons=0, survey=survey).course
    run = SurveyRunFactory(course=course, survey_version=survey.current_version)
    versions = list(
        survey.current_version.entries.exclude(item_version__points=[]).values_list(
            "item_version", flat=True
        )
    )
    with_five = [writer.Submission(values=dict.fromkeys(versions, 4))] * 5
    writer.store(run=run, submissions=with_five)
    task = [str(connection.settings_dict["NAME"]), run.pk, versions, is_guarded]
    done = subprocess.run(
        [sys.executable, "-c", KILLED_IN_THE_MIDDLE, json.dumps(task)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == -signal.SIGKILL, done.stderr
    if is_guarded:
        assert Response.objects.filter(run=run).count() == 5
        assert differences(run) == []
        # And the next answer is stored as if nothing had been.
        writer.store(run=run, submissions=with_five[:1])
        assert differences(run) == []
    else:
        assert len(differences(run)) == len(versions) + 1
