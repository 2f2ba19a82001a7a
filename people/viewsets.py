"""The editor's screens for people and organisations."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.users.views.users import CreateView, EditView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from .actions import vouch_for_address
from .forms import PersonCreationForm, PersonEditForm
from .models import Membership, Organisation, Unit


class PersonCreateView(CreateView):
    """Adds a person, who can then sign in without confirming the address."""

    def save_instance(self):
        person = super().save_instance()
        vouch_for_address(user=person)
        return person


class PersonEditView(EditView):
    """Changes a person; a new address is as good as one given at the start."""

    def save_instance(self):
        person = super().save_instance()
        if "email" in self.form.changed_data:
            vouch_for_address(user=person)
        return person


class UserViewSet(WagtailUserViewSet):
    """Wagtail's administration of people, with our fields."""

    add_view_class = PersonCreateView
    edit_view_class = PersonEditView

    def get_form_class(self, for_update=False):
        return PersonEditForm if for_update else PersonCreationForm


class OrganisationViewSet(ModelViewSet):
    model = Organisation
    icon = "home"
    form_fields = ["name", "slug", "joined_at_sign_up"]
    list_display = ["name", "slug", "joined_at_sign_up"]
    search_fields = ["name"]


class UnitViewSet(ModelViewSet):
    model = Unit
    icon = "group"
    form_fields = ["organisation", "name"]
    list_display = ["name", "organisation"]
    list_filter = ["organisation"]
    search_fields = ["name"]


class MembershipViewSet(ModelViewSet):
    model = Membership
    icon = "user"
    form_fields = ["user", "organisation", "unit", "role"]
    list_display = ["user", "organisation", "unit", "role"]
    list_filter = ["organisation", "role"]
    search_fields = ["user__email", "user__last_name"]


class PeopleGroup(ViewSetGroup):
    """Organisations, their units and who belongs to them."""

    menu_label = _("Organisations")
    menu_icon = "home"
    menu_order = 650
    items = (OrganisationViewSet(), UnitViewSet(), MembershipViewSet())
