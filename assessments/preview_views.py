"""The preview of a quiz as a learner: for those who change quizzes."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from . import preview as previewing
from . import review as shown
from . import rule_wording
from .assembly import QuizNotReady, offer
from .models import Assessment
from .permissions import may_change_quizzes

EVERYTHING = "everything"
# What a result can be shown as.
VIEWS = {
    shown.Moment.DURING: gettext_lazy("After checking a question"),
    shown.Moment.AFTER: gettext_lazy(
        "After submitting, while another attempt is possible"
    ),
    shown.Moment.LATER: gettext_lazy("After passing, or when no attempt is left"),
    EVERYTHING: gettext_lazy("Everything, whatever learners are shown"),
}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request, slug):
    """Show the questions as learners see them; mark what was answered, keep nothing."""
    if not may_change_quizzes(request.user):
        raise PermissionDenied
    assessment = get_object_or_404(Assessment, key=slug)
    available = offer(assessment)
    told = {
        "assessment": assessment,
        "shortages": [rule_wording.shortage(one) for one in available.shortages],
        "obstacles": previewing.obstacles(
            assessment=assessment,
            user=request.user,
            available=available,
            at=timezone.now(),
        ),
    }
    if request.method == "POST":
        sheet = previewing.unsigned(
            request.POST.get("sheet", ""), assessment=assessment, user=request.user
        )
        responses = previewing.responses_of(sheet) if sheet else None
        if responses is not None:
            if moved := _moved(request):
                return _page(request, told, sheet, responses, moved)
            return _result(request, told, assessment, responses)
        told["problem"] = _(
            "This preview cannot be marked, because it is old or the quiz has changed. "
            "Here is a new one."
        )
    return _questions(request, told, assessment)


def _questions(request, told, assessment):
    try:
        sheet = previewing.new_sheet(assessment)
    except QuizNotReady:
        return render(request, "assessments/preview.html", told)
    responses = previewing.responses_of(sheet) or []
    return _page(request, told, sheet, responses)


def _page(request, told, sheet, responses, moved=None):
    """Show the questions, with what was sent where a button only moved something."""
    position, button = moved or (0, "")
    given = _given(request, responses) if moved else {}
    entries = [
        {
            "question": question,
            "prefix": _prefix(question.position),
            "moved": shown.moved(question, button)
            if question.position == position
            else None,
        }
        for question in shown.questions(
            responses, {place: fields for place, fields in given.items() if fields}
        )
    ]
    told |= {
        "entries": entries,
        "moved_position": position,
        "kinds": shown.kinds(entry["question"] for entry in entries),
        "sheet": previewing.signed(sheet, user=request.user),
    }
    return render(request, "assessments/preview.html", told)


def _moved(request):
    """Return the position and the button that moves a thing; None for no such button.

    With a script the page does that by itself.
    """
    for name in request.POST:
        prefix, _hyphen, field = name.partition("-")
        if field == "move" and prefix[1:].isdecimal() and len(prefix) < 6:
            return int(prefix[1:]), request.POST[name]
    return None


def _given(request, responses):
    """Return what was sent for each question, by its position."""
    return {
        response.position: {
            name.removeprefix(_prefix(response.position)): request.POST.getlist(name)
            for name in request.POST
            if name.startswith(_prefix(response.position))
        }
        for response in responses
    }


def _prefix(position):
    """Return what the names of a question's fields begin with."""
    return f"q{position}-"


def _result(request, told, assessment, responses):
    """Show the result as a learner sees it at the moment that is asked for."""
    moments = previewing.moments_of(assessment)
    asked = request.POST.get("view", "")
    outcome = previewing.tried(
        assessment,
        responses,
        _given(request, responses),
        moment=shown.Moment(asked) if asked in moments else None,
        shows_everything=asked == EVERYTHING,
    )
    told |= {
        "outcome": outcome,
        "views": [(name, VIEWS[name]) for name in (*moments, EVERYTHING)],
        "view": outcome.moment or EVERYTHING,
        # To show the same answers once more, as at another moment.
        "sent": [
            (name, value)
            for name in request.POST
            if name == "sheet" or name.startswith("q")
            for value in request.POST.getlist(name)
        ],
    }
    if outcome.shown.mark and outcome.score is not None:
        numbers = {
            "score": _points(outcome.score),
            "maximum": _points(outcome.max_score),
            "needed": _points(assessment.pass_mark * outcome.max_score),
            "percent": _points(assessment.pass_mark * 100),
        }
        told["score"] = _("%(score)s of %(maximum)s points") % numbers
        told["needed"] = (
            _("Needed to pass: %(needed)s points (%(percent)s%%).") % numbers
        )
    return render(request, "assessments/preview.html", told)


def _points(value):
    return number_format(f"{value.normalize():f}")
