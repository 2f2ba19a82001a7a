"""What a person gave under pseudonyms, to look at and to take back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from . import confidential
from .models import ConfidentialResponse


@login_required
@never_cache
@require_GET
def own_answers(request):
    """Show what the person has answered in confidential surveys."""
    return render(
        request,
        "feedback/own_answers.html",
        {"given": confidential.own_answers(request.user)},
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request, response_id):
    """Ask, and then delete what the person gave in one run."""
    response = get_object_or_404(
        ConfidentialResponse.objects.select_related("run__survey_version__survey"),
        pk=response_id,
        pseudonym__user=request.user,
    )
    if request.method == "POST":
        confidential.take_back(response=response)
        messages.success(
            request, _("Your answers are deleted. The course stays as it is.")
        )
        return redirect("feedback:own-answers")
    (own,) = confidential.in_words([response])
    return render(request, "feedback/take_back.html", {"own": own})
