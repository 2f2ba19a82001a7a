"""Who may do what with a whole course. Each rule answers; views and templates act."""

from wagtail.models import Page

from courses.models import CatalogPage
from courses.permissions import can_edit
from people.models import User

# A new course has a quiz and a survey besides its pages.
CREATING = (
    "assessments.add_assessment",
    "assessments.add_item",
    "assessments.change_assessment",
    "feedback.view_survey",
)


def may_use_desk(user: User) -> bool:
    """Answer whether the person sees courses as wholes in the editor."""
    return user.has_perm("wagtailadmin.access_admin") and any(
        can_edit(user=user, page=page)
        for page in CatalogPage.objects.order_by("path")[:1]
    )


def may_create_course(user: User) -> bool:
    """Answer whether the person may begin a course in some language."""
    return may_make_quizzes(user) and any(
        may_add_to(user, page) for page in CatalogPage.objects.order_by("path")[:1]
    )


def may_make_quizzes(user: User) -> bool:
    """Answer whether the person may make what a course has besides pages."""
    return user.has_perms(CREATING)


def may_add_to(user: User, page: Page) -> bool:
    """Answer whether the person may add pages below `page`."""
    return page.permissions_for_user(user).can_add_subpage()


def may_reorder(user: User, parent: Page) -> bool:
    """Answer whether the person may change the order of the pages below `parent`."""
    return parent.permissions_for_user(user).can_reorder_children()


def may_move_to(user: User, page: Page, parent: Page) -> bool:
    """Answer whether the person may move `page` below `parent`, and it fits there."""
    return type(page.specific).can_exist_under(parent) and (
        page.permissions_for_user(user).can_move_to(parent)
    )


def may_remove(user: User, page: Page) -> bool:
    """Answer whether the person may delete `page`; modules only once they are empty."""
    return page.permissions_for_user(user).can_delete()


def may_publish(user: User, page: Page) -> bool:
    """Answer whether the person may publish `page` without a review."""
    return page.permissions_for_user(user).can_publish()
