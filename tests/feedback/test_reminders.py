"""Reminders: to whom, once, and without a list of those who have not answered."""

import datetime
import smtplib
import time

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import override_settings

from feedback import actions, planning, reminders
from feedback.models import ReminderMail, ReminderRound, RunKind, SurveyRun
from tests.conftest import NOON
from tests.factories.courses import build_course, enrolled
from tests.factories.feedback import SurveyFactory
from tests.factories.people import MembershipFactory, OrganisationFactory
from tests.factories.site import ensure_site
from tests.racing import at_once

DAY = datetime.timedelta(days=1)
TODAY = NOON.date()


class Reminded:
    """A planned run that ends in five days, and learners who reached its survey."""

    def __init__(self, learners=12, **fields):
        ensure_site()
        self.survey = SurveyFactory()
        self.built = build_course(lessons=0, survey=self.survey)
        self.organisation = OrganisationFactory()
        self.learners = [
            MembershipFactory(organisation=self.organisation).user
            for _number in range(learners)
        ]
        for user in self.learners:
            enrolled(user, self.built.course)
        self.run = planning.plan_run(
            **{
                "kind": RunKind.PLANNED,
                "course": self.built.course,
                "survey": self.survey,
                "step": self.step,
                "name": "Autumn",
                "opens_on": TODAY - 20 * DAY,
                "last_day": TODAY + 5 * DAY,
                "organisation": self.organisation,
            }
            | fields
        )

    @property
    def step(self):
        return self.built.step(self.built.feedback)

    def answers(self, *users):
        for user in users:
            actions.submit_response(
                enrolment=enrolled(user, self.built.course),
                step=self.step,
                survey=self.survey,
                values={},
                comments={},
                language="en",
                at=NOON,
            )

    def prepare(self, at=NOON):
        return [
            reminders.prepare_round(run=run, number=number, at=at)
            for run, number in reminders.due_rounds(at=at)
        ]

    def remind(self, at=NOON):
        self.prepare(at)
        return reminders.send_waiting(at=at)

    def addressed(self):
        return sorted(address for message in mail.outbox for address in message.to)


@pytest.fixture
def reminded(db):
    return Reminded()


def addresses(users):
    return sorted(user.email for user in users)


# To whom ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "answered", "expected"),
    [
        # Fewer than five are asked: whoever gets a mail is one of few.
        (4, 0, "nobody"),
        (12, 0, "those who have not"),
        # Three who get no mail would have been named as those who answered.
        (12, 3, "everybody"),
        (12, 5, "those who have not"),
        (12, 7, "those who have not"),
        # Four who get one would have been named as those who have not.
        (12, 8, "nobody"),
        (12, 12, "nobody"),
    ],
)
def test_neither_those_reminded_nor_the_others_are_few(db, asked, answered, expected):
    reminded = Reminded(asked)
    reminded.answers(*reminded.learners[:answered])
    reminded.remind()

    people = {
        "nobody": [],
        "everybody": reminded.learners,
        "those who have not": reminded.learners[answered:],
    }[expected]
    assert reminded.addressed() == addresses(people)


def test_nobody_is_reminded_against_their_will(reminded):
    for user in reminded.learners[:3]:
        user.wants_survey_reminders = False
        user.save()
    reminded.learners[3].is_active = False
    reminded.learners[3].save()
    reminded.remind()

    assert reminded.addressed() == addresses(reminded.learners[4:])


def test_reminders_are_switched_off_in_the_account(reminded, client):
    user = reminded.learners[0]
    client.force_login(user)
    form = {"first_name": "Aino", "last_name": "Aho", "preferred_language": "en"}
    assert "Remind me of surveys" in client.get("/people/profile/").content.decode()

    client.post("/people/profile/", form)
    user.refresh_from_db()
    assert not user.wants_survey_reminders
    client.post("/people/profile/", form | {"wants_survey_reminders": "on"})
    user.refresh_from_db()
    assert user.wants_survey_reminders


def test_where_few_want_reminders_nobody_gets_one(reminded):
    for user in reminded.learners[:8]:
        user.wants_survey_reminders = False
        user.save()
    reminded.remind()

    assert mail.outbox == []


def test_who_answers_before_the_mail_is_sent_gets_none(reminded):
    reminded.prepare()
    reminded.answers(reminded.learners[0])
    reminders.send_waiting(at=NOON)

    assert reminded.addressed() == addresses(reminded.learners[1:])


def test_a_quarter_does_not_remind_whom_a_planned_run_asks(reminded):
    """One person, one survey: not two mails on the same day."""
    quarter = SurveyRun.objects.create(
        course=reminded.built.course,
        survey_version=reminded.survey.current_version,
        step=reminded.step,
        organisation=reminded.organisation,
        name="2026 Q4",
        opened_on=TODAY.replace(month=10, day=1),
        closes_on=TODAY + 3 * DAY,
    )
    people, _is_for_everybody = reminders.people_to_remind(quarter)
    assert people == set()


# When ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days_left", "number"),
    [(8, None), (7, 1), (3, 1), (2, 2), (0, 2), (-1, None)],
)
def test_two_reminders_are_due_on_their_days(reminded, days_left, number):
    run = reminded.run
    assert reminders.due_number(run, run.last_day - days_left * DAY) == number


def test_nobody_is_reminded_on_the_first_day(reminded):
    assert reminders.due_number(reminded.run, reminded.run.opened_on) is None


def test_each_reminder_is_sent_once_and_there_are_two(reminded):
    for day in range(7):
        for _time in range(3):
            reminded.remind(NOON + day * DAY)

    # Five, four and three days before the end it is the first; then the second.
    assert len(mail.outbox) == 2 * len(reminded.learners)


def test_a_run_that_reminds_nobody_does_not(db):
    reminded = Reminded(has_reminders=False)
    reminded.remind()

    assert mail.outbox == []


def test_switching_reminders_off_stops_those_that_wait(reminded):
    reminded.prepare()
    planning.switch_reminders(run=reminded.run, has_reminders=False)
    reminders.send_waiting(at=NOON)

    assert mail.outbox == []


def test_two_short_of_the_rule_today_may_be_enough_tomorrow(reminded):
    """Nothing is stored of a round that could not be sent."""
    for user in reminded.learners[:8]:
        user.wants_survey_reminders = False
        user.save()
    reminded.remind()
    assert not ReminderRound.objects.exists()

    reminded.learners[0].wants_survey_reminders = True
    reminded.learners[0].save()
    reminded.remind(NOON + DAY)
    assert len(mail.outbox) == 5


# The mail -----------------------------------------------------------------------------


def test_the_mail_is_in_the_language_of_its_reader(reminded):
    reader = reminded.learners[0]
    reader.preferred_language = "fi"
    reader.save()
    reminded.remind()

    (message,) = [m for m in mail.outbox if m.to == [reader.email]]
    assert "10. lokakuuta 2026" in message.body
    (other,) = [m for m in mail.outbox if m.to == [reminded.learners[1].email]]
    assert "10 October 2026" in other.body


def test_the_mail_leads_to_the_survey_and_out_of_the_reminders(reminded, client):
    reminded.remind()
    message = mail.outbox[0]

    assert reminded.built.feedback.get_url() in message.body
    assert "/people/profile/" in message.body
    assert "/people/profile/" in message.extra_headers["List-Unsubscribe"]
    # Nothing for the log of a mail server, and nothing about this reader.
    assert "survey" not in message.subject.lower()
    assert "you have not answered" not in message.body
    assert [len(m.to + m.cc + m.bcc) for m in mail.outbox] == [1] * 12


# What is left -------------------------------------------------------------------------


def test_no_list_is_left_of_those_who_were_reminded(reminded):
    reminded.prepare()
    assert ReminderMail.objects.count() == 12
    reminders.send_waiting(at=NOON)

    assert ReminderMail.objects.count() == 0
    assert {field.name for field in ReminderRound._meta.fields} == {
        "id",
        "run",
        "number",
        "prepared_on",
        "is_for_everybody",
    }


def test_closing_a_run_deletes_what_waits(reminded):
    reminded.prepare()
    actions.close_run(run=reminded.run, at=NOON)

    assert ReminderMail.objects.count() == 0


def test_the_command_names_and_counts_nobody(reminded, capsys, caplog, monkeypatch):
    monkeypatch.setattr(
        "feedback.management.commands.send_reminders.timezone.now", lambda: NOON
    )
    call_command("send_reminders", dry_run=True)
    assert mail.outbox == []
    call_command("send_reminders")
    said = capsys.readouterr().out + caplog.text

    assert len(mail.outbox) == 12
    assert "Autumn" in said
    assert "12" not in said
    assert "@" not in said


# When something goes wrong ------------------------------------------------------------


class Refusing:
    """A mail server that fails for some."""

    def __init__(self, error, times=1):
        self.error, self.times = error, times

    def __call__(self, message, *args, **kwargs):
        if self.times:
            self.times -= 1
            raise self.error
        return self.send(message)


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"aino@example.org": (550, b"no such user")}),
        smtplib.SMTPServerDisconnected("gone"),
        ConnectionRefusedError("aino@example.org"),
    ],
    ids=["one refused", "disconnected", "no server"],
)
def test_what_could_not_be_sent_waits_and_is_sent_once(
    reminded, error, monkeypatch, caplog
):
    refusing = Refusing(error)
    refusing.send = reminders.EmailMessage.send
    monkeypatch.setattr(
        reminders.EmailMessage, "send", lambda message: refusing(message)
    )
    assert reminded.remind() is False
    assert ReminderMail.objects.filter(claimed_at=None).exists()
    assert "aino" not in caplog.text

    assert reminders.send_waiting(at=NOON) is True
    assert reminded.addressed() == addresses(reminded.learners)
    assert ReminderMail.objects.count() == 0


def test_an_address_that_is_always_refused_is_given_up(reminded, monkeypatch):
    error = smtplib.SMTPRecipientsRefused({"x": (550, b"no")})
    refusing = Refusing(error, times=1000)
    monkeypatch.setattr(
        reminders.EmailMessage, "send", lambda message: refusing(message)
    )
    reminded.prepare()
    for _time in range(reminders.MOST_FAILURES):
        reminders.send_waiting(at=NOON)

    assert ReminderMail.objects.count() == 0


def test_a_mail_of_a_process_that_died_is_not_sent_again(reminded):
    reminded.prepare()
    ReminderMail.objects.update(claimed_at=NOON)
    reminders.send_waiting(at=NOON + datetime.timedelta(minutes=30))
    assert ReminderMail.objects.count() == 12

    reminders.send_waiting(at=NOON + datetime.timedelta(hours=2))
    assert ReminderMail.objects.count() == 0
    assert mail.outbox == []


# At the same moment -------------------------------------------------------------------


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control"])
def test_processes_at_once_send_each_reminder_once(guarded, monkeypatch):
    """Without the claim every process sends what it finds waiting."""
    reminded = Reminded()
    if not guarded:
        monkeypatch.setattr(reminders, "_claim", unguarded)

    outcomes = at_once([reminded.remind] * 4)

    assert outcomes == [True] * 4
    assert ReminderRound.objects.count() == 1
    assert (len(mail.outbox) == 12) == guarded


def unguarded(key, at):
    waiting = ReminderMail.objects.select_related("round__run__course", "user")
    found = waiting.filter(pk=key).first()
    # Time for the others to find it as well.
    time.sleep(0.1)
    return found


@override_settings(ELEARN_REMINDER_DAYS=[])
def test_a_site_may_remind_nobody(reminded):
    reminded.remind()
    assert mail.outbox == []
    assert reminders.schedule(reminded.run) == ""
