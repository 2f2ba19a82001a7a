"""What is done to single parts of a course: added, moved, taken out."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from assessments.models import AssessmentEntry
from courses.models import ModulePage

from . import creating, moving, questions
from .forms import PartForm, PlaceForm, QuestionForm
from .gaps import item_url
from .permissions import may_make_quizzes
from .views import back_to, course_page_of, inside


@require_POST
def add_part(request, page_id):
    """Add a module, lesson, quiz or survey, and go to where it is written."""
    page = course_page_of(request, page_id)
    form = PartForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give it a title, so that you find it again."))
        return redirect("desk-course", page.pk)
    parent = inside(page, form.cleaned_data["parent"])
    kind = form.cleaned_data["kind"]
    if kind == "module" and isinstance(parent, ModulePage):
        messages.error(
            request, _("A module is part of the course, not of another module.")
        )
        return redirect("desk-course", page.pk)
    try:
        added = creating.add_part(
            parent=parent, kind=kind, title=form.cleaned_data["title"], by=request.user
        )
    except creating.MayNotAdd as error:
        raise PermissionDenied from error
    messages.success(
        request, _("“%(title)s” was added as a draft.") % {"title": added.title}
    )
    if kind == "lesson":
        return redirect("wagtailadmin_pages:edit", added.pk)
    return back_to(page, added)


@require_POST
def add_question(request, page_id, quiz_page_id):
    """Add a draft of a question to a quiz, and go to where it is written."""
    page = course_page_of(request, page_id)
    quiz_page = inside(page, quiz_page_id)
    assessment = getattr(quiz_page, "assessment", None)
    form = QuestionForm(request.POST)
    if assessment is None or not form.is_valid():
        raise Http404
    if not may_make_quizzes(request.user):
        raise PermissionDenied
    item = questions.add_question(
        assessment=assessment, item_type=form.cleaned_data["type"], by=request.user
    )
    return redirect(item_url(item))


@require_POST
def move_part(request, page_id, part_id):
    """Put a part one place up or down."""
    page = course_page_of(request, page_id)
    part = inside(page, part_id)
    if part.pk == page.pk:
        raise Http404
    try:
        moving.move_part(
            page=part, by=request.user, is_up=request.POST.get("direction") == "up"
        )
    except moving.MayNotMove as error:
        raise PermissionDenied from error
    return back_to(page, part)


@require_POST
def place_part(request, page_id, part_id):
    """Put a step into another module, or after the modules."""
    page = course_page_of(request, page_id)
    part = inside(page, part_id)
    form = PlaceForm(request.POST)
    if part.pk == page.pk or not form.is_valid():
        raise Http404
    parent = inside(page, form.cleaned_data["parent"])
    try:
        moving.move_into(page=part, parent=parent, by=request.user)
    except moving.MayNotMove as error:
        raise PermissionDenied from error
    messages.success(
        request,
        _("“%(title)s” is at the end of “%(parent)s” now.")
        % {"title": part.draft_title, "parent": parent.draft_title},
    )
    return back_to(page, part)


@require_POST
def take_question_out(request, page_id, quiz_page_id, entry_id):
    """Take a question out of a quiz."""
    page = course_page_of(request, page_id)
    quiz_page = inside(page, quiz_page_id)
    if not may_make_quizzes(request.user):
        raise PermissionDenied
    # The quiz of the draft, which the desk shows.
    assessment = getattr(quiz_page.get_latest_revision_as_object(), "assessment", None)
    entry = get_object_or_404(AssessmentEntry, pk=entry_id, assessment=assessment)
    if questions.take_out(entry=entry, by=request.user):
        messages.success(
            request, _("The question is out of the quiz. It is still in the bank.")
        )
    else:
        messages.success(request, _("The question is out of the quiz."))
    return back_to(page, quiz_page)
