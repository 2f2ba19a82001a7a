"""Reading how the questions of quizzes worked: for those who write them."""

import json

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from . import wording
from .exports.csv import analysis_as_csv
from .exports.json import analysis_as_json
from .listings import quizzes
from .models import Assessment
from .permissions import may_correct, may_read_attempts, may_read_item_analysis
from .reporting import analysis_report


def _reader(request):
    """Refuse whoever writes no quizzes; tells nothing about what there is."""
    if not may_read_item_analysis(request.user):
        raise PermissionDenied


@login_required
@never_cache
@require_GET
def overview(request):
    """List the quizzes, with how many people have finished each."""
    _reader(request)
    return render(request, "assessments/analysis_overview.html", {"quizzes": quizzes()})


def _report(request, slug):
    _reader(request)
    return analysis_report(get_object_or_404(Assessment, key=slug))


@login_required
@never_cache
@require_GET
def analysis(request, slug):
    """Show how a quiz and each of its questions worked."""
    context = report_context(_report(request, slug))
    context["may_correct"] = may_correct(request.user)
    context["may_read_attempts"] = may_read_attempts(request.user)
    return render(request, "assessments/analysis.html", context)


def report_context(report):
    """Return what the page of one quiz shows, in words and written numbers."""
    title, text = wording.too_few(report)
    rows = wording.item_rows(report)
    return {
        "report": report,
        "standing": wording.standing(report),
        "facts": wording.quiz_facts(report),
        "details": wording.quiz_details(report),
        "rows": rows,
        "flagged": [row for row in rows if row["flags"]],
        "empty_title": title,
        "empty_text": text,
    }


@login_required
@never_cache
@require_GET
def analysis_csv(request, slug):
    """Give the figures of one quiz as a table for spreadsheets."""
    report = _report(request, slug)
    return _file(analysis_as_csv(report), "text/csv; charset=utf-8", report, "csv")


@login_required
@never_cache
@require_GET
def analysis_json(request, slug):
    """Give the figures of one quiz for scripts."""
    report = _report(request, slug)
    text = json.dumps(analysis_as_json(report), ensure_ascii=False, indent=2)
    return _file(text, "application/json; charset=utf-8", report, "json")


def _file(content, content_type, report, extension):
    response = HttpResponse(content, content_type=content_type)
    name = f"{report.assessment.key}-item-analysis.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
