"""Reading ratings: the overview, the page of a course, its files, closing a run."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from courses.models import Course
from courses.study import outline_of

from . import actions, report_log
from .comparing import comparable_runs, with_comparison
from .comparison_wording import full_name
from .exports.formats import BY_KEY
from .models import SurveyRun
from .overview import ratings_overview
from .overview_page import overview_of
from .permissions import may_close, may_read_ratings, ratings_tools
from .ratings_page import page_of
from .reporting import run_report, run_reports
from .trends import series_of, with_trend


def _reader(request):
    """Refuse whoever reads no ratings; tells nothing about what there is."""
    if not may_read_ratings(request.user):
        raise PermissionDenied


@login_required
@never_cache
@require_GET
def overview(request):
    """List the courses with ratings."""
    _reader(request)
    found = overview_of(ratings_overview(request.user), request.GET)
    report_log.note_overview(
        runs=[run for row in found["entries"] for run in row["entry"].shown_runs],
        by=request.user,
        at=timezone.now(),
    )
    return render(
        request,
        "feedback/ratings_overview.html",
        {
            **found,
            "tools": ratings_tools(request.user),
        },
    )


def _runs(request, slug):
    """Return the course, its runs that the person may read, and the chosen one."""
    _reader(request)
    course = get_object_or_404(Course, slug=slug)
    runs = list(
        SurveyRun.objects.visible_to(request.user)
        .begun(timezone.localdate())
        .filter(course=course)
        .select_related("course", "survey_version__survey", "organisation")
        .order_by("-opened_on", "-pk")
    )
    wanted = request.GET.get("run", "")
    if not wanted:
        released = [run for run in runs if run.snapshots.released().exists()]
        return course, runs, (released or runs or [None])[0]
    for run in runs:
        if str(run.pk) == wanted:
            return course, runs, run
    raise Http404


def _series_reports(run, runs, title):
    """Return the reports of the runs that form one line with this one."""
    return run_reports(
        series_of(run, runs),
        titles={run.course_id: title},
        counts_eligible=False,
    )


def _compared(request, others):
    """Return the run that this one is to be compared with; None without a wish."""
    wanted = request.GET.get("compare", "")
    if not wanted:
        return None
    for run in others:
        if str(run.pk) == wanted:
            return run
    raise Http404


@login_required
@never_cache
@require_GET
def course_ratings(request, slug):
    """Show the ratings of one run of a course: the table, the bars, the groups."""
    course, runs, run = _runs(request, slug)
    if run is None:
        raise Http404
    title = outline_of(course).title
    report = run_report(run, title=title)
    others = comparable_runs(run, runs)
    compared = _compared(request, others)
    if compared is not None:
        report = with_comparison(report, run_report(compared, title=title))
    report = with_trend(report, _series_reports(run, runs, title))
    report_log.note_report(
        report=report, form=report_log.PAGE, by=request.user, at=timezone.now()
    )
    today = timezone.localdate()
    return render(
        request,
        "feedback/course_ratings.html",
        {
            "course": course,
            "title": title,
            "runs": [(one, full_name(one)) for one in runs],
            "others": [(one, full_name(one)) for one in others],
            "may_close": may_close(request.user, run, today),
            "is_due": run.is_open and bool(run.closes_on and run.closes_on <= today),
            **page_of(report, request.GET),
        },
    )


@login_required
@never_cache
@require_POST
def close(request, slug):
    """End the collection of one run; its figures then rest on every answer."""
    _reader(request)
    wanted = request.POST.get("run", "")
    if not wanted.isdecimal():
        raise Http404
    runs = SurveyRun.objects.visible_to(request.user).filter(course__slug=slug)
    run = get_object_or_404(runs, pk=wanted)
    now = timezone.now()
    if run.is_open:
        if not may_close(request.user, run, timezone.localdate(now)):
            raise PermissionDenied
        actions.close_run(run=run, at=now)
    messages.success(request, _("The survey run is closed. It takes no more answers."))
    address = reverse("feedback:course-ratings", args=[slug])
    return redirect(f"{address}?run={run.pk}")


@login_required
@never_cache
@require_GET
def ratings_file(request, slug, key):
    """Give the ratings of one run as a file; `key` says of which kind."""
    course, all_runs, run = _runs(request, slug)
    if run is None:
        raise Http404
    kind = BY_KEY[key]
    report = run_report(run, title=outline_of(course).title)
    compared = _compared(request, comparable_runs(run, all_runs))
    if compared is not None:
        report = with_comparison(report, run_report(compared, title=report.title))
    report = with_trend(report, _series_reports(run, all_runs, report.title))
    report_log.note_report(
        report=report, form=kind.key, by=request.user, at=timezone.now()
    )
    response = HttpResponse(kind.write(report), content_type=kind.content_type)
    response["Content-Disposition"] = content_disposition_header(
        True, kind.filename(report)
    )
    return response
