"""The first screen of the editor."""

from django.urls import reverse
from wagtail.admin.ui.components import Component

from .desk.listing import course_rows
from .desk.permissions import may_create_course


class StartPanel(Component):
    """What a trainer can do here, with a link for each, in the order of the work."""

    order = 50
    template_name = "home/admin/start_panel.html"

    def __init__(self, request):
        self.request = request

    def get_context_data(self, parent_context):
        user = self.request.user
        return {
            "may_create": may_create_course(user),
            "courses": course_rows(user),
            "ratings_url": reverse("feedback:ratings"),
        }
