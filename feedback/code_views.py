"""Codes: made by coordinators, used by people without an account."""

import csv
import io
import secrets
from urllib.parse import urljoin

import segno
from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.html import mark_safe
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.study import outline_of
from people.models import Profession

from . import codes
from .answering import survey_sheet
from .groups import Dimension
from .run_views import looked_after

# Wrong codes from one address before it has to wait. Hospitals share one address, and
# no number of guesses that a site can answer comes near a code.
MOST_WRONG = 100
SECONDS_TO_WAIT = 600


class CodeForm(forms.Form):
    """The code of somebody without an account."""

    code = forms.CharField(
        label=gettext_lazy("Your code"),
        max_length=40,
        help_text=gettext_lazy(
            "Twelve letters and digits, as on the slip that you were given. Dashes and "
            "capitals make no difference."
        ),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={
            "required": gettext_lazy("Type the code that stands on your slip."),
            "max_length": gettext_lazy(
                "Too long: a code has twelve letters and digits."
            ),
        },
    )


class AboutYouForm(forms.Form):
    """What a person with a code may tell about themselves, on the last page."""

    # No item of a survey can have such a name.
    prefix = "about"

    profession = forms.ChoiceField(
        label=gettext_lazy("Your profession"),
        choices=lambda: [("", _("I would rather not say")), *Profession.choices],
        required=False,
        help_text=gettext_lazy(
            "Used only to compare the feedback of groups of at least five people."
        ),
    )


class MakeCodesForm(forms.Form):
    """How many codes to make."""

    count = forms.IntegerField(
        label=gettext_lazy("How many codes?"),
        min_value=1,
        max_value=codes.LARGEST_BATCH,
        help_text=gettext_lazy(
            "One for each person who is asked. All codes that were made count as asked."
        ),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


# Answering ----------------------------------------------------------------------------


@sensitive_post_parameters()
@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request):
    """Ask for the code, and lead to the survey that waits for it."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = codes.clean_code(form.cleaned_data["code"])
        if _has_to_wait(request):
            return _too_many(request, form)
        try:
            codes.run_of_code(code, at=timezone.now())
        except codes.CodeNotValid:
            _count_wrong(request)
            form.add_error("code", _not_valid())
        else:
            return redirect("feedback:survey-by-code", code)
    return _code_page(request, form)


@sensitive_post_parameters()
@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request, code):
    """Show the survey that waits for a code, and count what is sent with it.

    Only that spends the code; turning pages does not.
    """
    if _has_to_wait(request):
        return _too_many(request, _filled(code))
    now = timezone.now()
    try:
        run = codes.run_of_code(code, at=now)
    except codes.CodeNotValid:
        return _wrong_code(request, code)
    data = request.POST if request.method == "POST" else None
    sheet = survey_sheet(run.survey_version, data)
    about = AboutYouForm(data) if Dimension.PROFESSION in run.dimensions else None
    if sheet.pages.is_ready and (about is None or about.is_valid()):
        try:
            codes.answer_with_code(
                code=code,
                values=sheet.form.ratings,
                comments=sheet.form.comments,
                language=get_language(),
                profession=about.cleaned_data["profession"] if about else "",
                at=now,
            )
        except codes.CodeNotValid:
            return _wrong_code(request, code)
        return redirect("feedback:survey-thanks")
    return render(
        request,
        "feedback/code_survey.html",
        {
            "code": code,
            "run": run,
            "title": outline_of(run.course).title,
            "survey": run.survey_version.survey,
            "sheet": sheet,
            "about": about,
            # On another page of the survey it has nothing to say yet.
            "faulty": sheet.form
            if sheet.form.errors or not sheet.pages.is_ready
            else about,
            "comment_threshold": settings.ELEARN_MINIMUM_FOR_COMMENTS,
        },
        status=422 if sheet.form.errors or sheet.pages.is_ready else 200,
    )


@never_cache
@require_GET
def thanks(request):
    """Say thank you. The address tells nothing of the code or the survey."""
    return render(request, "feedback/code_thanks.html")


def _wrong_code(request, code):
    _count_wrong(request)
    form = _filled(code)
    form.add_error("code", _not_valid())
    return _code_page(request, form)


def _filled(code):
    """Return the form for a code, with one in it."""
    form = CodeForm({"code": code[:40]})
    form.is_valid()
    return form


def _too_many(request, form):
    form.add_error(
        "code",
        _(
            "Too many wrong codes came from your network. Wait ten minutes and try "
            "again; your code still works."
        ),
    )
    return _code_page(request, form, status=429)


def _code_page(request, form, *, status=None):
    return render(
        request,
        "feedback/code_entry.html",
        {"form": form},
        status=status or (422 if form.errors else 200),
    )


def _not_valid():
    return _(
        "No survey waits for this code. Check it for a slip of the pen. A code works "
        "once: if you have sent your answers with it, they are counted. The survey may "
        "also not have begun, or be over."
    )


def _counter(request) -> str:
    """Return under which name wrong codes of the visitor's address are counted."""
    address = get_adapter(request).get_client_ip(request)
    return f"survey-codes.{salted_hmac('feedback.wrong_codes', address).hexdigest()}"


def _has_to_wait(request) -> bool:
    return cache.get(_counter(request), 0) >= MOST_WRONG


def _count_wrong(request) -> None:
    key = _counter(request)
    cache.add(key, 0, timeout=SECONDS_TO_WAIT)
    try:
        cache.incr(key)
    except ValueError:
        # It ran out in between.
        cache.set(key, 1, timeout=SECONDS_TO_WAIT)


# Making -------------------------------------------------------------------------------


def new_codes_form(run, data=None):
    """Return what the page of a run needs for making codes, None where none are."""
    if run.kind != "codes" or not run.is_open:
        return None
    return {
        "form": MakeCodesForm(data),
        "made": codes.count_codes(run),
        # Sending the form again gives the same codes.
        "key": secrets.token_urlsafe(24),
    }


@login_required
@never_cache
@require_POST
def make(request, run_id):
    """Make codes and give them as slips to print or as a file; not a second time."""
    run = looked_after(request, run_id)
    form = MakeCodesForm(request.POST)
    key = request.POST.get("key", "")
    if not form.is_valid() or not 16 <= len(key) <= 64:
        messages.error(
            request,
            _("Choose a number from 1 to %(most)s.") % {"most": codes.LARGEST_BATCH},
        )
        return redirect("feedback:run", run.pk)
    try:
        made = codes.make_codes(
            run=run, count=form.cleaned_data["count"], key=key, at=timezone.now()
        )
    except codes.TooFewCodes:
        messages.error(
            request,
            _(
                "A run needs at least %(threshold)s codes; with fewer, nothing could "
                "ever be shown."
            )
            % {"threshold": run.threshold},
        )
        return redirect("feedback:run", run.pk)
    except codes.RunTakesNoCodes:
        messages.error(request, _("This run takes no more codes."))
        return redirect("feedback:run", run.pk)
    slips = [_slip(code) for code in made]
    if request.POST.get("format") == "csv":
        return _file(run, slips)
    for slip in slips:
        slip["picture"] = _picture(slip["url"])
    return render(
        request,
        "feedback/code_slips.html",
        {
            "run": run,
            "title": outline_of(run.course).title,
            "minutes": run.survey_version.survey.minutes_needed,
            "slips": slips,
            "key": key,
            "entry": _address(reverse("feedback:survey-entry")),
        },
    )


def _slip(code):
    return {
        "code": codes.written_code(code),
        "url": _address(reverse("feedback:survey-by-code", args=[code])),
    }


def _address(path):
    return urljoin(settings.WAGTAILADMIN_BASE_URL, path)


def _picture(url):
    """Return a QR code as SVG without any style, which the pages' policy refuses."""
    picture = segno.make(url, error="m", micro=False)
    return mark_safe(  # noqa: S308 - drawn here, from our own address
        picture.svg_inline(
            omitsize=True, border=2, light="white", svgclass=None, lineclass=None
        )
    )


def _file(run, slips):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["code", "address"])
    writer.writerows([slip["code"], slip["url"]] for slip in slips)
    response = HttpResponse(
        text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = content_disposition_header(
        True, f"codes-{slugify(run.course.slug)}-{run.pk}.csv"
    )
    return response
