"""A learner's certificate of a course, and the page where anybody can check one."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from courses.certificates import actions
from courses.certificates.codes import read_code
from courses.certificates.document import certificate_document
from courses.certificates.forms import CodeForm, NameForm
from courses.certificates.pdf import certificate_as_pdf
from courses.models import Certificate, Enrolment
from courses.study import study
from people.models import Language

from .context import Frame
from .lookup_limit import count_unknown, has_tried_too_many


def _enrolment(request, slug) -> Enrolment:
    """Return the person's own enrolment, also one that they left."""
    mine = Enrolment.objects.of(request.user).filter(course__slug=slug)
    return get_object_or_404(mine.select_related("course"))


def _document(request, certificate: Certificate):
    address = reverse("certificate-check", args=[certificate.code])
    return certificate_document(
        certificate, address=request.build_absolute_uri(address)
    )


@login_required
@never_cache
def certificate(request, slug):
    """Show the certificate, ask for the name on it, or say what is missing."""
    enrolment = _enrolment(request, slug)
    issued = enrolment.certificates.order_by("-pk").first()
    initial = issued.name if issued and issued.name else request.user.get_full_name()
    form = NameForm(request.POST or None, initial={"name": initial})
    if request.method == "POST" and form.is_valid():
        try:
            actions.put_name(
                enrolment=enrolment, name=form.cleaned_data["name"], at=timezone.now()
            )
            messages.success(request, _("Your certificate is ready."))
        except (actions.CourseNotCompleted, actions.CertificateRevoked):
            # The page says which, and what to do.
            pass
        return redirect("certificate", slug)
    has_name = bool(issued and issued.is_valid and issued.name)
    return render(
        request,
        "courses/certificate.html",
        {
            "study": study(
                course=enrolment.course, user=request.user, enrolment=enrolment
            ),
            "certificate": issued,
            "document": _document(request, issued) if has_name else None,
            "form": form,
            "languages": _other_languages(),
        },
        status=422 if form.errors else 200,
    )


def _other_languages() -> list[tuple[str, str]]:
    current = translation.get_language()
    return [(code, name) for code, name in Language.choices if code != current]


@login_required
@never_cache
@require_GET
def certificate_pdf(request, slug):
    """Give the certificate as a file, in the language asked for."""
    enrolment = _enrolment(request, slug)
    issued = get_object_or_404(enrolment.certificates.valid().named())
    language = request.GET.get("language", translation.get_language())
    if language not in Language.values:
        raise Http404
    with translation.override(language):
        content = certificate_as_pdf(
            _document(request, issued), issuer=Frame(request).site_title
        )
    response = HttpResponse(content, content_type="application/pdf")
    name = f"certificate-{slug}-{language}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# Checking -----------------------------------------------------------------------------


def not_for_search_engines(view):
    """Ask search engines to leave the page out: it says somebody's name."""

    @wraps(view)
    def marked(*args, **kwargs):
        response = view(*args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return marked


@not_for_search_engines
@never_cache
@require_safe
def certificate_search(request):
    """Ask for the code of a certificate, and go to the page that checks it."""
    form = CodeForm(request.GET or None)
    if form.is_valid():
        code = read_code(form.cleaned_data["code"])
        if code:
            return redirect("certificate-check", code)
        form.add_error(
            "code",
            _("This is not a code of a certificate. Compare it sign by sign."),
        )
    return render(
        request,
        "courses/certificate_search.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


@not_for_search_engines
@never_cache
@require_safe
def certificate_check(request, code):
    """Tell anybody who has the code whose certificate it is, and whether it is valid.

    Only what is printed on it. A certificate without a name is unknown here. Addresses
    that try many unknown codes have to wait; nobody finds one by trying anyway.
    """
    if has_tried_too_many(request):
        return _checked(request, "wait", 429)
    found = (
        Certificate.objects.named()
        .select_related("enrolment__course")
        .filter(code=read_code(code))
        .first()
    )
    if found is None:
        count_unknown(request)
        return _checked(request, "unknown", 404)
    if not found.is_valid:
        return _checked(request, found.withdrawal, 410, certificate=found)
    return _checked(request, "valid", 200, document=_document(request, found))


def _checked(request, state: str, status: int, **context):
    context["state"] = state
    return render(request, "courses/certificate_check.html", context, status=status)
