"""Whether the records agree with each other, and the daily work is done."""

import datetime
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone

from feedback.models import (
    Receipt,
    ReminderMail,
    Response,
    RunKind,
    RunMode,
    SurveyRun,
)
from feedback.reconciliation import differences
from feedback.reminders import CLAIM_LASTS

from . import Finding, Level, check


@check("counts", "All counts of ratings agree with the answers.")
def counts_agree() -> Iterator[Finding]:
    """Compare every run's counts with its answers, as `reconcile` does."""
    for run in SurveyRun.objects.select_related("course").order_by("pk").iterator():
        found = differences(run)
        if found:
            yield Finding(
                Level.ERROR,
                f"“{run}” has {len(found)} counts that differ from its answers.",
                "Run `manage.py reconcile` to see them; restore a backup or report "
                "this as a fault. The answers themselves are whole.",
            )


@check("receipts", "There is an answer for every receipt.")
def receipts_have_answers() -> Iterator[Finding]:
    """Count both; receipts may be fewer, since they go with the person's account."""
    receipts = dict(
        Receipt.objects.values_list("run")
        .annotate(n=Count("pk"))
        .values_list("run", "n")
    )
    responses = dict(
        Response.objects.filter(run__in=receipts)
        .values_list("run")
        .annotate(n=Count("pk"))
        .values_list("run", "n")
    )
    # What was given under a pseudonym may be taken back; the receipt stays.
    runs = SurveyRun.objects.filter(pk__in=receipts, mode=RunMode.ANONYMOUS)
    for run in runs.select_related("course"):
        missing = receipts[run.pk] - responses.get(run.pk, 0)
        if missing > 0:
            yield Finding(
                Level.ERROR,
                f"“{run}” has fewer answers than people who answered.",
                "Restore a backup or report this as a fault.",
            )


@check("runs-closed", "No survey run is open after its window.")
def runs_are_closed() -> Iterator[Finding]:
    """Look for runs that the nightly command should have closed."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    late = SurveyRun.objects.due(yesterday).count()
    if late:
        yield Finding(
            Level.WARNING,
            f"{late} survey run{' is' if late == 1 else 's are'} still open after the "
            "end of the window.",
            "Run `manage.py close_runs`, and let a timer run it every night.",
        )


@check("thresholds", "No figure of fewer than five answers can be shown.")
def thresholds_hold() -> Iterator[Finding]:
    """Look at the settings, and at runs that were opened under others."""
    for name, least in (
        ("ELEARN_MINIMUM_GROUP", 5),
        ("ELEARN_MINIMUM_FOR_COMMENTS", 10),
    ):
        value = getattr(settings, name)
        if not isinstance(value, int) or value < least:
            yield Finding(
                Level.ERROR,
                f"{name} is {value}.",
                f"Set it to a whole number, {least} or more.",
            )
    lower = SurveyRun.objects.open().filter(threshold__lt=settings.ELEARN_MINIMUM_GROUP)
    if lower.exists():
        yield Finding(
            Level.NOTE,
            f"{lower.count()} open runs keep the smaller smallest group that they were "
            "opened with.",
        )


@check("reminders", "No reminder waits for longer than a day.")
def reminders_are_sent() -> Iterator[Finding]:
    """Look for mails that are stuck. To whom they go is nobody's to see."""
    now = timezone.now()
    yesterday = timezone.localdate(now) - datetime.timedelta(days=1)
    stuck = ReminderMail.objects.filter(
        Q(round__prepared_on__lt=yesterday) | Q(claimed_at__lt=now - CLAIM_LASTS)
    )
    if stuck.exists():
        yield Finding(
            Level.WARNING,
            "Reminders of surveys wait to be sent.",
            "Look at the mail server, then run `manage.py send_reminders`.",
        )


@check("codes", "Codes are there for runs that are open, and for no others.")
def codes_belong_to_open_runs() -> Iterator[Finding]:
    """Look for codes that closing should have deleted."""
    wrong = SurveyRun.objects.filter(
        Q(closed_on__isnull=False) | ~Q(kind=RunKind.CODES), codes__isnull=False
    ).distinct()
    for run in wrong:
        yield Finding(
            Level.WARNING,
            f"“{run}” takes no answers and still has codes.",
            "Report this as a fault; the codes open nothing.",
        )
