"""The rules of attempts in sentences: what is in the way, what a draw lacks, the time.

What a sentence says was decided in `rules`; here it is only said.
"""

import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .drawing import Shortage
from .models import Attempt, EndedBy, OverduePolicy
from .rules import Block, Decision


def moment(at: datetime.datetime) -> str:
    """Return a day and time, where the site is."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def clock(at: datetime.datetime) -> str:
    """Return the time of a day, where the site is."""
    return date_format(timezone.localtime(at), "H:i")


def why_not(decision: Decision) -> str:
    """Return what keeps a learner from beginning an attempt; "" for nothing."""
    match decision.block:
        case Block.NOT_ENROLLED:
            return _(
                "You are looking at this page without being enrolled, so the quiz "
                "cannot be started."
            )
        case Block.LOCKED:
            return _("This quiz opens after the required steps before it.")
        case Block.NOTHING_TO_ASK:
            return _(
                "This quiz has no questions yet. Your trainer has to publish them."
            )
        case Block.TOO_FEW_ITEMS:
            return _(
                "This quiz has too few questions at the moment. Your trainer has to "
                "publish more."
            )
        case Block.NO_ATTEMPTS_LEFT:
            return _("You have used all attempts. Ask your trainer how to go on.")
        case Block.TOO_SOON if decision.opens_at is not None:
            opens = _("The next attempt can begin on %(moment)s.") % {
                "moment": moment(decision.opens_at)
            }
            return f"{opens} {attempts_left(decision.left)}".strip()
    return ""


def attempts_left(left: int | None) -> str:
    """Return how many attempts remain; "" where any number does."""
    if left is None:
        return ""
    return ngettext(
        "You have %(left)s attempt left.", "You have %(left)s attempts left.", left
    ) % {"left": left}


def shortage(short: Shortage) -> str:
    """Return, for a trainer, which draw lacks how many questions."""
    numbers = {
        "place": short.place,
        "wanted": short.wanted,
        "found": short.found,
        "missing": short.missing,
        "outcome": short.outcome,
    }
    if short.outcome:
        return (
            _(
                "Place %(place)s draws %(wanted)s for the outcome “%(outcome)s”, and "
                "%(found)s that fit are on offer: %(missing)s too few. Publish more, "
                "or draw fewer."
            )
            % numbers
        )
    return (
        _(
            "Place %(place)s draws %(wanted)s, and %(found)s that fit are on offer: "
            "%(missing)s too few. Publish more, or draw fewer."
        )
        % numbers
    )


def when_time_is_up(policy: str, grace_minutes: int) -> str:
    """Return what happens at the end of the time, for somebody about to begin."""
    match policy:
        case OverduePolicy.GRACE:
            return ngettext(
                "When the time is up, answers can no longer be changed. You then have "
                "%(minutes)s minute to submit them; otherwise the attempt does not "
                "count.",
                "When the time is up, answers can no longer be changed. You then have "
                "%(minutes)s minutes to submit them; otherwise the attempt does not "
                "count.",
                grace_minutes,
            ) % {"minutes": grace_minutes}
        case OverduePolicy.DISCARD:
            return _("The attempt counts only if you submit it before the time is up.")
    return _("When the time is up, the answers saved by then are submitted.")


def too_late(attempt: Attempt) -> str:
    """Return why an answer was not stored after the time."""
    if attempt.due_at is None:
        return _("This attempt was already submitted. Its answers stand.")
    numbers = {"time": clock(attempt.due_at)}
    if attempt.overdue_policy == OverduePolicy.DISCARD:
        return (
            _("Your time was up at %(time)s, so this answer was not saved.") % numbers
        )
    return (
        _(
            "Your time was up at %(time)s, so this answer was not saved. What was "
            "saved before stands."
        )
        % numbers
    )


def how_it_ended(attempt: Attempt, answered: int) -> str:
    """Return how the clock ended an attempt and what was counted; "" otherwise."""
    if attempt.ended_by != EndedBy.CLOCK or attempt.due_at is None:
        return ""
    numbers = {
        "time": clock(attempt.due_at),
        "answered": answered,
        "count": attempt.item_count,
    }
    if attempt.is_counted:
        return (
            _(
                "Your time was up at %(time)s, so the answers saved by then were "
                "submitted: %(answered)s of %(count)s."
            )
            % numbers
        )
    return (
        _(
            "Your time was up at %(time)s, and the attempt was not submitted in time. "
            "It does not count, and nothing in it was marked."
        )
        % numbers
    )
