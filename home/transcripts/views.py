"""A learner's own transcript, as files."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from home.context import Frame

from .files import transcript_as_csv, transcript_as_pdf
from .reporting import transcript_of


@login_required
@never_cache
@require_GET
def transcript_pdf(request):
    """Give the transcript to print and to hand in."""
    content = transcript_as_pdf(
        transcript_of(request.user, at=timezone.now()),
        issuer=Frame(request).site_title,
    )
    return _file(content, "application/pdf", "record-of-learning.pdf")


@login_required
@never_cache
@require_GET
def transcript_csv(request):
    """Give the transcript as a table."""
    content = transcript_as_csv(transcript_of(request.user, at=timezone.now()))
    return _file(content, "text/csv; charset=utf-8", "record-of-learning.csv")


def _file(content, content_type, name):
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
