"""The editor's screens for questions and quizzes."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.models import WorkflowState
from wagtail.snippets.views.snippets import (
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from courses.translated import in_language
from psychometrics.bands import Band

from . import wording
from .bank_filters import ItemFilterSet, ItemState, state_of
from .blocks import type_name
from .listings import item_figures
from .models import Assessment, CaseVignette, Category, Item, Outcome
from .permissions import may_export_items, may_import_items


class ItemIndexView(IndexView):
    """The bank of questions, with how each worked in the quiz that gave it most."""

    @cached_property
    def header_more_buttons(self):
        return [*super().header_more_buttons, *file_buttons(self.request.user)]

    def paginate_queryset(self, queryset, page_size):
        paginator, page, items, has_others = super().paginate_queryset(
            queryset, page_size
        )
        items = list(items)
        figures = item_figures(items)
        for item in items:
            item.figures = figures.get(item.pk)
        return paginator, page, items, has_others


def file_buttons(user):
    """Return the ways to the pages for files of questions, for those who may."""
    buttons = []
    if may_import_items(user):
        buttons.append(
            Button(
                _("Import questions"),
                url=reverse("assessments_import"),
                icon_name="upload",
                priority=30,
            )
        )
    if may_export_items(user):
        buttons.append(
            Button(
                _("Export questions"),
                url=reverse("assessments_export"),
                icon_name="download",
                priority=40,
            )
        )
    return buttons


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


def _stem(item):
    if item.current_version is None:
        return "–"
    stem = in_language(item.current_version.content["stem"])
    return stem if len(stem) <= 80 else f"{stem[:79].rstrip()}…"


def _type(item):
    if item.current_version is None:
        return "–"
    return type_name(item.current_version.content["type"])


def _state(item):
    return ItemState.WORDS[state_of(item)]


def _analysis_of_item(item):
    if item.figures is None:
        return None
    return reverse("assessments:analysis", args=[item.figures.assessment_key])


class ItemViewSet(SnippetViewSet):
    model = Item
    icon = "help"
    index_view_class = ItemIndexView
    filterset_class = ItemFilterSet
    list_display = [
        "key",
        Column("stem", label=_("Question"), accessor=_stem),
        Column("type", label=_("Type"), accessor=_type),
        "category",
        Column("state", label=_("State"), accessor=_state),
        Column("facility", label=_("Facility"), accessor=_facility),
        Column("discrimination", label=_("Discrimination"), accessor=_discrimination),
        TitleColumn(
            "attempts",
            label=_("Attempts"),
            accessor=_attempts,
            get_url=_analysis_of_item,
        ),
        UpdatedAtColumn(),
    ]
    list_export = ["key", "category", "outcome", "principle", "is_essential"]
    search_backend_name = None
    search_fields = ["key", "tags__name"]
    list_per_page = 50

    def get_queryset(self, request):
        in_review = WorkflowState.objects.active().filter(
            base_content_type=ContentType.objects.get_for_model(Item),
            object_id=Cast(OuterRef("pk"), CharField()),
        )
        return Item.objects.select_related("current_version", "category").annotate(
            is_in_review=Exists(in_review)
        )


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
        TitleColumn(
            "preview",
            label=_("Preview"),
            accessor=lambda quiz: gettext("As a learner"),
            get_url=lambda quiz: reverse("assessments:preview", args=[quiz.key]),
        ),
        TitleColumn(
            "accommodations",
            label=_("Exceptions"),
            accessor=lambda quiz: gettext("More time or attempts"),
            get_url=lambda quiz: reverse("assessments:accommodations", args=[quiz.key]),
        ),
        UpdatedAtColumn(),
    ]
    search_backend_name = None
    search_fields = ["name", "key"]


class CaseViewSet(SnippetViewSet):
    model = CaseVignette
    icon = "user"
    menu_label = _("Cases")
    list_display = ["key", UpdatedAtColumn()]
    search_backend_name = None
    search_fields = ["key"]


class CategoryViewSet(SnippetViewSet):
    model = Category
    icon = "folder-open-inverse"
    list_display = ["__str__", "parent", "key"]
    copy_view_enabled = False
    search_backend_name = None
    search_fields = ["key"]


class OutcomeViewSet(SnippetViewSet):
    model = Outcome
    icon = "success"
    list_display = ["__str__", "key"]
    copy_view_enabled = False
    search_backend_name = None
    search_fields = ["key"]


class QuizGroup(SnippetViewSetGroup):
    """The bank of questions and the quizzes made of them."""

    menu_label = _("Quizzes")
    menu_icon = "tasks"
    menu_order = 210
    items = (
        AssessmentViewSet,
        ItemViewSet,
        CaseViewSet,
        CategoryViewSet,
        OutcomeViewSet,
    )
