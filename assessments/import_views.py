"""Files of questions in the editor: report, confirmation, export."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from courses.translated import in_language

from . import actions, uploads
from .bank_files import languages, questions_of_category, questions_of_quiz
from .blocks.base import SENTENCES
from .formats import ENDINGS, Format, Severity, read_questions, write_questions
from .import_forms import ExportForm, ImportForm
from .models import Assessment, Item
from .permissions import may_export_items, may_import_items


@never_cache
@require_http_methods(["GET", "POST"])
def import_page(request):
    """Take a file and report what would become of each question; write nothing."""
    if not may_import_items(request.user):
        raise PermissionDenied
    uploads.sweep(at=timezone.now())
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    if not form.is_valid():
        return _page(request, "import", {"form": form})
    data = form.cleaned_data["file"].read()
    settings = form.settings()
    report = _import(request, data, settings, dry_run=True)
    slip = ""
    if report.items:
        slip = uploads.keep(data=data, by=request.user, settings=settings)
    context = {
        **report_context(report),
        "slip": slip,
        "publish": settings["publish"],
        "quiz": Assessment.objects.filter(pk=settings["quiz"]).first(),
        "file_name": form.cleaned_data["file"].name,
    }
    return _page(request, "import_report", context)


@never_cache
@require_POST
def confirm(request):
    """Import the file of a report that was read."""
    if not may_import_items(request.user):
        raise PermissionDenied
    slip = request.POST.get("slip", "")
    try:
        data, settings = uploads.kept(slip=slip, by=request.user)
    except uploads.UploadGone:
        messages.error(
            request,
            gettext("The file is no longer there. Choose it again."),
        )
        return redirect("assessments_import")
    keep_good = request.POST.get("keep_good") == "yes"
    try:
        report = _import(request, data, settings, keep_good=keep_good)
    except actions.ImportRefused:
        # Somebody has changed the bank since the report.
        messages.error(
            request,
            gettext(
                "Some questions cannot be carried, so nothing was imported. Read the "
                "report again."
            ),
        )
        return redirect("assessments_import")
    uploads.forget(slip=slip, by=request.user)
    count = report.count("new") + report.count("changed")
    messages.success(
        request,
        ngettext(
            "%(count)s question was imported.",
            "%(count)s questions were imported.",
            count,
        )
        % {"count": count},
    )
    return redirect(_list_url())


def _import(request, data, settings, *, dry_run=False, keep_good=False):
    """Read a file and import it, as far as this person may."""
    user = request.user
    codes = languages()
    first = settings["language"]
    quiz = None
    if settings["quiz"] and user.has_perm("assessments.change_assessment"):
        quiz = Assessment.objects.filter(pk=settings["quiz"]).first()
    return actions.import_items(
        reading=read_questions(
            data,
            Format(settings["format"]),
            (first, *(code for code in codes if code != first)),
            settings["encoding"],
        ),
        assessment=quiz,
        by=user,
        at=timezone.now(),
        publish=settings["publish"] and user.has_perm("assessments.publish_item"),
        keep_good_rows=keep_good,
        dry_run=dry_run,
    )


def report_context(report):
    """Return what the page says about a file: each question, and each finding."""
    return {
        "rows": [
            {
                "line": item.read.line,
                "key": item.read.key,
                "stem": in_language(item.read.content.stem),
                "state": str(item.state),
            }
            for item in report.items
        ],
        "findings": [
            {
                "line": finding.line,
                "sentence": sentence(finding),
                "is_error": finding.severity == Severity.ERROR,
            }
            for finding in sorted(report.findings, key=lambda f: f.line)
        ],
        "error_count": len(report.errors),
        "new_count": report.count("new"),
        "changed_count": report.count("changed"),
        "unchanged_count": report.count("unchanged"),
    }


def sentence(finding):
    """Return what a finding says, in the language of who reads it."""
    known = SENTENCES.get(finding.message)
    if known is not None:
        return str(known)
    message = gettext(finding.message)
    return message % finding.params if finding.params else message


@never_cache
@require_http_methods(["GET"])
def export_page(request):
    """Give the questions of a quiz or a category as a file."""
    if not may_export_items(request.user):
        raise PermissionDenied
    form = ExportForm(request.GET if "format" in request.GET else None)
    if not form.is_valid():
        return _page(request, "export", {"form": form})
    quiz, category = form.cleaned_data["quiz"], form.cleaned_data["category"]
    export = questions_of_quiz(quiz) if quiz else questions_of_category(category)
    if export.findings and "anyway" not in request.GET:
        found = [sentence(finding) for finding in export.findings]
        return _page(request, "export", {"form": form, "findings": found})
    chosen = Format(form.cleaned_data["format"])
    response = HttpResponse(
        write_questions(export.items, chosen, languages()),
        content_type=CONTENT_TYPES[chosen],
    )
    name = (quiz or category).key if quiz or category else "questions"
    ending = ENDINGS[chosen]
    response["Content-Disposition"] = f'attachment; filename="{name}{ending}"'
    return response


CONTENT_TYPES = {
    Format.GIFT: "text/plain; charset=utf-8",
    Format.MOODLE_XML: "application/xml; charset=utf-8",
    Format.CSV: "text/csv; charset=utf-8",
}


def _list_url():
    return reverse(Item.snippet_viewset.get_url_name("list"))


def _page(request, name, context):
    """Show a page with the ways between these pages."""
    ways = {
        "list_url": _list_url(),
        "import_url": reverse("assessments_import"),
        "export_url": reverse("assessments_export"),
    }
    return render(request, f"assessments/admin/{name}.html", {**ways, **context})


# Below /cms/, where the editor lets in whoever may use it at all.
editor_urls = [
    path("questions/import/", import_page, name="assessments_import"),
    path("questions/import/confirmation/", confirm, name="assessments_import_confirm"),
    path("questions/export/", export_page, name="assessments_export"),
]
