"""The editor's screens for surveys, scales and comments."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import FollowUp, ResponseScale, Survey
from .permissions import may_moderate_comments


class SurveyViewSet(SnippetViewSet):
    model = Survey
    icon = "clipboard-list"
    list_display = ["name", "current_version", UpdatedAtColumn()]
    search_backend_name = None
    search_fields = ["name", "key"]


class ResponseScaleViewSet(SnippetViewSet):
    model = ResponseScale
    icon = "order"
    list_display = ["name", "favourable_from"]


class CommentsMenuItem(MenuItem):
    """Leads to the comments that wait to be read, for those who may read them."""

    def __init__(self):
        super().__init__(
            _("Comments to read"),
            reverse_lazy("feedback:comments"),
            name="comments-to-read",
            icon_name="comment",
            order=900,
        )

    def is_shown(self, request):
        return may_moderate_comments(request.user)


class FollowUpViewSet(SnippetViewSet):
    """Which course asks which survey some weeks after its completion."""

    model = FollowUp
    icon = "history"
    list_display = ["course", "survey", "weeks"]
    panels = [FieldPanel("course"), FieldPanel("survey"), FieldPanel("weeks")]
    copy_view_enabled = False


class FeedbackGroup(SnippetViewSetGroup):
    """Surveys and the scales they use, and the way to the comments they bring."""

    menu_label = _("Surveys")
    menu_icon = "clipboard-list"
    menu_order = 220
    items = (SurveyViewSet, ResponseScaleViewSet, FollowUpViewSet)

    def get_submenu_items(self):
        return [*super().get_submenu_items(), CommentsMenuItem()]
