"""What somebody sent whose session had ended: kept until they have signed in again.

The answer lies in the session of the visitor, who is nobody yet. Signing in keeps what
is in it. The page it was sent to shows it again, and only there, to the person whose
attempt it is; for anybody else it is thrown away.
"""

import functools

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.utils.translation import gettext as _

from .content import Given
from .models import Attempt

SESSION_NAME = "kept_answer"
# Anybody can send something here, so there is an end: some two long texts.
MOST_CHARACTERS = 50_000
# What belongs to the form that was sent and not to the answer.
OF_THE_FORM = {"csrfmiddlewaretoken", "go"}


def keeps_answer(view):
    """Ask for a sign-in as `login_required` does, and keep what was sent until then.

    A script keeps its answers itself, so nothing is kept for it.
    """

    @functools.wraps(view)
    def wrapped(request, attempt_id, **kwargs):
        if not request.user.is_authenticated:
            is_script = request.headers.get("Accept") == "application/json"
            if request.method == "POST" and not is_script:
                _keep(request, attempt_id)
            return redirect_to_login(request.path)
        try:
            return view(request, attempt_id, **kwargs)
        except Http404:
            forget(request)
            raise

    return wrapped


def _keep(request, attempt_id) -> None:
    fields = {
        name: request.POST.getlist(name)
        for name in request.POST
        if name not in OF_THE_FORM and not name.endswith("revision")
    }
    size = sum(len(name) + sum(map(len, fields[name])) for name in fields)
    if size > MOST_CHARACTERS:
        return
    if Attempt.objects.open().filter(pk=attempt_id).exists():
        request.session[SESSION_NAME] = {"path": request.path, "fields": fields}
    # Said to everybody, since it is nobody's business which attempts there are.
    messages.info(
        request, _("You have been signed out. What you sent is kept until you sign in.")
    )


def kept(request) -> Given | None:
    """Return what was kept of the form at this address; None for nothing."""
    found = request.session.get(SESSION_NAME)
    return found["fields"] if found and found["path"] == request.path else None


def forget(request) -> None:
    """Throw away what was kept: it is saved, or it is not this person's."""
    if SESSION_NAME in request.session:
        del request.session[SESSION_NAME]
