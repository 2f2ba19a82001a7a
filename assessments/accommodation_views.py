"""Giving one learner more time or one more attempt: for those who change quizzes.

The trainer names a learner by e-mail address. Who takes no course with the quiz is not
found, whoever that is. The address of the page names nobody: it carries a signed note
that only this trainer can use, for a day.
"""

import dataclasses

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from courses.models import Enrolment, Step
from people.models import User

from . import actions
from .forms import FindLearnerForm, GrantForm
from .models import Accommodation, Assessment, QuizPage
from .permissions import may_change_quizzes

NOTE_LASTS = 24 * 60 * 60


@dataclasses.dataclass(frozen=True)
class Place:
    """One course in which a learner has the quiz, and what was given there."""

    enrolment: Enrolment
    step: Step
    granted: tuple[Accommodation, ...]
    form: GrantForm


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accommodations(request, slug):
    """Find a learner; show what was given to them in this quiz."""
    assessment = _assessment(request, slug)
    form = FindLearnerForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            person = _learner(assessment, form.cleaned_data["email"])
            if person is not None:
                return redirect(_page_of(request, assessment, person))
            form.add_error(
                "email",
                _(
                    "Nobody with this address takes a course with this quiz. Look for "
                    "a slip of the pen, or ask the learner for the address."
                ),
            )
        return _page(request, assessment, form, status=422)
    note = request.GET.get("person")
    person = _person(request, assessment, note) if note else None
    return _page(request, assessment, form, person)


@login_required
@require_POST
def grant(request, slug):
    """Give a learner more time or more attempts, once per form."""
    assessment = _assessment(request, slug)
    person = _person(request, assessment, request.POST.get("person", ""))
    form = GrantForm(request.POST)
    if not form.is_valid():
        return _page(
            request, assessment, FindLearnerForm(), person, bound=form, status=422
        )
    given = form.cleaned_data
    enrolment, step = _place_of(assessment, person, given.pop("step"))
    accommodation, is_new = actions.grant_accommodation(
        enrolment=enrolment, step=step, by=request.user, at=timezone.now(), **given
    )
    asked = (given["extra_minutes"], given["extra_attempts"], given["reason"].strip())
    if is_new or asked == (
        accommodation.extra_minutes,
        accommodation.extra_attempts,
        accommodation.reason,
    ):
        messages.success(request, _("It is given. The list below has it."))
    else:
        messages.warning(
            request,
            _(
                "Something was given to this learner in the meantime, so nothing was "
                "added. Look at the list, and give more if it is still needed."
            ),
        )
    return redirect(_page_of(request, assessment, person))


def _assessment(request, slug):
    """Refuse whoever changes no quizzes, before telling what there is."""
    if not may_change_quizzes(request.user):
        raise PermissionDenied
    return get_object_or_404(Assessment, key=slug)


def _steps(assessment):
    """Return the steps of courses that give this quiz."""
    pages = QuizPage.objects.live().filter(assessment=assessment)
    return Step.objects.in_outline().filter(key__in=pages.values("translation_key"))


def _enrolments(assessment):
    courses = _steps(assessment).order_by().values("course")
    return Enrolment.objects.active().filter(course__in=courses)


def _learner(assessment, email):
    return User.objects.filter(
        email__iexact=email.strip(), enrolments__in=_enrolments(assessment)
    ).first()


def _signer(request, assessment):
    return signing.TimestampSigner(
        salt=f"assessments.accommodation.{assessment.pk}.{request.user.pk}"
    )


def _page_of(request, assessment, person):
    note = _signer(request, assessment).sign_object(person.pk)
    address = reverse("assessments:accommodations", args=[assessment.key])
    return f"{address}?person={note}"


def _person(request, assessment, note):
    """Return the learner whom a note of this page names; nobody else is found."""
    try:
        pk = _signer(request, assessment).unsign_object(note, max_age=NOTE_LASTS)
    except signing.BadSignature as error:
        raise Http404 from error
    return get_object_or_404(
        User.objects.filter(enrolments__in=_enrolments(assessment)).distinct(), pk=pk
    )


def _place_of(assessment, person, step_id):
    step = get_object_or_404(_steps(assessment), pk=step_id)
    enrolments = Enrolment.objects.active().of(person)
    return get_object_or_404(enrolments, course=step.course_id), step


def _page(request, assessment, find, person=None, *, bound=None, status=200):
    note = _signer(request, assessment).sign_object(person.pk) if person else ""
    return render(
        request,
        "assessments/accommodations.html",
        {
            "assessment": assessment,
            "find": find,
            "email": person.email if person else "",
            "note": note,
            "places": list(_places(assessment, person, bound)) if person else [],
            "bound": bound,
        },
        status=status,
    )


def _places(assessment, person, bound):
    steps = _steps(assessment).filter(
        course__in=Enrolment.objects.active().of(person).values("course")
    )
    for step in steps.select_related("course").order_by("course__title", "position"):
        enrolment, _step = _place_of(assessment, person, step.pk)
        granted = tuple(
            Accommodation.objects.given(enrolment, step)
            .select_related("granted_by")
            .order_by("pk")
        )
        form = GrantForm(
            initial={"step": step.pk, "number": len(granted) + 1},
            auto_id=f"id_{step.pk}_%s",
        )
        if bound is not None and bound.data.get("step") == str(step.pk):
            bound.auto_id = f"id_{step.pk}_%s"
            form = bound
        yield Place(enrolment, step, granted, form)
