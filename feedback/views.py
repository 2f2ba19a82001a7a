"""Giving feedback, and reading the ratings that come of it."""

import contextlib

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from courses.models import Course, Enrolment, Step
from courses.outline import page_for_reader
from courses.study import outline_of
from courses.study import study as study_of

from . import actions, wording
from .answering import FeedbackState, feedback_step
from .charts import diverging_chart, plotly_figure
from .exports.formats import BY_KEY, FORMATS
from .groups import Dimension
from .methods_sentence import methods_text
from .models import FeedbackPage, SurveyRun
from .permissions import may_close, may_read_ratings
from .reporting import ratings_overview, released_comments, run_report

# Giving feedback ----------------------------------------------------------------------


@sensitive_post_parameters()
@login_required
@never_cache
@require_POST
def answer(request, step_id):
    """Count a person's feedback, or show the page of the survey that comes now."""
    step = get_object_or_404(
        Step.objects.in_outline().select_related("course"),
        pk=step_id,
        kind=FeedbackPage._meta.label_lower,
    )
    enrolment = get_object_or_404(
        Enrolment.objects.active().of(request.user).select_related("cohort", "user"),
        course=step.course_id,
    )
    study = study_of(
        course=step.course, user=request.user, enrolment=enrolment, current_key=step.key
    )
    page = page_for_reader(FeedbackPage, step.key, "survey")
    if page is None or study.current is None:
        raise Http404
    if study.current.is_locked:
        messages.info(
            request, _("The survey opens after the required steps before it.")
        )
        return redirect(study.outline.url)
    feedback = feedback_step(
        page=page, study=study, user=request.user, data=request.POST
    )
    if feedback.state is FeedbackState.OPEN and not feedback.pages.is_ready:
        # Another page of the survey, or one with something to correct. It holds the
        # answers so far, which are nowhere else.
        return render(
            request,
            "feedback/feedback_page.html",
            {"page": page, "study": study, "feedback": feedback},
            status=422 if feedback.form.errors else 200,
        )
    if feedback.state is FeedbackState.OPEN:
        with contextlib.suppress(actions.AlreadyAnswered):
            actions.submit_response(
                enrolment=enrolment,
                step=step,
                survey=page.survey,
                values=feedback.form.ratings,
                comments=feedback.form.comments,
                language=get_language(),
                at=timezone.now(),
            )
    # The same page says thank you, whether this was the first time or the second.
    return redirect(study.current.step.url)


# Reading ratings ----------------------------------------------------------------------


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
    entries = [
        {
            "entry": entry,
            "participation": wording.participation(entry.latest),
            "overall_mean": wording.decimal(entry.latest.overall_mean)
            if entry.latest.overall_mean is not None
            else "",
            "overall_interval": wording.interval(entry.latest.overall_ci95),
            "lowest": wording.rows(tuple(entry.lowest), entry.latest.run.threshold),
        }
        for entry in ratings_overview(request.user)
    ]
    return render(request, "feedback/ratings_overview.html", {"entries": entries})


def _runs(request, slug):
    """Return the course, its runs that the person may read, and the chosen one."""
    _reader(request)
    course = get_object_or_404(Course, slug=slug)
    runs = list(
        SurveyRun.objects.visible_to(request.user)
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
    today = timezone.localdate()
    dimension = request.GET.get("by", "")
    if dimension not in report.groups:
        dimension = ""
    return render(
        request,
        "feedback/course_ratings.html",
        {
            "course": course,
            "title": title,
            "runs": runs,
            "may_close": may_close(request.user, run, today),
            "is_due": run.is_open and bool(run.closes_on and run.closes_on <= today),
            **_page(report, dimension),
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


def _page(report, dimension):
    """Return what the page of one run shows, in words and written numbers."""
    run, slug = report.run, report.course.slug
    chart = diverging_chart(report.items)
    rows = wording.rows(report.items, run.threshold)
    return {
        "report": report,
        "participation": wording.participation(report),
        "state": wording.state(report),
        "rows": rows,
        "labels": report.labels,
        "overall_mean": wording.decimal(report.overall_mean)
        if report.overall_mean is not None
        else "",
        "overall_interval": wording.interval(report.overall_ci95),
        "response_rate": wording.percent(report.response_rate)
        if report.response_rate is not None
        else "",
        "chart": chart,
        "bars": list(zip(rows, chart.bars, strict=True)),
        "figure": plotly_figure(chart) if report.is_released else None,
        "dimensions": [
            {"key": key, "label": Dimension(key).label} for key in report.groups
        ],
        "dimension": dimension,
        "dimension_label": Dimension(dimension).label if dimension else "",
        "groups": [
            {
                "group": group,
                "reason": wording.reason(group.reason, run.threshold),
                "rows": wording.rows(group.items, run.threshold),
            }
            for group in report.groups.get(dimension, ())
        ],
        "comments": released_comments(run, settings.ELEARN_MINIMUM_FOR_COMMENTS),
        "comment_threshold": settings.ELEARN_MINIMUM_FOR_COMMENTS,
        "methods": methods_text(report),
        "files": [
            {
                "url": f"{reverse(f'feedback:ratings-{kind.key}', args=[slug])}"
                f"?run={run.pk}",
                "title": kind.title,
                "purpose": kind.purpose,
            }
            for kind in FORMATS
        ],
        "notice": wording.notice(report),
        "definitions": wording.definitions(run.threshold),
    }


@login_required
@never_cache
@require_GET
def ratings_file(request, slug, key):
    """Give the ratings of one run as a file; `key` says of which kind."""
    course, _all_runs, run = _runs(request, slug)
    if run is None:
        raise Http404
    kind = BY_KEY[key]
    report = run_report(run, title=outline_of(course).title)
    response = HttpResponse(kind.write(report), content_type=kind.content_type)
    response["Content-Disposition"] = content_disposition_header(
        True, kind.filename(report)
    )
    return response
