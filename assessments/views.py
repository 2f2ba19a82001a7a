"""A learner's sitting: start, one question after the other, review, submit, result."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.models import Enrolment, Step
from courses.outline import page_for_reader
from courses.study import study as study_of
from courses.translated import in_language

from . import actions, kept, rule_wording, rules
from . import practice as practising
from . import review as shown
from .answering import (
    CLOSED,
    OVERDUE,
    REFUSED,
    SAVED,
    mine,
    moved_url,
    new_revision,
    note_flag,
    outcome_of,
    place_of,
    question_url,
    saved_sentence,
    sentence,
)
from .forms import AnswerForm
from .models import Layout, QuizPage, Response
from .progress import category_progress
from .wording import percent


@login_required
@require_POST
def start(request):
    """Begin an attempt, or return to the one in progress."""
    step_id = request.POST.get("step", "")
    step = get_object_or_404(
        Step.objects.in_outline().select_related("course"),
        pk=int(step_id) if step_id.isdecimal() and len(step_id) < 18 else 0,
        kind=QuizPage._meta.label_lower,
    )
    enrolment = get_object_or_404(
        Enrolment.objects.active().of(request.user), course=step.course_id
    )
    page = page_for_reader(QuizPage, step.key, "assessment")
    if page is None:
        raise Http404
    study = study_of(
        course=step.course,
        user=request.user,
        enrolment=enrolment,
        current_key=step.key,
    )
    if study.current is None or study.current.is_locked:
        messages.info(request, _("This quiz opens after the required steps before it."))
        return redirect(study.outline.url)
    try:
        attempt = actions.start_attempt(
            enrolment=enrolment,
            step=step,
            assessment=page.assessment,
            start_key=request.POST.get("start_key", "")[:32],
            at=timezone.now(),
        )
    except (actions.NoAttemptsLeft, actions.TooSoon, actions.QuizNotReady) as problem:
        messages.info(request, _why_not(problem))
        return redirect(study.current.step.url)
    return redirect(attempt)


def _why_not(problem):
    """Return why no attempt was begun, in a sentence."""
    match problem:
        case actions.TooSoon():
            block = rules.Block.TOO_SOON
        case actions.NoAttemptsLeft():
            block = rules.Block.NO_ATTEMPTS_LEFT
        case _:
            short = bool(problem.shortages)
            block = rules.Block.TOO_FEW_ITEMS if short else rules.Block.NOTHING_TO_ASK
    opens_at = getattr(problem, "at", None)
    return rule_wording.why_not(rules.Decision(block, 0, None, opens_at))


@login_required
@never_cache
@require_GET
def attempt(request, attempt_id):
    """Go to where the attempt stands: its first open question, review or result."""
    attempt = mine(request, attempt_id)
    if attempt.is_submitted:
        return redirect("assessments:result", attempt.pk)
    if rules.is_late(attempt.due_at, timezone.now()):
        return redirect("assessments:review", attempt.pk)
    first_open = (
        attempt.responses.filter(answer__isnull=True)
        .order_by("position")
        .values_list("position", flat=True)
        .first()
    )
    if first_open is None:
        return redirect("assessments:review", attempt.pk)
    return redirect(question_url(attempt, first_open))


@kept.keeps_answer
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def response(request, attempt_id, position):
    """Show one question; store its answer."""
    attempt = mine(request, attempt_id)
    if request.method == "POST":
        return _save(request, attempt, position)
    unsaved = kept.kept(request)
    if attempt.is_submitted:
        kept.forget(request)
        return redirect("assessments:result", attempt.pk)
    if rules.is_late(attempt.due_at, timezone.now()):
        return redirect("assessments:review", attempt.pk)
    if attempt.layout == Layout.ALL_ON_ONE and unsaved is None:
        return redirect(question_url(attempt, position))
    return question_page(request, attempt, position, unsaved=unsaved)


def question_page(request, attempt, position, *, unsaved=None, problem="", status=200):
    """Show one question, with what was sent and is not saved if there is such."""
    response = get_object_or_404(
        attempt.responses.select_related("item_version"), position=position
    )
    question = shown.shown_question(attempt, response, given=unsaved)
    places = shown.places(attempt)
    return render(
        request,
        f"assessments/{'checked' if response.is_settled else 'question'}.html",
        {
            "attempt": attempt,
            "question": question,
            "check": shown.check(attempt, response),
            "time": shown.time_left(attempt, timezone.now()),
            "places": places,
            "section": places[position - 1].section,
            "study": place_of(attempt),
            "revision": new_revision(),
            "stored_revision": response.revision,
            "saved": saved_sentence(response),
            "moved": shown.moved(question, request.GET.get("moved", "")),
            "is_kept": unsaved is not None and not problem,
            "kinds": shown.kinds([question]),
            "problem": problem,
            "problems": [{"url": f"#{question.first_field}", "text": problem}],
        },
        status=status,
    )


def _save(request, attempt, position):
    """Store one answer; answer a script with JSON and a form with the next page."""
    form = AnswerForm(request.POST)
    given = {name: request.POST.getlist(name) for name in request.POST}
    response, outcome = None, REFUSED
    if request.POST.get("only") == "flag":
        return _save_flag(attempt, position, given)
    if form.is_valid():
        try:
            response = actions.save_response(
                attempt=attempt,
                position=position,
                given=given,
                revision=form.cleaned_data["revision"],
                at=timezone.now(),
            )
            outcome = SAVED
        except (
            actions.AttemptClosed,
            actions.StaleAnswer,
            actions.UnreadableAnswer,
        ) as problem:
            outcome = outcome_of(problem)
        except Response.DoesNotExist as error:
            raise Http404 from error
    if response is not None:
        note_flag(attempt, response, given)
    message = sentence(outcome, response, attempt)
    if outcome != REFUSED:
        kept.forget(request)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(
            {"outcome": outcome, "message": message},
            status={SAVED: 200, REFUSED: 422}.get(outcome, 409),
        )
    if outcome == OVERDUE:
        messages.info(request, message)
        # To the result where it has ended, to the review where it can be submitted.
        return redirect(attempt)
    if outcome == CLOSED:
        messages.info(request, message)
        return redirect("assessments:result", attempt.pk)
    if outcome == REFUSED:
        return question_page(
            request, attempt, position, unsaved=given, problem=message, status=422
        )
    if outcome != SAVED:
        messages.warning(request, message)
        return redirect(question_url(attempt, position))
    return redirect(_next_url(request, attempt, position))


def _save_flag(attempt, position, given):
    """Store that a question is to be looked at again, and leave its answer alone."""
    response = get_object_or_404(attempt.responses, position=position)
    outcome = SAVED if note_flag(attempt, response, given) else CLOSED
    if outcome == CLOSED:
        message = sentence(CLOSED, response)
    elif "flag" in given:
        message = _("Marked to look at again.")
    else:
        message = _("The mark is removed.")
    return JsonResponse(
        {"outcome": outcome, "message": message},
        status=200 if outcome == SAVED else 409,
    )


def _next_url(request, attempt, position):
    """Return the page that the pressed button asks for."""
    last = attempt.item_count
    if move := request.POST.get("move", ""):
        return moved_url(attempt, position, move)
    go = request.POST.get("go", "next")
    if go == "back" and position > 1:
        return question_url(attempt, position - 1)
    if go == "next" and position < last:
        return question_url(attempt, position + 1)
    if go.isdecimal() and len(go) < 6 and 1 <= int(go) <= last:
        return question_url(attempt, int(go))
    return reverse("assessments:review", args=[attempt.pk])


@login_required
@never_cache
@require_GET
def review(request, attempt_id):
    """Show what is answered and what is not, before anything becomes final."""
    attempt = mine(request, attempt_id)
    if attempt.is_submitted:
        return redirect("assessments:result", attempt.pk)
    responses = list(
        attempt.responses.select_related("item_version").order_by("position")
    )
    rows = [
        {
            "position": item.position,
            "section": in_language(item.section),
            "stem": in_language(content.stem),
            "answers": shown.own_answer(attempt, item),
            "is_answered": item.is_answered,
            "is_settled": item.is_settled,
            "is_flagged": item.is_flagged,
            "url": question_url(attempt, item.position),
        }
        for item in responses
        for content in [item.item_version.plain_content]
    ]
    return render(
        request,
        "assessments/review.html",
        {
            "attempt": attempt,
            "rows": rows,
            "open_count": sum(not row["is_answered"] for row in rows),
            "flagged_count": sum(row["is_flagged"] for row in rows),
            "first_url": rows[0]["url"],
            "time": shown.time_left(attempt, timezone.now()),
            "study": place_of(attempt),
        },
    )


@login_required
@require_POST
def submit(request, attempt_id):
    """Hand in the attempt."""
    attempt = mine(request, attempt_id)
    actions.submit_attempt(attempt=attempt, at=timezone.now())
    return redirect("assessments:result", attempt.pk)


@login_required
@never_cache
@require_GET
def result(request, attempt_id):
    """Show the outcome, at an address that stays."""
    attempt = mine(request, attempt_id)
    if not attempt.is_submitted:
        return redirect(attempt)
    outcome = shown.result(attempt)
    study = _study(request, attempt)
    answered = attempt.responses.filter(answer__isnull=False).count()
    told = {
        "result": outcome,
        "ended": rule_wording.how_it_ended(attempt, answered),
        "study": study,
        "practice_is_open": practising.is_open(attempt.assessment, study),
    }
    if (points := shown.points_of(outcome)) is not None:
        numbers = {name: _points(value) for name, value in points.items()}
        told["score"] = _("%(score)s of %(maximum)s points") % numbers
        told["needed"] = (
            _("Needed to pass: %(needed)s points (%(percent)s%%).") % numbers
        )
    return render(request, "assessments/result.html", told)


@login_required
@never_cache
@require_GET
def progress(request):
    """Show the person's own points by subject."""
    rows = [
        {
            "name": in_language(row.category.name) or row.category.key,
            "points": _("%(score)s of %(maximum)s points")
            % {"score": _points(row.score), "maximum": _points(row.possible)},
            "percent": percent(row.share),
        }
        for row in category_progress(request.user)
    ]
    return render(request, "assessments/progress.html", {"rows": rows})


def _points(value):
    """Return a number of points as it is written: 4, 4.5, 4.25."""
    return number_format(f"{value.normalize():f}")


def _study(request, attempt):
    return study_of(
        course=attempt.step.course,
        user=request.user,
        enrolment=attempt.enrolment,
        current_key=attempt.step.key,
    )
