"""Ready surveys and scales in the editor: a list, and taking one."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from courses.translated import in_language

from .models import ResponseScale, Survey
from .permissions import may_write_scales, may_write_surveys
from .ready import ready_scales, ready_surveys
from .ready.drafting import draft_from_template, make_ready_scales


@require_http_methods(["GET", "POST"])
def templates(request):
    """List the ready surveys; with POST make a draft of one and open it."""
    if not may_write_surveys(request.user):
        raise PermissionDenied
    if request.method == "POST":
        key, taken_with = request.POST.get("template", ""), _form_key(request)
        if key not in ready_surveys() or taken_with is None:
            raise Http404
        survey = draft_from_template(key=key, by=request.user, taken_with=taken_with)
        messages.success(
            request,
            _(
                "This is your draft. Adapt it and look at the preview; nobody is asked "
                "before you publish it."
            ),
        )
        return redirect(_edit_url(survey))
    there = set(ResponseScale.objects.values_list("key", flat=True))
    context = {
        "surveys": [
            {
                "survey": survey,
                "texts": [in_language(texts) for texts in survey.asked],
                # Sending a form again leads to the draft that it has made.
                "key": uuid.uuid4(),
            }
            for survey in ready_surveys().values()
        ],
        "scales": [
            {
                "scale": scale,
                "labels": [in_language(point) for point in scale.points],
                "is_there": scale.key in there,
            }
            for scale in ready_scales().values()
        ],
        "may_write_scales": may_write_scales(request.user),
        "some_are_missing": not there >= set(ready_scales()),
        "list_url": reverse(Survey.snippet_viewset.get_url_name("list")),
    }
    return render(request, "feedback/admin/templates.html", context)


@require_POST
def scales(request):
    """Add the ready scales that are not there yet."""
    if not may_write_scales(request.user):
        raise PermissionDenied
    made = make_ready_scales(by=request.user)
    messages.success(
        request,
        ngettext(
            "%(count)s scale was added.", "%(count)s scales were added.", len(made)
        )
        % {"count": len(made)},
    )
    return redirect(reverse(ResponseScale.snippet_viewset.get_url_name("list")))


def _form_key(request) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def _edit_url(survey):
    return reverse(Survey.snippet_viewset.get_url_name("edit"), args=[survey.pk])


# Below /cms/, where the editor lets in whoever may use it at all.
editor_urls = [
    path("surveys/templates/", templates, name="feedback_templates"),
    path("surveys/templates/scales/", scales, name="feedback_ready_scales"),
]
