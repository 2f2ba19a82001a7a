"""The first screen of the editor."""

from django.urls import reverse
from wagtail.admin.ui.components import Component

from courses.models import CatalogPage, CoursePage


class StartPanel(Component):
    """What a trainer can do here, with a link for each, in the order of the work."""

    order = 50
    template_name = "home/admin/start_panel.html"

    def __init__(self, request):
        self.request = request

    def get_context_data(self, parent_context):
        catalogue = CatalogPage.objects.live().order_by("path").first()
        may_add = (
            catalogue is not None
            and catalogue.permissions_for_user(self.request.user).can_add_subpage()
        )
        return {
            "new_course_url": reverse(
                "wagtailadmin_pages:add", args=["courses", "coursepage", catalogue.pk]
            )
            if may_add
            else "",
            "courses": [
                {
                    "title": page.get_admin_display_title(),
                    "is_live": page.live,
                    "has_draft": page.has_unpublished_changes,
                    "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
                    "tree_url": reverse("wagtailadmin_explore", args=[page.pk]),
                }
                for page in CoursePage.objects.order_by("path")[:20]
                if page.permissions_for_user(self.request.user).can_edit()
            ],
            "ratings_url": reverse("feedback:ratings"),
        }
