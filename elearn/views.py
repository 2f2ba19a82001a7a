"""Pages that belong to no app: pictures, and what is said when refusing."""

import posixpath

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django.views.static import serve


@never_cache
@require_GET
def editor_sign_in(request):
    """Where the editor sends everybody whom it does not let in.

    Visitors go on to the site's own sign-in. Whoever is signed in without the right is
    told so: the sign-in would send them back here for ever.
    """
    target = request.GET.get(REDIRECT_FIELD_NAME, "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = reverse("wagtailadmin_home")
    if not request.user.is_authenticated:
        return redirect_to_login(target)
    if request.user.has_perm("wagtailadmin.access_admin"):
        return redirect(target)
    # Wagtail has left a message that says less. Reading takes it out of the store.
    list(messages.get_messages(request))
    return render(request, "403_editor.html", {"messages": []}, status=403)


def csrf_failure(request, reason=""):
    """The form is too old or came from elsewhere; say what to do."""
    return render(request, "403_csrf.html", status=403)


@require_GET
def media(request, path):
    """Serve the pictures of pages, in the sizes that pages use.

    Originals and documents lie beside them and are not public: documents have a view of
    their own that asks who may read them. A web server in front may take this over.
    """
    # As the file system would read it, so that no ".." leads out of the folder.
    path = posixpath.normpath(path)
    if not path.startswith("images/"):
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    # Wagtail names a rendition after its content.
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def error_page(request, status):
    """Show an error page on purpose, to look at it. Only in development."""
    template = {400: "400.html", 403: "403.html", 404: "404.html", 500: "500.html"}
    if status not in template:
        raise Http404
    return render(request, template[status], status=status)
