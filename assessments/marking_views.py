"""Marking free texts: the queue, one answer after the other, never a name."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from . import actions, marking
from .marking_forms import MarkForm
from .models import Assessment
from .permissions import may_mark


def _marker(request):
    """Refuse whoever marks nothing; tells nothing about what there is."""
    if not may_mark(request.user):
        raise PermissionDenied


@login_required
@never_cache
@require_GET
def overview(request):
    """List the quizzes with answers for markers, and how many wait in each."""
    _marker(request)
    return render(
        request,
        "assessments/marking_overview.html",
        {"quizzes": marking.quizzes_to_mark()},
    )


@login_required
@never_cache
@require_GET
def queue(request, slug):
    """List the answers of one quiz: waiting ones or all, of one question or all."""
    _marker(request)
    assessment = get_object_or_404(Assessment, key=slug)
    questions = marking.questions_to_mark(assessment)
    chosen = next((q for q in questions if q.key == request.GET.get("question")), None)
    shows_all = request.GET.get("state") == "all"
    return render(
        request,
        "assessments/marking_queue.html",
        {
            "assessment": assessment,
            "questions": questions,
            "chosen": chosen,
            "shows_all": shows_all,
            "answers": marking.answers_of(
                assessment, item=chosen, only_waiting=not shows_all
            ),
        },
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, slug, token):
    """Show one answer with its rubric; give it a mark and go to the next."""
    _marker(request)
    assessment = get_object_or_404(Assessment, key=slug)
    shown = marking.answer_to_mark(assessment, token)
    if shown is None:
        raise Http404
    form = MarkForm(request.POST or None, answer=shown)
    if request.method == "POST" and form.is_valid():
        try:
            actions.mark_response(
                response=shown.response,
                by=request.user,
                at=timezone.now(),
                **form.judgement,
            )
        except actions.MarkedMeanwhile:
            messages.warning(
                request,
                _(
                    "Somebody has marked this answer since you opened it. Their mark "
                    "is shown; change it if you disagree, and say why."
                ),
            )
            return redirect("assessments:marking-answer", slug, token)
        messages.success(request, _("The mark is saved."))
        following = marking.next_token(assessment, token)
        if following is None:
            return redirect("assessments:marking-queue", slug)
        return redirect("assessments:marking-answer", slug, following)
    return render(
        request,
        "assessments/marking_answer.html",
        {"assessment": assessment, "answer": shown, "form": form},
        status=422 if form.errors else 200,
    )
