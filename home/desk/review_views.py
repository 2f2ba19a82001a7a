"""A reviewer's answer to a whole course, and the end of being named on it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from courses.models.reviews import ApprovalForm
from courses.reviews import withdraw_credits

from . import reviewing
from .outline import desk_course
from .views import course_page_of


@require_POST
def answer(request, page_id):
    """Approve all pages that wait for the person, or send them back."""
    page = course_page_of(request, page_id)
    form = ApprovalForm(request.POST)
    if not form.is_valid():
        raise PermissionDenied
    comment = form.cleaned_data["comment"]
    is_approval = request.POST.get("answer") == "approve"
    if not is_approval and not comment.strip():
        messages.error(
            request, _("Say what should be changed; the author reads it on the desk.")
        )
        return redirect("desk-course", page.pk)
    course = desk_course(page)
    try:
        if is_approval:
            count = reviewing.approve_all(
                course=course,
                by=request.user,
                comment=comment,
                is_credited=form.cleaned_data["is_credited"],
            )
            sentence = ngettext(
                "You approved %(count)s page.", "You approved %(count)s pages.", count
            )
        else:
            count = reviewing.ask_for_changes(
                course=course, by=request.user, comment=comment
            )
            sentence = ngettext(
                "You sent %(count)s page back to its author.",
                "You sent %(count)s pages back to their author.",
                count,
            )
    except reviewing.NothingWaits:
        messages.info(request, _("Nothing waits for your review any more."))
    else:
        messages.success(request, sentence % {"count": count})
    return redirect("desk-course", page.pk)


@require_POST
def take_name_off(request, page_id):
    """Stop naming the person as a reviewer of the course."""
    page = course_page_of(request, page_id)
    if withdraw_credits(course_key=page.translation_key, by=request.user):
        messages.success(request, _("The course does not name you any more."))
    return redirect("desk-course", page.pk)
