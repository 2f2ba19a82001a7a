"""Correcting the marks of a question: what would change, then the change."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.translated import in_language

from . import actions
from .marking_forms import CorrectionForm
from .models import Assessment
from .permissions import may_correct

# Rows on a page that a browser still shows at once; what is beyond is counted.
MOST_ROWS = 2000


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request, slug):
    """Choose a correction; see what it changes; confirm exactly that."""
    if not may_correct(request.user):
        raise PermissionDenied
    assessment = get_object_or_404(Assessment, key=slug)
    bound = request.method == "POST"
    initial = {"item": request.GET.get("question")}
    form = CorrectionForm(
        request.POST if bound else None, assessment=assessment, initial=initial
    )
    if not bound or not form.is_valid():
        return _page(request, assessment, form, status=422 if bound else 200)
    plan = _plan(assessment, form)
    if "confirmed" not in request.POST:
        return _page(request, assessment, form, plan)
    if request.POST["confirmed"] != plan.digest:
        messages.warning(
            request,
            _(
                "Attempts have been submitted or marked since you looked. This is what "
                "would change now."
            ),
        )
        return _page(request, assessment, form, plan)
    try:
        done = actions.apply_correction(
            assessment=assessment,
            plan=plan,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except actions.PlanChanged:
        messages.warning(request, _("Something changed in between. Look again."))
        return _page(request, assessment, form, _plan(assessment, form))
    messages.success(
        request,
        ngettext(
            "%(count)d mark was changed.", "%(count)d marks were changed.", done.size
        )
        % {"count": done.size},
    )
    return redirect("assessments:analysis", slug)


def _plan(assessment, form):
    item = form.cleaned_data["item"]
    if form.cleaned_data["correction"] == actions.Correction.VOID:
        return actions.plan_void(assessment=assessment, item=item)
    return actions.plan_regrade(assessment=assessment, item=item, version=form.version)


def _page(request, assessment, form, plan=None, status=200):
    context = {"assessment": assessment, "form": form, "plan": plan}
    if plan is not None:
        context["stem"] = in_language(plan.item.current_version.plain_content.stem)
        context["rows"] = [_row(change) for change in plan.changes[:MOST_ROWS]]
        context["more"] = max(0, plan.size - MOST_ROWS)
    return render(request, "assessments/correction.html", context, status=status)


def _row(change):
    """Return one change in written numbers."""
    return {
        "old_mark": _points(change.old_mark),
        "new_mark": "–" if change.new_mark is None else _points(change.new_mark),
        "old_score": _score(change.before),
        "new_score": _score(change.after),
        "newly_passed": change.newly_passed,
        "newly_failed": change.newly_failed,
        "passed": change.after.passed,
    }


def _points(value):
    return number_format(f"{value.normalize():f}")


def _score(outcome):
    return _("%(score)s of %(maximum)s") % {
        "score": _points(outcome.score),
        "maximum": _points(outcome.max_score),
    }
