"""The editor's screens for cohorts and the glossary, and what ours adds for pages."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import ChecksSidePanel
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.viewsets.pages import PageViewSet

from .models import Cohort, CoursePage, GlossaryTerm, LessonPage, ModulePage
from .side_panels import TextChecksSidePanel


class WrittenPageEditView(EditView):
    """The editor of a page that is read, with our findings among Wagtail's checks."""

    def get_side_panels(self):
        panels = super().get_side_panels()
        return MediaContainer(
            TextChecksSidePanel(panel.object, panel.request)
            if type(panel) is ChecksSidePanel
            else panel
            for panel in panels
        )


class WrittenPageViewSet(PageViewSet):
    edit_view_class = WrittenPageEditView


class CoursePageViewSet(WrittenPageViewSet):
    model = CoursePage


class ModulePageViewSet(WrittenPageViewSet):
    model = ModulePage


class LessonPageViewSet(WrittenPageViewSet):
    model = LessonPage


written_pages = [
    CoursePageViewSet("course-pages"),
    ModulePageViewSet("module-pages"),
    LessonPageViewSet("lesson-pages"),
]


class CohortViewSet(ModelViewSet):
    model = Cohort
    icon = "group"
    menu_order = 230
    add_to_admin_menu = True
    form_fields = [
        "course",
        "name",
        "organisation",
        "starts_on",
        "ends_on",
        "join_code",
    ]
    list_display = [
        "name",
        "course",
        "organisation",
        "starts_on",
        "ends_on",
        "join_code",
    ]
    list_filter = ["course", "organisation"]
    search_fields = ["name", "join_code"]


class GlossaryTermViewSet(ModelViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    menu_order = 240
    add_to_admin_menu = True
    form_fields = ["key", "term", "definition", "forms"]
    list_display = ["__str__", "key"]
    search_fields = ["key"]


cohorts = CohortViewSet("cohorts")
glossary = GlossaryTermViewSet("glossary")
