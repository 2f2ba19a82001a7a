from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class ElearnConfig(AppConfig):
    name = "elearn"


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's user administration, with the forms of our own user model."""

    user_viewset = "people.viewsets.UserViewSet"
