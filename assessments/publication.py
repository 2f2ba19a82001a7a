"""Publishing an item in the editor makes the version that learners get."""

from django.utils import timezone

from .actions import freeze_item, freeze_items_of_case


def on_item_published(sender, instance, revision=None, **kwargs) -> None:
    """Freeze what was published. Wagtail's signal is what every publication passes."""
    freeze_item(
        item=instance, at=timezone.now(), by=revision.user if revision else None
    )


def on_case_published(sender, instance, revision=None, **kwargs) -> None:
    """Give the questions of a case its new story."""
    freeze_items_of_case(
        case=instance, at=timezone.now(), by=revision.user if revision else None
    )
