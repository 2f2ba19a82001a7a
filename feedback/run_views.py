"""Looking after runs: planning them, moving their last day, reminders."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from . import planning, run_listing
from . import reminders as reminding
from .models import RunState, SurveyRun
from .permissions import may_close, may_read_ratings
from .run_forms import LastDayForm, PlanRunForm

RUNS_PER_PAGE = 20


def looked_after(request, run_id):
    """Return a run that the person may look after."""
    if not may_read_ratings(request.user):
        raise PermissionDenied
    return get_object_or_404(
        SurveyRun.objects.visible_to(request.user).select_related(
            "course", "cohort", "organisation", "survey_version__survey"
        ),
        pk=run_id,
    )


@login_required
@never_cache
@require_GET
def runs(request):
    """List the runs that the person may look after."""
    if not may_read_ratings(request.user):
        raise PermissionDenied
    entries = run_listing.managed_runs(request.user, timezone.localdate())
    closed = Paginator(entries["closed"], RUNS_PER_PAGE)
    return render(
        request,
        "feedback/runs.html",
        {
            "current": entries["current"],
            "closed": closed.get_page(request.GET.get("page")),
        },
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request):
    """Plan a run."""
    if not may_read_ratings(request.user):
        raise PermissionDenied
    form = PlanRunForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        today=timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            planned = planning.plan_run(**form.cleaned_data)
        except planning.NameIsTaken:
            form.add_error(
                "name", _("The course already has a run of this name. Choose another.")
            )
        else:
            messages.success(request, _("The run is planned."))
            return redirect("feedback:run", planned.pk)
    return render(
        request,
        "feedback/plan_run.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


@login_required
@never_cache
@require_GET
def run(request, run_id):
    """Show one run, and what can be done with it."""
    return _run_page(request, looked_after(request, run_id))


def _run_page(request, chosen, *, form=None, status=200):
    today = timezone.localdate()
    entry = run_listing.entry_of(chosen, today)
    # Imported late: making codes begins with a run that one may look after.
    from .code_views import new_codes_form

    if form is None and planning.last_day_can_move(chosen):
        form = LastDayForm(first=_first_choice(chosen), initial=_initial(chosen))
    return render(
        request,
        "feedback/run.html",
        {
            "entry": entry,
            "run": chosen,
            "form": form,
            "reminder_days": reminding.schedule(chosen),
            "codes": new_codes_form(chosen),
            "may_close": entry.state != RunState.PLANNED
            and may_close(request.user, chosen, today),
            "comment_threshold": settings.ELEARN_MINIMUM_FOR_COMMENTS,
            "may_cancel": entry.state == RunState.PLANNED,
        },
        status=status,
    )


def _initial(chosen):
    return {"last_day": chosen.last_day}


def _first_choice(chosen):
    """Return the first day that may be the last of a run: none that is over."""
    return max(timezone.localdate(), chosen.opened_on)


@login_required
@never_cache
@require_POST
def last_day(request, run_id):
    """Give a run another last day."""
    chosen = looked_after(request, run_id)
    form = LastDayForm(request.POST, first=_first_choice(chosen))
    if not form.is_valid():
        return _run_page(request, chosen, form=form, status=422)
    try:
        moved = planning.move_last_day(
            run=chosen, last_day=form.cleaned_data["last_day"], at=timezone.now()
        )
    except planning.DayCannotMove:
        messages.error(request, _("The last day of this run cannot be changed."))
    else:
        messages.success(
            request,
            _("The last day of the run is now %(day)s.")
            % {"day": date_format(moved.last_day)},
        )
    return redirect("feedback:run", chosen.pk)


@login_required
@never_cache
@require_POST
def reminders(request, run_id):
    """Switch the reminders of a run on or off."""
    chosen = looked_after(request, run_id)
    switched = planning.switch_reminders(
        run=chosen, has_reminders=request.POST.get("reminders") == "on"
    )
    messages.success(
        request,
        _("Reminders are on.") if switched.has_reminders else _("Reminders are off."),
    )
    return redirect("feedback:run", chosen.pk)


@login_required
@never_cache
@require_POST
def cancel(request, run_id):
    """Delete a run that has not begun."""
    chosen = looked_after(request, run_id)
    try:
        planning.cancel_run(run=chosen, at=timezone.now())
    except planning.RunHasBegun:
        messages.error(
            request, _("The run has begun, so it can be closed but not cancelled.")
        )
        return redirect("feedback:run", chosen.pk)
    messages.success(request, _("The run is cancelled. Nobody had been asked."))
    return redirect("feedback:runs")
