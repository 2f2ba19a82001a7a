"""Checking one answer of an attempt in progress."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from . import actions
from .answering import question_url
from .forms import AnswerForm
from .models import Attempt, Response

REFUSALS = (
    actions.AttemptClosed,
    actions.CheckingNotOffered,
    actions.NothingToCheck,
    actions.StaleAnswer,
    actions.UnreadableAnswer,
)


@login_required
@require_POST
def check(request, attempt_id, position):
    """Store and check one answer, and go back to its question, where it stands how."""
    attempt = get_object_or_404(Attempt.objects.of(request.user), pk=attempt_id)
    place, _hash, _question = question_url(attempt, position).partition("#")
    at = timezone.now()
    _store_others(request, attempt, position, at)
    given = _fields(request, position)
    form = AnswerForm({name: values[-1] for name, values in given.items()})
    if not form.is_valid():
        messages.warning(request, _sentence(None))
        return redirect(place)
    revision = form.cleaned_data["revision"]
    try:
        response = actions.check_response(
            attempt=attempt, position=position, given=given, revision=revision, at=at
        )
    except Response.DoesNotExist as error:
        raise Http404 from error
    except REFUSALS as refusal:
        messages.warning(request, _sentence(refusal))
        return redirect(place)
    # What was checked before changes nothing. A second click sends the same form and
    # needs no word; the form of a later page is meant as another try.
    if revision > response.revision and not response.is_settled:
        messages.info(
            request, _("You have tried this answer already. Change it, then try again.")
        )
    # The address names the outcome, so that it gets the focus, also without a script.
    return redirect(f"{place}#checked-{position}")


def _prefix(position) -> str:
    """Return what names of fields begin with where a page has several questions."""
    return f"q{position}-"


def _fields(request, position):
    """Return what was sent for one question, by the names that its item knows."""
    prefix = _prefix(position)
    sent = {name: request.POST.getlist(name) for name in request.POST}
    own = {
        name.removeprefix(prefix): values
        for name, values in sent.items()
        if name.startswith(prefix)
    }
    return own or sent


def _store_others(request, attempt, position, at):
    """Store the answers to the other questions of the page, so that none is lost.

    What cannot be stored is said by the page that stores them all, not here.
    """
    for other in attempt.responses.exclude(position=position).values_list(
        "position", flat=True
    ):
        revision = request.POST.get(f"{_prefix(other)}revision", "")
        form = AnswerForm({"revision": revision})
        if not revision or not form.is_valid():
            continue
        try:
            actions.save_response(
                attempt=attempt,
                position=other,
                given=_fields(request, other),
                revision=form.cleaned_data["revision"],
                at=at,
            )
        except (
            actions.AttemptClosed,
            actions.StaleAnswer,
            actions.UnreadableAnswer,
        ):
            continue


def _sentence(refusal):
    match refusal:
        case actions.NothingToCheck():
            return _("There is nothing to check yet. Answer the question first.")
        case actions.AnswerSettled():
            return _("This answer was checked before and is final. It is shown here.")
        case actions.AttemptOverdue():
            return _("The time is up. The answers saved by then stand.")
        case actions.AttemptClosed():
            return _("This attempt was already submitted. Its answers stand.")
        case actions.StaleAnswer():
            return _(
                "A newer answer to this question was saved in another window or on "
                "another device. It is shown here; check it, or change it first."
            )
        case actions.CheckingNotOffered():
            return _("This quiz shows how the answers were after all are submitted.")
    return _("Your answer could not be read. Choose again and check it.")
