"""A learner's sitting: start, one question after the other, review, submit, result."""

import time

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.models import Enrolment, Step
from courses.study import outline_of, study_from
from courses.study import study as study_of

from . import actions
from . import review as shown
from .forms import AnswerForm
from .models import Attempt, QuizPage, Response

SAVED, CLOSED, STALE, REFUSED = "saved", "closed", "stale", "refused"


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
    page = (
        QuizPage.objects.live()
        .filter(translation_key=step.key)
        .select_related("assessment")
        .order_by("pk")
        .first()
    )
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
    except actions.NoAttemptsLeft:
        messages.info(
            request, _("You have used all attempts. Ask your trainer how to go on.")
        )
        return redirect(study.current.step.url)
    except actions.QuizNotReady:
        messages.info(
            request,
            _("This quiz has no questions yet. Your trainer has to publish them."),
        )
        return redirect(study.current.step.url)
    return redirect(attempt)


@login_required
@never_cache
@require_GET
def attempt(request, attempt_id):
    """Go to where the attempt stands: its first open question, review or result."""
    attempt = _mine(request, attempt_id)
    if attempt.is_submitted:
        return redirect("assessments:result", attempt.pk)
    first_open = (
        attempt.responses.filter(answer__isnull=True)
        .order_by("position")
        .values_list("position", flat=True)
        .first()
    )
    if first_open is None:
        return redirect("assessments:review", attempt.pk)
    return redirect("assessments:response", attempt.pk, first_open)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def response(request, attempt_id, position):
    """Show one question; store its answer."""
    attempt = _mine(request, attempt_id)
    if request.method == "POST":
        return _save(request, attempt, position)
    if attempt.is_submitted:
        return redirect("assessments:result", attempt.pk)
    response = get_object_or_404(
        attempt.responses.select_related("item_version"), position=position
    )
    return render(
        request,
        "assessments/question.html",
        {
            "attempt": attempt,
            "question": shown.question(response, attempt.item_count),
            "study": _place(attempt),
            # Later pages have larger numbers, on whichever device they were opened.
            "revision": int(time.time() * 1000) * 1000,
            "saved": _sentence(SAVED, response) if response.saved_at else "",
        },
    )


def _save(request, attempt, position):
    """Store one answer; answer a script with JSON and a form with the next page."""
    form = AnswerForm(request.POST)
    response, outcome = None, REFUSED
    if form.is_valid():
        try:
            response = actions.save_response(
                attempt=attempt,
                position=position,
                places=form.cleaned_data["option"],
                revision=form.cleaned_data["revision"],
                at=timezone.now(),
            )
            outcome = SAVED
        except actions.AttemptClosed:
            outcome = CLOSED
        except actions.StaleAnswer:
            outcome = STALE
        except actions.UnknownOption:
            outcome = REFUSED
        except Response.DoesNotExist as error:
            raise Http404 from error
    sentence = _sentence(outcome, response)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(
            {"outcome": outcome, "message": sentence},
            status={SAVED: 200, CLOSED: 409, STALE: 409, REFUSED: 422}[outcome],
        )
    if outcome == CLOSED:
        messages.info(request, sentence)
        return redirect("assessments:result", attempt.pk)
    if outcome != SAVED:
        messages.warning(request, sentence)
        return redirect("assessments:response", attempt.pk, position)
    return redirect(_next_url(request, attempt, position))


def _sentence(outcome, response):
    match outcome:
        case "saved":
            return _("Saved at %(time)s.") % {
                "time": date_format(timezone.localtime(response.saved_at), "H:i")
                if response.saved_at
                else ""
            }
        case "closed":
            return _("This attempt was already submitted. Its answers stand.")
        case "stale":
            return _(
                "A newer answer to this question was saved in another window or on "
                "another device. It is shown here; change it if you like."
            )
        case _other:
            return _("Your answer could not be read. Choose again and save.")


def _next_url(request, attempt, position):
    """Return the page that the pressed button asks for."""
    last = attempt.item_count
    go = request.POST.get("go", "next")
    if go == "back" and position > 1:
        return reverse("assessments:response", args=[attempt.pk, position - 1])
    if go == "next" and position < last:
        return reverse("assessments:response", args=[attempt.pk, position + 1])
    return reverse("assessments:review", args=[attempt.pk])


@login_required
@never_cache
@require_GET
def review(request, attempt_id):
    """Show what is answered and what is not, before anything becomes final."""
    attempt = _mine(request, attempt_id)
    if attempt.is_submitted:
        return redirect("assessments:result", attempt.pk)
    responses = list(
        attempt.responses.select_related("item_version").order_by("position")
    )
    questions = [shown.question(item, attempt.item_count) for item in responses]
    rows = [
        {
            "position": question.position,
            "stem": question.stem,
            "answers": [o.text for o in question.options if o.is_chosen],
            "is_answered": question.is_answered,
            "url": reverse(
                "assessments:response", args=[attempt.pk, question.position]
            ),
        }
        for question in questions
    ]
    return render(
        request,
        "assessments/review.html",
        {
            "attempt": attempt,
            "rows": rows,
            "open_count": sum(not row["is_answered"] for row in rows),
            "first_url": rows[0]["url"],
            "study": _place(attempt),
        },
    )


@login_required
@require_POST
def submit(request, attempt_id):
    """Hand in the attempt."""
    attempt = _mine(request, attempt_id)
    actions.submit_attempt(attempt=attempt, at=timezone.now())
    return redirect("assessments:result", attempt.pk)


@login_required
@never_cache
@require_GET
def result(request, attempt_id):
    """Show the outcome, at an address that stays."""
    attempt = _mine(request, attempt_id)
    if not attempt.is_submitted:
        return redirect(attempt)
    numbers = {
        "score": _points(attempt.score),
        "maximum": _points(attempt.max_score),
        "needed": _points(attempt.pass_mark * attempt.max_score),
        "percent": _points(attempt.pass_mark * 100),
    }
    return render(
        request,
        "assessments/result.html",
        {
            "result": shown.result(attempt),
            "study": _study(request, attempt),
            "score": _("%(score)s of %(maximum)s points") % numbers,
            "needed": _("Needed to pass: %(needed)s points (%(percent)s%%).") % numbers,
        },
    )


def _points(value):
    """Return a number of points as it is written: 4, 4.5, 4.25."""
    return number_format(f"{value.normalize():f}")


def _mine(request, attempt_id):
    """Return the person's own attempt; anybody else's does not exist for them."""
    return get_object_or_404(
        Attempt.objects.of(request.user).select_related(
            "enrolment", "step__course", "assessment"
        ),
        pk=attempt_id,
    )


def _place(attempt):
    """Return where in the course the quiz is, without anybody's progress."""
    course = attempt.step.course
    return study_from(
        course, outline_of(course), attempt.enrolment, {}, attempt.step.key
    )


def _study(request, attempt):
    return study_of(
        course=attempt.step.course,
        user=request.user,
        enrolment=attempt.enrolment,
        current_key=attempt.step.key,
    )
