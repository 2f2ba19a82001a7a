"""A page of a course as learners meet it, before it is published."""

from urllib.parse import urlencode

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from courses.models.base import LEARNER_MODES, PREVIEW_SIZES

from .views import course_page_of, inside


class TrialForm(forms.Form):
    """As whom the page is looked at, and on what."""

    mode = forms.ChoiceField(
        label=gettext_lazy("See it"), choices=LEARNER_MODES, required=False
    )
    size = forms.ChoiceField(
        label=gettext_lazy("How wide"),
        choices=[(size["name"], size["label"]) for size in PREVIEW_SIZES],
        required=False,
    )


@never_cache
@require_GET
def see(request, page_id, part_id):
    """Show the draft of a page in a frame, with the way back to the desk."""
    page = course_page_of(request, page_id)
    part = inside(page, part_id)
    asked = {"mode": LEARNER_MODES[0][0], "size": PREVIEW_SIZES[0]["name"]}
    form = TrialForm(asked | request.GET.dict())
    chosen = form.cleaned_data if form.is_valid() else asked
    return render(
        request,
        "home/admin/desk/see.html",
        {
            "page": page,
            "part": part,
            "form": form,
            "size": chosen["size"] or asked["size"],
            "query": urlencode({"mode": chosen["mode"]}),
            "header_title": _("As learners see it: %(title)s")
            % {"title": part.draft_title},
        },
    )
