"""What a learner does with a course: enrol, join a cohort, finish a lesson, leave."""

import contextlib
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from . import actions
from .anchors import is_name
from .contents import outline_of
from .forms import JoinCohortForm
from .models import Course, Enrolment, LessonPage, Step
from .study import study

# By one person within a minute. Nobody reads that fast.
MOST_PLACES = 30


@login_required
@require_POST
def enrol(request, slug) -> HttpResponse:
    """Enrol, and go to the first step."""
    course = get_object_or_404(Course, slug=slug)
    actions.enrol(user=request.user, course=course, at=timezone.now())
    return redirect(_continue_url(request, course))


@login_required
@require_POST
def join(request, slug) -> HttpResponse:
    """Join a cohort by its code, and go to the first step."""
    course = get_object_or_404(Course, slug=slug)
    form = JoinCohortForm(request.POST, course=course)
    if form.is_valid():
        cohort = form.cohort
        try:
            actions.enrol(
                user=request.user, course=course, at=timezone.now(), cohort=cohort
            )
            return redirect(_continue_url(request, course))
        except actions.CohortNotOpen:
            form.add_error(
                "code",
                _(
                    "“%(cohort)s” can be joined from %(first)s to %(last)s. You can "
                    "start the course without a code."
                )
                % {
                    "cohort": cohort.name,
                    "first": date_format(cohort.starts_on),
                    "last": date_format(cohort.ends_on),
                },
            )
    return render(
        request,
        "courses/join.html",
        {"form": form, "course": course, "outline": outline_of(course)},
        status=422,
    )


@login_required
@require_POST
def complete_lesson(request, step_id) -> HttpResponse:
    """Mark a lesson as read, and go on to the next step."""
    # A quiz or a survey is finished by passing or answering it, not by a click.
    step, enrolment = _lesson_taken(request, step_id)
    before = study(
        course=step.course,
        user=request.user,
        enrolment=enrolment,
        current_key=step.key,
    )
    if before.current is None:
        raise Http404
    if before.current.is_locked:
        messages.info(
            request, _("This lesson opens after the required steps before it.")
        )
        return redirect(before.outline.url)
    enrolment = actions.complete_step(enrolment=enrolment, step=step, at=timezone.now())
    if enrolment.is_completed and not before.is_completed:
        messages.success(request, _("You have completed this course."))
    return redirect(
        before.following.step.url if before.following else before.outline.url
    )


@login_required
@require_POST
def keep_place(request, step_id) -> HttpResponse:
    """Remember the section of a lesson that the person has come to.

    `quiet` says that a script sends it by the way, and nobody waits for a page.
    """
    step, enrolment = _lesson_taken(request, step_id)
    section = request.POST.get("section", "")
    status, is_kept = HTTPStatus.NO_CONTENT, False
    if not is_name(section):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    elif _keeps_too_often(request.user.pk):
        status = HTTPStatus.TOO_MANY_REQUESTS
    else:
        is_kept = actions.keep_place(
            enrolment=enrolment, step=step, section=section, at=timezone.now()
        )
    if "quiet" in request.POST:
        return HttpResponse(status=status)
    outline = outline_of(step.course)
    url = next((one.url for one in outline.steps if one.id == step.pk), outline.url)
    if is_kept:
        messages.success(request, _("Your place is kept. You can stop here."))
    else:
        messages.info(request, _("Your place is not kept. Try again in a minute."))
    return redirect(url)


def _keeps_too_often(user_id: int) -> bool:
    """Count one more place; answer whether it is one too many for this minute."""
    key = f"places.{user_id}"
    cache.add(key, 0, timeout=60)
    # The minute may have ended in between, or the cache be away.
    with contextlib.suppress(ValueError):
        return cache.incr(key) > MOST_PLACES
    return False


@login_required
@require_POST
def withdraw(request, slug) -> HttpResponse:
    """Leave a course; what was done is kept for a return."""
    enrolment = get_object_or_404(
        Enrolment.objects.active().of(request.user), course__slug=slug
    )
    actions.withdraw(enrolment=enrolment, at=timezone.now())
    messages.info(
        request,
        _("You have left the course. If you come back, you continue where you were."),
    )
    return redirect("my-learning")


def _lesson_taken(request, step_id: int) -> tuple[Step, Enrolment]:
    """Return a lesson of a course that the person takes, with the enrolment."""
    step = get_object_or_404(
        Step.objects.in_outline().select_related("course"),
        pk=step_id,
        kind=LessonPage._meta.label_lower,
    )
    enrolment = get_object_or_404(
        Enrolment.objects.active().of(request.user), course=step.course_id
    )
    return step, enrolment


def _continue_url(request, course: Course) -> str:
    """Return the address where the person goes on, else of the course."""
    mine = study(course=course, user=request.user)
    return mine.resume.url if mine.resume else mine.outline.url
