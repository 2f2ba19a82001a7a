"""Giving feedback. Reading what comes of it is in `ratings_views`."""

import contextlib

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from courses.models import Enrolment, Step
from courses.outline import page_for_reader
from courses.study import study as study_of

from . import actions
from .answering import feedback_step
from .models import FeedbackPage


@sensitive_post_parameters()
@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, step_id):
    """Count a person's feedback, or show the page of the survey that comes now.

    Nothing is to be seen by going there, as one does from a later page of the survey
    who changes the language or takes the address: that leads to the first page.
    """
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
    if request.method != "POST":
        return redirect(study.current.step.url)
    feedback = feedback_step(
        page=page, study=study, user=request.user, data=request.POST
    )
    sheet = feedback.sheet
    if sheet is not None and not sheet.pages.is_ready:
        # Another page of the survey, or one with something to correct. It holds the
        # answers so far, which are nowhere else.
        return render(
            request,
            "feedback/feedback_page.html",
            {"page": page, "study": study, "feedback": feedback},
            status=422 if sheet.form.errors else 200,
        )
    if sheet is not None:
        with contextlib.suppress(actions.AlreadyAnswered):
            actions.submit_response(
                enrolment=enrolment,
                step=step,
                survey=page.survey,
                values=sheet.form.ratings,
                comments=sheet.form.comments,
                language=get_language(),
                at=timezone.now(),
            )
    # The same page says thank you, whether this was the first time or the second.
    return redirect(study.current.step.url)
