"""What the views of questions share: those of one question and of a page of all."""

import time
from urllib.parse import quote, urlencode

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.study import outline_of, study_from

from . import actions, rule_wording, rules
from . import review as shown
from .models import Attempt, Layout

SAVED, CLOSED, STALE, REFUSED = "saved", "closed", "stale", "refused"
OVERDUE, SETTLED = "overdue", "settled"


def mine(request, attempt_id):
    """Return the person's own attempt; anybody else's does not exist for them.

    One whose time is up is ended first, also when it is only looked at. That is no
    choice of whoever looks: it has ended when the time was up, and this writes it down.
    """
    own = Attempt.objects.of(request.user).select_related(
        "enrolment", "step__course", "assessment"
    )
    attempt = get_object_or_404(own, pk=attempt_id)
    now = timezone.now()
    if not attempt.is_submitted and rules.is_late(attempt.closes_at, now):
        actions.end_overdue_attempts(at=now, attempt=attempt)
        attempt = own.get(pk=attempt_id)
    return attempt


def place_of(attempt):
    """Return where in the course the quiz is, without anybody's progress."""
    course = attempt.step.course
    return study_from(
        course, outline_of(course), attempt.enrolment, {}, attempt.step.key
    )


def new_revision() -> int:
    """Return a revision for the answers of a page that is shown now.

    Later pages have larger numbers, on whichever device they were opened.
    """
    return int(time.time() * 1000) * 1000


def note_flag(attempt, response, given) -> bool:
    """Store the mark to look again as the form has it; False when it is too late."""
    is_flagged = "flag" in given
    if "flag-shown" not in given or is_flagged == response.is_flagged:
        return not attempt.is_submitted
    try:
        actions.flag_response(
            attempt=attempt, position=response.position, is_flagged=is_flagged
        )
    except actions.AttemptClosed:
        return False
    return True


def outcome_of(problem):
    """Return the word for why an answer was not stored."""
    match problem:
        case actions.StaleAnswer():
            return STALE
        case actions.AnswerSettled():
            return SETTLED
        case actions.AttemptOverdue():
            return OVERDUE
        case actions.AttemptClosed():
            return CLOSED
    return REFUSED


def saved_sentence(response) -> str:
    """Return what is said of a stored answer; "" where there is none."""
    return sentence(SAVED, response) if response.saved_at else ""


def sentence(outcome, response, attempt=None):
    """Return what is said of an answer that was sent. `attempt` for one too late."""
    match outcome:
        case "overdue":
            return rule_wording.too_late(attempt)
        case "settled":
            return _("This answer was checked before and is final. It is shown here.")
        case "saved":
            saved = _("Saved at %(time)s.") % {
                "time": date_format(timezone.localtime(response.saved_at), "H:i")
                if response.saved_at
                else ""
            }
            if shown.is_unreadable(response):
                return _(
                    "%(saved)s It cannot be read as a number: write digits, like 12.5."
                ) % {"saved": saved}
            return saved
        case "closed":
            return _("This attempt was already submitted. Its answers stand.")
        case "stale":
            return _(
                "A newer answer to this question was saved in another window or on "
                "another device. It is shown here; change it if you like."
            )
        case _other:
            return _(
                "Your answer could not be read, or it is too long. Change it and save "
                "again."
            )


def question_url(attempt, position) -> str:
    """Return where a question is: a page, or a place on the page of all questions."""
    if attempt.layout == Layout.ALL_ON_ONE:
        address = reverse("assessments:questions", args=[attempt.pk])
        # The first one is at the top anyway, below what else there is to read.
        return address if position == 1 else f"{address}#question-{position}"
    return reverse("assessments:response", args=[attempt.pk, position])


def moved_url(attempt, position, move) -> str:
    """Return where the question is shown again, at the button that was pressed."""
    if attempt.layout == Layout.ALL_ON_ONE:
        address = reverse("assessments:questions", args=[attempt.pk])
        query, anchor = f"{position}.{move}", f"q{position}-move-{move}"
    else:
        address = reverse("assessments:response", args=[attempt.pk, position])
        query, anchor = move, f"move-{move}"
    if move == "keep":
        anchor = f"question-{position}"
    return f"{address}?{urlencode({'moved': query})}#{quote(anchor)}"
