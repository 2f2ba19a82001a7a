"""The editor's screens for cohorts and for the glossary."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from .models import Cohort, GlossaryTerm


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
