"""Answering a follow-up survey."""

import contextlib

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from courses.models import Course
from courses.study import outline_of

from . import follow_ups
from .actions import AlreadyAnswered
from .answering import survey_sheet
from .confidential import keeps_answers
from .models import RunKind, RunMode


@sensitive_post_parameters()
@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request, slug):
    """Show the follow-up survey of a course, and count what is sent."""
    course = get_object_or_404(Course, slug=slug)
    now = timezone.now()
    try:
        enrolment, asked = follow_ups.enrolment_asked(request.user, course, at=now)
    except follow_ups.NotAsked as error:
        raise Http404 from error
    version = asked.survey.current_version
    if version is None:
        raise Http404
    context = {
        "title": outline_of(course).title,
        "survey": asked.survey,
        "weeks": asked.weeks,
        "threshold": settings.ELEARN_MINIMUM_GROUP,
        "comment_threshold": settings.ELEARN_MINIMUM_FOR_COMMENTS,
    }
    if follow_ups.has_answered(request.user, asked):
        context["is_confidential"] = keeps_answers(
            request.user, run__course=course, run__kind=RunKind.FOLLOW_UP
        )
        return render(request, "feedback/follow_up.html", context)
    context["is_confidential"] = version.mode == RunMode.CONFIDENTIAL
    sheet = survey_sheet(version, request.POST if request.method == "POST" else None)
    if sheet.pages.is_ready:
        with contextlib.suppress(AlreadyAnswered):
            follow_ups.submit_follow_up(
                enrolment=enrolment,
                follow_up=asked,
                values=sheet.form.ratings,
                comments=sheet.form.comments,
                language=get_language(),
                at=now,
            )
        return redirect("feedback:follow-up", slug)
    return render(
        request,
        "feedback/follow_up.html",
        {**context, "sheet": sheet},
        status=422 if sheet.form.errors else 200,
    )
