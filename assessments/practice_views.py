"""Practice: questions with feedback, and nothing kept."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.models import Enrolment, Step
from courses.study import study as study_of

from . import practice as practising
from . import review as shown
from .actions import QuizNotReady, UnreadableAnswer
from .models import QuizPage
from .practice import Door


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def practice(request, step_id):
    """Ask, and tell at once how the answer was.

    Every page of a round answers a form of the page before, which carries all that is
    known of it, so that neither the site nor an address keeps how somebody did.
    """
    step, study, assessment = _place(request, step_id)
    standing = shown.standing(
        enrolment=study.enrolment, step_id=step.pk, assessment=assessment
    )
    door = practising.door(
        assessment.practice,
        standing,
        is_locked=study.current is None or study.current.is_locked,
    )
    told = {"study": study, "step": step}
    if door is not Door.OPEN:
        return _page(request, told | {"refusal": _refusal(door)}, status=403)
    if request.method != "POST":
        return _front(request, told, assessment)
    if not ratelimit.consume(request, action="practice", user=request.user):
        return _page(request, told | {"refusal": _too_fast()}, status=429)
    one = practising.unsigned(
        request.POST.get("round", ""), user=request.user, step=step
    )
    if one is None:
        return _front(request, told, assessment, problem=_too_old())
    if request.POST.get("do") == "skip" and not one.is_over:
        one = one.with_outcome(practising.SKIPPED)
    allowed = practising.shown_in_practice(assessment, standing)
    if one.is_over:
        return _page(request, told | {"summary": one, "shown": allowed})
    trial = practising.trial(one)
    if trial is None:
        return _front(request, told, assessment, problem=_too_old())
    told |= {"round": practising.signed(one, user=request.user, step=step)}
    if request.POST.get("do") == "check":
        return _checked(request, told, trial, allowed)
    return _page(request, told | {"question": trial.question()})


def _checked(request, told, trial, allowed):
    """Tell how an answer was, and offer the next question."""
    given = {name: request.POST.getlist(name) for name in request.POST}
    try:
        answer = trial.read(given)
    except UnreadableAnswer:
        answer = None
    if answer is None:
        problem = _("There is nothing to check yet. Answer the question first.")
        return _page(request, told | {"question": trial.question(), "problem": problem})
    marked = trial.judged(answer)
    outcome = shown.reviewed(marked, allowed)
    after = trial.round.with_outcome(outcome.verdict or practising.DONE)
    return _page(
        request,
        told
        | {
            "question": trial.question(answer if allowed.own_answer else None),
            "outcome": outcome,
            "may_retry": not (outcome.is_right or allowed.right_answer)
            and outcome.verdict not in ("waiting", "unmarked"),
            "next_round": practising.signed(
                after, user=request.user, step=told["step"]
            ),
            "is_last": after.is_over,
        },
    )


def _front(request, told, assessment, problem=""):
    """Say what practice is, with a new round to begin."""
    try:
        one = practising.new_round(assessment)
    except QuizNotReady:
        one = None
    if one is None:
        refusal = _("This quiz has no questions yet. Your trainer has to publish them.")
        return _page(request, told | {"refusal": refusal})
    return _page(
        request,
        told
        | {
            "round": practising.signed(one, user=request.user, step=told["step"]),
            "question_count": one.count,
            "problem": problem,
        },
    )


def _page(request, told, status=200):
    return render(request, "assessments/practice.html", told, status=status)


def _place(request, step_id):
    """Return the step, the person's study around it, and what its page asks."""
    step = get_object_or_404(
        Step.objects.in_outline().select_related("course"),
        pk=step_id,
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
    return step, study, page.assessment


def _too_old():
    return _("This round cannot go on, because it is old or the quiz has changed.")


def _too_fast():
    return _(
        "You have answered very many questions in a minute. Wait a minute, then load "
        "this page again; your round goes on where it was."
    )


def _refusal(door):
    match door:
        case Door.LOCKED:
            return _("This quiz opens after the required steps before it.")
        case Door.IN_PROGRESS:
            return _(
                "You have an attempt in progress. Submit it first; then you can "
                "practise."
            )
        case Door.NOT_FINISHED:
            return _(
                "You can practise once you have passed the quiz, or when no attempt "
                "is left."
            )
    return _("This quiz cannot be practised.")
