from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class ElearnConfig(AppConfig):
    name = "elearn"

    def ready(self):
        from django.contrib.auth import get_user_model
        from django.db.models.signals import post_delete

        from .backups import erasures

        # Accounts go by the editor, by people themselves and by scripts; this signal is
        # the one place that all of them pass.
        post_delete.connect(
            erasures.note_erasure,
            sender=get_user_model(),
            dispatch_uid="elearn.backups.erasures",
        )


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's user administration, with the forms of our own user model."""

    user_viewset = "people.viewsets.UserViewSet"
