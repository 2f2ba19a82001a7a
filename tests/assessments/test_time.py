"""A quiz with a limit: the time left, the end by the clock, the exceptions."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from assessments.models import Attempt, Mark, OverduePolicy
from assessments.review import time_left
from courses.models import StepCompletion

from .timing import MINUTE, SECOND, html, late_by, timed, with_policy

__all__ = ["timed"]


def end_attempts(*args):
    out = io.StringIO()
    call_command("end_attempts", *args, stdout=out)
    return out.getvalue()


# What is said beforehand --------------------------------------------------------------


def test_the_start_page_tells_the_limit_and_what_happens_then(sitting):
    sitting.assessment.time_limit_minutes = 30
    sitting.assessment.overdue_policy = OverduePolicy.GRACE
    sitting.assessment.save()
    page = html(sitting.client.get(sitting.built.quiz.get_url()))

    assert "30 minutes" in page
    assert "You then have 5 minutes to submit them" in page


def test_the_question_page_tells_the_time_left_without_a_script(timed):
    page = html(timed.client.get(timed.address("response", 1)))

    assert "30 minutes" in page
    assert "time-left.js" in page


def test_without_a_limit_no_time_is_told(sitting):
    sitting.start()

    assert "time-left" not in html(sitting.client.get(sitting.address("response", 1)))


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (1800, "30 minutes"),
        (1741, "30 minutes"),
        (1740, "29 minutes"),
        (61, "2 minutes"),
        (60, "60 seconds"),
        (41, "50 seconds"),
        (0, "0 seconds"),
        (-90, "0 seconds"),
    ],
)
def test_the_time_left_in_words(timed, seconds, text):
    attempt = timed.attempt
    left = time_left(attempt, attempt.due_at - seconds * SECOND)

    assert left.text == text


# Saving after the time ----------------------------------------------------------------


def test_a_save_on_its_way_when_the_time_was_up_is_taken(timed):
    late_by(timed, 2 * SECOND)
    reply = timed.answer(1, timed.places(1), headers={"accept": "application/json"})

    assert reply.status_code == 200


@pytest.mark.parametrize("timed", list(OverduePolicy), indirect=True)
def test_a_late_save_is_refused_and_said_so(timed):
    timed.answer(1, timed.places(1))
    late_by(timed, MINUTE)
    places = timed.places(2)
    reply = timed.answer(2, places, headers={"accept": "application/json"})

    assert reply.status_code == 409
    assert reply.json()["outcome"] == "overdue"
    assert "so this answer was not saved" in reply.json()["message"]
    assert not timed.attempt.responses.get(position=2).is_answered


def test_control_without_the_rule_a_late_save_is_stored(timed, monkeypatch):
    for module in ("actions.answers", "rules"):
        monkeypatch.setattr(f"assessments.{module}.is_late", lambda limit, at: False)
    late_by(timed, MINUTE)
    timed.answer(1, timed.places(1))

    assert timed.attempt.responses.get(position=1).is_answered


def test_a_late_save_by_a_form_leads_to_the_result_and_says_so(timed):
    late_by(timed, MINUTE)
    reply = timed.client.post(
        timed.address("response", 1), {"option": "0", "revision": 5}, follow=True
    )

    assert reply.redirect_chain[-1][0] == timed.address("result")
    assert "so this answer was not saved" in html(reply)


# The end by the clock -----------------------------------------------------------------


def test_opening_anything_ends_an_overdue_attempt_with_what_was_saved(timed):
    timed.answer_all()
    late_by(timed, MINUTE)
    reply = timed.client.get(timed.address("response", 2), follow=True)
    attempt = timed.attempt

    assert reply.redirect_chain[-1][0] == timed.address("result")
    assert "the answers saved by then were submitted: 3 of 3." in html(reply)
    assert (attempt.ended_by, attempt.score, attempt.passed) == ("clock", 3, True)
    assert attempt.submitted_at == attempt.due_at
    assert StepCompletion.objects.filter(step=timed.step).exists()


def test_submitting_too_late_changes_nothing_of_that(timed):
    late_by(timed, MINUTE)
    page = timed.client.post(timed.address("submit"), follow=True)

    assert "submitted: 0 of 3." in html(page)
    assert timed.attempt.ended_by == "clock"


@with_policy(OverduePolicy.DISCARD)
def test_what_was_not_submitted_in_time_does_not_count_and_is_said_so(timed):
    timed.answer_all()
    late_by(timed, MINUTE)
    page = html(timed.client.post(timed.address("submit"), follow=True))
    attempt = timed.attempt

    assert "It does not count, and nothing in it was marked." in page
    assert (attempt.is_counted, attempt.score) == (False, None)
    assert not Mark.objects.exists()
    assert not StepCompletion.objects.filter(step=timed.step).exists()


@with_policy(OverduePolicy.DISCARD)
def test_a_discarded_attempt_is_used_up_and_listed(timed):
    timed.assessment.attempts_allowed = 1
    timed.assessment.save()
    late_by(timed, MINUTE)
    timed.client.get(timed.address("attempt"))
    page = html(timed.client.get(timed.built.quiz.get_url()))

    assert "Not submitted in time, does not count" in page
    assert "You have used all attempts." in page


@with_policy(OverduePolicy.GRACE)
def test_in_the_grace_period_answers_stand_and_can_be_submitted(timed):
    timed.answer_all()
    late_by(timed, MINUTE)
    page = timed.client.get(timed.address("response", 1), follow=True)

    assert page.redirect_chain[-1][0] == timed.address("review")
    assert "and no longer change them" in html(page)
    timed.submit()
    assert (timed.attempt.ended_by, timed.attempt.passed) == ("learner", True)


@with_policy(OverduePolicy.GRACE)
def test_after_the_grace_period_it_does_not_count(timed):
    timed.answer_all()
    late_by(timed, 6 * MINUTE)
    timed.submit()

    assert (timed.attempt.ended_by, timed.attempt.is_counted) == ("clock", False)


def test_the_start_page_ends_nothing_but_leads_there(timed):
    late_by(timed, MINUTE)
    page = html(timed.client.get(timed.built.quiz.get_url()))

    assert "See what was counted" in page
    assert not timed.attempt.is_submitted


def test_a_new_attempt_begins_after_ending_the_overdue_one(timed):
    late_by(timed, MINUTE)
    timed.start("second")

    assert [a.ended_by for a in Attempt.objects.order_by("number")] == ["clock", ""]


def test_the_command_ends_what_is_overdue_and_nothing_else(timed):
    assert end_attempts() == "0 attempts ended.\n"
    late_by(timed, MINUTE)
    assert end_attempts("--dry-run") == "1 attempt overdue.\n"
    assert not timed.attempt.is_submitted
    assert end_attempts() == "1 attempt ended.\n"
    assert end_attempts() == "0 attempts ended.\n"
    assert end_attempts("--verbosity=0") == ""


def test_the_command_goes_on_after_a_failure_and_exits_with_1(timed, monkeypatch):
    from django.db import OperationalError

    from assessments.management.commands import end_attempts as command

    def fail(**kwargs):
        raise OperationalError("database is locked")

    late_by(timed, MINUTE)
    monkeypatch.setattr(command, "end_overdue_attempts", fail)
    errors = io.StringIO()
    with pytest.raises(SystemExit) as ending:
        call_command("end_attempts", stdout=io.StringIO(), stderr=errors)

    assert ending.value.code == 1
    assert "could not be ended: database is locked" in errors.getvalue()


def test_attempts_without_a_limit_stay_open(sitting):
    sitting.start()
    Attempt.objects.update(started_at=timezone.now() - 1000 * MINUTE * 1440)

    assert end_attempts() == "0 attempts ended.\n"
    assert not sitting.attempt.is_submitted


# Budgets ------------------------------------------------------------------------------


def test_a_timed_quiz_of_twenty_questions_keeps_to_the_budgets(
    sitting, django_assert_max_num_queries
):
    from assessments.models import AssessmentEntry
    from tests.factories.assessments import ItemFactory

    for order in range(10):
        AssessmentEntry.objects.create(
            assessment=sitting.assessment, item=ItemFactory(), sort_order=10 + order
        )
    for _number in range(12):
        ItemFactory()
    AssessmentEntry.objects.create(
        assessment=sitting.assessment, draw_count=7, sort_order=30
    )
    sitting.assessment.time_limit_minutes = 30
    sitting.assessment.attempts_allowed = 2
    sitting.assessment.wait_minutes = 10
    sitting.assessment.save()

    with django_assert_max_num_queries(40):
        sitting.start()
    assert sitting.attempt.item_count == 20
    address = sitting.address("response", 1)
    with django_assert_max_num_queries(8):
        sitting.client.post(
            address,
            {"option": "1", "revision": 1},
            headers={"accept": "application/json"},
        )
    address = reverse("assessments:submit", args=[sitting.attempt.pk])
    with django_assert_max_num_queries(40):
        sitting.client.post(address)
    assert sitting.attempt.is_submitted
