"""Who may read ratings, and who may handle comments."""

from wagtail.permission_policies import ModelPermissionPolicy

from people.models import User


def may_read_ratings(user: User) -> bool:
    """Answer whether the person may open the ratings at all.

    Which runs they see there is `SurveyRun.objects.visible_to`.
    """
    return user.is_authenticated and (
        user.has_perm("feedback.view_all_ratings")
        or user.memberships.reading_ratings().exists()
    )


class ReadAndRelease(ModelPermissionPolicy):
    """Comments come from respondents: nobody writes or deletes one in the editor."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action in {"change", "view"} and super().user_has_permission(
            user, action
        )
