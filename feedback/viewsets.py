"""The editor's screens for surveys, scales and comments."""

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, TitleColumn, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import (
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from .models import Comment, ResponseScale, RunSnapshot, Survey
from .permissions import may_write_surveys


class SurveyIndexView(IndexView):
    """The surveys, with the way to those that are ready to be taken."""

    @cached_property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        if may_write_surveys(self.request.user):
            buttons = [*buttons, _from_template()]
        return buttons


def _from_template():
    return Button(
        _("New survey from a template"),
        url=reverse("feedback_templates"),
        icon_name="copy",
        priority=30,
    )


def _version(survey):
    version = survey.current_version
    return str(version.number) if version else "–"


class SurveyViewSet(SnippetViewSet):
    model = Survey
    icon = "clipboard-list"
    index_view_class = SurveyIndexView
    list_display = [
        "name",
        "key",
        TitleColumn(
            "version",
            label=_("Versions and use"),
            accessor=_version,
            get_url=lambda survey: reverse("feedback_history", args=[survey.pk]),
        ),
        Column("minutes", label=_("Minutes"), accessor="minutes_needed"),
        UpdatedAtColumn(),
    ]
    search_backend_name = None
    search_fields = ["name", "key"]

    def get_queryset(self, request):
        return Survey.objects.select_related("current_version")


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


class FeedbackGroup(SnippetViewSetGroup):
    """Surveys, the scales they use, and the comments they bring."""

    menu_label = _("Surveys")
    menu_icon = "clipboard-list"
    menu_order = 220
    items = (SurveyViewSet, ResponseScaleViewSet, CommentViewSet)
