"""People without an account answer with a code: once, and without a trace of it."""

import csv
import datetime
import hashlib
import io
import logging
import re

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from feedback import actions, code_views, codes, planning
from feedback.eligibility import count_eligible
from feedback.models import (
    CodeBatch,
    Comment,
    Receipt,
    Response,
    RunGroup,
    RunKind,
    SurveyCode,
    SurveyRun,
)
from feedback.reconciliation import differences
from people.models import Role
from tests.factories.courses import build_course
from tests.factories.feedback import SurveyFactory
from tests.factories.people import MembershipFactory, OrganisationFactory
from tests.factories.site import ensure_site
from tests.racing import at_once

DAY = datetime.timedelta(days=1)
KEY = "a-random-key-of-a-form"


def coded_run(at=None, **fields):
    ensure_site()
    survey = SurveyFactory()
    today = timezone.localdate(at) if at else timezone.localdate()
    return planning.plan_run(
        **{
            "kind": RunKind.CODES,
            "course": build_course(lessons=0, survey=survey).course,
            "survey": survey,
            "step": None,
            "name": "Visitors",
            "opens_on": today,
            "last_day": today + 9 * DAY,
            "organisation": OrganisationFactory(),
        }
        | fields
    )


@pytest.fixture
def run(db):
    return coded_run()


def made(run, count=8, key=KEY):
    return codes.make_codes(run=run, count=count, key=key, at=timezone.now())


def ratings(run, rating=4):
    entries = run.survey_version.entries.exclude(item_version__points=[])
    return {entry.item_version_id: rating for entry in entries}


def answer(run, code, **fields):
    return codes.answer_with_code(
        **{
            "code": code,
            "values": ratings(run),
            "comments": {},
            "language": "fi",
            "at": timezone.now(),
        }
        | fields
    )


# Making -------------------------------------------------------------------------------


def test_codes_are_different_and_easy_to_copy(run):
    several = made(run, 300)

    assert len(set(several)) == 300
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{12}", code) for code in several)
    assert codes.written_code("7KQ2M0XV93TB") == "7KQ2-M0XV-93TB"


@pytest.mark.parametrize(
    "typed", ["7kq2-m0xv-93tb", " 7KQ2 MOXV 93TB ", "7KQ2–MoXV–93tb"]
)
def test_a_code_is_read_as_people_write_it(typed):
    assert codes.clean_code(typed) == "7KQ2M0XV93TB"


def test_sending_the_form_again_gives_the_same_codes_and_makes_none(run):
    first = made(run)
    answer(run, first[0])

    assert made(run) == first
    assert (CodeBatch.objects.count(), SurveyCode.objects.count()) == (1, 7)
    assert made(run, key="another-form-altogether") != first


def test_no_code_is_stored_nor_a_digest_that_anybody_could_compute(run):
    several = made(run)
    stored = {
        str(value)
        for model in apps.get_models()
        for row in model.objects.values_list()
        for value in row
    }
    for code in several:
        known = {
            code,
            codes.written_code(code),
            hashlib.sha256(code.encode()).hexdigest(),
        }
        assert not stored & known


def test_all_codes_that_were_made_count_as_asked(run):
    several = made(run, 8)
    for code in several[:6]:
        answer(run, code)
    made(run, 4, key="another-form-altogether")

    assert count_eligible(run) == 12
    closed = actions.close_run(run=run, at=timezone.now())
    assert closed.eligible == 12
    assert SurveyCode.objects.count() == 0


def test_fewer_codes_than_may_be_shown_are_not_made(run):
    with pytest.raises(codes.TooFewCodes):
        made(run, 4)
    made(run, 5)
    made(run, 1, key="another-form-altogether")


def test_a_closed_run_and_one_of_learners_take_no_codes(run):
    learners = coded_run(name="Learners", kind=RunKind.PLANNED)
    closed = actions.close_run(run=run, at=timezone.now())
    for other in (learners, closed):
        with pytest.raises(codes.RunTakesNoCodes):
            made(other)


# Answering ----------------------------------------------------------------------------


def test_an_answer_is_counted_with_its_groups_and_the_code_is_gone(run):
    code = made(run)[0]
    answer(run, code, profession="nurse")

    groups = RunGroup.objects.filter(run=run).exclude(dimension="")
    assert sorted(groups.values_list("dimension", "key")) == [
        ("language", "fi"),
        ("profession", "nurse"),
    ]
    assert Response.objects.count() == 1
    assert Receipt.objects.count() == 0
    assert differences(run) == []
    with pytest.raises(codes.CodeNotValid):
        answer(run, code)
    assert Response.objects.count() == 1


def test_a_profession_that_is_none_is_not_stated(run):
    answer(run, made(run)[0], profession="x" * 300)
    assert RunGroup.objects.get(run=run, dimension="profession").key == ""


def test_a_failure_keeps_the_code_and_stores_nothing(run, monkeypatch):
    code = made(run)[0]
    monkeypatch.setattr(codes, "release_interim", None)
    with pytest.raises(TypeError):
        answer(run, code)

    assert Response.objects.count() == 0
    assert codes.run_of_code(code, at=timezone.now()) == run


@pytest.mark.parametrize("days", [-1, 10], ids=["too early", "too late"])
def test_a_code_waits_for_its_window(run, days):
    code = made(run)[0]
    with pytest.raises(codes.CodeNotValid):
        codes.run_of_code(code, at=timezone.now() + days * DAY)


def test_a_code_outlives_a_change_of_the_secret(run, settings):
    code = made(run)[0]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret of the site, long enough to be one"
    assert answer(run, code) == run


# No trace -----------------------------------------------------------------------------


def everything():
    """Return every row of every table but those of answers, as the database has it."""
    answers = {"feedback_response", "feedback_answer", "feedback_comment"}
    counts = {"feedback_rungroup", "feedback_ratingcell", "feedback_surveycode"}
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in answers | counts:
                cursor.execute(f'SELECT * FROM "{table}"')
                rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


def test_using_a_code_leaves_nothing_but_answers_and_one_code_less(run):
    several = made(run)
    left = dict(SurveyCode.objects.values_list("pk", "digest"))
    before = everything()
    client = Client()
    address = f"/survey/{several[3]}/"
    client.get(address)
    client.post(address, {"clarity": "5", "improve": "More."})

    assert everything() == before
    assert Session.objects.count() == 0
    assert Comment.objects.count() == 1
    remaining = dict(SurveyCode.objects.values_list("pk", "digest"))
    assert len(remaining) == 7
    assert remaining.items() < left.items()


def test_nothing_is_logged_of_a_survey_that_is_answered(run, caplog):
    """Also not that a form was sent with a fault, or a code used a second time."""
    code = made(run)[0]
    client = Client()
    with caplog.at_level(logging.DEBUG, logger="django.request"):
        client.post(f"/survey/{code}/", {"improve": "x" * 3000})
        client.post(f"/survey/{code}/", {"clarity": "5"})
        client.get(f"/survey/{code}/")
        client.get("/no-such-page-as-a-control/")

    assert code not in caplog.text
    assert "/survey/" not in caplog.text
    assert "no-such-page" in caplog.text


# The pages ----------------------------------------------------------------------------


def test_somebody_types_a_code_answers_and_is_thanked(run):
    code = made(run)[0]
    client = Client()

    typed = client.post("/survey/", {"code": codes.written_code(code).lower()})
    assert typed.url == f"/survey/{code}/"
    page = client.get(typed.url).content.decode()
    assert "When you send, it is deleted" in page
    sent = client.post(typed.url, {"clarity": "5", "about-profession": "coach"})
    assert sent.url == "/survey/thanks/"
    assert "Your feedback has been counted." in client.get(sent.url).content.decode()

    again = client.post(typed.url, {"clarity": "1"})
    assert again.status_code == 422
    assert "they are counted" in again.content.decode()
    assert Response.objects.count() == 1


@pytest.mark.parametrize("code", ["x", "²" * 12, "7KQ2M0XV93TB", "%00", "a" * 500])
def test_a_wrong_code_gets_a_sentence(run, code):
    made(run)
    for response in (
        Client().get(f"/survey/{code}/"),
        Client().post(f"/survey/{code}/", {"clarity": "5"}),
    ):
        assert response.status_code == 422
        assert "No survey waits for this code." in response.content.decode()
    assert Client().post("/survey/", {"code": code}).status_code == 422
    assert Response.objects.count() == 0


def test_a_form_with_a_fault_keeps_the_code_and_the_answers(run):
    code = made(run)[0]
    response = Client().post(
        f"/survey/{code}/",
        {"clarity": "5", "improve": "x" * 3000, "about-profession": "?"},
    )

    assert response.status_code == 422
    assert 'value="5" checked' in re.sub(r"\s+", " ", response.content.decode())
    assert SurveyCode.objects.count() == 8


def test_guessing_is_slowed_and_codes_still_work_afterwards(run, monkeypatch):
    monkeypatch.setattr(code_views, "MOST_WRONG", 3)
    code = made(run)[0]
    client = Client()
    statuses = [client.get(f"/survey/{n}/").status_code for n in range(5)]

    assert statuses == [422, 422, 422, 429, 429]
    assert client.post("/survey/", {"code": code}).status_code == 429
    cache.clear()
    assert client.get(f"/survey/{code}/").status_code == 200


@pytest.fixture
def client_of_coordinator(run):
    client = Client()
    user = MembershipFactory(organisation=run.organisation, role=Role.COORDINATOR).user
    client.force_login(user)
    return client


def making(run, **changes):
    return {"count": "6", "key": KEY, "format": "slips"} | changes


def test_slips_and_the_file_hold_the_same_codes(run, client_of_coordinator):
    address = f"/ratings/runs/{run.pk}/codes/"
    html = client_of_coordinator.post(address, making(run)).content.decode()
    file = client_of_coordinator.post(address, making(run, format="csv"))
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))

    assert len(rows) == SurveyCode.objects.count() == 6
    assert html.count("<svg") >= 6
    assert "style=" not in html[html.index("slips") :]
    for row in rows:
        assert row["code"] in html
        path = row["address"].removeprefix("http://127.0.0.1:8000")
        assert Client().get(path).status_code == 200


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"count": "0"}, "Choose a number from 1 to 300."),
        ({"count": "301"}, "Choose a number from 1 to 300."),
        ({"count": "²"}, "Choose a number from 1 to 300."),
        ({"key": ""}, "Choose a number from 1 to 300."),
        ({"count": "4"}, "at least 5 codes"),
    ],
    ids=str,
)
def test_a_wrong_number_makes_no_codes(run, client_of_coordinator, changes, sentence):
    response = client_of_coordinator.post(
        f"/ratings/runs/{run.pk}/codes/", making(run, **changes), follow=True
    )
    assert sentence in response.content.decode()
    assert SurveyCode.objects.count() == 0


def test_only_who_looks_after_the_run_makes_codes(run):
    for user, status in (
        (MembershipFactory(organisation=run.organisation).user, 403),
        (MembershipFactory(coordinating=True).user, 404),
    ):
        client = Client()
        client.force_login(user)
        response = client.post(f"/ratings/runs/{run.pk}/codes/", making(run))
        assert response.status_code == status
    assert SurveyCode.objects.count() == 0


# At the same moment -------------------------------------------------------------------


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control"])
def test_one_code_sent_many_times_at_once_counts_once(guarded, monkeypatch):
    run = coded_run()
    code = made(run)[0]
    if not guarded:
        # As one would at first: look whether it is there, and mark it afterwards.
        monkeypatch.setattr(codes, "_spend", lambda run, code: True)

    outcomes = at_once([lambda: answer(run, code)] * 6)

    refused = [o for o in outcomes if isinstance(o, codes.CodeNotValid)]
    assert (len(refused) == 5) == guarded
    assert (Response.objects.count() == 1) == guarded
    assert differences(run) == []


def test_cancelling_a_run_takes_its_codes_along(db):
    run = coded_run(opens_on=timezone.localdate() + DAY)
    made(run)
    planning.cancel_run(run=run, at=timezone.now())
    assert not SurveyRun.objects.exists()
    assert not SurveyCode.objects.exists()
