"""The editor's screens for questions and quizzes."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Assessment, Item


class ItemViewSet(SnippetViewSet):
    model = Item
    icon = "help"
    list_display = ["key", "current_version", UpdatedAtColumn()]
    search_backend_name = None
    search_fields = ["key"]
    list_per_page = 50


class AssessmentViewSet(SnippetViewSet):
    model = Assessment
    icon = "tasks"
    list_display = ["name", "pass_mark", "attempts_allowed", UpdatedAtColumn()]
    search_backend_name = None
    search_fields = ["name", "key"]


class QuizGroup(SnippetViewSetGroup):
    """The bank of questions and the quizzes made of them."""

    menu_label = _("Quizzes")
    menu_icon = "tasks"
    menu_order = 210
    items = (AssessmentViewSet, ItemViewSet)
