"""What every response carries, and what is settled before a view is asked."""

from django.conf import settings
from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _

from .health import PROBES

# The site's pages: own files only, nothing inline. `data:` is for the small shapes in
# our style sheets.
PUBLIC_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    ]
)
# The editor's pages: Wagtail 8 starts its image and date choosers from inline scripts
# and its rich text editor sets inline styles. Previews are shown in a frame.
EDITOR_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'self'",
    ]
)
# The ratings page may offer its chart as a picture, which a browser makes from a blob.
CHART_POLICY = PUBLIC_POLICY.replace(
    "img-src 'self' data:", "img-src 'self' data: blob:"
)
# What a page looks like before it is published is shown in a frame of the editor.
PREVIEW_POLICY = PUBLIC_POLICY.replace(
    "frame-ancestors 'none'", "frame-ancestors 'self'"
)

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
)


class HealthMiddleware:
    """Answers the probes of machines, first of all.

    They know the address of the process and neither the site's name nor HTTPS, which
    the next ones insist on.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        probe = PROBES.get(request.path_info)
        return probe(request) if probe else self.get_response(request)


class SecurityHeadersMiddleware:
    """Adds the headers that Django does not set itself.

    The policies are constants, chosen by the request alone, so no response can widen
    one. A lesson may name sites to show frames of; those that the operator has not
    allowed are left out.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        path = request.path_info
        # For a preview Wagtail asks for the page inside a request of the editor. What
        # is set here first stays.
        if getattr(request, "is_dummy", False):
            policy = PREVIEW_POLICY
        elif path.startswith("/cms/"):
            policy = EDITOR_POLICY
        elif path.startswith("/ratings/"):
            policy = CHART_POLICY
        else:
            policy = PUBLIC_POLICY
        frames = sorted(
            {*getattr(request, "frame_hosts", ())} & {*settings.ELEARN_EMBED_HOSTS}
        )
        if frames:
            policy += "; frame-src " + " ".join(f"https://{host}" for host in frames)
        response.setdefault("Content-Security-Policy", policy)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class PrivateResponsesMiddleware:
    """Tells browsers and proxies to keep nobody's pages for anybody else.

    Holds for responses to people who are signed in; a view that says something about
    caching is left alone. `no-cache` makes a browser ask again, which after signing out
    shows nothing of the former person.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if (
            not response.has_header("Cache-Control")
            # Otherwise nobody is signed in, and no session need be looked for.
            and settings.SESSION_COOKIE_NAME in request.COOKIES
            and request.user.is_authenticated
        ):
            patch_cache_control(response, private=True, no_cache=True)
        return response


class LanguageMiddleware:
    """Chooses the language of the interface.

    A course page says its language by its address, `/fi/…`, or is in the site's first
    one. Pages without an address per language, such as My learning, follow the person:
    the preference of the account, then the choice made in this browser, then what the
    browser asks for. Django's own middleware would answer those in the site's first
    language, because the site's first language has no prefix.
    """

    # Everything that is not a Wagtail page, nor a page of the editor.
    PERSONAL = (
        "/learn/",
        "/quizzes/",
        "/ratings/",
        "/accounts/",
        "/people/",
        "/survey/",
        "/certificates/",
        "/glossary/",
        "/cms/login/",
    )

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = translation.get_language_from_path(request.path_info)
        personal = language is None and request.path_info.startswith(self.PERSONAL)
        if personal:
            language = self.preferred(request)
        translation.activate(language or settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        if personal:
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response

    @staticmethod
    def preferred(request) -> str:
        if request.user.is_authenticated:
            return request.user.preferred_language
        return translation.get_language_from_request(request)


class ProtectedMiddleware:
    """Say in the editor that something is in use, where deleting it is refused.

    The editor looks for uses before it deletes, but not for those in tables that have
    no screen there, like the versions of a question. The database does.
    """

    MOST_NAMES = 3

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, ProtectedError):
            return None
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        users = sorted({str(user) for user in exception.protected_objects})
        names = ", ".join(users[: self.MOST_NAMES])
        if len(users) > self.MOST_NAMES:
            names += ", …"
        messages.error(
            request,
            _("It is in use, so it was not deleted. Used by: %(names)s.")
            % {"names": names},
        )
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
