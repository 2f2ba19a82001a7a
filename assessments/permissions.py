"""Who may read how the questions of quizzes worked."""

from people.models import User

# Whoever sees the right answers in the editor may see them in the report as well.
READING = (
    "assessments.view_assessment",
    "assessments.change_assessment",
    "assessments.view_item",
    "assessments.change_item",
)


def may_read_item_analysis(user: User) -> bool:
    """Answer whether the person may open the item analysis of quizzes.

    It names right answers and counts all learners of the site, so it is for those who
    write quizzes, not for learners or coordinators.
    """
    return user.is_authenticated and any(user.has_perm(name) for name in READING)
