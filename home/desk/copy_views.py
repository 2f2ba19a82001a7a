"""The page on which a course is copied."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from .creating import MayNotAdd
from .duplicating import duplicate_course
from .forms import CopyForm
from .permissions import may_create_course
from .views import course_page_of


@never_cache
@require_http_methods(["GET", "POST"])
def copy(request, page_id):
    """Ask for a title and copy the course."""
    page = course_page_of(request, page_id)
    if not may_create_course(request.user):
        raise PermissionDenied
    proposed = _("%(title)s (copy)") % {"title": page.draft_title}
    form = CopyForm(request.POST or None, initial={"title": proposed[:255]})
    if request.method == "POST" and form.is_valid():
        try:
            made = duplicate_course(
                page=page,
                title=form.cleaned_data["title"],
                by=request.user,
                key=form.cleaned_data["key"],
            )
        except MayNotAdd as error:
            raise PermissionDenied from error
        messages.success(
            request, _("“%(title)s” is there as a draft.") % {"title": made.title}
        )
        return redirect("desk-course", made.pk)
    return render(
        request,
        "home/admin/desk/copy.html",
        {"form": form, "page": page, "header_title": _("Copy a course")},
        status=422 if form.errors else 200,
    )
