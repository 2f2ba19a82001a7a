"""Reading comments before coordinators do, and reading who looked at ratings."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from courses.study import outline_of

from . import moderation, redaction, report_log
from .models import CommentState, SurveyRun
from .moderation_forms import CommentForm
from .permissions import may_moderate_comments, may_read_report_views

VIEWS_PER_PAGE = 100


def _run(request, run_id):
    if not may_moderate_comments(request.user):
        raise PermissionDenied
    try:
        return moderation.run_to_read(request.user, run_id)
    except SurveyRun.DoesNotExist:
        raise Http404 from None


@login_required
@never_cache
@require_GET
def comments(request):
    """List the closed runs that have comments."""
    if not may_moderate_comments(request.user):
        raise PermissionDenied
    entries = [
        {"entry": entry, "title": outline_of(entry.run.course).title}
        for entry in moderation.runs_with_comments(request.user)
    ]
    return render(request, "feedback/comments.html", {"entries": entries})


@login_required
@never_cache
@require_GET
def run_comments(request, run_id):
    """List the comments of one run by question, in an order that says nothing."""
    run = _run(request, run_id)
    by_question = {}
    for comment in moderation.comments_of(run):
        by_question.setdefault(comment.item_version.text, []).append(
            {
                "comment": comment,
                "pieces": _pieces(comment.text),
            }
        )
    return render(
        request,
        "feedback/run_comments.html",
        {
            "run": run,
            "title": outline_of(run.course).title,
            "questions": list(by_question.items()),
        },
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def comment(request, run_id, comment_id):
    """Show one comment, and store what its reader makes of it."""
    run = _run(request, run_id)
    found = get_object_or_404(
        run.comments.select_related("item_version"), pk=comment_id
    )
    form = CommentForm(request.POST or None, comment=found)
    if (
        request.method == "POST"
        and form.is_valid()
        and _is_decided(request, form, found)
    ):
        following = moderation.next_waiting(run, found.pk)
        if following is None or following.pk == found.pk:
            messages.success(request, _("Saved. Every comment of this run is read."))
            return redirect("feedback:run-comments", run.pk)
        messages.success(request, _("Saved. This is the next comment."))
        return redirect("feedback:comment", run.pk, following.pk)
    return render(
        request,
        "feedback/comment.html",
        {
            "run": run,
            "title": outline_of(run.course).title,
            "comment": found,
            "pieces": _pieces(found.text),
            "form": form,
            "marker": redaction.marker(get_language() or ""),
        },
        status=422 if form.is_bound else 200,
    )


def _is_decided(request, form, found):
    """Store the decision; where that cannot be, say so in the form."""
    try:
        moderation.decide(
            comment=found,
            text=form.cleaned_data["text"],
            markers=form.markers,
            decision=CommentState(form.cleaned_data["decision"]),
            seen_as=form.cleaned_data["seen"],
            at=timezone.now(),
            by=request.user,
        )
    except moderation.NotARemoval:
        form.add_error(
            "text",
            _(
                "This says something that the comment does not say. Only take words "
                "out, and put [removed] in their place."
            ),
        )
    except moderation.ChangedMeanwhile:
        form.add_error(
            None,
            _(
                "Somebody else has changed this comment since you opened it. Open it "
                "again and read what it says now."
            ),
        )
    return form.is_valid()


def _pieces(text):
    """Return a text in pieces, with whether each of them could name somebody."""
    pieces, place = [], 0
    text = redaction.plain_lines(text)
    for one in redaction.suggestions(text):
        pieces += [(text[place : one.start], False), (one.passage, True)]
        place = one.end
    return [*pieces, (text[place:], False)]


@login_required
@never_cache
@require_GET
def report_views(request):
    """List who looked at ratings, when and in which form."""
    if not may_read_report_views(request.user):
        raise PermissionDenied
    page = Paginator(report_log.views_for(request.user), VIEWS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [
        {
            "view": view,
            "title": outline_of(view.run.course).title,
            "form": report_log.form_label(view.form),
        }
        for view in page
    ]
    return render(
        request,
        "feedback/report_views.html",
        {"page": page, "rows": rows, "days": settings.ELEARN_REPORT_VIEW_DAYS},
    )
