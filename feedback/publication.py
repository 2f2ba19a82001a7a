"""Publishing a survey in the editor makes the version that respondents get."""

from django.utils import timezone

from .publishing import freeze_survey


def on_survey_published(sender, instance, revision=None, **kwargs) -> None:
    """Freeze what was published. Wagtail's signal is what every publication passes."""
    freeze_survey(
        survey=instance, at=timezone.now(), by=revision.user if revision else None
    )
