"""The editor's screens for surveys, scales and comments."""

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Comment, FollowUp, ResponseScale, RunSnapshot, Survey


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


class CommentViewSet(SnippetViewSet):
    """Reading comments before coordinators do, and taking names out of them."""

    model = Comment
    icon = "comment"
    menu_label = _("Comments to release")
    list_display = ["text", "run", "state"]
    list_filter = ["state"]
    copy_view_enabled = False
    panels = [
        FieldPanel(
            "text",
            help_text=_(
                "Take out names, places and anything about a patient before you "
                "release it. The former text is not kept."
            ),
        ),
        FieldPanel("state"),
    ]

    def get_queryset(self, request):
        # While a run is open, a new comment would tell who has just finished; and of
        # few people, style alone says who wrote it.
        many = RunSnapshot.objects.released().filter(
            run=OuterRef("run"), responded__gte=settings.ELEARN_MINIMUM_FOR_COMMENTS
        )
        return Comment.objects.filter(
            Exists(many), run__closed_on__isnull=False
        ).order_by("-state", "id")


class FollowUpViewSet(SnippetViewSet):
    """Which course asks which survey some weeks after its completion."""

    model = FollowUp
    icon = "history"
    list_display = ["course", "survey", "weeks"]
    panels = [FieldPanel("course"), FieldPanel("survey"), FieldPanel("weeks")]
    copy_view_enabled = False


class FeedbackGroup(SnippetViewSetGroup):
    """Surveys, the scales they use, and the comments they bring."""

    menu_label = _("Surveys")
    menu_icon = "clipboard-list"
    menu_order = 220
    items = (SurveyViewSet, ResponseScaleViewSet, FollowUpViewSet, CommentViewSet)
