"""What is kept about people: every kind of record, with its purpose and its time.

One list for the page and the file. A table that refers to a person stands here, or in
`left_out` with the reason; a test walks all models and finds what is in neither.
"""

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .record import ACCOUNT, Kept, Topic
from .survey_records import SURVEY_RECORDS


def _report_view_time() -> str:
    days = settings.ELEARN_REPORT_VIEW_DAYS
    return ngettext("For %(days)s day.", "For %(days)s days.", days) % {"days": days}


REVISION = "counts saves, so that an older one never replaces a newer one"
PLACE = "orders the records of one attempt"
COPIED = "a rule of the quiz, copied when the attempt began"

KEPT = (
    Kept(
        Topic.ACCOUNT,
        "people.User",
        "pk",
        _("Your account"),
        _(
            "To sign in, to greet you, and to show the site in your language. Your "
            "profession only serves to compare the feedback of groups, and you may "
            "leave it open."
        ),
        ACCOUNT,
        (
            *("email", "first_name", "last_name", "profession", "preferred_language"),
            *("wants_survey_reminders", "date_joined", "last_login", "public_id"),
            *("is_active", "is_staff", "is_superuser"),
        ),
        {"password": "a secret; only what it is checked with is stored"},
    ),
    Kept(
        Topic.ACCOUNT,
        "account.EmailAddress",
        "user",
        _("E-mail addresses, and whether they are confirmed"),
        _("So that nobody uses an address of somebody else."),
        ACCOUNT,
        ("email", "verified", "primary"),
    ),
    Kept(
        Topic.ACCOUNT,
        "people.Membership",
        "user",
        _("Your organisations and your role there"),
        _("Your role says what you may do for the organisation."),
        _("Until your organisation ends it, or your account is deleted."),
        ("organisation__name", "unit__name", "role", "joined_at"),
    ),
    Kept(
        Topic.WORK,
        "people.User_groups",
        "user",
        _("Groups of the editor"),
        _("They say what you may do in the editor."),
        _("Until somebody takes you out of them, or your account is deleted."),
        ("group__name",),
    ),
    Kept(
        Topic.WORK,
        "people.User_user_permissions",
        "user",
        _("Single permissions"),
        _("What you may do beyond your groups."),
        _("Until somebody takes them back, or your account is deleted."),
        ("permission__codename",),
    ),
    Kept(
        Topic.WORK,
        "wagtailusers.UserProfile",
        "user",
        _("Settings of the editor"),
        _("So that the editor looks as you chose."),
        ACCOUNT,
        (
            *("preferred_language", "current_time_zone", "avatar", "theme"),
            *("contrast", "density", "keyboard_shortcuts", "dismissibles"),
            *("submitted_notifications", "approved_notifications"),
            *("rejected_notifications", "updated_comments_notifications"),
        ),
    ),
    Kept(
        Topic.LEARNING,
        "courses.Enrolment",
        "user",
        _("Courses you take or have completed"),
        _("So that you find them again, and for your record of learning."),
        ACCOUNT,
        (
            *("course__title", "cohort__name", "enrolled_at", "withdrawn_at"),
            *("completed_at", "completion_rule"),
        ),
    ),
    Kept(
        Topic.LEARNING,
        "courses.StepCompletion",
        "enrolment__user",
        _("Steps you have completed, and when"),
        _("So that you continue where you were, and to tell when a course is done."),
        ACCOUNT,
        ("enrolment__course__title", "step__title", "completed_at"),
    ),
    Kept(
        Topic.LEARNING,
        "courses.ReadingPlace",
        "enrolment__user",
        _("Where you stopped in a lesson"),
        _("So that you go on there. Nobody else sees it, and nothing is counted."),
        _("Until you complete the lesson, or your account is deleted."),
        ("enrolment__course__title", "step__title", "section", "reached_at"),
    ),
    Kept(
        Topic.LEARNING,
        "courses.Certificate",
        "enrolment__user",
        _("Certificates"),
        _(
            "So that others can check one that you give them. Nobody finds it without "
            "its code, and it shows no name before you have agreed to one."
        ),
        _("As long as you have an account; then it can no longer be checked."),
        (
            *("enrolment__course__title", "code", "titles", "minutes", "edition_on"),
            *("issued_at", "name", "named_at"),
            *("withdrawn_at", "withdrawal", "withdrawal_reason"),
        ),
    ),
    Kept(
        Topic.LEARNING,
        "courses.Note",
        "user",
        _("Your notes on lessons"),
        _("For you alone. Nobody else reads them, and nothing is counted."),
        _("Until you empty them, or your account is deleted."),
        ("step__course__title", "step__title", "text", "written_at"),
        {"revision": REVISION},
    ),
    Kept(
        Topic.LEARNING,
        "courses.ReflectionNote",
        "user",
        _("What you wrote at questions of a lesson"),
        _("For you alone. Nobody else reads it, and nothing is counted."),
        _("Until you empty it, or your account is deleted."),
        ("step__course__title", "step__title", "question", "text", "saved_at"),
        {"revision": REVISION, "key": "names the question within its lesson"},
    ),
    Kept(
        Topic.LEARNING,
        "courses.Bookmark",
        "user",
        _("Your bookmarks"),
        _("So that you find a lesson again. Nobody else sees them."),
        _("Until you take them away, or your account is deleted."),
        ("step__course__title", "step__title", "set_at"),
    ),
    Kept(
        Topic.QUIZZES,
        "assessments.Attempt",
        "enrolment__user",
        _("Attempts at quizzes, with their times"),
        _("To show your result, and to tell whether a quiz is passed."),
        ACCOUNT,
        (
            *("assessment__key", "step__title", "number", "started_at"),
            *("submitted_at", "ended_by", "is_counted", "passed"),
            *("due_at", "closes_at", "enrolment__course__title"),
        ),
        {
            "start_key": "tells two sendings of one form from two attempts",
            "score": "the sum of the marks",
            "behaviour": COPIED,
            "penalty": COPIED,
            "layout": COPIED,
            "overdue_policy": COPIED,
            "item_count": COPIED,
            "max_score": COPIED,
            "pass_mark": COPIED,
        },
    ),
    Kept(
        Topic.QUIZZES,
        "assessments.Response",
        "attempt__enrolment__user",
        _("Your answers to quiz questions"),
        _(
            "To mark them, and, without your name, to find questions that mislead. "
            "Some people see answers to mark them, without names."
        ),
        ACCOUNT,
        (
            *("attempt__assessment__key", "attempt__number", "position"),
            *("item_version__item__key", "answer", "saved_at", "is_flagged"),
            "settled_at",
        ),
        {
            "option_order": PLACE,
            "max_mark": COPIED,
            "revisit": COPIED,
            "section": COPIED,
            "revision": REVISION,
        },
    ),
    Kept(
        Topic.QUIZZES,
        "assessments.Try",
        "response__attempt__enrolment__user",
        _("Answers you had checked at once, where a quiz offers that"),
        _("To show you how it went, and to count the tries."),
        ACCOUNT,
        (
            *("response__attempt__assessment__key", "response__attempt__number"),
            *("response__position", "number", "answer", "is_right", "tried_at"),
        ),
    ),
    Kept(
        Topic.QUIZZES,
        "assessments.Mark",
        "response__attempt__enrolment__user",
        _("Marks, and what markers told you"),
        _("Your result is their sum. In the file as soon as the quiz shows it."),
        ACCOUNT,
        (
            *("response__attempt__assessment__key", "response__attempt__number"),
            *("response__position", "value", "is_void", "reason", "comment"),
            *("rubric_points", "marked_at"),
        ),
        {
            "marked_by": "another person",
            "marked_as": "a version of the question, not of you",
        },
        waits_for_quiz=True,
    ),
    Kept(
        Topic.QUIZZES,
        "assessments.Accommodation",
        "enrolment__user",
        _("More time or more attempts that you were given, and why"),
        _("So that the quiz takes it into account, and somebody can explain it."),
        ACCOUNT,
        (
            *("enrolment__course__title", "step__title", "extra_minutes"),
            *("extra_attempts", "reason", "granted_at"),
        ),
        {"granted_by": "another person"},
    ),
    Kept(
        Topic.QUIZZES,
        "assessments.CarriedProgress",
        "user",
        _("Progress you brought along from an earlier system"),
        _("So that “Progress by subject” goes on from there."),
        ACCOUNT,
        ("category__name", "score", "possible"),
    ),
    *SURVEY_RECORDS,
    Kept(
        Topic.WORK,
        "feedback.ReportView",
        "viewed_by",
        _("Which ratings you looked at, when, and in which form"),
        _(
            "So that people who answered can trust that nobody looks unseen. "
            "Administrators of the organisation read it."
        ),
        lazy(_report_view_time, str)(),
        ("run__course__title", "run__name", "form", "viewed_at"),
    ),
    Kept(
        Topic.WORK,
        "feedback.CommentDecision",
        "decided_by",
        _("That you released, withheld or shortened a comment, not which one"),
        _("So that it can be told who decides what others read."),
        _("For good; without your name when your account is deleted."),
        ("run__course__title", "run__name", "decision", "is_redaction", "decided_at"),
    ),
    Kept(
        Topic.WORK,
        "courses.ReviewCredit",
        "user",
        _("Courses that name you as a reviewer"),
        _("Because you agreed to be named there."),
        ACCOUNT,
        ("course_key", "kind", "credited_at"),
    ),
    Kept(
        Topic.WORK,
        "wagtailcore.Comment",
        "user",
        _("Comments you wrote in the editor"),
        _("To work on pages together. Everybody who edits the page reads them."),
        _("Until they are deleted with the page or your account."),
        ("page__title", "text", "contentpath", "created_at", "updated_at"),
        {
            "position": "a place in a text of the page",
            "revision_created": "a version of the page",
            "resolved_at": "what became of it",
            "resolved_by": "may be another person",
        },
    ),
    Kept(
        Topic.WORK,
        "wagtailcore.CommentReply",
        "user",
        _("Your replies to comments in the editor"),
        _("To work on pages together. Everybody who edits the page reads them."),
        _("Until they are deleted with the page or your account."),
        ("comment__page__title", "text", "created_at", "updated_at"),
    ),
    Kept(
        Topic.WORK,
        "wagtailcore.PageSubscription",
        "user",
        _("Pages whose comments you are told of"),
        _("To send you a mail when somebody comments."),
        _("Until you switch it off, or your account is deleted."),
        ("page__title", "comment_notifications"),
    ),
    Kept(
        Topic.WORK,
        "wagtailcore.PageLogEntry",
        "user",
        _("What you did with pages in the editor"),
        _("So that it can be told who changed what. Editors read it."),
        _("For good; without your name when your account is deleted."),
        ("label", "action", "timestamp"),
        {
            "page": "named by the label",
            "content_type": "a kind of page",
            "data": "details for the editor, of the page",
            "uuid": "joins entries of one action",
            "revision": "a version of the page",
            "content_changed": "about the page",
            "deleted": "about the page",
        },
    ),
    Kept(
        Topic.WORK,
        "wagtailcore.ModelLogEntry",
        "user",
        _("What you did with questions, surveys and people in the editor"),
        _("So that it can be told who changed what. Editors read it."),
        _("For good; without your name when your account is deleted."),
        ("label", "action", "timestamp"),
        {
            "object_id": "named by the label",
            "content_type": "a kind of record",
            "data": "details for the editor, of what was changed",
            "uuid": "joins entries of one action",
            "revision": "a version of what was changed",
            "content_changed": "about what was changed",
            "deleted": "about what was changed",
        },
    ),
)
