"""What ours adds to the panels beside the editor's forms."""

from wagtail.admin.ui.side_panels import ChecksSidePanel

from .checks.pages import findings_of_page


class TextChecksSidePanel(ChecksSidePanel):
    """Wagtail's checks of the page as it looks, and ours of what it says."""

    template_name = "courses/admin/checks_panel.html"

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        context["findings"] = findings_of_page(self.object)
        return context
