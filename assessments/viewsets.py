"""The editor's screens for questions and quizzes."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import (
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from psychometrics.bands import Band

from . import wording
from .listings import item_figures
from .models import Assessment, Item


class ItemIndexView(IndexView):
    """The bank of questions, with how each worked in the quiz that gave it most."""

    def paginate_queryset(self, queryset, page_size):
        paginator, page, items, has_others = super().paginate_queryset(
            queryset, page_size
        )
        items = list(items)
        figures = item_figures(items)
        for item in items:
            item.figures = figures.get(item.pk)
        return paginator, page, items, has_others


def _facility(item):
    figures = item.figures
    if figures is None or figures.bands.facility is Band.COUNTS:
        return "–"
    return wording.percent(figures.facility)


def _discrimination(item):
    if item.figures is None or item.figures.discrimination is None:
        return "–"
    written = wording.decimal(item.figures.discrimination)
    interval = wording.interval(item.figures.discrimination_ci95)
    return f"{written} ({interval})" if interval else written


def _attempts(item):
    return str(item.figures.n) if item.figures else "–"


def _analysis_of_item(item):
    if item.figures is None:
        return None
    return reverse("assessments:analysis", args=[item.figures.assessment_key])


class ItemViewSet(SnippetViewSet):
    model = Item
    icon = "help"
    index_view_class = ItemIndexView
    list_display = [
        "key",
        Column("facility", label=_("Facility"), accessor=_facility),
        Column("discrimination", label=_("Discrimination"), accessor=_discrimination),
        TitleColumn(
            "attempts",
            label=_("Attempts"),
            accessor=_attempts,
            get_url=_analysis_of_item,
        ),
        "current_version",
        UpdatedAtColumn(),
    ]
    search_backend_name = None
    search_fields = ["key"]
    list_per_page = 50

    def get_queryset(self, request):
        # A version names its question.
        return Item.objects.select_related("current_version__item")


class AssessmentViewSet(SnippetViewSet):
    model = Assessment
    icon = "tasks"
    list_display = [
        "name",
        "pass_mark",
        "attempts_allowed",
        TitleColumn(
            "analysis",
            label=_("Item analysis"),
            accessor=lambda quiz: gettext("How the questions worked"),
            get_url=lambda quiz: reverse("assessments:analysis", args=[quiz.key]),
        ),
        UpdatedAtColumn(),
    ]
    search_backend_name = None
    search_fields = ["name", "key"]


class QuizGroup(SnippetViewSetGroup):
    """The bank of questions and the quizzes made of them."""

    menu_label = _("Quizzes")
    menu_icon = "tasks"
    menu_order = 210
    items = (AssessmentViewSet, ItemViewSet)
