"""The way from a question, a quiz, a survey or a page back to the course it is in."""

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from assessments.models import Assessment, Item, QuizPage
from courses.models import CoursePage
from courses.outline import course_page_above
from courses.permissions import can_edit
from feedback.models import FeedbackPage, Survey


def course_of(record: Model) -> CoursePage | None:
    """Return the first course that the record is used in, None where there is none."""
    match record:
        case Page():
            page: Page | None = record
        case Item():
            page = QuizPage.objects.filter(assessment__entries__item=record).first()
        case Assessment():
            page = QuizPage.objects.filter(assessment=record).first()
        case Survey():
            page = FeedbackPage.objects.filter(survey=record).first()
        case _:
            page = None
    return course_page_above(page) if page is not None else None


def point_back(request, record):
    """After something was saved, offer the way back to the desk of its course.

    The editor saves by itself all the time and asks for no page then; only who saves
    and looks up is told.
    """
    if not request.accepts("text/html"):
        return
    course = course_of(record)
    if course is not None and can_edit(user=request.user, page=course):
        messages.info(
            request,
            format_html(
                '<a href="{}">{}</a>',
                reverse("desk-course", args=[course.pk]),
                _("Back to the course “%(title)s”") % {"title": course.draft_title},
            ),
        )
