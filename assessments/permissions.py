"""Who may read how the questions of quizzes worked."""

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from people.models import User

# Whoever sees the right answers in the editor may see them in the report as well.
READING = (
    "assessments.view_assessment",
    "assessments.change_assessment",
    "assessments.view_item",
    "assessments.change_item",
)

# Rights of pages outside of the editor: marking free texts, looking into attempts.
GRANTED_BY_HAND = ("add_mark", "view_attempt")


def may_read_item_analysis(user: User) -> bool:
    """Answer whether the person may open the item analysis of quizzes.

    It names right answers and counts all learners of the site, so it is for those who
    write quizzes, not for learners or coordinators.
    """
    return user.is_authenticated and any(user.has_perm(name) for name in READING)


def may_change_quizzes(user: User) -> bool:
    """Answer whether the person may change quizzes, and so make exceptions from them.

    Previews too: they show the right answers.
    """
    return user.is_authenticated and user.has_perm("assessments.change_assessment")


def quiz_writers() -> QuerySet[User]:
    """Return everybody who may open the item analysis.

    They try quizzes out, knowing the answers; their attempts say nothing of a question.
    """
    permissions = Permission.objects.filter(
        content_type__app_label="assessments",
        codename__in=[name.partition(".")[2] for name in READING],
    )
    return User.objects.filter(
        Q(is_superuser=True)
        | Q(user_permissions__in=permissions)
        | Q(groups__permissions__in=permissions)
    )


def may_mark(user: User) -> bool:
    """Answer whether the person may mark free texts. They are shown without names."""
    return user.is_authenticated and user.has_perm("assessments.add_mark")


def may_read_attempts(user: User) -> bool:
    """Answer whether the person may look into single attempts, without their names.

    Nobody may who was not given this right; writing or marking quizzes is not enough.
    """
    return user.is_authenticated and user.has_perm("assessments.view_attempt")


def may_correct(user: User) -> bool:
    """Answer whether the person may change marks that were given, for everybody."""
    return may_mark(user) and user.has_perm("assessments.change_assessment")


def may_import_items(user: User) -> bool:
    """Answer whether the person may bring questions in from files."""
    return user.has_perm("assessments.add_item") and user.has_perm(
        "assessments.change_item"
    )


def may_export_items(user: User) -> bool:
    """Answer whether the person may take questions, with their keys, out as a file."""
    return user.has_perm("assessments.view_item") or user.has_perm(
        "assessments.change_item"
    )
