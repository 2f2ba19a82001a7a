"""Writing notes, setting bookmarks, and the page that lists both."""

import csv

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from courses.contents import outline_of
from courses.models import Enrolment, LessonPage, Note, Step
from courses.spreadsheet import cell_text

from . import actions
from .forms import NoteForm
from .reporting import kept_by


def _lesson(request, step_id) -> tuple[Step, str]:
    """Return a lesson of a course that the person takes, and its address."""
    step = get_object_or_404(
        Step.objects.in_outline().select_related("course"),
        pk=step_id,
        kind=LessonPage._meta.label_lower,
        course__in=Enrolment.objects.active().of(request.user).values("course"),
    )
    outline = outline_of(step.course)
    url = next((one.url for one in outline.steps if one.id == step.pk), outline.url)
    return step, url


@login_required
@require_POST
def note(request, step_id):
    """Keep a note, unless another one was saved meanwhile; then show both."""
    step, url = _lesson(request, step_id)
    form = NoteForm(request.POST)
    stored = None
    if form.is_valid():
        try:
            kept = actions.write_note(
                user=request.user,
                step=step,
                text=form.cleaned_data["text"],
                revision=form.cleaned_data["revision"],
                at=timezone.now(),
            )
        except actions.NoteChanged:
            stored = Note.objects.of(request.user).filter(step=step).first()
            form.data = form.data.copy()
            form.data["revision"] = stored.revision if stored else 0
            form.add_error(
                "text",
                _(
                    "Another text was saved here meanwhile. It stands below. Put both "
                    "together and save again."
                ),
            )
        else:
            said = _("Your note is saved.") if kept else _("Your note is removed.")
            messages.success(request, said)
            return redirect(f"{url}#note")
    return render(
        request,
        "courses/note.html",
        {"form": form, "step": step, "stored": stored, "back_url": url},
        status=409 if stored else 422,
    )


@login_required
@require_POST
def bookmark(request, step_id):
    """Set or remove the bookmark of a lesson, as the form says."""
    step, url = _lesson(request, step_id)
    actions.set_bookmark(
        user=request.user,
        step=step,
        is_on=request.POST.get("is_on") == "1",
        at=timezone.now(),
    )
    return redirect(url)


@login_required
@never_cache
@require_GET
def notes(request):
    """List the person's notes and bookmarks."""
    kept = kept_by(request.user)
    return render(request, "courses/notes.html", {"kept": kept})


@login_required
@never_cache
@require_GET
def notes_file(request):
    """Give the person's notes and bookmarks as a file."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-notes.csv"'
    writer = csv.writer(response, lineterminator="\r\n")
    writer.writerow(["kind", "course", "lesson", "kept_at", "question", "text"])
    for one in kept_by(request.user):
        at = timezone.localtime(one.kept_at).isoformat(timespec="seconds")
        row = [one.kind, one.course, one.step, at, one.question, one.text]
        writer.writerow([cell_text(str(value)) for value in row])
    return response
