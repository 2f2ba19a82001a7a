"""The editor's screens for cohorts."""

from wagtail.admin.viewsets.model import ModelViewSet

from .models import Cohort


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


cohorts = CohortViewSet("cohorts")
