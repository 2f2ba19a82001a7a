"""Reminders: to whom, when, and each of them once.

A round is prepared in one transaction, with a row for each mail; a mail is claimed by
one process, sent outside of any transaction, and its row deleted. A process that dies
in between leaves a claim behind, and that mail is not sent again: one reminder too few
does no harm. docs/methods/anonymity.md gives the reasons for who gets one.
"""

import datetime
import logging
import random
import smtplib
import uuid
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import StepCompletion
from courses.outline import page_for_reader
from courses.study import outline_of
from people.models import User
from psychometrics.disclosure import subset_allowed

from . import writer
from .eligibility import eligible_people
from .models import (
    FeedbackPage,
    Receipt,
    ReminderMail,
    ReminderRound,
    RunKind,
    SurveyRun,
)

logger = logging.getLogger(__name__)

# After this a claim is of a process that has died.
CLAIM_LASTS = datetime.timedelta(hours=1)
MOST_FAILURES = 5


# Who and when -------------------------------------------------------------------------


def due_number(run: SurveyRun, today: datetime.date) -> int | None:
    """Return which reminder of the run is due, counted from 1; None when none is.

    The first when as many days are left as the first of ELEARN_REMINDER_DAYS says, and
    so on. Nobody is reminded on the first day.
    """
    if not run.has_reminders or not run.can_remind or run.last_day is None:
        return None
    if not run.is_open or not run.opened_on < today <= run.last_day:
        return None
    left = (run.last_day - today).days
    days = settings.ELEARN_REMINDER_DAYS
    reached = [number for number, day in enumerate(days, start=1) if left <= day]
    return max(reached, default=None)


def people_to_remind(run: SurveyRun) -> tuple[set[int], bool]:
    """Return whom a reminder of the run goes to now, and whether that is everybody.

    Getting one or none is a sign that others may see: a mail server, a colleague. So
    the eligible are split into those who get one and those who do not only where a
    filter of the figures could split them: neither part is smaller than the threshold,
    or the second is empty. Where fewer have answered, they get one as well; where fewer
    have not, nobody does.
    """
    answered = _answered(run)
    eligible = eligible_people(run) | answered
    waiting = eligible - answered
    if len(waiting) < run.threshold:
        return set(), False
    if subset_allowed(len(eligible), len(waiting), run.threshold):
        return waiting - _asked_by_another_run(run), False
    return eligible - _asked_by_another_run(run), True


def _answered(run: SurveyRun) -> set[int]:
    """Return who has answered in the run, or done its step in another way."""
    people = set(Receipt.objects.filter(run=run).values_list("user", flat=True))
    if run.step_id is not None:
        done = StepCompletion.objects.filter(step=run.step_id)
        users = set(done.values_list("enrolment__user", flat=True))
        people |= users & eligible_people(run)
    return people


def _asked_by_another_run(run: SurveyRun) -> set[int]:
    """Return whom a planned run that is open reminds instead of this automatic one."""
    people: set[int] = set()
    if run.kind == RunKind.AUTOMATIC:
        others = SurveyRun.objects.open().filter(
            kind=RunKind.PLANNED, step=run.step_id, has_reminders=True
        )
        for other in others:
            people |= eligible_people(other)
    return people


# The rounds ---------------------------------------------------------------------------


def due_rounds(*, at: datetime.datetime) -> list[tuple[SurveyRun, int]]:
    """Return the runs that are to be reminded of now, with the number of the round."""
    today = timezone.localdate(at)
    runs = SurveyRun.objects.collecting(today).filter(has_reminders=True)
    due = []
    for run in runs.select_related("course", "organisation").order_by("pk"):
        number = due_number(run, today)
        if number is None:
            continue
        if not run.reminder_rounds.filter(number__gte=number).exists():
            due.append((run, number))
    return due


@transaction.atomic
def prepare_round(*, run: SurveyRun, number: int, at: datetime.datetime) -> bool:
    """Put the mails of one round into the outbox; answer whether there are any.

    Doing it again, or at the same moment in two processes, prepares them once. While
    nobody may be reminded nothing is stored, and the round stays due.
    """
    run = writer.locked_run(run.pk)
    if due_number(run, timezone.localdate(at)) != number:
        return False
    if run.reminder_rounds.filter(number__gte=number).exists():
        return False
    people, is_for_everybody = people_to_remind(run)
    users = list(
        User.objects.filter(
            pk__in=people, is_active=True, wants_survey_reminders=True
        ).values_list("pk", flat=True)
    )
    # Others have said that they want none, or are reminded by another run.
    if len(users) < run.threshold:
        return False
    prepared = ReminderRound.objects.create(
        run=run,
        number=number,
        prepared_on=timezone.localdate(at),
        is_for_everybody=is_for_everybody,
    )
    random.SystemRandom().shuffle(users)
    ReminderMail.objects.bulk_create(
        ReminderMail(round=prepared, user_id=user) for user in users
    )
    return True


# Sending ------------------------------------------------------------------------------


def send_waiting(*, at: datetime.datetime) -> bool:
    """Send what is in the outbox; answer whether nothing was left because of a failure.

    May run in several processes at once. What cannot be sent now waits for the next
    time; after five failures it is given up.
    """
    ReminderMail.objects.filter(claimed_at__lt=at - CLAIM_LASTS).delete()
    waiting = list(
        ReminderMail.objects.filter(claimed_at=None).values_list("pk", flat=True)
    )
    if not waiting:
        return True
    connection = get_connection()
    all_sent = True
    try:
        connection.open()
        for key in waiting:
            mail = _claim(key, at)
            if mail is not None:
                all_sent &= _send(mail, connection, at)
    except OSError as error:
        # Without the message: it may name the person.
        logger.warning("Reminders wait: %s.", type(error).__name__)
        all_sent = False
    finally:
        connection.close()
    return all_sent


def _claim(key: uuid.UUID, at: datetime.datetime) -> ReminderMail | None:
    """Take one mail for this process; None when another has it, or it is gone."""
    if not ReminderMail.objects.filter(pk=key, claimed_at=None).update(claimed_at=at):
        return None
    return (
        ReminderMail.objects.select_related(
            "round__run__course",
            "round__run__step",
            "round__run__survey_version__survey",
            "user",
        )
        .filter(pk=key)
        .first()
    )


def _send(
    mail: ReminderMail, connection: BaseEmailBackend, at: datetime.datetime
) -> bool:
    """Send a claimed mail, if it still should be, and delete its row."""
    message = _message(mail, at)
    if message is not None:
        message.connection = connection
        try:
            message.send()
        except (smtplib.SMTPException, OSError) as error:
            _put_back(mail)
            if isinstance(error, smtplib.SMTPRecipientsRefused):
                return False
            raise OSError(type(error).__name__) from None
    ReminderMail.objects.filter(pk=mail.pk).delete()
    return True


def _put_back(mail: ReminderMail) -> None:
    if mail.failure_count + 1 >= MOST_FAILURES:
        ReminderMail.objects.filter(pk=mail.pk).delete()
        return
    ReminderMail.objects.filter(pk=mail.pk).update(
        claimed_at=None, failure_count=mail.failure_count + 1
    )


def _message(mail: ReminderMail, at: datetime.datetime) -> EmailMessage | None:
    """Return the mail, None where it has no purpose any more."""
    run, user = mail.round.run, mail.user
    is_wanted = user.is_active and user.wants_survey_reminders and run.has_reminders
    today = timezone.localdate(at)
    if not is_wanted or not run.is_open or run.last_day is None or today > run.last_day:
        return None
    receipt = Receipt.objects.filter(user=user, run=run)
    if not mail.round.is_for_everybody and receipt.exists():
        return None
    with translation.override(user.preferred_language):
        address = _address(run)
        if address is None:
            return None
        title = outline_of(run.course).title
        account = urljoin(settings.WAGTAILADMIN_BASE_URL, reverse("people:profile"))
        return EmailMessage(
            # Says no more than any mail of a course: mail servers write subjects down.
            subject=_("About your course: %(course)s") % {"course": title},
            body=render_to_string(
                "feedback/mail/reminder.txt",
                {
                    "course": title,
                    "minutes": run.survey_version.survey.minutes_needed,
                    "last_day": run.last_day,
                    "url": urljoin(settings.WAGTAILADMIN_BASE_URL, address),
                    "account_url": account,
                    "is_confidential": run.is_confidential,
                },
            ),
            to=[user.email],
            headers={
                "Auto-Submitted": "auto-generated",
                "List-Unsubscribe": f"<{account}>",
            },
        )


def _address(run: SurveyRun) -> str | None:
    """Return where the run's survey is answered, None when its page is not live."""
    if run.step is None:
        return reverse("feedback:follow-up", args=[run.course.slug])
    page = page_for_reader(FeedbackPage, run.step.key)
    return page.get_url() if page else None


# In words -----------------------------------------------------------------------------


def schedule(run: SurveyRun) -> str:
    """Return when a run reminds and whom, "" for a run that never does."""
    days = settings.ELEARN_REMINDER_DAYS
    if not run.can_remind or not run.is_open or not days:
        return ""
    if not run.has_reminders:
        return _("This run reminds nobody.")
    when = ", ".join(str(day) for day in days)
    return ngettext(
        "The site reminds those who have not answered, by mail, %(days)s day before "
        "the last day. Nobody sees who they are. Where fewer than %(threshold)s have "
        "not answered, nobody is reminded.",
        "The site reminds those who have not answered, by mail, %(days)s days before "
        "the last day. Nobody sees who they are. Where fewer than %(threshold)s have "
        "not answered, nobody is reminded.",
        days[-1],
    ) % {"days": when, "threshold": run.threshold}
