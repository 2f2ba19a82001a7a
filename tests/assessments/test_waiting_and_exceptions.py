"""Waiting between attempts, exceptions for a person, and which attempt counts."""

import dataclasses

import pytest
from django.utils import timezone

from assessments import actions
from assessments.models import Accommodation, Attempt
from courses.models import StepCompletion

from .timing import MINUTE, html, late_by, timed

__all__ = ["timed"]


# Waiting between attempts -------------------------------------------------------------


def test_the_next_attempt_has_to_wait_and_says_until_when(sitting):
    sitting.assessment.wait_minutes = 60
    sitting.assessment.attempts_allowed = 3
    sitting.assessment.save()
    sitting.start()
    sitting.submit()
    page = html(sitting.start("second") and sitting.client.get("/learn/"))
    start = html(sitting.client.get(sitting.built.quiz.get_url()))

    assert Attempt.objects.count() == 1
    assert "The next attempt can begin on" in page
    assert "The next attempt can begin on" in start
    assert "You have 2 attempts left." in start
    assert "Try again" not in start


# Exceptions ---------------------------------------------------------------------------


@dataclasses.dataclass
class Granting:
    sitting: object

    def __call__(self, minutes=0, attempts=0, number=1, reason="Dyslexia, agreed"):
        return actions.grant_accommodation(
            enrolment=self.sitting.attempt_or_enrolment,
            step=self.sitting.step,
            number=number,
            extra_minutes=minutes,
            extra_attempts=attempts,
            reason=reason,
            by=self.sitting.user,
            at=timezone.now(),
        )


@pytest.fixture
def grant(sitting):
    from courses.models import Enrolment

    sitting.attempt_or_enrolment = Enrolment.objects.get(user=sitting.user)
    return Granting(sitting)


def test_more_time_is_in_attempts_to_come_and_told_before(sitting, grant):
    sitting.assessment.time_limit_minutes = 30
    sitting.assessment.save()
    grant(minutes=15)
    page = html(sitting.client.get(sitting.built.quiz.get_url()))
    sitting.start()

    assert "45 minutes" in page
    assert "15 of them given to you" in page
    assert sitting.attempt.due_at - sitting.attempt.started_at == 45 * MINUTE


def test_more_time_is_added_to_an_attempt_in_progress(timed, grant):
    before = timed.attempt
    grant(minutes=15)

    assert timed.attempt.due_at == before.due_at + 15 * MINUTE
    assert timed.attempt.closes_at == before.closes_at + 15 * MINUTE


def test_more_time_does_not_wake_what_is_over(timed, grant):
    late_by(timed, MINUTE)
    before = timed.attempt.due_at
    grant(minutes=15)

    assert timed.attempt.is_submitted
    assert timed.attempt.due_at == before


def test_one_form_gives_once(timed, grant):
    first, is_new = grant(minutes=15)
    again, is_new_again = grant(minutes=15)

    assert (is_new, is_new_again) == (True, False)
    assert first == again
    assert Accommodation.objects.count() == 1
    assert timed.attempt.due_at - timed.attempt.started_at == 45 * MINUTE


def test_one_further_attempt_for_a_reason(sitting, grant):
    sitting.assessment.attempts_allowed = 1
    sitting.assessment.save()
    sitting.start()
    sitting.submit()
    sitting.start("second")
    assert Attempt.objects.count() == 1

    grant(attempts=1)
    result = html(sitting.client.get(sitting.address("result")))
    sitting.start("second")

    assert "You have 1 attempt left." in result
    assert "Right answer<" not in result
    assert Attempt.objects.count() == 2


def test_an_exception_needs_a_reason_and_something_to_give(sitting, grant):
    with pytest.raises(actions.ReasonMissing):
        grant(minutes=5, reason="  ")
    with pytest.raises(actions.NothingGranted):
        grant()

    assert not Accommodation.objects.exists()


# Which attempt counts -----------------------------------------------------------------


def test_where_the_first_attempt_counts_a_later_one_completes_nothing(sitting):
    sitting.assessment.counting = "first"
    sitting.assessment.save()
    sitting.start()
    sitting.client.post(sitting.address("submit"))
    sitting.start("second")
    second = Attempt.objects.get(number=2)
    for response in second.responses.select_related("item_version"):
        content = response.item_version.plain_content
        actions.save_response(
            attempt=second,
            position=response.position,
            given=content.given(response.option_order, content.full_answer()),
            revision=1,
            at=timezone.now(),
        )
    actions.submit_attempt(attempt=second, at=timezone.now())
    page = html(sitting.client.get(sitting.built.quiz.get_url()))

    assert Attempt.objects.get(number=2).passed
    assert not StepCompletion.objects.filter(step=sitting.step).exists()
    assert page.index("This one counts") < page.index("Attempt 2")
