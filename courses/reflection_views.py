"""Saving a learner's note to herself."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from . import reflections
from .models import Enrolment, LessonPage, Step


class NoteForm(forms.Form):
    """What a page sends of a note: the text, and how new it is."""

    text = forms.CharField(
        required=False,
        strip=False,
        max_length=reflections.MOST_CHARACTERS,
        error_messages={
            "max_length": gettext_lazy(
                "A note has at most %(limit_value)d characters; this one has "
                "%(show_value)d. Shorten it, then save it again."
            )
        },
    )
    revision = forms.IntegerField(min_value=1, max_value=2**62)


@login_required
@never_cache
@require_POST
def save_note(request, step_id, key):
    """Save a note on a question of a lesson that the person takes."""
    step = get_object_or_404(
        Step.objects.in_outline().select_related("course"),
        pk=step_id,
        kind=LessonPage._meta.label_lower,
    )
    get_object_or_404(Enrolment.objects.active().of(request.user), course=step.course)
    asked = reflections.asked_on(
        step=step, key=key, language=request.POST.get("language", "")
    )
    if asked is None:
        raise Http404
    page, question = asked
    form = NoteForm(request.POST)
    if not form.is_valid():
        problems = form.errors.get("text") or [_("Load the page again, please.")]
        return _answer(request, step, key, asked, 422, problems[0])
    try:
        note = reflections.save_note(
            user=request.user,
            step=step,
            key=key,
            question=question,
            # As a browser sends it, without the line ends that only forms have.
            text=form.cleaned_data["text"].replace("\r\n", "\n"),
            revision=form.cleaned_data["revision"],
            at=timezone.now(),
        )
    except reflections.StaleNote:
        sentence = stale_sentence(has_both=not _is_script(request))
        return _answer(request, step, key, asked, 409, sentence)
    return _answer(request, step, key, asked, 200, saved_sentence(note))


def saved_sentence(note) -> str:
    """Return that the note is saved, and when."""
    return _("Saved at %(time)s. Only you can read it.") % {
        "time": date_format(timezone.localtime(note.saved_at), "TIME_FORMAT")
    }


def stale_sentence(*, has_both: bool) -> str:
    """Return that a later text stays, and what to do; `has_both` shows both texts."""
    if has_both:
        return _(
            "This note was changed on another page after you opened this one. Both "
            "texts are here: keep what you need and save it."
        )
    return _(
        "This note was changed on another page after you opened this one, so this text "
        "is not saved. Copy it, then load the page again."
    )


def _answer(request, step, key, asked, status, message):
    """Tell a script in JSON; show anybody else the lesson, or the text to keep."""
    if _is_script(request):
        outcome = {200: "saved", 422: "refused"}.get(status, "stale")
        return JsonResponse({"outcome": outcome, "message": message}, status=status)
    page, question = asked
    if status == 200:
        return redirect(f"{page.get_url(request)}#note-{key}")
    return render(
        request,
        "courses/note_unsaved.html",
        {
            "step": step,
            "page": page,
            "key": key,
            "question": question,
            "problem": message,
            "text": request.POST.get("text", ""),
            "stored": reflections.notes_on(user=request.user, step_id=step.pk).get(key),
            "revision": reflections.new_revision(),
        },
        status=status,
    )


def _is_script(request) -> bool:
    return request.headers.get("Accept") == "application/json"
