"""What surveys keep about people: receipts, and what was given under a pseudonym."""

from django.utils.translation import gettext_lazy as _

from .record import ACCOUNT, Kept, Topic

SURVEY_RECORDS = (
    Kept(
        Topic.SURVEYS,
        "feedback.Receipt",
        "user",
        _("Receipts: that you answered a survey, and not what or when"),
        _("So that nobody answers twice, and you are not reminded any more."),
        ACCOUNT,
        ("run__course__title", "run__name"),
    ),
    Kept(
        Topic.SURVEYS,
        "feedback.ReminderMail",
        "user",
        _("A reminder of a survey that waits to be sent to you"),
        _("To send it. No list is kept of who was reminded."),
        _("Until it is sent or the survey closes."),
        ("round__run__course__title", "round__number"),
        {
            "claimed_at": "set while it is being sent",
            "failure_count": "counts what the mail server refused",
        },
    ),
    Kept(
        Topic.SURVEYS,
        "feedback.Pseudonym",
        "user",
        _("Pseudonyms in courses that compare before and after"),
        _("So that your two answers are known to come from one person."),
        ACCOUNT,
        ("id", "course__title"),
    ),
    Kept(
        Topic.SURVEYS,
        "feedback.ConfidentialResponse",
        "pseudonym__user",
        _("Surveys you answered under a pseudonym"),
        _("To compare before and after, and to show figures of groups."),
        _("Until you delete them under “My answers”, or your account is deleted."),
        ("id", "run__course__title", "run__name", "groups"),
    ),
    Kept(
        Topic.SURVEYS,
        "feedback.ConfidentialAnswer",
        "response__pseudonym__user",
        _("What you answered under a pseudonym"),
        _("To compare before and after. Coordinators see figures of several people."),
        _("Until you delete them under “My answers”, or your account is deleted."),
        ("response", "item_version__item__key", "item_version__wording", "value"),
    ),
)
