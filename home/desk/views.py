"""The pages of the trainer's desk. Each parses, asks who may, and calls one action."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.models import Page, TaskState, WorkflowState

from courses.checks.pages import findings_of_page
from courses.models import CoursePage
from courses.models.reviews import ApprovalForm
from courses.permissions import can_edit
from courses.reviews import credits_of

from . import creating, publishing
from .forms import AnnounceForm, NewCourseForm, PartForm, QuestionForm
from .gaps import gaps_of, item_url, quiz_url, survey_url
from .listing import course_rows
from .outline import desk_course
from .permissions import (
    may_add_to,
    may_create_course,
    may_make_quizzes,
    may_publish,
    may_remove,
    may_reorder,
    may_use_desk,
)
from .reviewing import reviews_for

# More is read in the next try.
MOST_SENTENCES = 12


@never_cache
@require_GET
def courses(request):
    """List the courses that the person works on."""
    if not may_use_desk(request.user):
        raise PermissionDenied
    return render(
        request,
        "home/admin/desk/courses.html",
        {
            "rows": course_rows(request.user),
            "may_create": may_create_course(request.user),
            "header_title": _("All courses"),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def new_course(request):
    """Ask a few things and make the whole tree of a course from the answers."""
    if not may_create_course(request.user):
        raise PermissionDenied
    form = NewCourseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            page = creating.create_course(plan=form.plan(), by=request.user)
        except creating.MayNotAdd as error:
            raise PermissionDenied from error
        messages.success(
            request,
            _("“%(title)s” is there as a draft. Nobody but its editors sees it yet.")
            % {"title": page.title},
        )
        return redirect("desk-course", page.pk)
    return render(
        request,
        "home/admin/desk/new_course.html",
        {"form": form, "header_title": _("Create a course")},
        status=422 if form.errors else 200,
    )


@never_cache
@require_GET
def course(request, page_id):
    """Show a course as a whole: its outline, and what it lacks."""
    page = course_page_of(request, page_id)
    desk = desk_course(page)
    gaps = gaps_of(desk)
    user = request.user
    return render(
        request,
        "home/admin/desk/course.html",
        {
            "desk": desk,
            "blocking": [gap for gap in gaps if gap.is_blocking],
            "advice": [gap for gap in gaps if not gap.is_blocking],
            "rows": _rows(desk.root, user),
            "may_add": may_add_to(user, page),
            "may_copy": may_create_course(user),
            "may_publish": may_publish(user, page),
            "may_submit": publishing.may_submit_some(user, desk),
            "may_make_quizzes": may_make_quizzes(user),
            "versions": _versions(page),
            "part_form": PartForm(initial={"parent": page.pk}, auto_id="course_%s"),
            "reviews": reviews_for(course=desk, user=user),
            "review_form": ApprovalForm(),
            "comments": _comments(desk),
            "found": [
                (part, findings)
                for part in desk.parts
                if (findings := findings_of_page(part.draft))
            ],
            "announce_form": AnnounceForm(),
            "credits": credits_of(page.translation_key),
            "header_title": desk.draft.title,
        },
    )


def _rows(part, user, places=()):
    """Return the parts below one, with what the person may do to each.

    `places` are the course and its modules, among which steps are moved.
    """
    may_move = may_reorder(user, part.page)
    may_add = may_add_to(user, part.page)
    places = places or [part, *(child for child in part.children if child.is_module)]
    last = len(part.children) - 1
    return [
        {
            "part": child,
            "may_edit": can_edit(user=user, page=child.page),
            "may_go_up": may_move and place > 0,
            "may_go_down": may_move and place < last,
            "may_remove": may_add and may_remove(user, child.page),
            "places": []
            if child.is_module or not may_move
            else [one for one in places if one is not part],
            "rows": _rows(child, user, places),
            "questions": _questions(child),
            "quiz_url": quiz_url(child.draft.assessment) if child.is_quiz else "",
            "survey_url": survey_url(child.draft.survey)
            if hasattr(child.draft, "survey")
            else "",
            "question_form": QuestionForm(auto_id=f"question_{child.page.pk}_%s")
            if child.is_quiz
            else None,
            "part_form": PartForm(
                initial={"parent": child.page.pk}, auto_id=f"part_{child.page.pk}_%s"
            )
            if child.is_module and may_add_to(user, child.page)
            else None,
        }
        for place, child in enumerate(part.children)
    ]


def _questions(part):
    return [
        {
            "question": question,
            "url": item_url(question.entry.item) if question.entry.item else "",
            "is_open": question.is_unpublished and bool(question.open_end),
        }
        for question in part.questions
    ]


def _comments(desk):
    """Return what reviewers wrote when they sent pages back, the latest first."""
    states = TaskState.objects.filter(
        status=TaskState.STATUS_REJECTED,
        workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES,
        workflow_state__object_id__in=[str(part.page.pk) for part in desk.parts],
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
    ).select_related("finished_by")
    # The same words on eight pages are one comment.
    found = {}
    for state in states.exclude(comment="").order_by("-finished_at"):
        found.setdefault((state.finished_by, state.comment), state)
    return list(found.values())


def _versions(page):
    """Return the course's pages in the other languages."""
    return (
        CoursePage.objects.filter(translation_key=page.translation_key)
        .exclude(pk=page.pk)
        .select_related("locale")
        .order_by("locale__language_code")
    )


@require_POST
def publish(request, page_id):
    """Publish all that is not published, unless something is missing."""
    page = course_page_of(request, page_id)
    form = AnnounceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The sentence on what has changed is too long."))
        return redirect("desk-course", page.pk)
    try:
        count = publishing.publish_course(
            course=desk_course(page),
            by=request.user,
            change=publishing.Change(**form.said(), at=timezone.now()),
        )
    except publishing.NotComplete as error:
        _refuse(
            request, _("The course is not complete, so nothing was published."), error
        )
    except publishing.MayNotPublish as error:
        raise PermissionDenied from error
    else:
        messages.success(
            request,
            ngettext(
                "%(count)s page was published.",
                "%(count)s pages were published.",
                count,
            )
            % {"count": count},
        )
    return redirect("desk-course", page.pk)


@require_POST
def submit(request, page_id):
    """Send all that is not published to the reviewers, unless something is missing."""
    page = course_page_of(request, page_id)
    try:
        count = publishing.submit_course(course=desk_course(page), by=request.user)
    except publishing.NotComplete as error:
        _refuse(
            request, _("The course is not complete, so nobody was asked yet."), error
        )
    except publishing.MayNotPublish as error:
        raise PermissionDenied from error
    else:
        messages.success(
            request,
            ngettext(
                "%(count)s page waits for its reviewers now.",
                "%(count)s pages wait for their reviewers now.",
                count,
            )
            % {"count": count},
        )
    return redirect("desk-course", page.pk)


def course_page_of(request, page_id) -> CoursePage:
    """Return the course page, for those who may edit it."""
    page = get_object_or_404(CoursePage, pk=page_id)
    if not can_edit(user=request.user, page=page):
        raise PermissionDenied
    return page


def inside(course_page, page_id) -> Page:
    """Return the page with this number, if it is the course's or lies in it."""
    inside = Page.objects.descendant_of(course_page, inclusive=True)
    return get_object_or_404(inside, pk=page_id).specific


def back_to(page, part):
    return redirect(f"{reverse('desk-course', args=[page.pk])}#part-{part.pk}")


def _refuse(request, head, error):
    items = format_html_join(
        "",
        '<li><a href="{}">{}</a></li>',
        ((gap.url, gap.sentence) for gap in error.gaps[:MOST_SENTENCES]),
    )
    messages.error(request, format_html("{}<ul>{}</ul>", head, items))
