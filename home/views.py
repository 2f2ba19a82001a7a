"""My learning, and the two switches that every page has."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from people.models import Language

from . import reporting
from .context import THEMES
from .language import translated_path


@login_required
@never_cache
@require_GET
def my_learning(request):
    """Show the person's courses, with one clear way to continue."""
    return render(
        request,
        "home/my_learning.html",
        {"learning": reporting.my_learning(request.user)},
    )


def _next(request) -> str:
    """Return the address where the person was, if that is here."""
    target = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_here and target.startswith("/") else "/"


def _remember(response, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=getattr(settings, "LANGUAGE_COOKIE_SECURE", False),
    )


@require_POST
def theme(request):
    """Choose the light or the dark theme for this browser, or its own setting."""
    response = HttpResponseRedirect(_next(request))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        _remember(response, "theme", chosen)
    else:
        response.delete_cookie("theme", samesite=settings.LANGUAGE_COOKIE_SAMESITE)
    return response


@require_POST
def language(request):
    """Choose the language, and go to the same page in it where there is one."""
    code = request.POST.get("language", "")
    if code not in Language.values:
        return HttpResponseRedirect(_next(request))
    response = HttpResponseRedirect(translated_path(_next(request), code))
    if check_for_language(code):
        _remember(response, settings.LANGUAGE_COOKIE_NAME, code)
        if request.user.is_authenticated:
            request.user.preferred_language = code
            request.user.save(update_fields=["preferred_language"])
    return response
