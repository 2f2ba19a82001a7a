"""Course packages in the editor: export."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from courses.models import Course, CoursePage

from .course_export import CannotExport, export_course
from .packages.writer import write_zip
from .permissions import may_export

# More is read in the next try.
MOST_SENTENCES = 12


@never_cache
@require_GET
def export(request, page_id):
    """Hand out the course of a page as a package, or say what cannot be carried."""
    page = get_object_or_404(CoursePage, pk=page_id)
    if not may_export(user=request.user, page=page):
        raise PermissionDenied
    course = Course.objects.filter(key=page.translation_key).first()
    try:
        if course is None:
            raise CannotExport(
                [
                    _("“%(page)s” was never published. Publish it first.")
                    % {"page": page}
                ]
            )
        exported = export_course(course)
    except CannotExport as error:
        messages.error(
            request,
            _sentences(_("This course cannot be exported yet."), error.reasons),
        )
        return redirect("wagtailadmin_pages:edit", page.pk)
    if exported.notes:
        messages.warning(
            request, _sentences(_("The export leaves something out."), exported.notes)
        )
    slug = exported.package.slug
    return HttpResponse(
        write_zip(exported.files, slug),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{slug}.zip"'},
    )


def _sentences(head: str, sentences) -> str:
    shown = sentences[:MOST_SENTENCES]
    items = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in shown))
    return format_html("{}<ul>{}</ul>", head, items)
