"""The versions of a survey in the editor, and which wordings are counted together."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from .history import Change, history_of, undecided_rewordings
from .models import Survey, SurveyItemVersion
from .permissions import may_publish_surveys, may_read_surveys
from .pooling import Hindrance
from .publishing import CannotPool, part_wording, pool_wording

CHANGES = {
    Change.ADDED: gettext_lazy("New"),
    Change.REMOVED: gettext_lazy("No longer asked"),
    Change.SPELLING: gettext_lazy("Only spelling differs: counted together"),
    Change.SAME_MEANING: gettext_lazy("Means the same: counted together"),
    Change.REWORDED: gettext_lazy("Reworded: counted apart"),
    Change.REPLACED: gettext_lazy("Another statement: counted apart"),
}
HINDRANCES = {
    Hindrance.OPEN_QUESTION: gettext_lazy(
        "Comments are not counted. They stand below the question as it was asked."
    ),
    Hindrance.POINTS: gettext_lazy(
        "The points of the scale or their labels differ, so the figures do not mean "
        "the same."
    ),
    Hindrance.DIRECTION: gettext_lazy("One of them is reverse-worded."),
    Hindrance.CONDITION: gettext_lazy("They were asked of different people."),
    Hindrance.SAME_ALREADY: gettext_lazy("They are counted together already."),
    Hindrance.JOINED_ALREADY: gettext_lazy(
        "This wording is counted together with another one. Part them first."
    ),
    Hindrance.NO_REASON: gettext_lazy(
        "Say in a few words why the meaning is the same, for example “typing error”."
    ),
    Hindrance.OTHER_ITEM: gettext_lazy("They have different short names."),
}


@require_GET
def history(request, survey_id):
    """Show what was published of a survey and where it is used."""
    if not may_read_surveys(request.user):
        raise PermissionDenied
    survey = get_object_or_404(Survey, pk=survey_id)
    found = history_of(survey)
    context = {
        "survey": survey,
        "versions": [
            {
                "version": version,
                "changes": [
                    {
                        "change": change,
                        "words": CHANGES[change.change],
                        "why": HINDRANCES.get(change.hindrance, ""),
                        "may_join": change.change is Change.REWORDED,
                        "may_part": change.change is Change.SAME_MEANING,
                    }
                    for change in version.changes
                ],
            }
            for version in found.versions
        ],
        "pages": found.pages,
        "follow_ups": found.follow_ups,
        "may_decide": may_publish_surveys(request.user),
        "edit_url": reverse(
            Survey.snippet_viewset.get_url_name("edit"), args=[survey.pk]
        ),
    }
    return render(request, "feedback/admin/history.html", context)


@require_POST
def same_meaning(request, survey_id):
    """Count two wordings together, or apart again."""
    if not may_publish_surveys(request.user):
        raise PermissionDenied
    survey = get_object_or_404(Survey, pk=survey_id)
    wordings = SurveyItemVersion.objects.filter(item__survey=survey)
    version = get_object_or_404(wordings, pk=_number(request, "version"))
    if request.POST.get("decision") == "part":
        part_wording(version=version)
        messages.success(request, _("The two wordings are counted apart."))
        return redirect("feedback_history", survey.pk)
    earlier = get_object_or_404(wordings, pk=_number(request, "earlier"))
    try:
        pool_wording(
            version=version,
            earlier=earlier,
            reason=request.POST.get("reason", ""),
            at=timezone.now(),
            by=request.user,
        )
    except CannotPool as refused:
        messages.error(request, HINDRANCES[refused.hindrance])
    else:
        messages.success(request, _("The two wordings are counted together."))
    return redirect("feedback_history", survey.pk)


def _number(request, name):
    """Return the key that a field of the form names; 0, which is nobody's, if none."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def ask_about_rewordings(request, survey):
    """After publishing, say which ratings begin anew and where to change that."""
    if not isinstance(survey, Survey) or "action-publish" not in request.POST:
        return
    keys = [change.key for change in undecided_rewordings(survey)]
    if keys:
        messages.warning(
            request,
            _(
                "Reworded: %(keys)s. Their ratings are counted anew. If only spelling "
                "was corrected, say so on “Versions and use”."
            )
            % {"keys": ", ".join(keys)},
            buttons=[
                messages.button(
                    reverse("feedback_history", args=[survey.pk]),
                    _("Versions and use"),
                )
            ],
        )


# Below /cms/, where the editor lets in whoever may use it at all.
editor_urls = [
    path("surveys/<int:survey_id>/versions/", history, name="feedback_history"),
    path(
        "surveys/<int:survey_id>/versions/meaning/",
        same_meaning,
        name="feedback_same_meaning",
    ),
]
