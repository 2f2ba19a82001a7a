"""The editor's screens for surveys, scales and comments."""

from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, TitleColumn, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import (
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from .models import FollowUp, ResponseScale, Survey
from .permissions import may_moderate_comments, may_write_surveys


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
