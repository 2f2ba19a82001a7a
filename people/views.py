"""What people do with their own account, beyond signing in and out."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .forms import ProfileForm


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """Show and change one's name, profession and language."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        with translation.override(user.preferred_language):
            messages.success(request, _("Your details are saved."))
        response = redirect("people:profile")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.preferred_language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            secure=getattr(settings, "LANGUAGE_COOKIE_SECURE", False),
        )
        return response
    return render(
        request,
        "people/profile.html",
        {
            "form": form,
            "memberships": request.user.memberships.select_related(
                "organisation", "unit"
            ),
        },
        status=422 if form.errors else 200,
    )
