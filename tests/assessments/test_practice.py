"""Practice: what it tells, when it is closed, and that nothing of it stays."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from assessments import actions, practice
from assessments.models import Behaviour, Practice
from tests.factories.people import UserFactory

from .checking import chosen, free_text, number, sat, single


@pytest.fixture
def learner(site, client, noon):
    """Return what seats a learner at a quiz that may be practised."""

    def seat(*contents, practice=Practice.ALWAYS, **fields):
        quiz = sat(
            *(contents or (single(), number())),
            at=noon,
            behaviour=Behaviour.DEFERRED,
            practice=practice,
            **fields,
        )
        client.force_login(quiz.user)
        return Practising(client, quiz)

    return seat


class Practising:
    """A learner who goes through the questions of a quiz."""

    def __init__(self, client, quiz):
        self.client = client
        self.quiz = quiz
        self.address = reverse("assessments:practice", args=[quiz.attempt.step_id])
        self.rounds = []
        self.page = None

    def opens(self):
        return self._look(self.client.get(self.address))

    def sends(self, number=0, **fields):
        """Send the form of the page, or the one after it, with these fields."""
        return self._look(
            self.client.post(self.address, {"round": self.rounds[number], **fields})
        )

    def places(self, text):
        """Return the place on the page of the option with this text."""
        found = re.search(rf'value="(\d+)"[^>]*>\s*<label[^>]*>{text}', self.page)
        return found[1]

    def _look(self, response):
        self.status = response.status_code
        self.page = response.content.decode()
        self.rounds = re.findall(r'name="round" value="([^"]*)"', self.page)
        return self.page


def every_row():
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


def test_a_round_goes_through_the_questions_and_sums_up(learner):
    one = learner()
    one.quiz.submit()

    assert "2 questions" in one.opens()
    assert "Practice, question 1 of 2" in one.sends()
    one.sends(do="check", option=one.places("Option 1"))
    assert "Not right" in one.page
    assert "Feedback 1." in one.page
    # The quiz has another attempt, so what is right is not told.
    assert "The explanation." not in one.page
    assert "Practice, question 2 of 2" in one.sends()
    assert "Counted rightly." in one.sends(do="check", text="8")
    assert "See how it went" in one.page
    assert "You answered 1 of 2 questions rightly." in one.sends()


def test_a_question_can_be_tried_again_and_skipped(learner):
    one = learner()
    one.quiz.submit()
    one.opens()
    one.sends()
    one.sends(do="check", option=one.places("Option 1"))

    assert "Practice, question 1 of 2" in one.sends(1)
    assert "Practice, question 2 of 2" in one.sends(do="skip")
    one.sends(do="skip")
    assert "You answered 0 of 2 questions rightly." in one.page
    assert "You skipped 2." in one.page


def test_an_answer_of_nothing_gets_a_sentence(learner):
    one = learner()
    one.quiz.submit()
    one.opens()
    one.sends()

    assert "There is nothing to check yet." in one.sends(do="check")
    assert "There is nothing to check yet." in one.sends(do="check", option="99")


def test_practice_writes_nothing(learner):
    one = learner(single(), number(), free_text(), free_text(is_reflection=True))
    one.quiz.submit()
    before = every_row()

    one.opens()
    one.sends()
    one.sends(do="check", option=one.places("Option 1"))
    one.sends()
    one.sends(do="check", text="8")
    one.sends()
    one.sends(do="check", text="I would listen.")
    one.sends()
    one.sends(do="check", text="I wonder.")
    assert "You answered 1 of 4 questions rightly." in one.sends()

    assert every_row() == before


def test_control_an_attempt_does_write(learner):
    one = learner()
    before = every_row()

    one.quiz.submit()

    assert every_row() != before


def test_practice_is_closed_while_an_attempt_is_in_progress(learner):
    """Even where it is open at any time: what it tells would help the attempt."""
    one = learner()

    assert "You have an attempt in progress." in one.opens()
    assert one.status == 403
    assert one.rounds == []


def test_a_round_that_was_begun_before_an_attempt_is_closed_with_it(learner, noon):
    one = learner()
    one.quiz.submit()
    one.opens()
    one.sends()
    actions.start_attempt(
        enrolment=one.quiz.attempt.enrolment,
        step=one.quiz.attempt.step,
        assessment=one.quiz.attempt.assessment,
        start_key="second",
        at=noon,
    )

    page = one.sends(do="check", option="0")

    assert one.status == 403
    assert "You have an attempt in progress." in page


def test_practice_waits_for_the_end_where_the_quiz_asks_for_that(learner):
    one = learner(single(), practice=Practice.FINISHED)
    one.quiz.save(chosen(1))
    one.quiz.submit()

    assert "You can practise once you have passed" in one.opens()
    assert one.status == 403


def test_practice_after_the_last_attempt_tells_what_is_right(learner):
    one = learner(single(), practice=Practice.FINISHED, attempts_allowed=1)
    one.quiz.submit()
    one.opens()
    one.sends()

    one.sends(do="check", option=one.places("Option 1"))

    assert "The explanation." in one.page
    assert "Try again" not in one.page


def test_a_quiz_without_practice_says_so(learner):
    one = learner(practice=Practice.NEVER)
    one.quiz.submit()

    assert "This quiz cannot be practised." in one.opens()
    assert one.status == 403


def test_what_is_not_shown_does_not_travel_with_the_forms_either(learner):
    one = learner(single(), show_during=["feedback"])
    one.quiz.submit()
    one.opens()
    one.sends()

    one.sends(do="check", option=one.places("Option 1"))

    [carried] = {
        practice.unsigned(text, user=one.quiz.user, step=one.quiz.attempt.step).outcomes
        for text in one.rounds
    } - {()}
    assert carried == (practice.DONE,)
    assert "Not right" not in one.page
    assert "You have gone through all questions." in one.sends()


def test_a_round_of_somebody_else_is_not_taken(learner):
    one = learner()
    one.quiz.submit()
    foreign = practice.signed(
        practice.new_round(one.quiz.attempt.assessment),
        user=UserFactory(),
        step=one.quiz.attempt.step,
    )
    one.opens()
    one.rounds = [foreign]

    assert "This round cannot go on" in one.sends()
    assert one.status == 200


@pytest.mark.parametrize("text", ["", "x", "a:b:c", "é" * 50], ids=repr)
def test_a_broken_round_begins_again(learner, text):
    one = learner()
    one.quiz.submit()
    one.rounds = [text]

    assert "Start practising" in one.sends(do="check")


def test_somebody_who_is_not_enrolled_finds_nothing(learner, client):
    one = learner()
    client.force_login(UserFactory())

    one.opens()

    assert one.status == 404


def test_the_quiz_page_leads_to_practice_where_it_is_open(learner):
    one = learner()
    start = one.quiz.built.quiz.get_url()

    during = one.client.get(start).content.decode()
    one.quiz.submit()
    afterwards = one.client.get(start).content.decode()

    assert one.address not in during
    assert one.address in afterwards


def test_who_answers_faster_than_anybody_reads_is_asked_to_wait(learner, settings):
    """Practice leaves no trace, so a script that asks all day would not be seen."""
    settings.ACCOUNT_RATE_LIMITS = {"practice": "2/m/user"}
    one = learner()
    one.quiz.submit()
    one.opens()
    one.sends()
    one.sends()
    assert one.status == 200
    one.sends()

    assert one.status == 429
    assert "Wait a minute" in one.page
    assert "your round goes on where it was" in one.page
