"""The gate in front of every step's page."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from .models import StepPage
from .permissions import Access, step_access
from .study import study_step


def guard_step(page, request, serve_args, serve_kwargs):
    """Let a step be served to whoever may open it; tell all others what opens it."""
    if not isinstance(page, StepPage):
        return None
    request.study = study_step(page=page, request=request)
    match step_access(user=request.user, study=request.study, page=page):
        case Access.OPEN:
            return None
        case Access.SIGN_IN:
            return redirect_to_login(request.get_full_path())
        case Access.ENROL:
            messages.info(request, _("Start the course to open its lessons."))
            return redirect(
                page.get_parent().get_url(request)
                if request.study is None
                else request.study.outline.url
            )
        case Access.LOCKED:
            return render(
                request,
                "courses/step_locked.html",
                {"page": page, "study": request.study},
                status=403,
            )
