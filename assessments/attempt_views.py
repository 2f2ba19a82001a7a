"""Looking into the attempts of a quiz: for holders of a right, and without names."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from . import attempt_reading as reading
from .attempt_filter import STATES, AttemptFilter
from .models import Assessment
from .permissions import may_read_attempts, may_read_item_analysis


def _reader(request):
    """Refuse whoever may not look; tells nothing about what there is."""
    if not may_read_attempts(request.user):
        raise PermissionDenied


@login_required
@never_cache
@require_GET
def attempts(request, slug):
    """List the attempts of a quiz, those that are asked for."""
    _reader(request)
    assessment = get_object_or_404(Assessment, key=slug)
    form = AttemptFilter(request.GET, assessment=assessment)
    told = {
        "assessment": assessment,
        "form": form,
        "may_read_analysis": may_read_item_analysis(request.user),
        "are_enough": reading.are_enough(assessment),
        "query": _query(request),
    }
    if told["are_enough"] and form.is_valid():
        found = reading.attempts_of(assessment, form.wanted)
        page = Paginator(found, reading.PER_PAGE).get_page(request.GET.get("page"))
        told |= {
            "page": page,
            "rows": [_written(reading.row(attempt)) for attempt in page],
        }
    return render(request, "assessments/attempts.html", told)


def _query(request):
    """Return the filter as further pages' addresses carry it."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return f"&{asked.urlencode()}" if asked else ""


def _written(row):
    """Return one line of the list in words and written numbers."""
    return {
        "attempt": row,
        "state": STATES[row.state],
        "score": _("%(score)s of %(maximum)s")
        % {"score": _points(row.score), "maximum": _points(row.max_score)}
        if row.score is not None
        else "",
    }


@login_required
@never_cache
@require_GET
def attempt(request, slug, token):
    """Show the result of one attempt, as the learner's own page has it."""
    _reader(request)
    assessment = get_object_or_404(Assessment, key=slug)
    found = reading.are_enough(assessment) and reading.result_of(
        assessment, token, key_is_shown=may_read_item_analysis(request.user)
    )
    if not found:
        raise Http404
    told = {"assessment": assessment, "result": found, "row": _written(found.row)}
    if found.row.score is not None:
        numbers = {
            "score": _points(found.row.score),
            "maximum": _points(found.row.max_score),
            "needed": _points(found.attempt.pass_mark * found.row.max_score),
            "percent": _points(found.attempt.pass_mark * 100),
        }
        told["score"] = _("%(score)s of %(maximum)s points") % numbers
        told["needed"] = (
            _("Needed to pass: %(needed)s points (%(percent)s%%).") % numbers
        )
    return render(request, "assessments/attempt_result.html", told)


def _points(value):
    return number_format(f"{value.normalize():f}")
