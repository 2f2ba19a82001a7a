"""All questions of an attempt on one page, for quizzes whose trainer wants that.

The fields of question 3 have names that begin with "q3-". Without JavaScript one button
saves them all; with it, each question is saved by itself at its own address.
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from . import actions, kept, rule_wording, rules
from . import review as shown
from .answering import (
    CLOSED,
    REFUSED,
    mine,
    moved_url,
    new_revision,
    note_flag,
    outcome_of,
    place_of,
    saved_sentence,
    sentence,
)
from .forms import AnswerForm
from .models import Layout


@kept.keeps_answer
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request, attempt_id):
    """Show all questions; store their answers."""
    attempt = mine(request, attempt_id)
    if attempt.layout != Layout.ALL_ON_ONE:
        return redirect(attempt)
    if request.method == "POST":
        return _save_all(request, attempt)
    unsaved = kept.kept(request)
    if attempt.is_submitted:
        kept.forget(request)
        return redirect("assessments:result", attempt.pk)
    if rules.is_late(attempt.due_at, timezone.now()):
        return redirect("assessments:review", attempt.pk)
    return _page(request, attempt, unsaved=unsaved)


def _page(request, attempt, *, unsaved=None, problems=None, status=200):
    """Show all questions. `problems` has by position what is said of an answer."""
    responses = [
        shown.as_seen(attempt, item)
        for item in attempt.responses.select_related("item_version").order_by(
            "position"
        )
    ]
    given = {}
    if unsaved is not None:
        own = {item.position: _own_fields(unsaved, item.position) for item in responses}
        given = {position: fields for position, fields in own.items() if fields}
    revision = new_revision()
    position, _dot, button = request.GET.get("moved", "").partition(".")
    entries = [
        {
            "question": question,
            "check": shown.check(attempt, response),
            "prefix": prefix_of(question.position),
            "url": reverse(
                "assessments:response", args=[attempt.pk, question.position]
            ),
            "revision": revision,
            "stored_revision": response.revision,
            "saved": saved_sentence(response),
            "problem": (problems or {}).get(question.position, ""),
            "moved": shown.moved(
                question, button if position == str(question.position) else ""
            ),
        }
        for response, question in zip(
            responses, shown.questions(responses, given), strict=True
        )
    ]
    return render(
        request,
        "assessments/questions.html",
        {
            "attempt": attempt,
            "entries": entries,
            "kinds": shown.kinds(entry["question"] for entry in entries),
            "problems": [
                {
                    "url": f"#{entry['prefix']}{entry['question'].first_field}",
                    "text": _("Question %(position)s: %(problem)s")
                    % {
                        "position": entry["question"].position,
                        "problem": entry["problem"],
                    },
                }
                for entry in entries
                if entry["problem"]
            ],
            "study": place_of(attempt),
            "time": shown.time_left(attempt, timezone.now()),
            "is_kept": unsaved is not None and not problems,
        },
        status=status,
    )


def _save_all(request, attempt):
    """Store what the page sent; show it again where something is not stored."""
    sent = {name: request.POST.getlist(name) for name in request.POST}
    answers, problems = {}, {}
    responses = {item.position: item for item in attempt.responses.all()}
    for position in responses:
        given = _own_fields(sent, position)
        form = AnswerForm({name: values[0] for name, values in given.items()})
        if form.is_valid():
            answers[position] = (given, form.cleaned_data["revision"])
        elif given:
            problems[position] = sentence(REFUSED, None)
    try:
        refused = actions.save_responses(
            attempt=attempt, answers=answers, at=timezone.now()
        )
    except actions.AttemptOverdue:
        kept.forget(request)
        messages.info(request, rule_wording.too_late(attempt))
        return redirect(attempt)
    except actions.AttemptClosed:
        kept.forget(request)
        messages.info(request, sentence(CLOSED, None))
        return redirect("assessments:result", attempt.pk)
    for position, (given, _revision) in answers.items():
        note_flag(attempt, responses[position], given)
    for position, reason in refused.items():
        problems[position] = sentence(outcome_of(reason), None)
    if problems:
        # What is stored meanwhile is shown where that is newer.
        unread = {
            name: values
            for position in problems
            if not isinstance(refused.get(position), actions.StaleAnswer)
            for name, values in sent.items()
            if name.startswith(prefix_of(position))
        }
        return _page(request, attempt, unsaved=unread, problems=problems, status=422)
    kept.forget(request)
    return redirect(_next_url(sent, attempt))


def _next_url(sent, attempt):
    for name, values in sent.items():
        prefix, _hyphen, field = name.partition("-")
        if field == "move" and prefix[1:].isdecimal() and values[0]:
            return moved_url(attempt, int(prefix[1:]), values[0])
    if sent.get("go") == ["stay"]:
        return reverse("assessments:questions", args=[attempt.pk])
    return reverse("assessments:review", args=[attempt.pk])


def prefix_of(position) -> str:
    """Return what the names of a question's fields begin with."""
    return f"q{position}-"


def _own_fields(sent, position):
    """Return the fields of one question, by the names that its item knows."""
    prefix = prefix_of(position)
    return {
        name.removeprefix(prefix): values
        for name, values in sent.items()
        if name.startswith(prefix)
    }
