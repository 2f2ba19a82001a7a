"""Reports over all courses: evidence that is due, and what is not translated."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from .evidence import sources_due
from .permissions import may_use_desk
from .translations import language_reports


@never_cache
@require_GET
def evidence(request):
    """List the sources that are to be checked again."""
    if not may_use_desk(request.user):
        raise PermissionDenied
    due = sources_due(user=request.user, today=timezone.localdate())
    return render(
        request,
        "home/admin/desk/evidence.html",
        {
            "overdue": [one for one in due if one.is_overdue],
            "soon": [one for one in due if not one.is_overdue],
            "header_title": _("Evidence due"),
        },
    )


@never_cache
@require_GET
def translations(request):
    """List what is missing or outdated in each language."""
    if not may_use_desk(request.user):
        raise PermissionDenied
    return render(
        request,
        "home/admin/desk/translations.html",
        {
            "reports": language_reports(user=request.user),
            "header_title": _("Translations"),
        },
    )
